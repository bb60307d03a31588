"""Goods leave the house: over the desk, past it, in batches, and as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform.transactions import is_open, transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.errors import UnknownCarrier
from jishi.fulfillment.shipping.types import Shipment, ShipmentKind
from jishi.fulfillment.warehouse import permissions, preferences, rules
from jishi.fulfillment.warehouse.errors import NothingToShip, RepeatedRow, TooManyRows
from jishi.fulfillment.warehouse.models import PickTask
from jishi.fulfillment.warehouse.services import planning, work
from jishi.fulfillment.warehouse.types import Bearer, PickAction, ShipRow, ShipRowResult
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductKind
from jishi.goods.inventory import services as inventory


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the rows of a batch share.

    open_ones: parcels that may leave, by the numbers in the rows. carriers: codes by every
    name in lower case. shipped: what earlier rows sent.
    """

    actor: Actor
    open_ones: Mapping[str, Sequence[Shipment]]
    carriers: Mapping[str, str]
    shipped: set[UUID] = field(default_factory=set)


@transactional
def hand_over(
    *,
    actor: Actor,
    task_id: UUID,
    carrier_code: str = "",
    tracking_no: str = "",
    courier_name: str = "",
    courier_phone: str = "",
) -> None:
    """Give a sealed parcel to its carrier or courier, or over the counter; stock falls with it.

    Without carrier and number those of its label are taken. A courier brings what the shop
    delivers itself.
    Raises: IllegalMove if it is not sealed; what `shipping.dispatch` and `inventory.ship`
        raise; TaskNotFound, Forbidden.
    Emits: ShipmentDispatched; for pickups ShipmentDelivered too.
    Locks: the task, the shipment, then reservations and levels.
    """
    row = work.lock_task(actor, task_id)
    _leave(
        actor,
        row,
        PickAction.HAND_OVER,
        Bearer(carrier_code, tracking_no, courier_name, courier_phone),
    )


@transactional
def ship(
    *,
    actor: Actor,
    shipment_id: UUID,
    carrier_code: str = "",
    tracking_no: str = "",
    courier_name: str = "",
    courier_phone: str = "",
) -> None:
    """Send a parcel that was prepared past the desk, as small shops do.

    Raises: NothingToShip; what `shipping.dispatch` and `inventory.ship` raise; Forbidden.
    Emits, Locks: as `hand_over`.
    """
    task_id = planning.plan_picking(actor=actor, shipment_id=shipment_id)
    if task_id is None:
        raise NothingToShip
    row = work.lock_task(actor, task_id)
    _leave(
        actor,
        row,
        PickAction.SHIP,
        Bearer(carrier_code, tracking_no, courier_name, courier_phone),
    )


@transactional
def confirm_delivered(*, actor: Actor, task_id: UUID) -> None:
    """Note that a courier of the shop has given a parcel to its recipient.

    Raises: NotOwnDelivery if a carrier has it, IllegalMove, TaskNotFound, Forbidden.
    Emits: ShipmentDelivered. Locks: the task, the shipment.
    """
    row = work.lock_task(actor, task_id)
    shipping.deliver_own(actor=work.house_for(actor), shipment_id=row.shipment_id)


def ship_batch(
    *, actor: Actor, merchant_id: UUID, rows: Sequence[ShipRow]
) -> tuple[ShipRowResult, ...]:
    """Send many parcels of a merchant by number; return what became of every row.

    Each row is a use case of its own: a bad one does not keep the others, and a file
    may be sent again after it was corrected.
    Raises: TooManyRows, Forbidden, NotFound.
    """
    assert not is_open(), "every row is a transaction of its own"
    actor.require(permissions.WORK, merchant_id=merchant_id)
    most = preferences.BATCH_ROWS_MAX.get()
    if len(rows) > most:
        raise TooManyRows(field="rows", most=most)
    numbers = [rules.clean_number(row.number) for row in rows]
    open_ones = shipping_queries.find_open_shipments(texts=numbers, merchant_id=merchant_id)
    carriers = {
        name.casefold(): carrier.code
        for carrier in shipping_queries.list_carriers()
        for name in (carrier.code, *carrier.name.values())
    }
    batch = _Batch(actor, open_ones, carriers)
    return tuple(
        _ship_row(batch, place, row, number)
        for place, (row, number) in enumerate(zip(rows, numbers, strict=True), start=1)
    )


@transactional
def deliver_virtual(*, actor: Actor, shipment_id: UUID) -> None:
    """Deliver goods that do not travel: stock falls, and card keys are given out.

    Raises: NoCardKeys; CarrierRequired if the goods travel; IllegalMove,
        ShipmentNotFound, NotFound, Forbidden.
    Emits: ShipmentDispatched, ShipmentDelivered.
    Locks: the shipment, card keys, then reservations and levels.
    """
    shipment = shipping_queries.get_shipment(shipment_id)
    actor.require(
        permissions.WORK, merchant_id=shipment.merchant_id, warehouse_id=shipment.location_id
    )
    house = work.house_for(actor)
    shipping.dispatch_without_carrier(actor=house, shipment_id=shipment_id)
    _give_card_keys(house, shipment)
    planning.ship_stock(house, shipment)


def _leave(actor: Actor, row: PickTask, action: PickAction, bearer: Bearer) -> None:
    house = work.house_for(actor)
    work.advance(actor, row, action)
    row.handed_over_at = clock.now()
    row.save(update_fields=["state", "handed_over_at"])
    shipment = shipping_queries.get_shipment(row.shipment_id)
    if shipment.kind == ShipmentKind.PICKUP:
        shipping.dispatch_without_carrier(actor=house, shipment_id=row.shipment_id)
    elif shipment.kind == ShipmentKind.OWN:
        shipping.dispatch_own(
            actor=house,
            shipment_id=row.shipment_id,
            courier_name=bearer.courier_name,
            courier_phone=bearer.courier_phone,
        )
    else:
        shipping.dispatch(
            actor=house,
            shipment_id=row.shipment_id,
            carrier_code=bearer.carrier_code,
            tracking_no=bearer.tracking_no,
        )
    planning.ship_stock(house, shipment)


def _ship_row(batch: _Batch, place: int, row: ShipRow, number: str) -> ShipRowResult:
    try:
        candidates = [item.shipment_id for item in batch.open_ones.get(number, ())]
        shipment_id = rules.only(candidates, row.number)
        if shipment_id in batch.shipped:
            raise RepeatedRow(field="number")
        carrier_code = batch.carriers.get(row.carrier.strip().casefold())
        if carrier_code is None:
            raise UnknownCarrier(field="carrier", carrier=row.carrier)
        ship(
            actor=batch.actor,
            shipment_id=shipment_id,
            carrier_code=carrier_code,
            tracking_no=row.tracking_no,
        )
    except JishiError as error:
        return ShipRowResult(place, row.number, error=error.code, field=error.field or "")
    batch.shipped.add(shipment_id)
    return ShipRowResult(place, row.number, shipment_id)


def _give_card_keys(house: Actor, shipment: Shipment) -> None:
    variants = catalog_queries.list_sellable([line.variant_id for line in shipment.lines])
    for line in shipment.lines:
        variant = variants.get(line.variant_id)
        if variant is not None and variant.kind == ProductKind.CARD_KEY:
            inventory.deliver_card_keys(
                actor=house,
                variant_id=line.variant_id,
                order_line_id=line.order_line_id,
                quantity=line.quantity,
            )
