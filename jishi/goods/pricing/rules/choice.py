"""Which coupons to use: what the shopper picked, else the combination that saves most.

The search is exact. Every coupon has a bound, what it would take off if no other coupon
were used; no combination saves more than the sum of its bounds. Combinations are tried
from the highest sum down, each for what it really saves, until no sum left can beat the
best one found. Usually the first is the best; coupons whose thresholds break each other
cost a few more tries. Beyond MAX_TRIES the best one found so far is used.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from uuid import UUID

from jishi.goods.pricing.rules import worth
from jishi.goods.pricing.rules.state import State
from jishi.goods.pricing.types import CouponRefusal, UnusedCoupon
from jishi.goods.promotions.types import CouponKind, CouponOffer

MAX_TRIES = 5_000
"""How many combinations are tried: twice those of 12 coupons each of two shops and the
platform, so that these are always exact, and a hostile wallet costs a fraction of a second."""

Combination = tuple["Option | None", ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One usable coupon.

    places: the lines that take part. bound_minor: the most it can take off.
    shares: for a shop's coupon on goods, what it takes off each place.
    fees: for a freight coupon, the fee of every shop whose packages it covers.
    quantities: for a coupon on goods, the units of each place.
    """

    offer: CouponOffer
    places: tuple[int, ...]
    bound_minor: int
    shares: tuple[int, ...] = ()
    fees: tuple[tuple[UUID, int], ...] = ()
    quantities: tuple[int, ...] = ()

    @property
    def slot(self) -> tuple[bool, str]:
        """One coupon of each slot may be used: goods or freight, of each shop or the platform.

        Slots sort in the order of their stages.
        """
        is_freight = self.offer.kind == CouponKind.FREE_FREIGHT
        owner = self.offer.merchant_id.hex if self.offer.merchant_id else "~"
        return is_freight, owner


def choose(state: State) -> State:
    """Settle which coupons are used and why the others are not."""
    options, unused = _sort_out(state)
    slots: dict[tuple[bool, str], list[Option]] = defaultdict(list)
    for option in sorted(options, key=_preference):
        slots[option.slot].append(option)
    ordered = [slots[key] for key in sorted(slots)]
    if state.request.chosen_coupon_ids is None:
        best = _best(state, ordered)
    else:
        best = tuple(slot[0] for slot in ordered)
    chosen = tuple(option.offer for option in best if option)
    ids = {offer.offer_id for offer in chosen}
    unused += [
        UnusedCoupon(option.offer.offer_id, CouponRefusal.NOT_CHOSEN)
        for option in options
        if option.offer.offer_id not in ids
    ]
    return replace(state, chosen=chosen, unused=tuple(unused))


def _sort_out(state: State) -> tuple[list[Option], list[UnusedCoupon]]:
    """Tell the coupons that could take something off from those that could not."""
    picked = state.request.chosen_coupon_ids
    options, unused = [], []
    for offer in state.request.coupons:
        option = _option(state, offer)
        reason = worth.refusal(offer, state.request)
        if reason:
            unused.append(UnusedCoupon(offer.offer_id, reason))
        elif option.bound_minor == 0:
            unused.append(_worthless(state, option))
        elif picked is not None and offer.offer_id not in picked:
            unused.append(UnusedCoupon(offer.offer_id, CouponRefusal.NOT_CHOSEN))
        else:
            options.append(option)
    return options, unused


def _option(state: State, offer: CouponOffer) -> Option:
    places = worth.participants(offer, state.lines)
    amounts = [state.lines[place].amount_minor for place in places]
    if offer.kind == CouponKind.FREE_FREIGHT:
        fees = _fees(state, places)
        bound = worth.off_freight(offer, sum(amounts), sum(fee for _, fee in fees))
        return Option(offer, places, bound, fees=fees)
    quantities = tuple(state.lines[place].line.quantity for place in places)
    shares = worth.goods_shares(offer, _base(state, offer, places), amounts, quantities)
    fixed = shares if offer.merchant_id else ()
    return Option(offer, places, sum(shares), shares=fixed, quantities=quantities)


