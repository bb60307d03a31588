"""The nouns of notifications that other rooms see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap


class Audience(StrEnum):
    """For whom a text is written: one person, or everybody who works for a shop."""

    USER = "user"
    MERCHANT = "merchant"


class Channel(StrEnum):
    """The ways a text goes out. Site is the inbox in the shop itself."""

    SITE = "site"
    EMAIL = "email"
    SMS = "sms"


class Topic(StrEnum):
    """What a text is about; people choose channels by topic."""

    ORDERS = "orders"
    SHIPPING = "shipping"
    AFTERSALES = "aftersales"
    PROMOTIONS = "promotions"
    FAVORITES = "favorites"
    ACCOUNT = "account"
    SHOP = "shop"


class DeliveryState(StrEnum):
    """What became of one text on one channel.

    skipped: there was no address, or the channel is not set up here.
    """

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


Value = str | TextMap
"""What a variable of a text stands for: the same in every language, or one per language."""


@dataclass(frozen=True, slots=True)
class Template:
    """The words for one event and audience.

    event: `<room>.<fact>`. variables: the names that title and body may use in braces.
    link: a name in `rules.links`. channels: those it may go out by.
    """

    event: str
    audience: Audience
    topic: Topic
    title: TextMap
    body: TextMap
    variables: tuple[str, ...]
    link: str = ""
    channels: tuple[Channel, ...] = (Channel.SITE, Channel.EMAIL)

    @property
    def key(self) -> str:
        """Names the template: `<event>:<audience>`."""
        return f"{self.event}:{self.audience}"


@dataclass(frozen=True, slots=True)
class Words:
    """A title and a body in every language."""

    title: TextMap
    body: TextMap


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A text about to leave the house.

    to: an e-mail address or an E.164 number. template: its key. link: a path, or empty.
    values: what the variables stand for in `locale`; text gateways fill their own words.
    """

    to: str
    locale: str
    template: str
    words: Words
    link: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message in an inbox. link: a path without language prefix, empty if there is none."""

    message_id: UUID
    event: str
    topic: Topic
    title: TextMap
    body: TextMap
    link: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether somebody wants a topic on a channel. is_fixed: it cannot be switched off."""

    topic: Topic
    channel: Channel
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template as operators see it.

    words: in force. default: as the house has them. is_overridden: whether these differ.
    """

    key: str
    event: str
    audience: Audience
    topic: Topic
    channels: tuple[Channel, ...]
    variables: tuple[str, ...]
    words: Words
    default: Words
    is_overridden: bool


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A line of the delivery log. recipient: masked. error: the last failure, in short."""

    delivery_id: UUID
    template: str
    channel: Channel
    recipient: str
    state: DeliveryState
    attempts: int
    error: str
    title: TextMap
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which lines of the log to show; empty fields do not narrow."""

    channel: Channel | None = None
    state: DeliveryState | None = None
    template: str = ""
    user_id: UUID | None = None
