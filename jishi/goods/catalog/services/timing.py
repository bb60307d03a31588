"""The timers that put products on sale and off it."""

from datetime import datetime
from typing import Final

from jishi.foundation.platform import timers
from jishi.goods.catalog.models import Product

PUBLISH: Final = "catalog.publish"
UNPUBLISH: Final = "catalog.unpublish"


def arm(product: Product, *, is_new: bool = False) -> None:
    """Set the timers to a product's times, or disarm those without one.

    is_new: whether the product was made in this very use case, so that it has none yet.
    """
    for kind, due_at in ((PUBLISH, product.publish_at), (UNPUBLISH, product.unpublish_at)):
        if is_new and due_at is not None:
            timers.set_new_timer(kind, product.id, due_at)
        elif due_at is not None:
            timers.set_timer(kind, product.id, due_at)
        elif not is_new:
            timers.cancel(kind, [product.id])


def is_its_time(product: Product, at: datetime) -> bool:
    """Return whether a product's times allow it to be on sale."""
    has_begun = product.publish_at is None or product.publish_at <= at
    return has_begun and (product.unpublish_at is None or at < product.unpublish_at)
