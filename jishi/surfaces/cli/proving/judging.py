"""Whether it all adds up: stock, coupons, every payment of a stage, and the books as a whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.paging import MAX_LIMIT
from jishi.foundation.platform import operations
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.pricing import types as pricing
from jishi.goods.promotions import queries as promotions_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import CLEARING, AccountCode, AccountName
from jishi.money.payments import queries as payments_queries
from jishi.money.payments.types import PaymentView, RefundState
from jishi.surfaces.cli.proving.shop import COUPONS, HOUSE, UNITS, Stage
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter, OrderLineView, OrderStatus, OrderView

CHANNEL = "alipay"
PROVIDERS = ("bank_transfer", CHANNEL)


@dataclass(slots=True)
class Books:
    """What the payments judged so far must leave in the ledger. Minor units.

    kept_minor: captured and not given back, of groups with nothing left to do.
    unfinished: groups with a refund that was interrupted and is not due again yet.
    """

    kept_minor: int = 0
    unfinished: list[UUID] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """What was found. faults: what does not hold. facts: figures to be told."""

    books: Books
    faults: list[str] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)


def judge(stage: Stage, books: Books, visits: Sequence[Mapping[str, Any]]) -> Verdict:
    """Judge a stage that has come to rest, and the whole database with it.

    visits: what the browsers remember.
    """
    orders = _orders(stage)
    verdict = Verdict(Books())
    verdict.faults += _judge_plumbing()
    _judge_stock(stage, orders, verdict)
    _judge_coupons(stage, orders, verdict)
    _judge_told(orders, visits, verdict)
    _judge_payments(orders, books, verdict)
    return verdict


def judge_channel(
    visits: Sequence[Mapping[str, Any]], trades: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return where the channel's own book and ours differ, trade by trade."""
    faults = []
    groups = {visit["group"] for visit in visits if "group" in visit}
    theirs = {trade["out_trade_no"]: trade for trade in trades}
    for group_id in map(UUID, sorted(groups)):
        refunds = payments_queries.list_refunds(payment_reference=group_id)
        ours = {one.number: one for one in refunds if one.provider == CHANNEL}
        given: set[str] = set()
        for attempt in payments_queries.list_attempts(group_id):
            trade = theirs.get(attempt.number) if attempt.provider == CHANNEL else None
            if trade is None:
                continue
            taken = trade["amount"] if trade["paid_at"] is not None else 0
            if attempt.captured_minor != taken:
                faults.append(f"channel took {taken} for {attempt}")
            given |= {number for number, one in trade["refunds"].items() if one["done"]}
        made = {number for number, one in ours.items() if one.state == RefundState.SUCCEEDED}
        if not made <= given <= set(ours):
            faults.append(f"group {group_id}: channel gave back {given}, we know of {made}")
    return faults


def unfinished_trades(books: Books) -> set[str]:
    """Return the channel's numbers of payments with a refund under way."""
    return {
        attempt.number
        for group_id in books.unfinished
        for attempt in payments_queries.list_attempts(group_id)
    }


def judge_books(books: Books) -> list[str]:
    """Return what the ledger as a whole has wrong, given what it should hold."""
    ledger.snapshot(actor=HOUSE)
    faults = [f"ledger: {one}" for one in ledger_queries.prove()]
    kept, due = books.kept_minor, 0
    for group_id in books.unfinished:
        payment = payments_queries.get_payment(group_id)
        kept += payment.captured_minor - payment.refunded_minor
        due += _open_refunds(group_id)
    clearing = sum(_balance(f"{CLEARING}{provider}") for provider in PROVIDERS)
    expected = {
        "clearing": (clearing, kept),
        AccountCode.CUSTOMER_FUNDS: (_balance(AccountCode.CUSTOMER_FUNDS), 0),
        AccountCode.REFUNDS_DUE: (_balance(AccountCode.REFUNDS_DUE), -due),
        AccountCode.SUSPENSE: (_balance(AccountCode.SUSPENSE), 0),
    }
    return faults + [
        f"ledger: {name} has {found}, payments say {wanted}"
        for name, (found, wanted) in expected.items()
        if found != wanted
    ]


def close(books: Books) -> Books:
    """Count the groups whose refunds have ended meanwhile among the finished ones."""
    found = Books(books.kept_minor)
    for group_id in books.unfinished:
        _count(found, payments_queries.get_payment(group_id), _open_refunds(group_id))
    return found


def _judge_plumbing() -> list[str]:
    parked = [(one.handler, one.error) for one in operations.list_parked_deliveries().items]
    parked += [(one.name, one.error) for one in operations.list_jobs().items]
    parked += [(one.kind, one.error) for one in operations.list_timers().items]
    return [f"parked: {name}: {_last_line(error)}" for name, error in parked]


