"""What every service of cases does in the same way: lock, move, log, time, end."""

from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import rules
from jishi.care.aftersales.errors import BadAmount, BadEvidence, CaseNotFound, NoteNeeded
from jishi.care.aftersales.events import ReturnClosed
from jishi.care.aftersales.models import Case
from jishi.care.aftersales.queries.cases import is_guest_of
from jishi.care.aftersales.types import CaseAction, CaseKind, CaseState
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, files, outbox, timers
from jishi.foundation.platform.transactions import for_update
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.errors import OrderNotFound
from jishi.trade.orders.types import OrderView

HOUSE = Actor.system("aftersales")

NOTE_LENGTH = 500

DEADLINE = "aftersales.deadline"
"""The timer of a case: in every state there is at most one thing the house does by itself."""


def lock_case(case_id: UUID) -> Case:
    """Lock a case.

    Raises: CaseNotFound.
    """
    row: Case | None = for_update(Case.objects.filter(pk=case_id)).first()
    if row is None:
        raise CaseNotFound
    return row


def lock_order(order_id: UUID) -> OrderView:
    """Lock an order by marking it as having an open case, and return it as it is now.

    Cases of one order are made, settled and ended one after the other.
    """
    orders.set_aftersale(actor=HOUSE, order_id=order_id, is_open=True)
    return orders_queries.get_order(order_id)


def require_buyer(actor: Actor, order: OrderView, contact: str) -> None:
    """Refuse anybody but the buyer: the account, or the guest who knows the contact given.

    Raises: OrderNotFound.
    """
    if not (actor.is_system or actor.owns(order.user_id) or is_guest_of(order, contact)):
        raise OrderNotFound


def require_buyer_of(actor: Actor, case: Case, contact: str) -> None:
    """Refuse anybody but the buyer of a case.

    Raises: CaseNotFound.
    """
    if actor.is_system or actor.owns(case.user_id):
        return
    if case.user_id or not is_guest_of(orders_queries.get_order(case.order_id), contact):
        raise CaseNotFound


def reduce(case: Case, amount_minor: int | None, note: str) -> None:
    """Lower what a locked case gives back, with words for the buyer; the caller saves.

    Raises: BadAmount if it is more than was asked for; NoteNeeded.
    Source: rules 3.5, refund policy, point 7.
    """
    words = clean(note, max_length=NOTE_LENGTH)
    if amount_minor is None or amount_minor == case.requested_minor:
        case.note = words
        return
    if not 0 <= amount_minor < case.requested_minor:
        raise BadAmount(field="amount_minor", limit=case.requested_minor)
    if not words:
        raise NoteNeeded(field="note")
    case.note, case.is_reduced, case.agreed_minor = words, True, amount_minor


def lock_to_decide(actor: Actor, case_id: UUID) -> Case:
    """Lock a case of which the actor may decide.

    Raises: CaseNotFound, NotFound, Forbidden.
    """
    case = lock_case(case_id)
    actor.require("aftersales.decide", merchant_id=case.merchant_id)
    return case


def require_action(case: Case, action: CaseAction) -> None:
    """Refuse what staff may not do now, though the table knows the move.

    Raises: IllegalMove.
    """
    was_sent = bool(case.sent_at or case.received_at)
    state, kind = CaseState(case.state), CaseKind(case.kind)
    if action not in rules.staff_actions(state, kind, was_sent=was_sent):
        raise IllegalMove(machine=rules.CASE.name, state=case.state, action=str(action))


def check_evidence(file_ids: tuple[UUID, ...]) -> list[str]:
    """Return the ids of stored pictures as they are kept.

    Raises: BadEvidence if one is unknown, or there are more than nine.
    """
    if len(file_ids) > rules.MAX_EVIDENCE or len(files.list_pictures(file_ids)) < len(
        set(file_ids)
    ):
        raise BadEvidence(field="evidence", limit=rules.MAX_EVIDENCE)
    return [str(file_id) for file_id in dict.fromkeys(file_ids)]


def advance(case: Case, action: CaseAction, *, actor: Actor, reason: str = "") -> None:
    """Move a locked case and log the move; the caller saves.

    Raises: IllegalMove.
    """
    before = CaseState(case.state)
    case.state = rules.CASE.advance(before, action)
    log(case, action, before, actor=actor, reason=reason)


def log(case: Case, action: str, before: str, *, actor: Actor, reason: str = "") -> None:
    """Note how a case came to its present state."""
    audit.record_move(
        actor=actor,
        machine=rules.CASE.name,
        subject_id=case.id,
        action=action,
        from_state=before,
        to_state=case.state,
        reason=reason,
    )


def set_deadline(case: Case, due_at: datetime) -> None:
    """Have the house act by itself at a time; the caller saves."""
    case.deadline = due_at
    timers.set_timer(DEADLINE, case.id, due_at)


def drop_deadline(case: Case) -> None:
    """Let the house not act by itself any more; the caller saves."""
    case.deadline = None
    timers.cancel(DEADLINE, [case.id])


def end(case: Case, action: CaseAction, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """End a case for good, save it, and let the order go on if it was the last open one.

    Emits: ReturnClosed unless the buyer got money.
    Locks: the order.
    """
    advance(case, action, actor=actor, reason=reason)
    case.ended_at = at
    drop_deadline(case)
    case.save()
    lock_order(case.order_id)
    others = Case.objects.filter(order_id=case.order_id, ended_at=None).exclude(pk=case.id)
    if not others.exists():
        orders.set_aftersale(actor=actor, order_id=case.order_id, is_open=False)
    if case.state != CaseState.REFUNDED:
        outbox.emit(ReturnClosed(**ids_of(case), state=case.state))


def ids_of(case: Case) -> dict[str, str]:
    """Return the ids that every event of a case carries."""
    return {
        "case_id": str(case.id),
        "order_id": str(case.order_id),
        "merchant_id": str(case.merchant_id),
        "user_id": str(case.user_id or ""),
    }
