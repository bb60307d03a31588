"""What a parcel costs to send.

Source: rules 3.16.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from jishi.foundation.kernel.money import allocate
from jishi.fulfillment.shipping.rules.regions import most_specific
from jishi.fulfillment.shipping.types.freight import (
    BlockedLine,
    BlockedRegion,
    BlockReason,
    ChargeBy,
    FreeCondition,
    FreightQuote,
    FreightTemplate,
    MergePolicy,
    Parcel,
    ParcelLine,
    Rate,
    RegionRate,
    Tariff,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """A merchant's own rules. free_from_minor: goods amount that travels free; 0 is off."""

    policy: MergePolicy = MergePolicy.MAX_FIRST
    free_from_minor: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What free conditions are measured on: the lines under one template."""

    amount_minor: int = 0
    pieces: int = 0
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a parcel under one template, ready to be charged.

    lines: their places in the parcel. units: the charge value of each line.
    total: the charge value of all, in pieces, grams or cubic centimeters.
    """

    lines: tuple[int, ...]
    units: tuple[int, ...]
    total: int
    rate: Rate
    surcharge_minor: int


def quote_parcels(
    *,
    parcels: Sequence[Parcel],
    templates: Mapping[UUID, FreightTemplate],
    places: Sequence[str],
    currency: str,
    terms: Mapping[UUID, Terms],
) -> dict[str, FreightQuote]:
    """Price parcels that go to one place; return a quote per package key.

    Free thresholds are measured on all parcels of a merchant together, so that a
    shopper does not pay for goods lying in two warehouses.

    templates: candidates by id, the merchants' and the platform's defaults among them.
    places: codes of the destination, the most specific first, its country last.
    """
    chosen = {
        parcel.package_key: tuple(
            choose_template(line, parcel.merchant_id, templates, currency) for line in parcel.lines
        )
        for parcel in parcels
    }
    totals = _totals_by_template(parcels, chosen)
    goods = _goods_by_merchant(parcels)
    return {
        parcel.package_key: _quote_parcel(
            parcel,
            chosen[parcel.package_key],
            places=places,
            totals=totals,
            terms=terms.get(parcel.merchant_id, Terms()),
            goods_minor=goods[parcel.merchant_id],
        )
        for parcel in parcels
    }


def choose_template(
    line: ParcelLine,
    merchant_id: UUID,
    templates: Mapping[UUID, FreightTemplate],
    currency: str,
) -> FreightTemplate | None:
    """Return the line's own template, else its merchant's default, else the platform's."""
    usable = [
        template
        for template in templates.values()
        if template.currency == currency and template.merchant_id in {merchant_id, None}
    ]
    own = next((item for item in usable if item.template_id == line.template_id), None)
    defaults = [item for item in usable if item.is_default]
    defaults.sort(key=lambda item: item.merchant_id is None)
    return own or next(iter(defaults), None)


def fee(rate: Rate, units: int) -> int:
    """Return the fee of a charge value: the first fee, then every started step.

    units: pieces, grams or cubic centimeters.
    """
    return rate.first_fee_minor + continuation(rate, max(0, units - rate.first))


