"""Facts that reviews announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("reviews.review_posted.v1", key="review_id")
class ReviewPosted(Event):
    """A buyer reviewed a product. state: `visible` or `pending`."""

    review_id: str
    product_id: str
    merchant_id: str
    user_id: str
    rating: int
    state: str


@fact("reviews.review_followed_up.v1", key="review_id")
class ReviewFollowedUp(Event):
    """A buyer added something to a review."""

    review_id: str
    product_id: str
    merchant_id: str


@fact("reviews.review_replied.v1", key="review_id")
class ReviewReplied(Event):
    """A merchant replied to a review."""

    review_id: str
    product_id: str
    merchant_id: str
    user_id: str


@fact("reviews.review_moderated.v1", key="review_id")
class ReviewModerated(Event):
    """A review was shown or hidden by a person. reason: why it was hidden."""

    review_id: str
    product_id: str
    user_id: str
    state: str
    reason: str
