"""When that happens, community does this."""

from uuid import UUID

from jishi.care.community import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.pricing.events import PricesChanged
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountClosed, AccountsMerged

_SYSTEM = Actor.system("community")


@subscribe(PricesChanged)
def note_prices(event: PricesChanged) -> None:
    """Have fans told of a product that got cheaper."""
    services.note_prices(
        actor=_SYSTEM, product_id=UUID(event.product_id), market_codes=event.market_codes
    )


@subscribe(AccountClosed)
def forget_person(event: AccountClosed) -> None:
    """Forget what a closed account liked and looked at."""
    services.forget_person(actor=_SYSTEM, user_id=UUID(event.user_id))


@subscribe(AccountsMerged)
def unite_people(event: AccountsMerged) -> None:
    """Give what a merged account liked and looked at to the one that was kept."""
    services.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