def continuation(rate: Rate, units: int) -> int:
    """Return the fee of units that all count as further ones; none where the step is 0."""
    if rate.step == 0:
        return 0
    return -(-units // rate.step) * rate.step_fee_minor


def merge(parts: Sequence[Part], policy: MergePolicy) -> tuple[int, ...]:
    """Return what each template of a parcel is charged.

    With `max_first` only the template with the highest first fee pays it; among
    equals the one that makes the total highest.
    """
    full = [fee(part.rate, part.total) for part in parts]
    if policy == MergePolicy.SUM or len(parts) < 2:
        return tuple(full)
    further = [continuation(part.rate, part.total) for part in parts]
    first = max(
        range(len(parts)),
        key=lambda index: (parts[index].rate.first_fee_minor, full[index] - further[index]),
    )
    return tuple(full[index] if index == first else further[index] for index in range(len(parts)))


def rate_for(tariff: Tariff, places: Sequence[str]) -> Rate | BlockedRegion | None:
    """Return the rate or the ban of the most specific region; None if nothing covers it.

    Where a rate and a ban name the same region, the ban holds.
    """
    entries: tuple[BlockedRegion | RegionRate, ...] = (
        *tariff.blocked_regions,
        *tariff.region_rates,
    )
    named = most_specific(entries, places)
    if named:
        winner = named[0]
        return winner.rate if isinstance(winner, RegionRate) else winner
    return tariff.default_rate if places[-1:] == (tariff.home_country,) else None


def is_free(tariff: Tariff, places: Sequence[str], totals: Totals) -> bool:
    """Return whether a free condition of the most specific region is met."""
    conditions = most_specific(tariff.free_conditions, places)
    return any(_is_met(condition, totals) for condition in conditions)


def measure(tariff: Tariff, lines: Sequence[ParcelLine]) -> tuple[int, ...]:
    """Return the charge value of each line.

    Weight tariffs with a volumetric divisor take the larger of both weights of all
    lines together, as carriers do.
    """
    if tariff.charge == ChargeBy.PIECE:
        return tuple(line.quantity for line in lines)
    volume = tuple(line.quantity * line.volume_cm3 for line in lines)
    if tariff.charge == ChargeBy.VOLUME:
        return volume
    weight = tuple(line.quantity * line.weight_g for line in lines)
    if tariff.volumetric_divisor is None:
        return weight
    volumetric = tuple(-(-cm3 * 1000 // tariff.volumetric_divisor) for cm3 in volume)
    return max(weight, volumetric, key=sum)


def without_conditions(template: FreightTemplate) -> FreightTemplate:
    """Return a template that is never free: for the way back."""
    return replace(template, tariff=replace(template.tariff, free_conditions=()))


def _quote_parcel(
    parcel: Parcel,
    chosen: Sequence[FreightTemplate | None],
    *,
    places: Sequence[str],
    totals: Mapping[tuple[UUID, UUID], Totals],
    terms: Terms,
    goods_minor: int,
) -> FreightQuote:
    blocked = _blocked_lines(parcel, chosen, places)
    if blocked:
        return FreightQuote(0, (0,) * len(parcel.lines), blocked)
    parts = [
        _part(parcel, template, chosen, places)
        for template in {item.template_id: item for item in chosen if item is not None}.values()
        if not is_free(template.tariff, places, totals[parcel.merchant_id, template.template_id])
    ]
    is_waived = 0 < terms.free_from_minor <= goods_minor
    fees = [0] * len(parts) if is_waived else list(merge(parts, terms.policy))
    _add_surcharge(fees, parts)
    return FreightQuote(sum(fees), _shares(parcel, parts, fees))


def _blocked_lines(
    parcel: Parcel, chosen: Sequence[FreightTemplate | None], places: Sequence[str]
) -> tuple[BlockedLine, ...]:
    return tuple(
        BlockedLine(line.line_id, line.variant_id, *found)
        for line, template in zip(parcel.lines, chosen, strict=True)
        if (found := _block(template, places)) is not None
    )


def _block(
    template: FreightTemplate | None, places: Sequence[str]
) -> tuple[BlockReason, Mapping[str, str]] | None:
    if template is None:
        return BlockReason.NO_TEMPLATE, {}
    rate = rate_for(template.tariff, places)
    if rate is None:
        return BlockReason.NO_RATE, {}
    if isinstance(rate, BlockedRegion):
        return BlockReason.REGION_EXCLUDED, rate.reason
    return None


def _part(
    parcel: Parcel,
    template: FreightTemplate,
    chosen: Sequence[FreightTemplate | None],
    places: Sequence[str],
) -> Part:
    lines = tuple(index for index, item in enumerate(chosen) if item is template)
    units = measure(template.tariff, [parcel.lines[index] for index in lines])
    rate = rate_for(template.tariff, places)
    assert isinstance(rate, Rate), "blocked parcels are not priced"
    surcharges = most_specific(template.tariff.surcharges, places)
    surcharge_minor = max((item.fee_minor for item in surcharges), default=0)
    return Part(lines, units, sum(units), rate, surcharge_minor)


def _add_surcharge(fees: list[int], parts: Sequence[Part]) -> None:
    """Add the highest surcharge once: it pays for the road, not for the goods."""
    if parts:
        dearest = max(range(len(parts)), key=lambda index: parts[index].surcharge_minor)
        fees[dearest] += parts[dearest].surcharge_minor


def _shares(parcel: Parcel, parts: Sequence[Part], fees: Sequence[int]) -> tuple[int, ...]:
    shares = [0] * len(parcel.lines)
    for part, fee_minor in zip(parts, fees, strict=True):
        # Goods without weight or volume share by pieces.
        weights = part.units if part.total else [parcel.lines[i].quantity for i in part.lines]
        for index, share in zip(part.lines, allocate(fee_minor, weights), strict=True):
            shares[index] = share
    return tuple(shares)


def _is_met(condition: FreeCondition, totals: Totals) -> bool:
    amount, pieces, weight = (
        condition.min_amount_minor,
        condition.min_pieces,
        condition.max_weight_g,
    )
    return (
        (amount is None or totals.amount_minor >= amount)
        and (pieces is None or totals.pieces >= pieces)
        and (weight is None or totals.weight_g <= weight)
    )


def _totals_by_template(
    parcels: Sequence[Parcel], chosen: Mapping[str, Sequence[FreightTemplate | None]]
) -> dict[tuple[UUID, UUID], Totals]:
    totals: dict[tuple[UUID, UUID], Totals] = defaultdict(Totals)
    for parcel in parcels:
        for line, template in zip(parcel.lines, chosen[parcel.package_key], strict=True):
            if template is not None:
                key = parcel.merchant_id, template.template_id
                totals[key] = _plus(totals[key], line)
    return totals


def _plus(totals: Totals, line: ParcelLine) -> Totals:
    return Totals(
        totals.amount_minor + line.amount_minor,
        totals.pieces + line.quantity,
        totals.weight_g + line.quantity * line.weight_g,
    )


def _goods_by_merchant(parcels: Sequence[Parcel]) -> dict[UUID, int]:
    goods: dict[UUID, int] = defaultdict(int)
    for parcel in parcels:
        goods[parcel.merchant_id] += sum(line.amount_minor for line in parcel.lines)
    return goods