def _judge_stock(stage: Stage, orders: Sequence[OrderView], verdict: Verdict) -> None:
    verdict.faults += [f"stock: {one}" for one in inventory_queries.prove()]
    sold: Counter[UUID] = Counter()
    for line in _sold_lines(orders):
        sold[line.variant_id] += line.returnable_quantity
    for level in inventory_queries.list_levels(variant_ids=stage.variants):
        buckets = (level.on_hand, level.reserved, level.allocated, level.available)
        if min(buckets) < 0 or level.reserved:
            verdict.faults.append(f"stock: {level}")
    left = inventory_queries.available(list(stage.variants))
    for variant_id in stage.variants:
        if sold[variant_id] + left[variant_id] != UNITS:
            verdict.faults.append(
                f"stock: {variant_id}: {sold[variant_id]} sold, {left[variant_id]} left of {UNITS}"
            )
    verdict.facts["sold"] = sold.total()


def _judge_coupons(stage: Stage, orders: Sequence[OrderView], verdict: Verdict) -> None:
    verdict.faults += [f"coupon {one} miscounted" for one in promotions_queries.prove()]
    coupon = promotions_queries.get_coupon(stage.coupon)
    # What was refunded whole gives its coupon back, once the money has arrived.
    bought = {line.order_id for line in _sold_lines(orders) if _has_coupon(line)}
    kept = {line.order_id for line in _sold_lines(orders) if line.returnable_quantity}
    groups = {order.order_id: order.group_id for order in orders}
    most = {groups[order_id] for order_id in bought}
    least = most & {groups[order_id] for order_id in kept}
    if not len(least) <= coupon.used <= min(len(most), coupon.issued):
        verdict.faults.append(f"coupon: {coupon.used} used, {len(least)} to {len(most)} sold with")
    if coupon.issued > COUPONS:
        verdict.faults.append(f"coupon: {coupon.issued} issued of {COUPONS}")
    verdict.facts["coupons used"] = coupon.used


def _judge_told(
    orders: Sequence[OrderView], visits: Sequence[Mapping[str, Any]], verdict: Verdict
) -> None:
    """Compare what shoppers were told, and what they have sent, with what is there."""
    groups = {str(order.group_id) for order in orders}
    for visit in visits:
        if "group" not in visit:
            continue
        if visit["group"] not in groups:
            verdict.faults.append(f"group {visit['group']} was placed and is lost")
        elif "sent" in visit:
            arrived = payments_queries.get_payment(UUID(str(visit["group"]))).captured_minor
            if arrived != visit["sent"]:
                verdict.faults.append(f"{visit['sent']} sent, {arrived} arrived: {visit}")
        verdict.facts["placed"] = verdict.facts.get("placed", 0) + 1


def _judge_payments(orders: Sequence[OrderView], books: Books, verdict: Verdict) -> None:
    """Every paid order is confirmed or refunded, to the cent; no other is confirmed."""
    verdict.books.kept_minor = books.kept_minor
    worth: Counter[UUID] = Counter()
    for order in orders:
        is_sold = order.confirmed_at is not None
        worth[order.group_id] += order.total_minor - order.refunded_minor if is_sold else 0
        if order.status == OrderStatus.AWAITING_PAYMENT:
            verdict.faults.append(f"order {order.number} is open")
    refunds = 0
    for group_id, payment in payments_queries.list_payments(list(worth)).items():
        open_minor = _open_refunds(group_id) if payment.captured_minor else 0
        kept = payment.captured_minor - payment.refunded_minor - open_minor
        if kept != worth[group_id]:
            verdict.faults.append(f"group {group_id}: {kept} kept for {worth[group_id]} of goods")
        refunds += payment.refunded_minor > 0
        _count(verdict.books, payment, open_minor)
    verdict.facts["refunded"] = refunds
    earlier = close(Books(unfinished=books.unfinished))
    verdict.books.kept_minor += earlier.kept_minor
    verdict.books.unfinished += earlier.unfinished
    verdict.faults += judge_books(verdict.books)


def _count(books: Books, payment: PaymentView, open_minor: int) -> None:
    if open_minor:
        books.unfinished.append(payment.reference)
    else:
        books.kept_minor += payment.captured_minor - payment.refunded_minor


def _open_refunds(group_id: UUID) -> int:
    """Return what is on its way back."""
    return sum(
        refund.amount.minor
        for refund in payments_queries.list_refunds(payment_reference=group_id)
        if refund.state not in {RefundState.SUCCEEDED, RefundState.FAILED}
    )


def _balance(account: str) -> int:
    return ledger_queries.balance(AccountName(account), currency="CNY").minor


def _sold_lines(orders: Iterable[OrderView]) -> list[OrderLineView]:
    return [line for order in orders if order.confirmed_at is not None for line in order.lines]


def _has_coupon(line: OrderLineView) -> bool:
    return any(share.stage == pricing.Stage.PLATFORM_COUPON for share in line.shares)


def _orders(stage: Stage) -> list[OrderView]:
    wanted = OrderFilter(merchant_ids=stage.merchants)
    found: list[OrderView] = []
    cursor: str | None = None
    while True:
        page = orders_queries.list_orders(wanted, cursor=cursor, limit=MAX_LIMIT)
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def _last_line(error: str) -> str:
    return error.strip().rpartition("\n")[2]
