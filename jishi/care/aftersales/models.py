"""Tables of after-sale cases. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jishi.care.aftersales.types import CaseKind, CaseState, Reason, Rejection, Stage
from jishi.foundation.platform.models import Record, TimedRecord
from jishi.fulfillment.shipping.types import FreightBearer


class Case(TimedRecord):
    """An application for money back, and what became of it.

    evidence: ids of stored images. deadline: when the house acts by itself; a copy of the
    armed timer, for lists. note: the merchant's words on a rejection or a reduction.
    is_unpaid: the order had not been paid when the case was settled, so no money moved.
    with_freight: whether the first freight goes back, as told when the case was made.
    settled_at: when the units were counted as returned in the order.
    Invariants: nobody is given more than was asked for; `ended_at` is set in end states.
    """

    number = models.CharField(max_length=32, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=32, db_index=True)
    group_id = models.UUIDField()
    merchant = models.ForeignKey(
        "merchants.Merchant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(max_length=16)
    stage = models.CharField(max_length=12)
    state = models.CharField(max_length=20, default=CaseState.APPLIED)
    reason = models.CharField(max_length=20)
    description = models.CharField(max_length=1000, default="", blank=True)
    evidence = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    requested_minor = models.BigIntegerField()
    is_reduced = models.BooleanField(default=False)
    agreed_minor = models.BigIntegerField(null=True)
    is_unpaid = models.BooleanField(default=False)
    freight_bearer = models.CharField(max_length=10)
    with_freight = models.BooleanField(default=False)
    location_id = models.UUIDField(null=True)
    return_shipment = models.ForeignKey(
        "shipping.Shipment", null=True, on_delete=models.PROTECT, related_name="+"
    )
    refund_id = models.UUIDField(null=True)
    rejection = models.CharField(max_length=12, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    submissions = models.PositiveSmallIntegerField(default=1)
    deadline = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=list(CaseKind)), name="aftersale_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=list(Stage)), name="aftersale_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(CaseState)), name="aftersale_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(Reason)), name="aftersale_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(rejection__in=list(Rejection)), name="aftersale_rejection_known"
            ),
            models.CheckConstraint(
                condition=Q(freight_bearer__in=list(FreightBearer)),
                name="aftersale_freight_bearer_known",
            ),
            models.CheckConstraint(
                condition=Q(requested_minor__gte=0), name="aftersale_request_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(agreed_minor__isnull=True)
                | Q(agreed_minor__gte=0, agreed_minor__lte=F("requested_minor")),
                name="aftersale_agreed_within_request",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant", "state", "id"], name="aftersale_merchant_queue"),
            models.Index(fields=["user", "id"], name="aftersale_user"),
            models.Index(fields=["state", "id"], name="aftersale_state"),
        ]


class CaseLine(Record):
    """Some units of an order line in a case, and what they give back.

    Invariant: an order line is once in a case.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    variant_id = models.UUIDField()
    quantity = models.IntegerField()
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "order_line"], name="aftersale_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="aftersale_line_quantity_positive"
            ),
            models.CheckConstraint(
                condition=Q(goods_minor__gte=0, freight_minor__gte=0, tax_minor__gte=0),
                name="aftersale_line_amounts_not_negative",
            ),
        ]
