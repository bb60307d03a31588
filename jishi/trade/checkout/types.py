"""The nouns of checkout that surfaces see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types import DeliveryOption
from jishi.goods.pricing.types import Quote
from jishi.trade.cart.types import CartLineView


class CheckoutState(StrEnum):
    """Whether a checkout can still be changed."""

    OPEN = "open"
    PLACED = "placed"


@dataclass(frozen=True, slots=True)
class CheckoutItem:
    """A variant and how many of it."""

    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Contact:
    """How a buyer can be reached; a guest gives at least one."""

    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ParcelView:
    """What will travel together, and the ways it can.

    key: names the parcel in the choice of delivery. chosen: the code of the chosen option.
    line_ids: lines of which at least one unit is in the parcel.
    """

    key: str
    merchant_id: UUID
    location_name: TextMap
    kind: str
    line_ids: tuple[UUID, ...]
    options: tuple[DeliveryOption, ...]
    chosen: DeliveryOption | None


@dataclass(frozen=True, slots=True)
class PointsChoice:
    """The points a member could spend on a checkout, each worth one minor unit.

    balance: points that can be spent now. usable: how many of them this checkout takes.
    """

    balance: int
    usable: int
    is_used: bool


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """A checkout as pages show it; everything computed afresh.

    quote: None while a line has a problem. needs_address: whether anything is sent.
    blockers: codes of what is missing or wrong before it can be placed. points: None for
    guests, and where points are worth nothing.
    """

    checkout_id: UUID
    group_id: UUID
    state: CheckoutState
    cart_id: UUID | None
    market_code: str
    currency: str
    contact: Contact
    address: Address | None
    lines: tuple[CartLineView, ...]
    merchant_names: dict[UUID, TextMap]
    parcels: tuple[ParcelView, ...]
    quote: Quote | None
    chosen_coupon_ids: tuple[UUID, ...] | None
    notes: dict[UUID, str]
    needs_address: bool
    blockers: tuple[str, ...]
    points: PointsChoice | None = None

    @property
    def total_minor(self) -> int:
        """What is to be paid as things stand."""
        return self.quote.total_minor if self.quote else 0


@dataclass(frozen=True, slots=True)
class Placed:
    """The answer to a placed checkout. pay_until: None if nothing is left to pay."""

    group_id: UUID
    number: str
    total_minor: int
    currency: str
    pay_until: datetime | None
    order_ids: tuple[UUID, ...]
