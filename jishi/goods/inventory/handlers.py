"""When that happens, stock has a say in what is on sale."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.inventory import services
from jishi.goods.inventory.events import StockChanged


@subscribe(StockChanged)
def follow_stock(event: StockChanged) -> None:
    """The product may have sold out, or be back."""
    services.follow_stock(actor=Actor.system("inventory"), product_id=UUID(event.product_id))
