"""Facts that the catalog announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("catalog.category_changed.v1", key="category_id")
class CategoryChanged(Event):
    """A category was made, changed, moved or deleted; those below it may have moved along."""

    category_id: str


@fact("catalog.product_changed.v1", key="product_id")
class ProductChanged(Event):
    """Something shoppers or consoles see of a product changed, its state included."""

    product_id: str
    merchant_id: str


@fact("catalog.product_published.v1", key="product_id")
class ProductPublished(Event):
    """A product went on sale."""

    product_id: str
    merchant_id: str


@fact("catalog.product_unpublished.v1", key="product_id")
class ProductUnpublished(Event):
    """A product went off sale: unpublished, blocked, or its shop was suspended."""

    product_id: str
    merchant_id: str


@fact("catalog.variant_archived.v1", key="product_id")
class VariantArchived(Event):
    """A variant is no longer offered; old orders keep it."""

    product_id: str
    variant_id: str


@fact("catalog.product_submitted.v1", key="product_id")
class ProductSubmitted(Event):
    """A product, or a revision of one on sale, waits for review."""

    product_id: str
    merchant_id: str


@fact("catalog.product_reviewed.v1", key="product_id")
class ProductReviewed(Event):
    """A review was decided. note: the reason of a rejection, for the merchant to read."""

    product_id: str
    merchant_id: str
    is_approved: bool
    note: str
