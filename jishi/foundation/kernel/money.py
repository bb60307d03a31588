"""Money in integer minor units: rounding, splitting and partial refunds, nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_currency_precision

MAX_MINOR = 10**15
"""Largest amount a document may carry: ten trillion yuan, safely inside a big integer."""

BASIS_POINTS = 10_000
"""One whole, in basis points: rates are stored as integers of this fraction."""


class CurrencyMismatchError(ValueError):
    """Amounts of different currencies met in one sum."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount of one currency.

    minor: integer count of the ISO 4217 minor unit (分 for CNY), may be negative.
    currency: ISO 4217 code in upper case.
    """

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} is not {other.currency}")
        return other


@cache
def precision(currency: str) -> int:
    """Return the number of decimal digits of a currency: 2 for CNY, 0 for JPY, 3 for BHD."""
    return int(get_currency_precision(currency))


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Convert a decimal amount in major units exactly.

    Raises: ValueError if the amount has more digits than the currency.
    """
    scaled = amount.scaleb(precision(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more digits than {currency} allows")
    return Money(int(scaled), currency)


def to_decimal(money: Money) -> Decimal:
    """Return the amount in major units, with exactly the digits of its currency."""
    return Decimal(money.minor).scaleb(-precision(money.currency))


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest integer, halves away from zero.

    The one rounding of the house.

    Raises: ValueError if the denominator is not positive.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    quotient, remainder = divmod(abs(numerator), denominator)
    rounded = quotient + (1 if 2 * remainder >= denominator else 0)
    return rounded if numerator >= 0 else -rounded


def at_rate(minor: int, rate_bp: int) -> int:
    """Return the part of an amount at a rate in basis points, rounded half-up."""
    return half_up(minor * rate_bp, BASIS_POINTS)


def parse_rate(percent: Decimal) -> int:
    """Convert a percentage to basis points, rounded half-up."""
    return int((percent * 100).to_integral_value(rounding=ROUND_HALF_UP))


def allocate(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount by weight so that the shares sum to it exactly.

    Largest remainder (Hamilton) method: every share is the exact quota rounded
    down or up; ties go to the larger weight, then to the earlier line.

    total_minor: amount to split, may be negative (a refund). Minor units.
    weights: non-negative, at least one positive. Same order as the result.
    Raises: ValueError if a weight is negative or none is positive.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("at least one weight must be positive")
    sign = 1 if total_minor >= 0 else -1
    amount = abs(total_minor)
    shares = [amount * weight // whole for weight in weights]
    left = amount - sum(shares)
    order = sorted(
        (index for index, weight in enumerate(weights) if weight),
        key=lambda index: (-(amount * weights[index] % whole), -weights[index], index),
    )
    for index in order[:left]:
        shares[index] += 1
    return tuple(sign * share for share in shares)


def apportion(amount_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Spread a discount over line amounts, never more on a line than it is worth.

    The amount is first capped at the sum of the weights, so a share never exceeds
    its weight; zero-weight lines (gifts, unselected) receive nothing.

    amount_minor: non-negative discount. weights: line amounts at that stage, non-negative.
    Raises: ValueError if the amount or a weight is negative.
    Source: rules 3.5, vectors V1 to V5.
    """
    if amount_minor < 0:
        raise ValueError("a discount must not be negative")
    whole = sum(weights)
    if whole == 0:
        return (0,) * len(weights)
    return allocate(min(amount_minor, whole), weights)


def portion(total_minor: int, quantity: int, done: int, count: int) -> int:
    """Return what `count` more units carry of a line total, by cumulative floor.

    Refunding all units, in any grouping, yields exactly the total.

    total_minor: line total, non-negative. quantity: units of the line, positive.
    done: units already handled. count: units handled now.
    Raises: ValueError if the units do not fit the line.
    Source: rules 3.5, unit-level refunds.
    """
    if quantity <= 0 or done < 0 or count < 0 or done + count > quantity:
        raise ValueError("units outside the line")
    return total_minor * (done + count) // quantity - total_minor * done // quantity
