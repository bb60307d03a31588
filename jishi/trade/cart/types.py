"""The nouns of the cart that other rooms see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory.types import Shelves
from jishi.goods.pricing.types import PriceInfo, Quote
from jishi.parties.merchants.types import MerchantCard


class LineProblem(StrEnum):
    """Why a line cannot be bought as it stands; shown, never removed in silence."""

    OFF_SALE = "off_sale"
    NO_PRICE = "no_price"
    OUT_OF_STOCK = "out_of_stock"
    NOT_ENOUGH = "not_enough"
    MERCHANT_CLOSED = "merchant_closed"


@dataclass(frozen=True, slots=True)
class CartOwner:
    """Whose cart it is: a member's, or that of an anonymous visitor."""

    user_id: UUID | None = None
    guest_id: UUID | None = None

    def key(self, market_code: str) -> str:
        """Return the text by which the owner's cart in a market is unique."""
        assert self.user_id or self.guest_id, "a cart has an owner"
        prefix, value = ("u", self.user_id) if self.user_id else ("g", self.guest_id)
        assert value is not None, "one of the two is given"
        return f"{prefix}:{value.hex}:{market_code}"


@dataclass(frozen=True, slots=True)
class CartLineFacts:
    """A line as it was kept. seen_unit_minor: the price when it was put in, if known."""

    line_id: UUID
    variant_id: UUID
    quantity: int
    is_selected: bool = True
    seen_unit_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """What a sale needs to know of some variants, as read at one moment; unknown ones drop out.

    merchants: of all the variants.
    """

    variants: Mapping[UUID, SellableVariant]
    prices: Mapping[UUID, PriceInfo]
    shelves: Shelves
    merchants: Mapping[UUID, MerchantCard]


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line as the cart page shows it. Minor units of the cart's currency.

    available: units that can be had now. unit_minor: today's price, None if there is none.
    changed_by_minor: how much the unit price rose (or fell) since the line was added.
    """

    line_id: UUID
    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    code: str
    slug: str
    kind: str
    title: TextMap
    option_text: TextMap
    image_url: str
    quantity: int
    is_selected: bool
    unit_minor: int | None
    list_minor: int | None
    changed_by_minor: int
    available: int
    problem: LineProblem | None

    @property
    def can_be_bought(self) -> bool:
        """Whether the line takes part in a checkout."""
        return self.is_selected and self.problem is None


@dataclass(frozen=True, slots=True)
class CartGroup:
    """The lines of one merchant."""

    merchant_id: UUID
    merchant_code: str
    merchant_name: TextMap
    lines: tuple[CartLineView, ...]


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as pages show it.

    quote: prices of the selected lines that can be bought, without freight; None if none.
    saved: lines kept for later. version: grows with every change.
    """

    cart_id: UUID
    market_code: str
    currency: str
    version: int
    groups: tuple[CartGroup, ...]
    saved: tuple[CartLineView, ...]
    chosen_coupon_ids: tuple[UUID, ...] | None
    quote: Quote | None
    updated_at: datetime

    @property
    def lines(self) -> tuple[CartLineView, ...]:
        """All lines that are not saved for later, group by group."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def count(self) -> int:
        """Units in the cart, for the badge."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Selection:
    """What would be checked out of a cart. chosen_coupons: None if the house is to choose."""

    cart_id: UUID
    market_code: str
    items: tuple["CartItem", ...]
    chosen_coupons: list[str] | None


@dataclass(frozen=True, slots=True)
class CartItem:
    """A variant and how many of it."""

    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class SharedView:
    """A shared cart with today's prices. sum_minor: of what can be bought now."""

    code: str
    market_code: str
    currency: str
    lines: tuple[CartLineView, ...]
    sum_minor: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of putting a shared cart into one's own: lines put in, and lines left out."""

    added: int
    left_out: int
