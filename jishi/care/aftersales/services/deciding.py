"""What merchants do with an application: agree, in full or to less, or refuse."""

from datetime import datetime, timedelta
from uuid import UUID

from jishi.care.aftersales import preferences, rules
from jishi.care.aftersales.errors import NoteNeeded
from jishi.care.aftersales.events import ReturnApproved, ReturnRejected
from jishi.care.aftersales.models import Case, CaseLine
from jishi.care.aftersales.services import moving, settling
from jishi.care.aftersales.types import CaseAction, CaseKind, Rejection
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import DEFAULT_LOCALE, clean, localized
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import (
    Direction,
    FreightBearer,
    ShipmentLineRequest,
    ShipmentRequest,
)
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView


@transactional
def approve(
    *, actor: Actor, case_id: UUID, amount_minor: int | None = None, note: str = ""
) -> None:
    """Agree to a case: a refund is made at once, a return waits for the goods.

    amount_minor: None gives what was asked for; less needs a note, more is never given.
    Raises: CaseNotFound, Forbidden, IllegalMove, BadAmount, NoteNeeded; AlreadyShipped or
        shipping's AlreadyPacked if units can no longer be taken out of their parcel.
    Emits: ReturnApproved; ReturnSettled for a refund.
    Locks: the case, its order, shipments, sale lines, then stock levels.
    """
    case = moving.lock_to_decide(actor, case_id)
    moving.require_action(case, rules.agreeing(CaseKind(case.kind)))
    moving.reduce(case, amount_minor, note)
    agree(case, actor=actor, at=clock.now())


@transactional
def reject(*, actor: Actor, case_id: UUID, note: str) -> None:
    """Refuse a case; the buyer reads the note and may amend the case for some days.

    Raises: CaseNotFound, Forbidden, IllegalMove, NoteNeeded.
    Emits: ReturnRejected.
    Locks: the case.
    """
    case = moving.lock_to_decide(actor, case_id)
    words = clean(note, max_length=moving.NOTE_LENGTH)
    if not words:
        raise NoteNeeded(field="note")
    case.note = words
    refuse(case, Rejection.MERCHANT, actor=actor, at=clock.now())


def agree(case: Case, *, actor: Actor, at: datetime) -> None:
    """Carry out the agreement to a locked case.

    Emits: ReturnApproved; ReturnSettled for a refund.
    """
    case.agreed_at = at
    outbox.emit(ReturnApproved(**moving.ids_of(case), kind=case.kind))
    if case.kind == CaseKind.REFUND_ONLY:
        settling.settle(case, CaseAction.AGREE_REFUND, actor=actor, at=at)
        return
    moving.advance(case, CaseAction.AGREE_RETURN, actor=actor, reason=case.note)
    request = _return_request(case, orders_queries.get_order(case.order_id))
    case.return_shipment_id = shipping.create_shipments(actor=actor, requests=[request])[0]
    moving.set_deadline(case, at + timedelta(days=preferences.SHIP_BACK_DAYS.get()))
    case.save()


def refuse(case: Case, rejection: Rejection, *, actor: Actor, at: datetime) -> None:
    """Carry out the refusal of a locked case and save it.

    Emits: ReturnRejected.
    """
    moving.advance(case, CaseAction.REJECT, actor=actor, reason=case.note or rejection)
    case.rejection = rejection
    moving.set_deadline(case, at + timedelta(days=preferences.AMEND_DAYS.get()))
    case.save()
    outbox.emit(ReturnRejected(**moving.ids_of(case)))


def _return_request(case: Case, order: OrderView) -> ShipmentRequest:
    lines = {line.line_id: line for line in order.lines}
    assert order.address is not None, "only goods that travel are returned"
    return ShipmentRequest(
        reference=case.order_id,
        reference_number=case.number,
        group_id=case.group_id,
        merchant_id=case.merchant_id,
        location_id=case.location_id,
        address=order.address,
        direction=Direction.RETURN,
        freight_bearer=FreightBearer(case.freight_bearer),
        lines=tuple(
            ShipmentLineRequest(
                order_line_id=line.order_line_id,
                variant_id=line.variant_id,
                title=localized(lines[line.order_line_id].title, DEFAULT_LOCALE),
                quantity=line.quantity,
                code=lines[line.order_line_id].code,
            )
            for line in CaseLine.objects.filter(case=case).order_by("id")
        ),
    )
