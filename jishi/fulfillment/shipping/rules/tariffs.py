"""What makes a tariff sound, and how it is kept as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jishi.foundation.kernel import shapes
from jishi.fulfillment.shipping.errors import BadTemplate
from jishi.fulfillment.shipping.types.freight import FreeCondition, Rate, Tariff

MAX_FEE_MINOR = 10_000_000
MAX_UNITS = 100_000_000
_read = shapes.reader(Tariff)


def to_json(tariff: Tariff) -> dict[str, Any]:
    """Return a tariff as JSON-ready values."""
    packed: dict[str, Any] = msgspec.to_builtins(tariff)
    return packed


def from_json(data: Mapping[str, Any]) -> Tariff:
    """Return the tariff kept as JSON."""
    return _read(data)


def check(tariff: Tariff) -> None:
    """Refuse a tariff that would charge nonsense.

    Raises: BadTemplate; `reason` names the part: rates, fees, region, region_twice,
        free_condition, volumetric_divisor.
    """
    rates = [item.rate for item in tariff.region_rates]
    if tariff.default_rate is not None:
        rates.append(tariff.default_rate)
    _ensure(bool(rates), "rates")
    _ensure(all(_is_sound(rate) for rate in rates), "rates")
    _ensure(all(0 <= item.fee_minor <= MAX_FEE_MINOR for item in tariff.surcharges), "fees")
    for entries in (tariff.region_rates, tariff.blocked_regions, tariff.surcharges):
        _check_regions([code for entry in entries for code in entry.region_codes])
        _ensure(all(entry.region_codes for entry in entries), "region")
    # Several free conditions of one region are alternatives, so codes may recur there.
    for condition in tariff.free_conditions:
        _check_regions(condition.region_codes)
        _ensure(_is_condition(condition), "free_condition")
    divisor = tariff.volumetric_divisor
    _ensure(divisor is None or 1000 <= divisor <= 20_000, "volumetric_divisor")


def _is_sound(rate: Rate) -> bool:
    units_fit = 0 <= rate.first <= MAX_UNITS and 0 <= rate.step <= MAX_UNITS
    fees_fit = (
        0 <= rate.first_fee_minor <= MAX_FEE_MINOR and 0 <= rate.step_fee_minor <= MAX_FEE_MINOR
    )
    # A fee per step without a step would silently never be charged.
    return units_fit and fees_fit and (rate.step > 0 or rate.step_fee_minor == 0)


def _is_condition(condition: FreeCondition) -> bool:
    """Return whether a threshold is given and none is 0, which would always be met."""
    given = [
        threshold
        for threshold in (condition.min_amount_minor, condition.min_pieces, condition.max_weight_g)
        if threshold is not None
    ]
    return bool(given) and all(threshold > 0 for threshold in given)


def _check_regions(codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        is_division = code.isdecimal() and len(code) in {2, 4, 6, 9}
        is_country = len(code) == 2 and code.isascii() and code.isupper()
        _ensure(is_division or is_country, "region")
        _ensure(code not in seen, "region_twice")
        seen.add(code)


def _ensure(holds: bool, reason: str) -> None:  # noqa: FBT001  reads as a sentence
    if not holds:
        raise BadTemplate(field="tariff", reason=reason)
