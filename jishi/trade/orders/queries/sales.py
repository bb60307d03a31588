"""How well products sell, as far as real buyers say so."""

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, TruncDate

from jishi.trade.orders.models import OrderLine
from jishi.trade.orders.types import OrderStatus, PaymentStatus


def count_buyer_days(since: datetime) -> dict[UUID, int]:
    """Return how often each product was bought: a buyer counts once a day, whatever the units.

    Orders that were not confirmed, were canceled or given back in full do not count; so a
    shop that buys its own goods over and over, or refunds what it bought, gains nothing by it.
    A buyer is an account, else a phone number or e-mail address; days end at midnight UTC. One
    statement.
    """
    buyer = Coalesce(
        Cast("order__user_id", CharField(max_length=36)),
        NullIf("order__group__phone", Value("")),
        "order__group__email",
        output_field=CharField(),
    )
    day = Cast(TruncDate("order__confirmed_at", tzinfo=UTC), CharField(max_length=10))
    rows = (
        OrderLine.objects.filter(
            order__status__in=[OrderStatus.CONFIRMED, OrderStatus.COMPLETED],
            order__confirmed_at__gte=since,
            returned_quantity__lt=F("quantity"),
        )
        .exclude(order__payment_status=PaymentStatus.REFUNDED)
        .annotate(purchase=Concat(buyer, Value("|"), day, output_field=CharField()))
        .values("product_id")
        .annotate(times=Count("purchase", distinct=True))
    )
    return dict(rows.values_list("product_id", "times"))
