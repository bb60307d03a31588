"""Writes of settlements: a sale enters the books, is taken back, is released for payment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import Voucher, VoucherLine
from jishi.money.settlements import rules
from jishi.money.settlements.events import SaleAccrued, SaleReleased, SaleReversed
from jishi.money.settlements.models import SaleLine
from jishi.money.settlements.preferences import COMMISSION_TAX_RATE_BP
from jishi.money.settlements.rules import Amounts, Shares, Taken
from jishi.money.settlements.types import (
    Reversal,
    ReversedAmounts,
    Sale,
    SaleAction,
    SaleState,
    SoldLine,
)

TAKEN_COLUMNS = (
    "reversed_quantity",
    "refunded_goods_minor",
    "refunded_freight_minor",
    "reversed_subsidy_minor",
    "reversed_commission_minor",
    "reversed_commission_tax_minor",
    "reversed_due_minor",
    "reversals",
    "state",
)


@transactional
def accrue(*, actor: Actor, sale: Sale) -> None:
    """Enter a confirmed order in the books; a second call does nothing.

    Raises: BadSale.
    Emits: SaleAccrued.
    """
    accrue_many(actor=actor, sales=(sale,))


@transactional
def accrue_many(*, actor: Actor, sales: Sequence[Sale]) -> None:
    """Enter several confirmed orders in the books, in a fixed number of statements.

    Orders that were entered before are passed over. The commission of every line is rounded
    by itself and frozen.

    Raises: BadSale.
    Emits: SaleAccrued once per order.
    """
    ids = [sale.order_id for sale in sales]
    entered = set(SaleLine.objects.filter(order_id__in=ids).values_list("order_id", flat=True))
    fresh = [sale for sale in sales if sale.order_id not in entered]
    tax_rate_bp = COMMISSION_TAX_RATE_BP.get()
    at = clock.now()
    rows: list[SaleLine] = []
    vouchers: list[Voucher] = []
    for sale in fresh:
        lines = [_new_row(sale, line, tax_rate_bp, at) for line in sale.lines]
        amounts = rules.accrual(sale, tuple(_shares(row) for row in lines))
        vouchers += _voucher(sale.order_id, "accrue", str(sale.order_id), sale.currency, amounts)
        _announce_accrual(actor, sale, lines)
        rows += lines
    SaleLine.objects.bulk_create(rows)
    ledger.post_many(actor=actor, vouchers=vouchers)


@transactional
def reverse(
    *,
    actor: Actor,
    order_line_id: UUID,
    quantity: int,
    refund_minor: int,
    freight_minor: int = 0,
) -> ReversedAmounts:
    """Take back a part of a sold line for a refund, and return who gave what.

    quantity: units that come back, 0 for a refund without return. refund_minor: what the
    buyer gets. freight_minor: the part of it that is freight or tax and bore no commission.
    Raises: NotFound if the line was never accrued; OverReversed, BadSale.
    Emits: SaleReversed.
    Locks: the line.
    """
    reversal = Reversal(order_line_id, quantity, refund_minor, freight_minor)
    return reverse_many(actor=actor, reversals=(reversal,))[0]


@transactional
def reverse_many(*, actor: Actor, reversals: Sequence[Reversal]) -> tuple[ReversedAmounts, ...]:
    """Take back parts of several sold lines, in a fixed number of statements.

    Returns who gave what, in the order of `reversals`.
    Raises: NotFound if a line was never accrued; OverReversed, BadSale.
    Emits: SaleReversed once per reversal.
    Locks: the lines by primary key.
    """
    wanted = {reversal.order_line_id for reversal in reversals}
    locked = for_update(SaleLine.objects.filter(order_line_id__in=wanted))
    rows: dict[UUID, SaleLine] = {row.order_line_id: row for row in locked}
    if rows.keys() != wanted:
        raise NotFound
    results: list[ReversedAmounts] = []
    vouchers: list[Voucher] = []
    for reversal in reversals:
        row = rows[reversal.order_line_id]
        amounts = _take_back(row, reversal)
        key = f"{row.order_line_id}:{row.reversals}"
        posting = rules.giving_back(row.merchant_id, amounts)
        vouchers += _voucher(row.order_id, "reverse", key, row.currency, posting)
        _announce_reversal(actor, row, amounts)
        results.append(amounts)
    SaleLine.objects.bulk_update(rows.values(), TAKEN_COLUMNS)
    ledger.post_many(actor=actor, vouchers=vouchers)
    return tuple(results)


@transactional
def release(*, actor: Actor, order_id: UUID) -> None:
    """Let what a merchant is due from a completed order be paid out; once.

    Lines that were taken back entirely stay reversed.
    Emits: SaleReleased once per merchant and currency.
    Locks: the order's lines by primary key.
    """
    rows = list(for_update(SaleLine.objects.filter(order_id=order_id, state=SaleState.ACCRUED)))
    if not rows:
        return
    SaleLine.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=rules.SALE.advance(SaleState.ACCRUED, SaleAction.RELEASE), released_at=clock.now()
    )
    dues: dict[tuple[UUID, str], int] = defaultdict(int)
    for row in rows:
        dues[row.merchant_id, row.currency] += row.merchant_due_minor - row.reversed_due_minor
    for (merchant_id, currency), due_minor in dues.items():
        outbox.emit(
            SaleReleased(
                order_id=str(order_id),
                merchant_id=str(merchant_id),
                currency=currency,
                due_minor=due_minor,
            ),
            actor=_label(actor),
        )


def _new_row(sale: Sale, line: SoldLine, tax_rate_bp: int, at: datetime) -> SaleLine:
    shares = rules.share(line, tax_rate_bp=tax_rate_bp)
    return SaleLine(
        order_id=sale.order_id,
        order_line_id=line.order_line_id,
        merchant_id=sale.merchant_id,
        currency=sale.currency,
        quantity=line.quantity,
        payable_minor=line.payable_minor,
        platform_subsidy_minor=line.platform_subsidy_minor,
        freight_minor=line.freight_minor,
        tax_minor=line.tax_minor,
        commission_rate_bp=line.commission_rate_bp,
        commission_minor=shares.commission_minor,
        commission_tax_rate_bp=tax_rate_bp,
        commission_tax_minor=shares.commission_tax_minor,
        merchant_due_minor=shares.due_minor,
        accrued_at=at,
    )


def _take_back(row: SaleLine, reversal: Reversal) -> ReversedAmounts:
    """Write a reversal onto a locked row; return what it took."""
    line, shares, before = _line(row), _shares(row), _taken(row)
    tax_rate_bp = row.commission_tax_rate_bp
    after = rules.take_back(line, shares, before, reversal, tax_rate_bp=tax_rate_bp)
    row.reversed_quantity = after.quantity
    row.refunded_goods_minor = after.goods_minor
    row.refunded_freight_minor = after.freight_minor
    row.reversed_subsidy_minor = after.subsidy_minor
    row.reversed_commission_minor = after.commission_minor
    row.reversed_commission_tax_minor = after.commission_tax_minor
    row.reversed_due_minor = after.due_minor
    row.reversals += 1
    if rules.is_all_taken(line, shares, after):
        row.state = rules.SALE.advance(SaleState(row.state), SaleAction.REVERSE)
    return rules.difference(reversal, before, after)


def _line(row: SaleLine) -> SoldLine:
    return SoldLine(
        order_line_id=row.order_line_id,
        quantity=row.quantity,
        payable_minor=row.payable_minor,
        commission_rate_bp=row.commission_rate_bp,
        platform_subsidy_minor=row.platform_subsidy_minor,
        freight_minor=row.freight_minor,
        tax_minor=row.tax_minor,
    )


def _shares(row: SaleLine) -> Shares:
    return Shares(
        commission_minor=row.commission_minor,
        commission_tax_minor=row.commission_tax_minor,
        due_minor=row.merchant_due_minor,
    )


def _taken(row: SaleLine) -> Taken:
    return Taken(
        quantity=row.reversed_quantity,
        goods_minor=row.refunded_goods_minor,
        freight_minor=row.refunded_freight_minor,
        subsidy_minor=row.reversed_subsidy_minor,
        commission_minor=row.reversed_commission_minor,
        commission_tax_minor=row.reversed_commission_tax_minor,
        due_minor=row.reversed_due_minor,
    )


def _voucher(order_id: UUID, verb: str, key: str, currency: str, amounts: Amounts) -> list[Voucher]:
    """Return the voucher of some amounts, or none if nothing moves."""
    lines = tuple(VoucherLine(account, minor) for account, minor in amounts if minor)
    cause = f"settlements.{verb}"
    return [Voucher(f"{cause}:{key}", cause, order_id, currency, lines)] if lines else []


def _announce_accrual(actor: Actor, sale: Sale, rows: Sequence[SaleLine]) -> None:
    outbox.emit(
        SaleAccrued(
            order_id=str(sale.order_id),
            merchant_id=str(sale.merchant_id),
            currency=sale.currency,
            due_minor=sum(row.merchant_due_minor for row in rows),
            commission_minor=sum(row.commission_minor for row in rows),
        ),
        actor=_label(actor),
    )


def _announce_reversal(actor: Actor, row: SaleLine, amounts: ReversedAmounts) -> None:
    outbox.emit(
        SaleReversed(
            order_id=str(row.order_id),
            order_line_id=str(row.order_line_id),
            merchant_id=str(row.merchant_id),
            currency=row.currency,
            refund_minor=amounts.refund_minor,
            due_minor=amounts.due_minor,
            commission_minor=amounts.commission_minor,
        ),
        actor=_label(actor),
    )


def _label(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"
