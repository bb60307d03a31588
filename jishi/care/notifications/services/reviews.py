"""Telling of reviews."""

from uuid import UUID

from jishi.care.notifications.rules import rendering
from jishi.care.notifications.services.posting import Notice, Reader, post
from jishi.care.notifications.services.shops import shop_values
from jishi.care.notifications.types import Value
from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews.types import ReviewState
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional


@transactional
def tell_of_new_review(*, actor: Actor, review_id: UUID) -> None:
    """Tell a shop of a review that can be read."""
    review = reviews_queries.get_review(review_id)
    if review.state != ReviewState.VISIBLE:
        return
    values = shop_values(review.merchant_id) | {
        "product": review.title,
        "stars": str(review.rating),
        "review_key": ids.encode("rev", review_id),
    }
    post(Notice("reviews.posted", str(review_id), values, shop=review.merchant_id))


@transactional
def tell_of_reply(*, actor: Actor, review_id: UUID) -> None:
    """Tell the author of a review that the shop replied."""
    review = reviews_queries.get_review(review_id)
    values = shop_values(review.merchant_id) | {"product": review.title}
    reader = Reader(user_id=review.user_id)
    post(Notice("reviews.replied", str(review_id), values, users=(reader,)))


@transactional
def tell_of_hidden_review(*, actor: Actor, review_id: UUID, state: str, reason: str) -> None:
    """Tell the author of a review that it was hidden, and why; showing it needs no words."""
    if state != ReviewState.HIDDEN:
        return
    review = reviews_queries.get_review(review_id)
    values: dict[str, Value] = {"product": review.title, "reason": rendering.quoted(reason)}
    reader = Reader(user_id=review.user_id)
    post(Notice("reviews.hidden", f"{review_id}:{reason}", values, users=(reader,)))
