"""Bringing texts out of the house, with repeated tries, and the log of what became of them."""

from uuid import UUID

from jishi.care.notifications import permissions
from jishi.care.notifications.adapters import senders
from jishi.care.notifications.errors import NotConfigured, NotDelivered, NotResendable
from jishi.care.notifications.models import Delivery
from jishi.care.notifications.rules import rendering
from jishi.care.notifications.types import Channel, DeliveryState, Outgoing, Words
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import DEFAULT_LOCALE, LOCALES
from jishi.foundation.platform import audit, jobs
from jishi.foundation.platform.transactions import for_update, outbound, transactional
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import UserState

MAX_ATTEMPTS = 6


@jobs.job(max_attempts=MAX_ATTEMPTS, queue="messages")
def deliver_soon(delivery_id: str) -> None:
    """Bring a text out right after the transaction it was made in."""
    deliver(actor=Actor.system("notifications"), delivery_id=UUID(delivery_id))


@outbound
def deliver(*, actor: Actor, delivery_id: UUID) -> None:
    """Bring a waiting text to its reader, and note in the log what became of it.

    Raises: NotDelivered if it is worth another try.
    """
    row = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING).first()
    if row is None:
        return
    recipient, locale = _reader_of(row)
    if not recipient:
        _note(row, DeliveryState.SKIPPED, error="no address")
        return
    row.recipient, row.locale = recipient, locale
    try:
        senders.sender_for(Channel(row.channel)).send(_outgoing(row))
    except NotConfigured as error:
        _note(row, DeliveryState.SKIPPED, error=str(error))
    except NotDelivered as error:
        spent = row.attempts + 1 >= MAX_ATTEMPTS
        _note(row, DeliveryState.FAILED if spent else DeliveryState.WAITING, error=str(error))
        if not spent:
            raise
    else:
        _note(row, DeliveryState.SENT)


@transactional
def resend(*, actor: Actor, delivery_id: UUID) -> None:
    """Try a text again that failed or was skipped. Permission: notifications.edit.

    Raises: NotFound, Forbidden, NotResendable.
    """
    actor.require(permissions.EDIT)
    row = for_update(Delivery.objects.filter(pk=delivery_id)).first()
    if row is None:
        raise NotFound
    if row.state not in {DeliveryState.FAILED, DeliveryState.SKIPPED}:
        raise NotResendable
    before, row.state = row.state, DeliveryState.WAITING
    row.attempts, row.error = 0, ""
    row.save(update_fields=["state", "attempts", "error"])
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="delivery",
        subject_id=row.id,
        before={"state": before},
        after={"state": row.state},
    )
    deliver_soon.enqueue(str(row.id))


def _reader_of(row: Delivery) -> tuple[str, str]:
    """Return the address and language of a reader, both empty if there is none any more."""
    if row.user_id is None:
        return row.recipient, row.locale if row.locale in LOCALES else DEFAULT_LOCALE
    person = accounts_queries.get_user(row.user_id)
    if person.state == UserState.CLOSED:
        return "", ""
    address = person.email if row.channel == Channel.EMAIL else person.phone
    return address, person.locale if person.locale in LOCALES else DEFAULT_LOCALE


def _outgoing(row: Delivery) -> Outgoing:
    return Outgoing(
        to=row.recipient,
        locale=row.locale,
        template=row.template,
        words=Words(row.title, row.body),
        link=row.link,
        values=rendering.in_language(row.values, row.locale),
    )


@transactional
def _note(row: Delivery, state: DeliveryState, *, error: str = "") -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=state,
        recipient=row.recipient,
        locale=row.locale,
        attempts=row.attempts + 1,
        error=error[:300],
        sent_at=clock.now() if state == DeliveryState.SENT else None,
    )
