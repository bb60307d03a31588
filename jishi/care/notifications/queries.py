"""Reads of notifications; each in a fixed number of statements."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, QuerySet

from jishi.care.notifications import permissions
from jishi.care.notifications.models import ChannelChoice, Delivery, Message, TemplateOverride
from jishi.care.notifications.rules import catalogue, choices, rendering
from jishi.care.notifications.types import (
    Audience,
    Channel,
    Choice,
    DeliveryFilter,
    DeliveryState,
    DeliveryView,
    MessageView,
    Template,
    TemplateCard,
    Topic,
    Words,
)
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import mask_email, mask_phone
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)


def list_messages(
    user_id: UUID,
    *,
    topic: Topic | None = None,
    unread_only: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[MessageView]:
    """Return a page of a person's inbox, newest first, in one statement. Raises: BadCursor."""
    rows = Message.objects.filter(user_id=user_id)
    return _page(rows, topic=topic, unread_only=unread_only, cursor=cursor, limit=limit)


def list_shop_messages(
    merchant_ids: frozenset[UUID],
    *,
    unread_only: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[MessageView]:
    """Return a page of the inbox of some shops, newest first. Raises: BadCursor.

    merchant_ids: the shops whose orders the reader may see.
    """
    rows = Message.objects.filter(merchant_id__in=merchant_ids)
    return _page(rows, topic=None, unread_only=unread_only, cursor=cursor, limit=limit)


def get_shop_message(*, merchant_id: UUID, message_id: UUID) -> MessageView:
    """Return a message of a shop. Raises: NotFound."""
    row = Message.objects.filter(pk=message_id, merchant_id=merchant_id).first()
    if row is None:
        raise NotFound
    return _message(row)


def count_unread(user_id: UUID) -> int:
    """Return how many messages a person has not read."""
    return Message.objects.filter(user_id=user_id, read_at=None).count()


def count_unread_by_topic(user_id: UUID) -> dict[Topic, int]:
    """Return how many messages a person has not read, by topic, in one statement."""
    rows = Message.objects.filter(user_id=user_id, read_at=None).order_by()
    counts = dict(rows.values_list("topic").annotate(many=Count("id")))
    return {topic: counts.get(topic.value, 0) for topic in choices.CHOOSABLE}


def count_unread_of_people(user_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many messages each of some people has not read, in one statement."""
    return _count_by("user_id", user_ids)


def count_unread_by_shop(merchant_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many messages of each of some shops nobody has read, in one statement."""
    return _count_by("merchant_id", merchant_ids)


def count_unread_of_shops(merchant_ids: frozenset[UUID]) -> int:
    """Return how many messages of some shops nobody there has read."""
    return Message.objects.filter(merchant_id__in=merchant_ids, read_at=None).count()


def list_choices(user_id: UUID) -> tuple[Choice, ...]:
    """Return what a person gets told by which channel, every topic and channel."""
    rows = ChannelChoice.objects.filter(user_id=user_id)
    chosen = {
        (Topic(topic), Channel(channel)): is_on
        for topic, channel, is_on in rows.values_list("topic", "channel", "is_on")
    }
    return choices.table(chosen)


def list_templates() -> tuple[TemplateCard, ...]:
    """Return every template with the words in force, in the order of their keys."""
    own = {
        key: Words(title, body)
        for key, title, body in TemplateOverride.objects.values_list("key", "title", "body")
    }
    return tuple(
        _template_card(catalogue.TEMPLATES[key], own) for key in sorted(catalogue.TEMPLATES)
    )


def get_template(key: str) -> TemplateCard:
    """Return a template with the words in force. Raises: TemplateNotFound."""
    template = catalogue.get_template(key)
    row = TemplateOverride.objects.filter(key=key).first()
    return _template_card(template, {key: Words(row.title, row.body)} if row else {})


def preview(key: str, words: Words) -> Words:
    """Return words filled in with sample values, before they are put in force.

    Raises: TemplateNotFound, BadTemplate.
    """
    rendering.check(words, catalogue.get_template(key).variables)
    return rendering.fill(words, catalogue.SAMPLES)


def list_deliveries(
    *,
    actor: Actor,
    wanted: DeliveryFilter,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[DeliveryView]:
    """Return a page of the delivery log, newest first. Permission: notifications.edit.

    Raises: Forbidden, BadCursor.
    """
    actor.require(permissions.EDIT)
    exact = {
        "channel": wanted.channel,
        "state": wanted.state,
        "template": wanted.template or None,
        "user_id": wanted.user_id,
    }
    given = {name: value for name, value in exact.items() if value is not None}
    rows = Delivery.objects.filter(**given).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_position(cursor))
    size = clamp_limit(limit)
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_delivery(row) for row in found[:size]), next_cursor=following)


def count_deliveries() -> dict[DeliveryState, int]:
    """Return how many lines of the log are in each state, in one statement."""
    rows = Delivery.objects.order_by().values_list("state").annotate(many=Count("id"))
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in DeliveryState}


def _page(
    rows: QuerySet[Message],
    *,
    topic: Topic | None,
    unread_only: bool,
    cursor: str | None,
    limit: int | None,
) -> Page[MessageView]:
    size = clamp_limit(limit)
    if topic:
        rows = rows.filter(topic=topic)
    if unread_only:
        rows = rows.filter(read_at=None)
    if cursor:
        rows = rows.filter(id__lt=_position(cursor))
    found = list(rows.order_by("-id")[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_message(row) for row in found[:size]), next_cursor=following)


def _count_by(field: str, readers: Collection[UUID]) -> dict[UUID, int]:
    if not readers:
        return {}
    rows = Message.objects.filter(**{f"{field}__in": readers}, read_at=None).order_by()
    counts = dict(rows.values_list(field).annotate(many=Count("id")))
    return {reader: counts.get(reader, 0) for reader in readers}


def _message(row: Message) -> MessageView:
    return MessageView(
        message_id=row.id,
        event=row.event,
        topic=Topic(row.topic),
        title=row.title,
        body=row.body,
        link=row.link,
        sent_at=row.created_at,
        read_at=row.read_at,
    )


def _template_card(template: Template, own: dict[str, Words]) -> TemplateCard:
    default = Words(template.title, template.body)
    return TemplateCard(
        key=template.key,
        event=template.event,
        audience=Audience(template.audience),
        topic=template.topic,
        channels=template.channels,
        variables=template.variables,
        words=own.get(template.key, default),
        default=default,
        is_overridden=template.key in own,
    )


def _delivery(row: Delivery) -> DeliveryView:
    mask = mask_email if row.channel == Channel.EMAIL else mask_phone
    return DeliveryView(
        delivery_id=row.id,
        template=row.template,
        channel=Channel(row.channel),
        recipient=mask(row.recipient) if row.recipient else "",
        state=DeliveryState(row.state),
        attempts=row.attempts,
        error=row.error,
        title=row.title,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )


def _position(cursor: str) -> UUID:
    try:
        return UUID(str(decode_cursor(cursor, 1)[0]))
    except ValueError as error:
        raise BadCursor(field="cursor") from error
