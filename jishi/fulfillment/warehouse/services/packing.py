"""Sealing parcels, with their weight as a second check."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.warehouse import preferences, rules
from jishi.fulfillment.warehouse.errors import WeightOff
from jishi.fulfillment.warehouse.models import PickTask
from jishi.fulfillment.warehouse.services import work
from jishi.fulfillment.warehouse.types import PickAction


@transactional
def pack(
    *,
    actor: Actor,
    task_id: UUID,
    weight_g: int | None = None,
    confirms_weight: bool = False,
    carrier_code: str = "",
) -> None:
    """Seal a picked parcel, and ask for its label if a carrier is named.

    weight_g: with the box; None without scales. confirms_weight: the packer looked again
    and the odd weight is right.
    Raises: WeightOff if the weight differs by more than the tolerance and was not
        confirmed; BadWeight; what `shipping.request_label` raises; IllegalMove,
        TaskNotFound, Forbidden.
    Locks: the task, then the shipment.
    """
    row = work.lock_task(actor, task_id)
    work.advance(actor, row, PickAction.PACK)
    if weight_g is not None:
        rules.check_weight(weight_g)
        if not confirms_weight:
            _compare(row, weight_g)
    row.weight_g, row.packed_at = weight_g, clock.now()
    row.save(update_fields=["state", "weight_g", "packed_at"])
    house = work.house_for(actor)
    weighs_g = weight_g or row.expected_weight_g or None
    shipping.pack(actor=house, shipment_id=row.shipment_id, weight_g=weighs_g)
    if carrier_code:
        shipping.request_label(actor=house, shipment_id=row.shipment_id, carrier_code=carrier_code)


@transactional
def unpack(*, actor: Actor, task_id: UUID) -> None:
    """Open a sealed parcel again; its goods stay picked.

    Raises: IllegalMove, TaskNotFound, Forbidden. Locks: the task, then the shipment.
    """
    row = work.lock_task(actor, task_id)
    work.advance(actor, row, PickAction.UNPACK)
    row.weight_g, row.packed_at = None, None
    row.save(update_fields=["state", "weight_g", "packed_at"])
    shipping.unpack(actor=work.house_for(actor), shipment_id=row.shipment_id)


def _compare(row: PickTask, weight_g: int) -> None:
    tolerance_g = rules.weight_tolerance_g(
        row.expected_weight_g,
        rate_bp=preferences.WEIGHT_TOLERANCE_BP.get(row.merchant_id),
        least_g=preferences.WEIGHT_TOLERANCE_G.get(row.merchant_id),
    )
    if rules.is_weight_off(weight_g, row.expected_weight_g, tolerance_g):
        raise WeightOff(
            field="weight_g",
            expected_g=row.expected_weight_g,
            weight_g=weight_g,
            tolerance_g=tolerance_g,
        )
