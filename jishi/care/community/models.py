"""Tables of community. Written by `services` only."""

from django.conf import settings
from django.db import models

from jishi.foundation.platform.models import Record, TimedRecord


class Favorite(TimedRecord):
    """A product somebody keeps in mind. Invariant: once per person and product.

    price_minor, currency: the lowest price in the market when it was added, or when its
    fall was last told of; 0 if unknown.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    market_code = models.CharField(max_length=20, default="", blank=True)
    price_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "product"], name="favorite_once"),
        ]
        indexes = [
            models.Index(fields=["user", "id"], name="favorite_user"),
            models.Index(fields=["product", "market_code", "price_minor"], name="favorite_fans"),
        ]


class Footprint(Record):
    """A product somebody looked at. Invariant: once per person, product and day (Shanghai)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "product", "day"], name="footprint_once_a_day"),
        ]
        indexes = [models.Index(fields=["user", "seen_at"], name="footprint_user")]


class ShopFollow(TimedRecord):
    """A shop somebody follows. Invariant: once per person and shop."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "merchant"], name="shop_follow_once"),
        ]
        indexes = [models.Index(fields=["user", "id"], name="shop_follow_user")]
