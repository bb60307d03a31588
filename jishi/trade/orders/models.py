"""Tables of orders. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.trade.orders.types import (
    Flag,
    FulfillmentStatus,
    OrderKind,
    OrderStatus,
    PaymentStatus,
    Trouble,
)


class OrderGroup(TimedRecord):
    """One placing, paid at once.

    Invariant: every total is the sum of the same field over the group's orders.
    """

    number = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    email = models.CharField(max_length=254, default="", blank=True)
    phone = models.CharField(max_length=32, default="", blank=True)
    locale = models.CharField(max_length=12)
    market_code = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    channel = models.CharField(max_length=20, default="web")
    pay_until = models.DateTimeField(null=True)


class Order(TimedRecord):
    """One merchant's part of a group, fulfilled in one way.

    Invariants: total = goods − discount + freight + tax; every amount is the sum over the
    order's lines; `payment_status` and `fulfillment_status` are derived by `rules`.
    """

    group = models.ForeignKey(OrderGroup, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=32, unique=True)
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=20, default=OrderStatus.AWAITING_PAYMENT)
    payment_status = models.CharField(max_length=20, default=PaymentStatus.UNPAID)
    fulfillment_status = models.CharField(max_length=20, default=FulfillmentStatus.NONE)
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    address = models.JSONField(null=True)
    phone_tail = models.CharField(max_length=4, default="", blank=True, db_index=True)
    buyer_note = models.CharField(max_length=500, default="", blank=True)
    merchant_note = models.CharField(max_length=500, default="", blank=True)
    flag = models.CharField(max_length=8, default=Flag.NONE)
    is_held = models.BooleanField(default=False)
    is_location_locked = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=200, default="", blank=True)
    has_open_aftersale = models.BooleanField(default=False)
    is_cash_on_delivery = models.BooleanField(default=False)
    is_receipt_extended = models.BooleanField(default=False)
    is_reviewed = models.BooleanField(default=False)
    promised_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(OrderStatus)), name="order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(payment_status__in=list(PaymentStatus)),
                name="order_payment_status_known",
            ),
            models.CheckConstraint(
                condition=Q(fulfillment_status__in=list(FulfillmentStatus)),
                name="order_fulfillment_status_known",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(OrderKind)), name="order_kind_known"),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor")
                    - F("discount_minor")
                    + F("freight_minor")
                    + F("tax_minor")
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("total_minor")),
                name="order_refund_within_total",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant", "fulfillment_status", "id"], name="order_queue"),
            models.Index(fields=["merchant", "id"], name="order_merchant"),
            models.Index(fields=["user", "id"], name="order_user"),
            models.Index(fields=["status", "id"], name="order_status"),
        ]


class OrderLine(Record):
    """What was sold, as it was shown and charged. Only quantities and refunds change.

    Invariant: list = discount shares + payable goods; payable = goods + freight + tax.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    product_id = models.UUIDField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=100)
    title = models.JSONField()
    options = models.JSONField(default=dict)
    image_url = models.CharField(max_length=300, default="", blank=True)
    quantity = models.PositiveIntegerField()
    unit_list_minor = models.BigIntegerField()
    list_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    shares = models.JSONField(default=list)
    payable_goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    payable_minor = models.BigIntegerField()
    shipped_quantity = models.PositiveIntegerField(default=0)
    returned_quantity = models.PositiveIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    commission_rate_bp = models.PositiveIntegerField()
    return_days = models.PositiveSmallIntegerField(default=7)
    sources = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(list_minor=F("discount_minor") + F("payable_goods_minor")),
                name="order_line_discounts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    payable_minor=F("payable_goods_minor") + F("freight_minor") + F("tax_minor")
                ),
                name="order_line_payable_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(payable_goods_minor__gte=0), name="order_line_goods_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="order_line_quantity_positive"
            ),
            models.CheckConstraint(
                condition=Q(
                    shipped_quantity__lte=F("quantity"), returned_quantity__lte=F("quantity")
                ),
                name="order_line_quantities_within",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("payable_minor")),
                name="order_line_refund_within_payable",
            ),
        ]


class StuckOrder(Record):
    """An order that a watch found standing still, and until when it did.

    since: when it was first seen. raised_at: when people were told, null as long as it may
    still go on by itself. Invariant: one row per order and trouble; it is used again.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    trouble = models.CharField(max_length=20)
    since = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "trouble"], name="stuck_order_once"),
            models.CheckConstraint(
                condition=Q(trouble__in=list(Trouble)), name="stuck_order_trouble_known"
            ),
        ]
        indexes = [models.Index(fields=["resolved_at", "since"], name="stuck_order_open")]
