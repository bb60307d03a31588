"""What orders do by the clock."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs, outbox, timers
from jishi.trade.orders import queries, services
from jishi.trade.orders.events import PaymentDue
from jishi.trade.orders.services import moving
from jishi.trade.orders.types import CancelReason

_SYSTEM = Actor.system("orders")


@timers.timer(moving.CLOSE_TIMER)
def close_unpaid_later(group_id: UUID) -> None:
    """Have an unpaid group closed; the channel is asked outside this transaction."""
    close_unpaid.enqueue(str(group_id))


@timers.timer(moving.REMIND_TIMER)
def remind_unpaid(group_id: UUID) -> None:
    """Announce that a group is soon to close."""
    group = queries.get_group(group_id)
    if group.is_awaiting_payment and group.pay_until:
        left = int((group.pay_until - clock.now()).total_seconds() // 60)
        outbox.emit(
            PaymentDue(
                group_id=str(group_id),
                user_id=str(group.user_id or ""),
                minutes_left=max(0, left),
            )
        )


@timers.timer(moving.RECEIVE_TIMER)
def receive(order_id: UUID) -> None:
    """Confirm receipt for a buyer who did not."""
    services.receive(actor=_SYSTEM, order_id=order_id)


@timers.timer(moving.COMPLETE_TIMER)
def complete(order_id: UUID) -> None:
    """Make a received sale final."""
    services.complete(actor=_SYSTEM, order_id=order_id)


@jobs.job(max_attempts=12)
def close_unpaid(group_id: str) -> None:
    """Close the payment at its channel, then the orders."""
    services.close_unpaid(actor=_SYSTEM, group_id=UUID(group_id), reason=CancelReason.TIMEOUT)


@jobs.repeat(timedelta(minutes=1))
@jobs.job(max_attempts=1)
def watch() -> None:
    """Look for orders that stand still, and tell people."""
    services.note_troubles(actor=_SYSTEM, troubles=queries.find_troubles(clock.now()))


@jobs.repeat(timedelta(minutes=10))
@jobs.job(max_attempts=1)
def close_overdue() -> None:
    """Close what the timers should have closed: a net that normally catches nothing."""
    for group_id in queries.list_overdue_unpaid(clock.now() - timedelta(minutes=10)):
        close_unpaid.enqueue(str(group_id))
