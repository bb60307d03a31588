"""The arithmetic of commission and its reversal: pure."""

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.money import BASIS_POINTS, MAX_MINOR, at_rate, half_up, portion
from jishi.foundation.kernel.states import StateMachine
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.settlements.errors import BadSale, OverReversed
from jishi.money.settlements.types import (
    Reversal,
    ReversedAmounts,
    Sale,
    SaleAction,
    SaleState,
    SoldLine,
)

SALE = StateMachine(
    name="sale_line",
    initial=SaleState.ACCRUED,
    moves={
        (SaleState.ACCRUED, SaleAction.RELEASE): SaleState.RELEASED,
        (SaleState.ACCRUED, SaleAction.REVERSE): SaleState.REVERSED,
        (SaleState.RELEASED, SaleAction.REVERSE): SaleState.REVERSED,
    },
)

Amounts = tuple[tuple[AccountName, int], ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How a sold line is divided. due = payable + subsidy − commission, in minor units."""

    commission_minor: int
    commission_tax_minor: int
    due_minor: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What has been taken back of a line so far, in units and minor units.

    goods_minor, freight_minor: refunded to the buyer.
    """

    quantity: int = 0
    goods_minor: int = 0
    freight_minor: int = 0
    subsidy_minor: int = 0
    commission_minor: int = 0
    commission_tax_minor: int = 0
    due_minor: int = 0


def goods_minor(line: SoldLine) -> int:
    """Return what the buyer pays for the goods alone."""
    return line.payable_minor - line.freight_minor - line.tax_minor


def commission_base(line: SoldLine) -> int:
    """Return what commission is taken from: the goods as the merchant sold them.

    Source: rules 3.12.
    """
    return goods_minor(line) + line.platform_subsidy_minor


def share(line: SoldLine, *, tax_rate_bp: int) -> Shares:
    """Divide a sold line between merchant and platform.

    tax_rate_bp: the tax included in the commission, of its net amount.
    Raises: BadSale if an amount, the quantity or the rate is out of bounds.
    """
    _check(line)
    commission = at_rate(commission_base(line), line.commission_rate_bp)
    return Shares(
        commission_minor=commission,
        commission_tax_minor=included_tax(commission, tax_rate_bp),
        due_minor=line.payable_minor + line.platform_subsidy_minor - commission,
    )


def included_tax(gross_minor: int, tax_rate_bp: int) -> int:
    """Return the tax within an amount that includes it."""
    return half_up(gross_minor * tax_rate_bp, BASIS_POINTS + tax_rate_bp)


def take_back(
    line: SoldLine, shares: Shares, taken: Taken, reversal: Reversal, *, tax_rate_bp: int
) -> Taken:
    """Return what will have been taken back after a reversal.

    Subsidy goes back by units, commission in proportion to the goods refunded and the
    subsidy given back. Both by cumulative floor: however a line is taken back, when all of
    it is, nothing is left.

    Raises: OverReversed if more is taken back than was sold; BadSale if it is nothing.
    Source: rules 3.5 and 3.12; features F-12 c; defects SRC-11.
    """
    _check_reversal(line, taken, reversal)
    quantity = taken.quantity + reversal.quantity
    goods = taken.goods_minor + reversal.refund_minor - reversal.freight_minor
    subsidy = taken.subsidy_minor + portion(
        line.platform_subsidy_minor, line.quantity, taken.quantity, reversal.quantity
    )
    base = commission_base(line)
    commission = shares.commission_minor * (goods + subsidy) // base if base else 0
    left = shares.commission_minor - commission
    freight = taken.freight_minor + reversal.freight_minor
    return Taken(
        quantity=quantity,
        goods_minor=goods,
        freight_minor=freight,
        subsidy_minor=subsidy,
        commission_minor=commission,
        commission_tax_minor=shares.commission_tax_minor - included_tax(left, tax_rate_bp),
        due_minor=goods + freight + subsidy - commission,
    )


def difference(reversal: Reversal, before: Taken, after: Taken) -> ReversedAmounts:
    """Return what one reversal took."""
    return ReversedAmounts(
        order_line_id=reversal.order_line_id,
        refund_minor=reversal.refund_minor,
        due_minor=after.due_minor - before.due_minor,
        commission_minor=after.commission_minor - before.commission_minor,
        subsidy_minor=after.subsidy_minor - before.subsidy_minor,
    )


def is_all_taken(line: SoldLine, shares: Shares, taken: Taken) -> bool:
    """Return whether nothing of a line is left: no unit, no due, no commission."""
    return (
        taken.quantity == line.quantity
        and taken.due_minor == shares.due_minor
        and taken.commission_minor == shares.commission_minor
    )


def accrual(sale: Sale, shares: tuple[Shares, ...]) -> Amounts:
    """Return what a sale does to the accounts; debits positive, sum zero."""
    return (
        (AccountName(AccountCode.CUSTOMER_FUNDS), sum(line.payable_minor for line in sale.lines)),
        (
            AccountName(AccountCode.PLATFORM_SUBSIDY),
            sum(line.platform_subsidy_minor for line in sale.lines),
        ),
        (
            AccountName(AccountCode.MERCHANT_DUE, sale.merchant_id),
            -sum(part.due_minor for part in shares),
        ),
        (
            AccountName(AccountCode.COMMISSION_REVENUE),
            -sum(part.commission_minor for part in shares),
        ),
    )


def giving_back(merchant_id: UUID, amounts: ReversedAmounts) -> Amounts:
    """Return what a reversal does to the accounts; debits positive, sum zero."""
    return (
        (AccountName(AccountCode.MERCHANT_DUE, merchant_id), amounts.due_minor),
        (AccountName(AccountCode.COMMISSION_REVENUE), amounts.commission_minor),
        (AccountName(AccountCode.PLATFORM_SUBSIDY), -amounts.subsidy_minor),
        (AccountName(AccountCode.REFUNDS_DUE), -amounts.refund_minor),
    )


def resolve_rate(*rates_bp: int | None) -> int:
    """Return the first rate that is set, in the order given.

    Raises: ValueError if none is.
    """
    for rate_bp in rates_bp:
        if rate_bp is not None:
            return rate_bp
    raise ValueError("the last rate must be set")


def _check(line: SoldLine) -> None:
    amounts = (
        line.payable_minor,
        line.platform_subsidy_minor,
        line.freight_minor,
        line.tax_minor,
        goods_minor(line),
    )
    if line.quantity <= 0 or not all(0 <= amount <= MAX_MINOR for amount in amounts):
        raise BadSale(order_line_id=str(line.order_line_id))
    if not 0 <= line.commission_rate_bp <= BASIS_POINTS:
        raise BadSale(order_line_id=str(line.order_line_id), rate_bp=line.commission_rate_bp)


def _check_reversal(line: SoldLine, taken: Taken, reversal: Reversal) -> None:
    goods = reversal.refund_minor - reversal.freight_minor
    if reversal.quantity < 0 or reversal.freight_minor < 0 or goods < 0:
        raise BadSale(order_line_id=str(reversal.order_line_id))
    if not reversal.quantity and not reversal.refund_minor:
        raise BadSale(order_line_id=str(reversal.order_line_id))
    if (
        taken.quantity + reversal.quantity > line.quantity
        or taken.goods_minor + goods > goods_minor(line)
        or taken.freight_minor + reversal.freight_minor > line.freight_minor + line.tax_minor
    ):
        raise OverReversed(order_line_id=str(reversal.order_line_id))
