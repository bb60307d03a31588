"""Offers besides coupons that change a quote, as plain values: whoever runs them passes them in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from jishi.foundation.kernel.money import apportion, at_rate
from jishi.goods.promotions.types.scopes import Funder, Scope


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price of an activity for one variant: flash sale, group buy, presale, live show.

    At most one holds per line: the one the shopper chose, else the lowest.
    most_units: a line of more units does not get it; null for no limit.
    takes_member_price, takes_reductions, takes_coupons: whether later stages apply.
    """

    source_id: UUID
    variant_id: UUID
    price_minor: int
    most_units: int | None = None
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
class Units:
    """One line as an offer on sets of lines sees it. unit_minor: the price of each unit."""

    variant_id: UUID
    quantity: int
    unit_minor: int


class SetOffer(Protocol):
    """An offer on several units of one shop; each line takes part in one at most."""

    @property
    def source_id(self) -> UUID: ...
    @property
    def merchant_id(self) -> UUID: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def funder(self) -> Funder: ...
    @property
    def platform_share_bp(self) -> int: ...
    def joins(self, variant_id: UUID) -> bool:
        """Return whether lines of a variant may take part, where the scope covers them."""

    def shares(self, lines: Sequence[Units]) -> tuple[int, ...]:
        """Return what it takes off each line."""


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

    def joins(self, _variant_id: UUID) -> bool:
        """Every variant may take part."""
        return True

    def shares(self, lines: Sequence[Units]) -> tuple[int, ...]:
        """Return what each line is relieved of: its units cost the rounded rate of their price."""
        if sum(line.quantity for line in lines) < self.minimum_quantity:
            return (0,) * len(lines)
        return tuple(
            (line.unit_minor - min(line.unit_minor, at_rate(line.unit_minor, self.rate_bp)))
            * line.quantity
            for line in lines
        )


@dataclass(frozen=True, slots=True)
class NthUnit:
    """Every n-th unit at a rate of its price (第二件半价): the cheapest units are the n-th ones.

    nth: 2 to 10. rate_bp: what the n-th unit costs, 5000 for half its price, 0 for nothing.
    """

    source_id: UUID
    merchant_id: UUID
    nth: int
    rate_bp: int
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0

    def joins(self, _variant_id: UUID) -> bool:
        """Every variant may take part."""
        return True

    def shares(self, lines: Sequence[Units]) -> tuple[int, ...]:
        """Return what each line is relieved of."""
        cheap = sum(line.quantity for line in lines) // self.nth
        taken = [0] * len(lines)
        for place in sorted(range(len(lines)), key=lambda one: (lines[one].unit_minor, one)):
            line = lines[place]
            count = min(cheap, line.quantity)
            taken[place] = (line.unit_minor - at_rate(line.unit_minor, self.rate_bp)) * count
            cheap -= count
        return tuple(taken)


@dataclass(frozen=True, slots=True)
class PickPrice:
    """So many units, whichever, for one price (X 元 Y 件); the dearest units are taken first.

    A set that would cost more than its units is not made.
    """

    source_id: UUID
    merchant_id: UUID
    count: int
    price_minor: int
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0

    def joins(self, _variant_id: UUID) -> bool:
        """Every variant may take part."""
        return True

    def shares(self, lines: Sequence[Units]) -> tuple[int, ...]:
        """Return what each line is relieved of, spread by what its units in the sets cost."""
        dearest = sorted(range(len(lines)), key=lambda one: (-lines[one].unit_minor, one))
        weights, sets = [0] * len(lines), 0
        waiting: list[tuple[int, int]] = []
        for place in dearest:
            left, unit = lines[place].quantity, lines[place].unit_minor
            fill = min(left, self.count - sum(count for _, count in waiting))
            waiting.append((place, fill))
            if sum(count for _, count in waiting) == self.count:
                if not self._saves(lines, waiting):
                    break
                for member, count in waiting:
                    weights[member] += lines[member].unit_minor * count
                whole, rest = divmod(left - fill, self.count)
                sets += 1
                if whole and unit * self.count <= self.price_minor:
                    break
                weights[place] += unit * self.count * whole
                sets += whole
                waiting = [(place, rest)]
        return apportion(max(0, sum(weights) - self.price_minor * sets), weights)

    def _saves(self, lines: Sequence[Units], members: Sequence[tuple[int, int]]) -> bool:
        worth = sum(lines[place].unit_minor * count for place, count in members)
        return worth > self.price_minor


@dataclass(frozen=True, slots=True)
class Bundle:
    """Given articles together for one price (组合套餐), as often as the lines hold all of them.

    parts: (variant, units of it in one set). A set is never dearer than its parts.
    """

    source_id: UUID
    merchant_id: UUID
    parts: tuple[tuple[UUID, int], ...]
    price_minor: int
    scope: Scope = field(default_factory=Scope)
    funder: Funder = Funder.MERCHANT
    platform_share_bp: int = 0

    def joins(self, variant_id: UUID) -> bool:
        """Only its parts take part."""
        return any(variant_id == part for part, _ in self.parts)

    def shares(self, lines: Sequence[Units]) -> tuple[int, ...]:
        """Return what each line is relieved of, spread by what its units in the sets cost."""
        held = {line.variant_id: line for line in lines}
        if any(variant_id not in held for variant_id, _ in self.parts):
            return (0,) * len(lines)
        sets = min(held[variant_id].quantity // count for variant_id, count in self.parts)
        needed = dict(self.parts)
        weights = [line.unit_minor * needed.get(line.variant_id, 0) * sets for line in lines]
        return apportion(max(0, sum(weights) - self.price_minor * sets), weights)


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

    set_offers: stage 3. does_member_price_stack: whether the member price applies on top of
    an activity price; otherwise the better of the two holds. balance_minor: stored value to
    pay with. budgets: (source, what it may still cost); one that would cost more is left out.
    """

    unit_prices: tuple[UnitPrice, ...] = ()
    member_prices: tuple[MemberPrice, ...] = ()
    does_member_price_stack: bool = False
    set_offers: tuple[SetOffer, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    points: PointsOffer | None = None
    taxes: tuple[TaxRate, ...] = ()
    balance_minor: int = 0
    earning: EarningRule | None = None
    budgets: tuple[tuple[UUID, int], ...] = ()
