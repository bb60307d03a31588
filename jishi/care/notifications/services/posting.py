"""Putting a text before its readers: into inboxes, and into the queue of each channel."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.care.notifications.models import ChannelChoice, Delivery, Message, TemplateOverride
from jishi.care.notifications.rules import catalogue, choices, links, rendering
from jishi.care.notifications.services import delivering
from jishi.care.notifications.types import (
    Audience,
    Channel,
    DeliveryState,
    Template,
    Topic,
    Value,
    Words,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.text import DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: an account, a shop, or a guest known by e-mail and phone.

    locale: of a guest, who has no account to keep it.
    """

    user_id: UUID | None = None
    merchant_id: UUID | None = None
    email: str = ""
    phone: str = ""
    locale: str = ""

    @property
    def is_guest(self) -> bool:
        """Whether there is no inbox for this reader."""
        return self.user_id is None and self.merchant_id is None

    def address(self, channel: Channel) -> str:
        """Return where a guest is reached; accounts are looked up when it is sent."""
        known = {Channel.EMAIL: self.email, Channel.SMS: self.phone}
        return known.get(channel, "") if self.is_guest else ""

    def __str__(self) -> str:
        return str(self.user_id or self.merchant_id or self.email or self.phone)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told. subject: with event, reader and channel it is told once."""

    event: str
    subject: str
    values: Mapping[str, Value]
    users: tuple[Reader, ...] = ()
    shop: UUID | None = None


def post(notice: Notice) -> int:
    """Tell every audience that has a template; return how many texts were made.

    A fixed number of statements per audience, however many readers. What was told before
    is not told again.
    """
    made = 0
    for template in catalogue.of_event(notice.event):
        readers = _readers(notice, template.audience)
        made += _post(template, notice, readers) if readers else 0
    return made


def _readers(notice: Notice, audience: Audience) -> tuple[Reader, ...]:
    if audience == Audience.USER:
        return notice.users
    return (Reader(merchant_id=notice.shop),) if notice.shop else ()


def _post(template: Template, notice: Notice, readers: Sequence[Reader]) -> int:
    at = clock.now()
    words = rendering.fill(words_in_force(template), notice.values)
    draft = {
        "template": template.key,
        "audience": template.audience,
        "title": dict(words.title),
        "body": dict(words.body),
        "link": links.path(template.audience, template.link, notice.values),
        "created_at": at,
    }
    rows = []
    for reader, channel, key in _untold(template, notice, readers):
        row = Delivery(
            channel=channel,
            user_id=reader.user_id,
            recipient=reader.address(channel),
            locale=(reader.locale or DEFAULT_LOCALE) if reader.is_guest else "",
            dedupe_key=key,
            **draft,
        )
        if reader.is_guest and row.link:
            row.link = links.GUEST_PATH
        if channel == Channel.SITE:
            row.message = _message(template, reader, row)
            row.state, row.sent_at = DeliveryState.SENT, at
        elif channel == Channel.SMS:
            row.values = dict(notice.values)
        rows.append(row)
    Message.objects.bulk_create(row.message for row in rows if row.message)
    Delivery.objects.bulk_create(rows)
    for row in rows:
        if row.state == DeliveryState.WAITING:
            delivering.deliver_soon.enqueue(str(row.id))
    return len(rows)


def _untold(
    template: Template, notice: Notice, readers: Sequence[Reader]
) -> list[tuple[Reader, Channel, str]]:
    """Return the readers with the channels that suit them and were not used for this before.

    The unique key of the log decides between simultaneous tellers.
    """
    chosen = _chosen(readers, template.topic)
    wanted = [
        (reader, channel, _key(template, notice.subject, reader, channel))
        for reader in readers
        for channel in choices.channels(template, chosen[reader.user_id])
        if _can_reach(reader, channel)
    ]
    keys = [key for _, _, key in wanted]
    told = set(Delivery.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    return [item for item in wanted if item[2] not in told]


def words_in_force(template: Template) -> Words:
    """Return the words of a template: the operator's own, else the house's."""
    own = TemplateOverride.objects.filter(key=template.key).first()
    if own is None:
        return Words(template.title, template.body)
    return Words(own.title, own.body)


def _can_reach(reader: Reader, channel: Channel) -> bool:
    if reader.is_guest:
        return bool(reader.address(channel))
    return reader.merchant_id is None or channel == Channel.SITE


def _message(template: Template, reader: Reader, row: Delivery) -> Message:
    return Message(
        user_id=reader.user_id,
        merchant_id=reader.merchant_id,
        event=template.event,
        topic=template.topic,
        title=row.title,
        body=row.body,
        link=row.link,
        created_at=row.created_at,
    )


def _chosen(
    readers: Sequence[Reader], topic: Topic
) -> dict[UUID | None, dict[tuple[Topic, Channel], bool]]:
    """Return what readers chose for a topic, in one statement."""
    found: dict[UUID | None, dict[tuple[Topic, Channel], bool]] = defaultdict(dict)
    user_ids = [reader.user_id for reader in readers if reader.user_id]
    if user_ids:
        rows = ChannelChoice.objects.filter(user_id__in=user_ids, topic=topic)
        for user_id, channel, is_on in rows.values_list("user_id", "channel", "is_on"):
            found[user_id][topic, Channel(channel)] = is_on
    return found


def _key(template: Template, subject: str, reader: Reader, channel: Channel) -> str:
    text = f"{template.key}|{subject}|{reader}|{channel}"
    return hashlib.sha256(text.encode()).hexdigest()
