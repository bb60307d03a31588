"""News of products and reviews."""

from uuid import UUID

from jishi.care.community.events import FavoriteGotCheaper
from jishi.care.notifications import services
from jishi.care.reviews import events as reviews
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.catalog.events import ProductReviewed
from jishi.goods.inventory.events import BackInStock, StockRanLow

_SYSTEM = Actor.system("notifications")


@subscribe(BackInStock)
def tell_of_back_in_stock(event: BackInStock) -> None:
    """Tell those who asked that something is back."""
    services.tell_of_back_in_stock(
        actor=_SYSTEM, variant_id=UUID(event.variant_id), available=event.available
    )


@subscribe(FavoriteGotCheaper)
def tell_of_cheaper_favorite(event: FavoriteGotCheaper) -> None:
    """Tell fans that a favorite costs less."""
    services.tell_of_cheaper_favorite(
        actor=_SYSTEM,
        product_id=UUID(event.product_id),
        price_minor=event.price_minor,
        currency=event.currency,
        user_ids=[UUID(user_id) for user_id in event.user_ids],
    )


@subscribe(StockRanLow)
def tell_of_low_stock(event: StockRanLow) -> None:
    """Tell a shop to restock."""
    services.tell_of_low_stock(
        actor=_SYSTEM,
        variant_id=UUID(event.variant_id),
        merchant_id=UUID(event.merchant_id),
        available=event.available,
    )


@subscribe(ProductReviewed)
def tell_of_product_review(event: ProductReviewed) -> None:
    """Tell a shop whether a product was approved."""
    services.tell_of_product_review(
        actor=_SYSTEM,
        product_id=UUID(event.product_id),
        merchant_id=UUID(event.merchant_id),
        is_approved=event.is_approved,
        note=event.note,
    )


@subscribe(reviews.ReviewPosted)
def tell_of_new_review(event: reviews.ReviewPosted) -> None:
    """Tell a shop of a review."""
    services.tell_of_new_review(actor=_SYSTEM, review_id=UUID(event.review_id))


@subscribe(reviews.ReviewReplied)
def tell_of_reply(event: reviews.ReviewReplied) -> None:
    """Tell a buyer that the shop replied."""
    services.tell_of_reply(actor=_SYSTEM, review_id=UUID(event.review_id))


@subscribe(reviews.ReviewModerated)
def tell_of_hidden_review(event: reviews.ReviewModerated) -> None:
    """Tell a buyer why a review is not shown."""
    services.tell_of_hidden_review(
        actor=_SYSTEM, review_id=UUID(event.review_id), state=event.state, reason=event.reason
    )
