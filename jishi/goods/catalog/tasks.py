"""What the catalog does by the clock."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.timers import timer
from jishi.goods.catalog import services
from jishi.goods.catalog.services import timing


@timer(timing.PUBLISH)
def publish_scheduled(product_id: UUID) -> None:
    """Put a product on sale at its time."""
    services.publish_due(actor=Actor.system("catalog"), product_id=product_id)


@timer(timing.UNPUBLISH)
def unpublish_scheduled(product_id: UUID) -> None:
    """Take a product off sale at its time."""
    services.unpublish_due(actor=Actor.system("catalog"), product_id=product_id)
