"""Tables of pricing."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record


class Price(Record):
    """What a variant costs in a market, in minor units of the market's currency.

    list_minor: the struck-through price, null if none is shown.
    Invariants: one price per variant and market; nothing is negative; a struck-through price
    is not below the price.
    """

    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    market_code = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    list_minor = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "market_code"], name="price_once_per_variant_and_market"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="price_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(list_minor__isnull=True) | Q(list_minor__gte=F("amount_minor")),
                name="price_strike_not_below_amount",
            ),
        ]
