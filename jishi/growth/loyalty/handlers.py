"""When that happens, loyalty does this."""

from datetime import datetime
from uuid import UUID

from jishi.care.aftersales.events import ReturnSettled
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.growth.loyalty import services
from jishi.growth.loyalty.events import LevelChanged, LevelEndangered, PointsExpiring
from jishi.growth.loyalty.services import uniting
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged
from jishi.trade.orders.events import OrderCanceled, OrderCompleted, OrderConfirmed

_SYSTEM = Actor.system("loyalty")


@subscribe(OrderConfirmed)
def expect(event: OrderConfirmed) -> None:
    """Show a member what a paid order will earn."""
    services.expect(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(OrderCompleted)
def grant(event: OrderCompleted) -> None:
    """Give what a final order earned."""
    services.grant(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(OrderCanceled)
def cancel(event: OrderCanceled) -> None:
    """Forget what an order that ended would have earned."""
    services.cancel(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(ReturnSettled)
def adjust(event: ReturnSettled) -> None:
    """Fit what an order earns to what is left of it."""
    services.adjust(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(PointsExpiring)
def tell_of_expiring_points(event: PointsExpiring) -> None:
    """Remind a member of points that go soon."""
    services.tell_of_expiring_points(
        actor=_SYSTEM,
        user_id=UUID(event.user_id),
        points=event.points,
        until=datetime.fromisoformat(event.until),
        days=event.days,
    )


@subscribe(LevelChanged)
def tell_of_level(event: LevelChanged) -> None:
    """Tell a member of a new level."""
    services.tell_of_level(
        actor=_SYSTEM, user_id=UUID(event.user_id), before=event.before, after=event.after
    )


@subscribe(LevelEndangered)
def tell_of_endangered_level(event: LevelEndangered) -> None:
    """Tell a member until when a level can be kept."""
    services.tell_of_endangered_level(
        actor=_SYSTEM,
        user_id=UUID(event.user_id),
        code=event.level,
        until=datetime.fromisoformat(event.until),
    )


@subscribe(AccountsMerged)
def unite_growth(event: AccountsMerged) -> None:
    """Add the growth of a merged account to that of the one that was kept."""
    uniting.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
