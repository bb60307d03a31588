"""After the race: everything comes to rest, by the hand of one last worker."""

import time

from jishi.foundation.kernel import clock
from jishi.foundation.platform import gauges, jobs, leases, outbox, worker
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.surfaces.cli.providers import Provider
from jishi.surfaces.cli.proving import channel, staff
from jishi.surfaces.cli.proving.shop import HOUSE, Stage
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import CancelReason, OrderFilter, OrderStatus

WITHIN_S = 30.0
"""What failed once is tried again within that time."""

HOLDER = "judge"


def settle(stage: Stage, provider: Provider | None) -> None:
    """Work until nothing is due, and close what stayed unpaid. Everybody else is dead."""
    for partition in range(outbox.PARTITIONS):
        leases.seize(f"outbox:{partition}", holder=HOLDER)
    leases.seize("timers", holder=HOLDER)
    jobs.recover_lost(all_dead=True)
    deadline = time.monotonic() + WITHIN_S
    while _bring_on(stage) or (provider is not None and channel.waits(provider)):
        if time.monotonic() > deadline:
            return
        time.sleep(0.05)


def send_refunds() -> None:
    """Send refunds again whose sender was killed, once they are due."""
    for refund_id in payments_queries.list_due_refunds(clock.now()):
        payments.send_refund(actor=HOUSE, refund_id=refund_id)
    _work()
    staff.pay_back()
    _work()


def _bring_on(stage: Stage) -> bool:
    """Do what can be done; return whether news still waits for another try."""
    _work()
    wanted = OrderFilter(merchant_ids=stage.merchants, statuses=(OrderStatus.AWAITING_PAYMENT,))
    while page := orders_queries.list_orders(wanted, limit=100).items:
        for group_id in {order.group_id for order in page}:
            orders.close_unpaid(actor=HOUSE, group_id=group_id, reason=CancelReason.TIMEOUT)
        _work()
    staff.finish(stage)
    send_refunds()
    return gauges.read()["outbox_pending"][1] > 0


def _work() -> None:
    while worker.run_once(HOLDER):
        pass
