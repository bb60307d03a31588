"""Reads of settlements."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Sum

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.money.settlements import permissions, rules
from jishi.money.settlements.models import SaleLine
from jishi.money.settlements.preferences import DEFAULT_COMMISSION_RATE_BP
from jishi.money.settlements.types import MerchantBalance, SaleLineInfo, SaleState


def commission_rate(*, catalog_rate_bp: int | None, merchant_rate_bp: int | None) -> int:
    """Return the commission rate of a sale in basis points, to be frozen with it.

    The product's or its category's first, then the merchant's, then the platform's.
    """
    return rules.resolve_rate(catalog_rate_bp, merchant_rate_bp, DEFAULT_COMMISSION_RATE_BP.get())


def merchant_balance(*, actor: Actor, merchant_id: UUID, currency: str = "CNY") -> MerchantBalance:
    """Return what a merchant is due in one currency. One statement.

    Raises: Forbidden, NotFound.
    """
    actor.require(permissions.VIEW, merchant_id=merchant_id)
    due = F("merchant_due_minor") - F("reversed_due_minor")
    sums = SaleLine.objects.filter(merchant_id=merchant_id, currency=currency).aggregate(
        accrued=Sum(due, filter=Q(state=SaleState.ACCRUED)),
        released=Sum(due, filter=Q(state=SaleState.RELEASED)),
        commission=Sum(F("commission_minor") - F("reversed_commission_minor")),
        tax=Sum(F("commission_tax_minor") - F("reversed_commission_tax_minor")),
    )
    return MerchantBalance(
        currency=currency,
        accrued_minor=int(sums["accrued"] or 0),
        released_minor=int(sums["released"] or 0),
        commission_minor=int(sums["commission"] or 0),
        commission_tax_minor=int(sums["tax"] or 0),
    )


def list_sale_lines(
    *,
    actor: Actor,
    merchant_id: UUID,
    state: SaleState | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[SaleLineInfo]:
    """Return a merchant's sold lines, newest first.

    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW, merchant_id=merchant_id)
    rows = SaleLine.objects.filter(merchant_id=merchant_id)
    if state is not None:
        rows = rows.filter(state=state)
    if cursor:
        stamp, last_id = decode_cursor(cursor, 2)
        at = datetime.fromisoformat(str(stamp))
        older = Q(accrued_at__lt=at) | Q(accrued_at=at, id__lt=UUID(str(last_id)))
        rows = rows.filter(older)
    size = clamp_limit(limit)
    found = list(rows.order_by("-accrued_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(_info(row) for row in found[:size]),
        next_cursor=encode_cursor(last.accrued_at.isoformat(), last.id.hex) if last else None,
    )


def list_lines_of_order(order_id: UUID) -> tuple[SaleLineInfo, ...]:
    """Return the sold lines of an order; the caller has checked the right to see it."""
    return tuple(_info(row) for row in SaleLine.objects.filter(order_id=order_id).order_by("id"))


def _info(row: SaleLine) -> SaleLineInfo:
    return SaleLineInfo(
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        merchant_id=row.merchant_id,
        currency=row.currency,
        quantity=row.quantity,
        payable_minor=row.payable_minor,
        platform_subsidy_minor=row.platform_subsidy_minor,
        freight_minor=row.freight_minor,
        tax_minor=row.tax_minor,
        commission_rate_bp=row.commission_rate_bp,
        commission_minor=row.commission_minor,
        due_minor=row.merchant_due_minor,
        reversed_quantity=row.reversed_quantity,
        refunded_minor=row.refunded_goods_minor + row.refunded_freight_minor,
        reversed_commission_minor=row.reversed_commission_minor,
        reversed_due_minor=row.reversed_due_minor,
        commission_tax_minor=row.commission_tax_minor - row.reversed_commission_tax_minor,
        state=SaleState(row.state),
        accrued_at=row.accrued_at,
        released_at=row.released_at,
    )
