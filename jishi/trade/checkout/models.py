"""Tables of checkouts. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jishi.foundation.kernel import ids
from jishi.foundation.platform.models import TimedRecord
from jishi.trade.checkout.types import CheckoutState


class Checkout(TimedRecord):
    """What a shopper is about to order, and the choices made so far.

    Invariant: `group_id` is the id that the placed group gets, so one checkout makes at
    most one group. items: variant and quantity. delivery: parcel key → option code.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    guest_id = models.UUIDField(null=True)
    cart_id = models.UUIDField(null=True)
    group_id = models.UUIDField(unique=True, default=ids.new_id)
    market_code = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, default=CheckoutState.OPEN)
    email = models.CharField(max_length=254, default="", blank=True)
    phone = models.CharField(max_length=32, default="", blank=True)
    address = models.JSONField(null=True)
    items = models.JSONField(default=list)
    delivery = models.JSONField(default=dict)
    chosen_coupons = models.JSONField(null=True)
    uses_points = models.BooleanField(default=False)
    notes = models.JSONField(default=dict)
    channel = models.CharField(max_length=20, default="web")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(CheckoutState)), name="checkout_state_known"
            ),
        ]
