"""After the race: let everything come to rest, then see whether it adds up."""

from uuid import UUID

from jishi.foundation.kernel.paging import MAX_LIMIT
from jishi.foundation.platform import jobs, leases, outbox, worker
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountName
from jishi.money.payments import queries as payments_queries
from jishi.surfaces.cli.proving.shop import COUPONS, HOUSE, UNITS, Stage
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason, OrderFilter, OrderStatus, OrderView


def settle() -> None:
    """Act as the only worker left until nothing is due, and close what stayed unpaid."""
    for partition in range(outbox.PARTITIONS):
        leases.seize(f"outbox:{partition}", holder="judge")
    leases.seize("timers", holder="judge")
    jobs.recover_lost(all_dead=True)
    _work()
    for order in _orders(OrderStatus.AWAITING_PAYMENT):
        orders.close_unpaid(actor=HOUSE, group_id=order.group_id, reason=CancelReason.TIMEOUT)
    _work()


def judge_stock(stage: Stage) -> list[str]:
    """Return what does not hold: sold equals stock, nothing negative, coupons within limit."""
    faults = [f"stock: {one}" for one in inventory_queries.prove()]
    sold: dict[UUID, int] = dict.fromkeys(stage.variants, 0)
    for order in _orders(OrderStatus.CONFIRMED):
        for line in order.lines:
            sold[line.variant_id] += line.quantity
    left = inventory_queries.available(list(stage.variants))
    for variant_id in stage.variants:
        if sold[variant_id] + left[variant_id] != UNITS:
            faults.append(
                f"{variant_id}: {sold[variant_id]} sold and {left[variant_id]} left of {UNITS}"
            )
    faults += [f"coupon {one} miscounted" for one in promotions_queries.prove()]
    coupon = promotions_queries.get_coupon(stage.coupon)
    if not coupon.used <= coupon.issued <= COUPONS:
        faults.append(f"coupon: {coupon.issued} issued, {coupon.used} used of {COUPONS}")
    return faults


def judge_money() -> list[str]:
    """Return what does not hold: books balanced, every paid order confirmed or refunded."""
    faults = [f"ledger: {one}" for one in ledger_queries.prove()]
    clearing = ledger_queries.balance(AccountName("clearing:bank_transfer"), currency="CNY")
    captured = 0
    for group_id in {order.group_id for order in _orders()}:
        payment = payments_queries.get_payment(group_id)
        captured += payment.captured_minor - payment.refunded_minor
        states = {order.status for order in orders_queries.get_group(group_id).orders}
        is_paid = payment.captured_minor > 0
        is_open = is_paid and payment.refunded_minor != payment.captured_minor
        if is_open and states != {OrderStatus.CONFIRMED}:
            faults.append(f"group {group_id}: paid, neither confirmed nor refunded")
        if not is_paid and OrderStatus.CONFIRMED in states:
            faults.append(f"group {group_id}: confirmed without payment")
    if clearing.minor != captured:
        faults.append(f"clearing has {clearing.minor}, payments say {captured}")
    return faults


def _work() -> None:
    while worker.run_once("judge"):
        pass


def _orders(status: OrderStatus | None = None) -> list[OrderView]:
    wanted = OrderFilter(statuses=(status,) if status else ())
    found: list[OrderView] = []
    cursor: str | None = None
    while True:
        page = orders_queries.list_orders(wanted, cursor=cursor, limit=MAX_LIMIT)
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor
