"""Tables of reviews. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jishi.care.reviews.types import ReviewState
from jishi.foundation.platform.models import TimedRecord


class Review(TimedRecord):
    """What a buyer said of one order line. Never deleted.

    images, follow_up_images: ids of stored images. title, options: as sold.
    is_default: made by the house for a silent buyer; it counts in no score.
    Invariant: one review per order line; the ratings of visible, not default reviews are
    in the product's score.
    """

    order_line = models.ForeignKey(
        "orders.OrderLine", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order_id = models.UUIDField(db_index=True)
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    variant_id = models.UUIDField()
    merchant_id = models.UUIDField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    title = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    rating = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000, default="", blank=True)
    images = models.JSONField(default=list)
    has_images = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=ReviewState.VISIBLE)
    hidden_reason = models.CharField(max_length=300, default="", blank=True)
    follow_up_text = models.CharField(max_length=1000, default="", blank=True)
    follow_up_images = models.JSONField(default=list)
    follow_up_at = models.DateTimeField(null=True)
    reply_text = models.CharField(max_length=1000, default="", blank=True)
    reply_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_line"], name="review_once_per_line"),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="review_rating_in_bounds"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ReviewState)), name="review_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "state", "id"], name="review_product"),
            models.Index(fields=["merchant_id", "state", "id"], name="review_merchant"),
            models.Index(fields=["user", "id"], name="review_user"),
            models.Index(fields=["state", "id"], name="review_state"),
        ]
