"""When that happens, reviews do this."""

from uuid import UUID

from jishi.care.reviews import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountClosed, AccountsMerged
from jishi.trade.orders.events import OrderReceived

_SYSTEM = Actor.system("reviews")


@subscribe(OrderReceived)
def expect_reviews(event: OrderReceived) -> None:
    """Give the buyer of a received order time to review it."""
    services.expect_reviews(actor=_SYSTEM, order_id=UUID(event.order_id))


@subscribe(AccountClosed)
def forget_author(event: AccountClosed) -> None:
    """Take the name off the reviews of a closed account."""
    services.forget_author(actor=_SYSTEM, user_id=UUID(event.user_id))


@subscribe(AccountsMerged)
def unite_authors(event: AccountsMerged) -> None:
    """Give the reviews of a merged account to the one that was kept."""
    services.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