def _base(state: State, offer: CouponOffer, places: Sequence[int]) -> int:
    if offer.merchant_id is None or offer.kind == CouponKind.FREE_FREIGHT:
        return sum(state.lines[place].amount_minor for place in places)
    return sum(state.lines[place].after_reductions_minor for place in places)


def _fees(state: State, places: Sequence[int]) -> tuple[tuple[UUID, int], ...]:
    fees: dict[UUID, int] = defaultdict(int)
    for charge in state.request.charges:
        if not set(places).isdisjoint(worth.package_places(charge, state.lines)):
            fees[charge.merchant_id] += charge.fee_minor
    return tuple(fees.items())


def _worthless(state: State, option: Option) -> UnusedCoupon:
    missing = option.offer.threshold_minor - _base(state, option.offer, option.places)
    if option.places and missing > 0:
        return UnusedCoupon(option.offer.offer_id, CouponRefusal.THRESHOLD, missing)
    return UnusedCoupon(option.offer.offer_id, CouponRefusal.NO_MATCHING_GOODS)


def _preference(option: Option) -> tuple[int, datetime, UUID]:
    """Order the coupons of a slot: the most off, then the first to expire, then by id."""
    offer = option.offer
    return -option.bound_minor, offer.valid_until, offer.offer_id


def _best(state: State, slots: Sequence[Sequence[Option]]) -> Combination:
    amounts = [line.amount_minor for line in state.lines]
    best: Combination = ()
    best_saving = 0
    for tries, (bound, combination) in enumerate(_descending(slots)):
        if bound <= best_saving or tries >= MAX_TRIES:
            break
        saving = _saving(combination, amounts)
        if saving > best_saving:
            best, best_saving = combination, saving
    return best


def _descending(slots: Sequence[Sequence[Option]]) -> Iterator[tuple[int, Combination]]:
    """Yield every combination, one option or none of each slot, by falling sum of bounds.

    From each combination the next are reached by stepping down one slot, never one before
    the last slot stepped, so each is reached once and after one with a higher sum.
    """
    ladders: list[tuple[Option | None, ...]] = [(*slot, None) for slot in slots]
    bounds = [[option.bound_minor if option else 0 for option in ladder] for ladder in ladders]
    start = (0,) * len(ladders)
    heap = [(-sum(steps[0] for steps in bounds), start, 0)]
    while heap:
        negative, position, last = heapq.heappop(heap)
        yield -negative, tuple(ladder[step] for ladder, step in zip(ladders, position, strict=True))
        for slot in range(last, len(ladders)):
            step = position[slot]
            if step + 1 < len(ladders[slot]):
                lower = negative + bounds[slot][step] - bounds[slot][step + 1]
                following = (*position[:slot], step + 1, *position[slot + 1 :])
                heapq.heappush(heap, (lower, following, slot))


def _saving(combination: Combination, amounts: Sequence[int]) -> int:
    """Return what a combination really takes off, as the stages will."""
    left = list(amounts)
    options = [option for option in combination if option]
    goods = [option for option in options if not option.fees]
    saving = 0
    for option in chain(
        (option for option in goods if option.shares),
        (option for option in goods if not option.shares),
    ):
        shares = option.shares or _platform_shares(option, left)
        saving += sum(shares)
        for place, share in zip(option.places, shares, strict=True):
            left[place] -= share
    return saving + _freight_saving([option for option in options if option.fees], left)


def _platform_shares(option: Option, left: Sequence[int]) -> tuple[int, ...]:
    amounts = [left[place] for place in option.places]
    return worth.goods_shares(option.offer, sum(amounts), amounts, option.quantities)


def _freight_saving(options: Sequence[Option], left: Sequence[int]) -> int:
    """Return what freight coupons take off; a shop's own keeps the platform's off its fees."""
    served: set[UUID] = set()
    saving = 0
    for option in options:
        fee = sum(fee for merchant_id, fee in option.fees if merchant_id not in served)
        base = sum(left[place] for place in option.places)
        off = worth.off_freight(option.offer, base, fee)
        saving += off
        if off and option.offer.merchant_id:
            served.add(option.offer.merchant_id)
    return saving
