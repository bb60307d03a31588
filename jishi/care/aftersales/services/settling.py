"""Giving back: the units in the order, everybody's share in the books, the money to the buyer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import rules
from jishi.care.aftersales.errors import AlreadyShipped
from jishi.care.aftersales.events import ReturnRefunded, ReturnSettled
from jishi.care.aftersales.models import Case, CaseLine
from jishi.care.aftersales.queries import facts as gathering
from jishi.care.aftersales.services import moving, taking_out
from jishi.care.aftersales.types import CaseAction, RefundParts, Stage
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping.types import FreightBearer
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import Source
from jishi.goods.promotions import services as promotions
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.settlements import services as settlements
from jishi.money.settlements.types import Reversal
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import OrderView, PaymentStatus


@transactional
def settle_return(
    *, actor: Actor, case_id: UUID, amount_minor: int | None = None, note: str = ""
) -> None:
    """Refund goods that came back, without waiting for the deadline, or to less than asked for.

    amount_minor: None gives what was asked for; less needs a note, more is never given.
    Raises: CaseNotFound, Forbidden, IllegalMove, BadAmount, NoteNeeded.
    Emits: ReturnSettled.
    Locks: the case, its order, then its sale lines and payment.
    """
    case = moving.lock_to_decide(actor, case_id)
    moving.require_action(case, CaseAction.SETTLE)
    moving.reduce(case, amount_minor, note)
    settle(case, CaseAction.SETTLE, actor=actor, at=clock.now())


@transactional
def close_case(*, actor: Actor, case_id: UUID) -> None:
    """End a case whose refund has arrived; refunds of other causes are passed over.

    Coupons go back where all they were used for was refunded.
    Emits: ReturnRefunded; orders' OrderCanceled if nothing of the order is left.
    Locks: the case, its order, then coupons.
    """
    case = for_update(Case.objects.filter(pk=case_id)).first()
    if case is None or case.ended_at is not None:
        return
    moving.end(case, CaseAction.FINISH, actor=actor, at=clock.now())
    _tell_order(case, actor=actor)
    outbox.emit(
        ReturnRefunded(
            **moving.ids_of(case), amount_minor=case.agreed_minor or 0, currency=case.currency
        )
    )


def settle(case: Case, action: CaseAction, *, actor: Actor, at: datetime) -> None:
    """Give back what a locked case says, and save it.

    The amounts are computed now, from the units settled before, so that a line's last unit
    leaves nothing behind. A case by which no money moves ends at once.

    Raises: AlreadyShipped if units that were to stay have left.
    Emits: ReturnSettled; ReturnClosed if no money moves.
    """
    order = moving.lock_order(case.order_id)
    lines = list(CaseLine.objects.filter(case=case).order_by("id"))
    if case.stage == Stage.UNSHIPPED:
        _require_here(case, order)
    parts = _final_parts(case, lines, order)
    _write_amounts(case, lines, parts)
    moving.advance(case, action, actor=actor, reason=case.note)
    moving.drop_deadline(case)
    case.is_unpaid = order.payment_status == PaymentStatus.UNPAID
    case.settled_at = at
    _give_back(case, lines, parts, order, actor=actor)
    case.save()
    assert case.agreed_minor is not None, "amounts are written before"
    outbox.emit(
        ReturnSettled(**moving.ids_of(case), amount_minor=case.agreed_minor, currency=case.currency)
    )
    if case.refund_id is None:
        moving.end(case, CaseAction.CLOSE, actor=actor, at=at, reason="nothing to refund")
        _tell_order(case, actor=actor)


def _give_back(
    case: Case,
    lines: Sequence[CaseLine],
    parts: Sequence[RefundParts],
    order: OrderView,
    *,
    actor: Actor,
) -> None:
    """Carry a settlement into the rooms below, from the top floor down, as locks want it."""
    amounts = {line.order_line_id: part for line, part in zip(lines, parts, strict=True)}
    refunds = {line_id: part.total_minor for line_id, part in amounts.items()}
    orders.record_returned(
        actor=actor,
        order_id=case.order_id,
        quantities={line.order_line_id: line.quantity for line in lines},
        refunds={} if case.is_unpaid else refunds,
    )
    freed: tuple[Source, ...] = ()
    if case.stage == Stage.UNSHIPPED:
        freed = taking_out.take_out(case, lines, order, actor=actor)
    settlements.reverse_many(
        actor=actor, reversals=[_reversal(line, amounts[line.order_line_id]) for line in lines]
    )
    _refund(case, actor=actor)
    if freed:
        inventory.deallocate(actor=actor, owner_id=case.group_id, items=freed, reason=case.number)


def _refund(case: Case, *, actor: Actor) -> None:
    """Have the money sent; or have less collected on delivery, and write the rest off."""
    amount = case.agreed_minor or 0
    if amount and case.is_unpaid:
        asked = payments_queries.get_payment(case.group_id).amount.minor
        payments.change_amount(actor=actor, reference=case.group_id, amount_minor=asked - amount)
        ledger.post(actor=actor, voucher=_uncollected(case, amount))
    elif amount:
        case.refund_id = payments.open_refund(
            actor=actor,
            payment_reference=case.group_id,
            cause=case.id,
            amount_minor=amount,
            reason=case.reason,
        )


def _uncollected(case: Case, amount_minor: int) -> Voucher:
    """Return what balances a sale that was to be paid on delivery and will not be.

    The reversal owes the buyer a refund of money that never came in; the two cancel out.
    """
    return Voucher(
        key=f"aftersales.uncollected:{case.id}",
        cause="aftersales.uncollected",
        reference=case.order_id,
        currency=case.currency,
        lines=(
            VoucherLine(AccountName(AccountCode.REFUNDS_DUE), amount_minor),
            VoucherLine(AccountName(AccountCode.CUSTOMER_FUNDS), -amount_minor),
        ),
    )


def _final_parts(
    case: Case, lines: Sequence[CaseLine], order: OrderView
) -> tuple[RefundParts, ...]:
    sold = {line.line_id: line for line in order.lines}
    parts = tuple(
        rules.refund_amount(
            gathering.money_of(
                sold[line.order_line_id], done=sold[line.order_line_id].returned_quantity
            ),
            line.quantity,
            with_freight=case.with_freight,
        )
        for line in lines
    )
    if not case.is_reduced:
        return parts
    agreed = case.requested_minor if case.agreed_minor is None else case.agreed_minor
    return rules.reduce_parts(parts, min(agreed, case.requested_minor))


def _write_amounts(case: Case, lines: list[CaseLine], parts: Sequence[RefundParts]) -> None:
    for line, part in zip(lines, parts, strict=True):
        line.goods_minor = part.goods_minor
        line.freight_minor = part.freight_minor
        line.tax_minor = part.tax_minor
    CaseLine.objects.bulk_update(lines, ["goods_minor", "freight_minor", "tax_minor"])
    case.agreed_minor = sum(part.total_minor for part in parts)
    if not case.is_reduced:
        # Cases of one line settled in another order than they were made differ by a cent.
        case.requested_minor = case.agreed_minor


def _reversal(line: CaseLine, part: RefundParts) -> Reversal:
    return Reversal(
        order_line_id=line.order_line_id,
        quantity=line.quantity,
        refund_minor=part.total_minor,
        freight_minor=part.freight_minor + part.tax_minor,
    )


def _require_here(case: Case, order: OrderView) -> None:
    if not gathering.is_still_here(case.id, gathering.gather(order)):
        raise AlreadyShipped


def _tell_order(case: Case, *, actor: Actor) -> None:
    """Let the order see what was paid back, and coupons go back with their whole scope."""
    orders.record_refunded(actor=actor, order_id=case.order_id)
    group = orders_queries.get_group(case.group_id)
    scopes = rules.refunded_scopes(
        [
            (order.merchant_id, line.returnable_quantity)
            for order in group.orders
            for line in order.lines
        ],
        case.merchant_id,
    )
    for merchant_id in scopes:
        promotions.return_coupons(
            actor=actor,
            group_id=case.group_id,
            merchant_id=merchant_id,
            is_merchant_fault=case.freight_bearer == FreightBearer.MERCHANT,
        )
