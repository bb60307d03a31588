"""Reading messages, choosing channels, and forgetting what is old."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from jishi.care.notifications import preferences
from jishi.care.notifications.errors import FixedChoice
from jishi.care.notifications.models import ChannelChoice, Delivery, Message
from jishi.care.notifications.rules import choices
from jishi.care.notifications.types import Channel, Topic
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform.transactions import transactional

READ_SHOP = "orders.view"
"""Who may see a shop's orders may read its messages."""

BATCH = 5000


@transactional
def mark_read(*, actor: Actor, message_ids: Collection[UUID]) -> int:
    """Mark messages of one's own, or of a shop one works for, as read; return how many.

    Messages that are not the actor's are passed over.
    """
    rows = Message.objects.filter(pk__in=message_ids, read_at=None)
    shops = {shop for shop in rows.values_list("merchant_id", flat=True) if shop}
    mine = {shop for shop in shops if actor.may(READ_SHOP, merchant_id=shop)}
    own = rows.filter(merchant_id__in=mine) if mine else rows.none()
    if actor.user_id:
        own = own | rows.filter(user_id=actor.user_id)
    return own.update(read_at=clock.now())


@transactional
def mark_all_read(
    *, actor: Actor, merchant_id: UUID | None = None, topic: Topic | None = None
) -> int:
    """Mark everything as read, one's own or a shop's, of one topic or all; return how many.

    Raises: NotFound, Forbidden if the shop is not the actor's.
    """
    rows = _inbox(actor, merchant_id).filter(read_at=None)
    if topic:
        rows = rows.filter(topic=topic)
    return rows.update(read_at=clock.now())


@transactional
def choose(*, actor: Actor, topic: Topic, channel: Channel, is_on: bool) -> None:
    """Switch a topic on or off on a channel for the signed-in actor.

    Raises: NotFound if nobody is signed in; FixedChoice if it cannot be switched off.
    """
    if actor.user_id is None:
        raise NotFound
    if topic not in choices.CHOOSABLE or (choices.is_fixed(topic, channel) and not is_on):
        raise FixedChoice(field="channel", topic=str(topic), channel=str(channel))
    ChannelChoice.objects.update_or_create(
        user_id=actor.user_id, topic=topic, channel=channel, defaults={"is_on": is_on}
    )


@transactional
def forget_old(*, actor: Actor) -> int:
    """Delete a batch of old messages and of old lines of the log; return how many."""
    at = clock.now()
    kept = (
        (Delivery, preferences.KEEP_DELIVERIES_DAYS.get()),
        (Message, preferences.KEEP_MESSAGES_DAYS.get()),
    )
    deleted = 0
    for model, days in kept:
        old = model.objects.filter(created_at__lt=at - timedelta(days=days))
        keys = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
        deleted += len(keys)
        model.objects.filter(pk__in=keys).delete()
    return deleted


@transactional
def forget_person(*, actor: Actor, user_id: UUID) -> None:
    """Delete the messages, choices and addresses of a closed account."""
    Delivery.objects.filter(user_id=user_id).delete()
    Message.objects.filter(user_id=user_id).delete()
    ChannelChoice.objects.filter(user_id=user_id).delete()


def _inbox(actor: Actor, merchant_id: UUID | None) -> QuerySet[Message]:
    if merchant_id is not None:
        actor.require(READ_SHOP, merchant_id=merchant_id)
        return Message.objects.filter(merchant_id=merchant_id)
    if actor.user_id is None:
        raise NotFound
    return Message.objects.filter(user_id=actor.user_id)
