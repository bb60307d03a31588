"""When that happens, stock has a say in what is on sale."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.inventory import services
from jishi.goods.inventory.events import StockChanged
from jishi.goods.inventory.services import uniting
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged


@subscribe(StockChanged)
def follow_stock(event: StockChanged) -> None:
    """The product may have sold out, or be back."""
    services.follow_stock(actor=Actor.system("inventory"), product_id=UUID(event.product_id))


@subscribe(AccountsMerged)
def unite_alerts(event: AccountsMerged) -> None:
    """Tell the kept account what a merged one waits for."""
    uniting.unite(
        actor=Actor.system("inventory"),
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
