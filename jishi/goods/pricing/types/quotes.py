"""What a quote is asked, and the quote: every line explained, to the minor unit."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.money import at_rate
from jishi.goods.promotions.types import Activities, CouponOffer, Funder


class Stage(StrEnum):
    """The steps from list price to amount to pay, in their order. Source: rules 3.4."""

    LIST = "list"
    ACTIVITY = "activity"
    MEMBER = "member"
    QUANTITY = "quantity"
    REDUCTION = "reduction"
    CROSS_REDUCTION = "cross_reduction"
    SHOP_COUPON = "shop_coupon"
    PLATFORM_COUPON = "platform_coupon"
    ALLOWANCE = "allowance"
    POINTS = "points"
    FREIGHT = "freight"
    TAX = "tax"
    TENDER = "tender"
    EARNING = "earning"


class CouponRefusal(StrEnum):
    """Why a coupon took nothing off."""

    NOT_VALID_NOW = "not_valid_now"
    OTHER_CURRENCY = "other_currency"
    NEW_USERS_ONLY = "new_users_only"
    NO_MATCHING_GOODS = "no_matching_goods"
    THRESHOLD = "threshold"
    NOT_CHOSEN = "not_chosen"
    """It would work, but another one was chosen or saves more."""


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line to be priced.

    line_id: decides ties, so it must be stable. unit_list_minor: zero for a gift.
    category_ids: the product's category and all above. activity_id: the activity whose
    price the shopper chose, if any.
    """

    line_id: UUID
    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    quantity: int
    unit_list_minor: int
    category_ids: tuple[UUID, ...] = ()
    activity_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FreightCharge:
    """The freight of one package.

    line_ids: the lines in the package; empty for all lines of the merchant.
    line_shares: how much each line carries, (line id, minor units), summing to the fee;
    empty to spread it by what each line costs.
    """

    package_key: str
    merchant_id: UUID
    fee_minor: int
    line_ids: tuple[UUID, ...] = ()
    line_shares: tuple[tuple[UUID, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What rooms above know about the shopper."""

    is_first_order: bool = False
    member_level: str = ""


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """Everything a quote depends on; the same request always gives the same quote.

    coupons: those that may be used. chosen_coupon_ids: the offers the shopper picked;
    null lets the best combination be found, empty uses none.
    """

    lines: tuple[QuoteLine, ...]
    market_code: str
    currency: str
    at: datetime
    coupons: tuple[CouponOffer, ...] = ()
    chosen_coupon_ids: tuple[UUID, ...] | None = None
    charges: tuple[FreightCharge, ...] = ()
    facts: Facts = field(default_factory=Facts)
    activities: Activities = field(default_factory=Activities)


@dataclass(frozen=True, slots=True)
class Share:
    """What one stage took off one line, and who pays for it.

    amount_minor: positive. platform_share_bp: the platform's part in basis points.
    """

    stage: Stage
    source_id: UUID
    amount_minor: int
    funder: Funder
    platform_share_bp: int

    @property
    def platform_minor(self) -> int:
        """The part of the discount that the platform bears."""
        return at_rate(self.amount_minor, self.platform_share_bp)


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """One step of one line, to be shown: what it was, what it became, and because of what.

    source_id: the activity, coupon or package; null for the list price. share_minor: what
    was taken off (or, for freight and tax, added).
    """

    line_id: UUID
    stage: Stage
    source_id: UUID | str | None
    before_minor: int
    after_minor: int
    share_minor: int
    funder: Funder | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One line, priced.

    Laws: list_minor = Σ shares + payable_goods_minor;
    freight_list_minor = Σ freight_shares + freight_minor;
    payable_minor = payable_goods_minor + freight_minor + tax_minor; nothing is negative.
    """

    line_id: UUID
    variant_id: UUID
    merchant_id: UUID
    quantity: int
    unit_list_minor: int
    list_minor: int
    shares: tuple[Share, ...]
    payable_goods_minor: int
    freight_list_minor: int
    freight_shares: tuple[Share, ...]
    freight_minor: int
    tax_minor: int
    payable_minor: int
    trace: tuple[TraceEntry, ...]

    @property
    def discount_minor(self) -> int:
        """Everything taken off the goods of the line."""
        return self.list_minor - self.payable_goods_minor

    @property
    def platform_subsidy_minor(self) -> int:
        """The part of the goods discounts that the platform bears."""
        return sum(share.platform_minor for share in self.shares)


@dataclass(frozen=True, slots=True)
class UsedCoupon:
    """A coupon that took something off. merchant_id: null for the platform's."""

    offer_id: UUID
    coupon_id: UUID
    merchant_id: UUID | None
    discount_minor: int


@dataclass(frozen=True, slots=True)
class UnusedCoupon:
    """A coupon that took nothing off, and why. missing_minor: goods short of the threshold."""

    offer_id: UUID
    reason: CouponRefusal
    missing_minor: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What is to be paid, and how it came about. Lines in the order of their ids.

    goods_minor: at list price. discount_minor: off the goods. freight_minor: after freight
    coupons, which took freight_discount_minor off. balance_minor: paid by stored value,
    cash_minor: what is left to pay.
    Law: total_minor = goods_minor − discount_minor + freight_minor + tax_minor, and every
    total is the sum over the lines.
    """

    market_code: str
    currency: str
    lines: tuple[QuotedLine, ...]
    goods_minor: int
    discount_minor: int
    freight_discount_minor: int
    freight_minor: int
    tax_minor: int
    total_minor: int
    balance_minor: int
    cash_minor: int
    earned_points: int
    coupons_used: tuple[UsedCoupon, ...]
    coupons_unused: tuple[UnusedCoupon, ...]

    @property
    def trace(self) -> tuple[TraceEntry, ...]:
        """Every step of every line."""
        return tuple(entry for line in self.lines for entry in line.trace)
