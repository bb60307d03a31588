"""Goods on their way back: sent, signed for, looked at."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import preferences, rules
from jishi.care.aftersales.events import ReturnSent
from jishi.care.aftersales.models import Case, CaseLine
from jishi.care.aftersales.services import moving, settling
from jishi.care.aftersales.types import CaseAction, CaseState
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping import services as shipping


@transactional
def buyer_ship(
    *, actor: Actor, case_id: UUID, carrier_code: str, tracking_no: str, contact: str = ""
) -> None:
    """Note the carrier and number with which the buyer sends goods back; also to correct it.

    Raises: CaseNotFound, IllegalMove; shipping's UnknownCarrier, BadTrackingNumber,
        TrackingNumberTaken.
    Emits: ReturnSent the first time.
    Locks: the case, then its return.
    """
    at = clock.now()
    case = moving.lock_case(case_id)
    moving.require_buyer_of(actor, case, contact)
    moving.advance(case, CaseAction.SHIP, actor=actor, reason=tracking_no)
    assert case.return_shipment_id is not None, "an agreed return has its shipment"
    shipping.record_return_sent(
        actor=actor,
        shipment_id=case.return_shipment_id,
        carrier_code=carrier_code,
        tracking_no=tracking_no,
    )
    if case.sent_at is None:
        case.sent_at = at
        moving.set_deadline(case, _receive_by(case, signed_at=None))
        outbox.emit(ReturnSent(**moving.ids_of(case)))
    case.save()


@transactional
def note_signed(*, actor: Actor, shipment_id: UUID, signed_at: datetime) -> None:
    """Give the merchant less time once returned goods were signed for.

    Shipments that belong to no waiting case are none of this room's business.
    Locks: the case.
    """
    case = _lock_case_of(shipment_id)
    if case is None or case.state != CaseState.BUYER_SHIPPED:
        return
    moving.set_deadline(case, _receive_by(case, signed_at=signed_at))
    case.save(update_fields=["deadline"])


@transactional
def receive_return(
    *, actor: Actor, shipment_id: UUID, lines: Sequence[Sequence[str | int]]
) -> None:
    """Note what the warehouse found; goods that are all there and undisputed are refunded.

    Otherwise the merchant settles or rejects the case; without an answer it is refunded.

    lines: order line id, grade and units, each.
    Emits: ReturnSettled if it is refunded at once.
    Locks: the case, then what settling locks.
    """
    at = clock.now()
    case = _lock_case_of(shipment_id)
    if case is None or not rules.CASE.allows(CaseState(case.state), CaseAction.RECEIVE):
        return
    moving.advance(case, CaseAction.RECEIVE, actor=actor)
    case.received_at = at
    moving.set_deadline(case, _receive_by(case, signed_at=at))
    case.save()
    sent = {
        str(line_id): units
        for line_id, units in CaseLine.objects.filter(case=case).values_list(
            "order_line_id", "quantity"
        )
    }
    arrived = [(str(line_id), str(grade), int(units)) for line_id, grade, units in lines]
    if rules.is_as_sent(sent, arrived):
        settling.settle(case, CaseAction.SETTLE, actor=actor, at=at)


def _lock_case_of(shipment_id: UUID) -> Case | None:
    found: Case | None = for_update(Case.objects.filter(return_shipment_id=shipment_id)).first()
    return found


def _receive_by(case: Case, *, signed_at: datetime | None) -> datetime:
    return rules.receive_by(
        sent_at=case.sent_at or signed_at or clock.now(),
        signed_at=signed_at,
        ship_days=preferences.RECEIVE_AFTER_SHIP_DAYS.get(),
        sign_days=preferences.RECEIVE_AFTER_SIGN_DAYS.get(),
    )
