"""Activities that change a quote, as plain values: whoever runs them passes them in."""

from dataclasses import dataclass, field
from uuid import UUID

from jishi.goods.promotions.types import Funder, Scope


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price of an activity for one variant: flash sale, group buy, presale, live show.

    At most one holds per line: the one the shopper chose, else the lowest.
    takes_member_price, takes_reductions, takes_coupons: whether later stages apply.
    """

    source_id: UUID
    variant_id: UUID
    price_minor: int
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0
    takes_member_price: bool = False
    takes_reductions: bool = True
    takes_coupons: bool = True


@dataclass(frozen=True, slots=True)
class MemberPrice:
    """What members of a level pay, as a rate of the unit price: 9500 is 95 %.

    merchant_id: null for every shop.
    """

    source_id: UUID
    level: str
    rate_bp: int
    merchant_id: UUID | None = None
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0


@dataclass(frozen=True, slots=True)
class QuantityDiscount:
    """A rate per unit from a number of units of one shop on (N 件折): 8000 pays 80 %."""

    source_id: UUID
    merchant_id: UUID
    minimum_quantity: int
    rate_bp: int
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """From this amount of participating goods on, this much off. Minor units."""

    threshold_minor: int
    off_minor: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """An amount off a set of lines: 满减 of one shop, or of the platform across shops.

    merchant_id: null for one across shops. tiers: the best one reached holds.
    is_repeating: the tier counts once for every full threshold (每满减).
    """

    source_id: UUID
    merchant_id: UUID | None
    tiers: tuple[Tier, ...]
    is_repeating: bool = False
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """A red packet or shopping allowance (红包, 购物金) over the whole order."""

    source_id: UUID
    amount_minor: int
    funder: Funder = Funder.PLATFORM
    platform_share_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class PointsOffer:
    """Points a shopper spends, by their worth in minor units.

    amount_minor: the most to spend. step_minor: only multiples of it can be spent.
    max_rate_bp: the largest part of the goods that points may pay.
    """

    source_id: UUID
    amount_minor: int
    step_minor: int = 1
    max_rate_bp: int = 5_000
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.PLATFORM
    platform_share_bp: int = 10_000


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax that comes on top of one line, in a market whose prices exclude it."""

    source_id: UUID
    line_id: UUID
    rate_bp: int
    is_on_freight: bool = True


@dataclass(frozen=True, slots=True)
class EarningRule:
    """How points are earned: so many for every full amount of goods paid in cash."""

    points: int
    per_minor: int


@dataclass(frozen=True, slots=True)
class Activities:
    """Everything besides coupons that may change a quote; empty where nothing runs.

    does_member_price_stack: whether the member price applies on top of an activity price;
    otherwise the better of the two holds. balance_minor: stored value to pay with.
    """

    unit_prices: tuple[UnitPrice, ...] = ()
    member_prices: tuple[MemberPrice, ...] = ()
    does_member_price_stack: bool = False
    quantity_discounts: tuple[QuantityDiscount, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    points: PointsOffer | None = None
    taxes: tuple[TaxRate, ...] = ()
    balance_minor: int = 0
    earning: EarningRule | None = None
