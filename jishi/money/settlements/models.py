"""Sold lines: what was sold, what the platform keeps, what the merchant is due."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record
from jishi.money.settlements.types import SaleState


class SaleLine(Record):
    """One order line as it was sold, and what has been taken back of it. Minor units.

    What is frozen: everything but the `reversed_`, `refunded_` and state columns.
    Invariants: merchant_due = payable + platform_subsidy − commission; nothing is taken
    back beyond what was sold. reversals: how many there were, names the next voucher.
    """

    order_id = models.UUIDField()
    order_line_id = models.UUIDField(unique=True)
    merchant_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    quantity = models.IntegerField()
    payable_minor = models.BigIntegerField()
    platform_subsidy_minor = models.BigIntegerField(default=0)
    freight_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    commission_rate_bp = models.IntegerField()
    commission_minor = models.BigIntegerField()
    commission_tax_rate_bp = models.IntegerField()
    commission_tax_minor = models.BigIntegerField()
    merchant_due_minor = models.BigIntegerField()
    reversed_quantity = models.IntegerField(default=0)
    refunded_goods_minor = models.BigIntegerField(default=0)
    refunded_freight_minor = models.BigIntegerField(default=0)
    reversed_subsidy_minor = models.BigIntegerField(default=0)
    reversed_commission_minor = models.BigIntegerField(default=0)
    reversed_commission_tax_minor = models.BigIntegerField(default=0)
    reversed_due_minor = models.BigIntegerField(default=0)
    reversals = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default=SaleState.ACCRUED)
    accrued_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in SaleState]),
                name="sale_line_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    merchant_due_minor=F("payable_minor")
                    + F("platform_subsidy_minor")
                    - F("commission_minor")
                ),
                name="sale_line_is_divided",
            ),
            models.CheckConstraint(
                condition=Q(
                    reversed_quantity__gte=0,
                    reversed_due_minor__gte=0,
                    reversed_commission_minor__gte=0,
                    reversed_quantity__lte=F("quantity"),
                    reversed_due_minor__lte=F("merchant_due_minor"),
                    reversed_commission_minor__lte=F("commission_minor"),
                ),
                name="sale_line_reversed_within_sold",
            ),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="sale_line_order"),
            models.Index(fields=["merchant_id", "currency", "state"], name="sale_line_merchant"),
            models.Index(fields=["merchant_id", "accrued_at"], name="sale_line_statement"),
        ]
