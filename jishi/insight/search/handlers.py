"""When that happens, documents lag behind."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.catalog.events import ProductChanged, ProductPublished, ProductUnpublished
from jishi.goods.inventory.events import BackInStock, StockChanged
from jishi.goods.pricing.events import PricesChanged
from jishi.insight.search import services
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.events import AccountsMerged

_SYSTEM = Actor.system("search")


@subscribe(ProductChanged)
def rebuild_changed(event: ProductChanged) -> None:
    """The product reads differently now."""
    services.mark_dirty(actor=_SYSTEM, product_ids=[UUID(event.product_id)])


@subscribe(ProductPublished)
def rebuild_published(event: ProductPublished) -> None:
    """The product can be found now."""
    services.mark_dirty(actor=_SYSTEM, product_ids=[UUID(event.product_id)])


@subscribe(ProductUnpublished)
def rebuild_unpublished(event: ProductUnpublished) -> None:
    """The product can no longer be found."""
    services.mark_dirty(actor=_SYSTEM, product_ids=[UUID(event.product_id)])


@subscribe(PricesChanged)
def rebuild_prices(event: PricesChanged) -> None:
    """The product costs something else now."""
    services.mark_dirty(actor=_SYSTEM, product_ids=[UUID(event.product_id)])


@subscribe(BackInStock)
def rebuild_restocked(event: BackInStock) -> None:
    """The product can be had again."""
    services.mark_dirty(actor=_SYSTEM, product_ids=[UUID(event.product_id)])


@subscribe(StockChanged)
def rebuild_sold_out(event: StockChanged) -> None:
    """The product may have sold out."""
    services.mark_sold_out(
        actor=_SYSTEM, product_id=UUID(event.product_id), variant_id=UUID(event.variant_id)
    )


@subscribe(AccountsMerged)
def unite_histories(event: AccountsMerged) -> None:
    """Give what a merged account searched for to the one that was kept."""
    services.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )
