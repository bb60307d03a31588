"""Cash on delivery: what couriers still owe, and the statements they handed in."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.money.payments import permissions, rules
from jishi.money.payments.adapters import cash_on_delivery
from jishi.money.payments.errors import RemittanceNotFound
from jishi.money.payments.models import CashRemittance, CashRemittanceLine, PaymentAttempt
from jishi.money.payments.types import (
    CashOutcome,
    CashToCome,
    PaymentState,
    RemittanceLine,
    RemittanceView,
)

MOST_AWAITED = 2_000


def list_cash_to_come(*, actor: Actor) -> tuple[CashToCome, ...]:
    """Return payments on delivery that nobody handed over yet, the oldest MOST_AWAITED.

    One statement. Raises: Forbidden, NotFound.
    """
    actor.require(permissions.VIEW)
    rows = PaymentAttempt.objects.filter(
        provider=cash_on_delivery.CODE,
        state__in=rules.CONFIRMABLE,
        payment__state=PaymentState.OPEN,
        payment__agreed_at__isnull=False,
    ).select_related("payment")
    return tuple(
        CashToCome(
            reference=row.payment.reference,
            number=row.out_trade_no,
            amount=Money(row.amount_minor, row.payment.currency),
            agreed_at=row.payment.agreed_at,
        )
        for row in rows.order_by("id")[:MOST_AWAITED]
        if row.payment.agreed_at is not None
    )


def list_remittances(
    *, actor: Actor, courier: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[RemittanceView]:
    """Return couriers' statements without their lines, newest first. One statement.

    Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW)
    rows = CashRemittance.objects.all()
    if courier:
        rows = rows.filter(courier=courier)
    if cursor:
        rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(limit)
    found = list(rows.order_by("-id")[: size + 1])
    more = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_view(row) for row in found[:size]), next_cursor=more)


def get_remittance(*, actor: Actor, remittance_id: UUID) -> RemittanceView:
    """Return a courier's statement with its lines in order. Two statements.

    Raises: RemittanceNotFound, Forbidden, NotFound.
    """
    actor.require(permissions.VIEW)
    row = CashRemittance.objects.filter(pk=remittance_id).first()
    if row is None:
        raise RemittanceNotFound
    lines = CashRemittanceLine.objects.filter(remittance=row).order_by("id")
    return _view(row, tuple(_line(line, row.currency) for line in lines))


def _view(row: CashRemittance, lines: tuple[RemittanceLine, ...] = ()) -> RemittanceView:
    return RemittanceView(
        remittance_id=row.id,
        courier=row.courier,
        statement_no=row.statement_no,
        total=Money(row.total_minor, row.currency),
        settled=Money(row.settled_minor, row.currency),
        created_at=row.created_at,
        recorded_by=row.recorded_by,
        note=row.note,
        lines=lines,
    )


def _line(row: CashRemittanceLine, currency: str) -> RemittanceLine:
    return RemittanceLine(
        number=row.number,
        reference=row.reference,
        amount=Money(row.amount_minor, currency),
        due=None if row.due_minor is None else Money(row.due_minor, currency),
        outcome=CashOutcome(row.outcome),
    )
