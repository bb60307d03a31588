"""What pages hand to the shared templates. Anything with these attributes will do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Picture(Protocol):
    """An image that can be had in several sizes.

    width, height: of the original, in pixels. widths: the sizes on offer, ascending.
    formats: modern formats on offer, best first, for instance ("avif", "webp"); may be empty.
    """

    width: int
    height: int
    widths: Sequence[int]
    formats: Sequence[str]

    def src(self, width: int, fmt: str = "") -> str:
        """Return the address of the image at a width, in the fallback format by default."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu, a breadcrumb or a row of tabs.

    count: shown beside the label when given. current: whether the page is this one.
    """

    label: str
    url: str
    icon: str = ""
    count: int | None = None
    current: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under one heading."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """What the footer and the page head say about the shop.

    icp, licence: registration numbers shown where the law asks for them, with their addresses.
    """

    name: str
    home_url: str
    tagline: str = ""
    foot: tuple[LinkGroup, ...] = ()
    icp: str = ""
    icp_url: str = ""
    licence: str = ""
    licence_url: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ShopShell:
    """Header, category row and phone bar of a shop page (`shell` in templates).

    personal_url: answers with the reader's cart and message counts as out-of-band fragments, so
        that the page itself can be cached for all; empty where counts are given here.
    section: which entry of the phone bar is current. sells_for_shops: false in the store of one
        brand, where the search box names no shops.
    """

    search_url: str
    cart_url: str
    account_url: str
    categories_url: str
    messages_url: str
    suggest_url: str = ""
    personal_url: str = ""
    query: str = ""
    nav: tuple[Link, ...] = ()
    markets: tuple[Link, ...] = ()
    market_label: str = ""
    cart_count: int | None = None
    message_count: int | None = None
    section: str = ""
    sells_for_shops: bool = True


@dataclass(frozen=True, slots=True)
class ConsoleShell:
    """Side navigation and top bar of a console (`shell` in templates).

    shops: what the switcher offers; with fewer than two it is a plain label.
    sign_out_url: takes a POST. alerts_url, alert_count: messages to this console.
    live_query: what its pages ask the realtime role for; empty if they do not listen.
    """

    name: str
    home_url: str
    groups: tuple[LinkGroup, ...]
    user_name: str
    sign_out_url: str
    user_links: tuple[Link, ...] = ()
    shops: tuple[Link, ...] = ()
    shop_name: str = ""
    search_url: str = ""
    query: str = ""
    alerts_url: str = ""
    alert_count: int | None = None
    live_query: str = ""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list.

    price_minor, list_price_minor: minor units of the currency; the list price only if higher.
    reason: why the price is what it is, for instance "Member price". rating: 0 to 5.
    """

    url: str
    title: str
    price_minor: int
    currency: str
    picture: Picture | None = None
    list_price_minor: int | None = None
    price_from: bool = False
    reason: str = ""
    badges: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shop_name: str = ""
    sold: int | None = None
    rating: float | None = None
    sold_out: bool = False


@dataclass(frozen=True, slots=True)
class GalleryItem:
    """One picture or video of a gallery. full_url: the largest picture, for zooming."""

    alt: str
    picture: Picture
    full_url: str = ""
    video_url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened, when, by whom, from where. tone: empty, `good` or `bad`."""

    text: str
    at: datetime | None = None
    who: str = ""
    where: str = ""
    detail: str = ""
    tone: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a process. state: `done`, `current` or `next`."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StatTile:
    """A figure with its trend and the list behind it. trend_bp: change in basis points."""

    label: str
    value: str
    url: str
    trend_bp: int | None = None
    note: str = ""
    good_when_up: bool = True

    @property
    def is_good(self) -> bool:
        """Whether the trend goes the way one wishes."""
        return ((self.trend_bp or 0) > 0) == self.good_when_up

    @property
    def trend_size_bp(self) -> int:
        """The size of the change, whichever way."""
        return abs(self.trend_bp or 0)


@dataclass(frozen=True, slots=True)
class QueueTile:
    """Work that waits. late: how many wait too long; oldest: how long the oldest waits."""

    label: str
    count: int
    url: str
    late: int = 0
    late_note: str = ""
    oldest: timedelta | None = None
    icon: str = "list"


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value of a record. kind: empty, `time`, `money`, `copy` or `html`-free text."""

    label: str
    value: object
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done next.

    method: `get` opens the address; `post` sends a form with an idempotency key.
    kind: `primary`, `danger` or empty. confirm: whether the address answers with a confirm page
        that JavaScript may show as a dialog.
    """

    label: str
    url: str
    method: str = "get"
    kind: str = ""
    icon: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a variant attribute: a color or a size."""

    value: str
    label: str
    checked: bool = False
    disabled: bool = False
    picture: Picture | None = None
