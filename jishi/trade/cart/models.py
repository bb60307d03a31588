"""Tables of carts. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record, TimedRecord


class Cart(TimedRecord):
    """What one shopper means to buy in one market.

    Invariant: one cart per owner and market, by `owner_key`.
    """

    owner_key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    guest_id = models.UUIDField(null=True, db_index=True)
    market_code = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    chosen_coupons = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=clock.now)


class CartLine(Record):
    """Some units of a variant. seen_unit_minor: its price when it was put in."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    is_selected = models.BooleanField(default=True)
    is_saved = models.BooleanField(default=False)
    seen_unit_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_quantity_positive"),
        ]


class SharedCart(TimedRecord):
    """What somebody wants to show others of a cart, as it was then; it names nobody.

    code: in the link; it cannot be guessed. lines: `[{variant_id, quantity}]`.
    """

    code = models.CharField(max_length=24, unique=True)
    market_code = models.CharField(max_length=20)
    lines = models.JSONField(default=list)
    expires_at = models.DateTimeField(db_index=True)
