"""Tables of the warehouse: pick tasks with their scans, and receipts of returns."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.fulfillment.warehouse.types import Grade, PickState


class PickTask(TimedRecord):
    """The work on one parcel.

    number, order_number, ship_by: copied from the shipment, where they never change, so
    that the desk sorts and searches one table. expected_weight_g: 0 if unknown.
    Invariant: one task per shipment.
    """

    shipment = models.ForeignKey(
        "shipping.Shipment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32, db_index=True)
    order_number = models.CharField(max_length=32, default="", blank=True, db_index=True)
    state = models.CharField(max_length=12, default=PickState.WAITING)
    waits_for_stock = models.BooleanField(default=False)
    picker_id = models.UUIDField(null=True)
    expected_weight_g = models.PositiveIntegerField(default=0)
    weight_g = models.PositiveIntegerField(null=True)
    ship_by = models.DateTimeField()
    picked_at = models.DateTimeField(null=True)
    packed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment"], name="pick_task_once"),
            models.CheckConstraint(
                condition=Q(state__in=[item.value for item in PickState]),
                name="pick_task_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["location", "state", "ship_by"], name="pick_task_location_queue"),
            models.Index(fields=["merchant", "state", "ship_by"], name="pick_task_merchant_queue"),
        ]


class PickLine(Record):
    """Units to be picked for one order line. Goods are not picked until they are scanned.

    Invariant: scanned and missed units never exceed what is wanted. Signed columns, so
    that their sums are compared alike on every database.
    """

    task = models.ForeignKey(PickTask, on_delete=models.CASCADE, related_name="lines")
    order_line_id = models.UUIDField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=64, default="", blank=True)
    barcode = models.CharField(max_length=64, default="", blank=True)
    quantity = models.IntegerField()
    picked = models.IntegerField(default=0)
    short = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "order_line_id"], name="pick_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, picked__gte=0, short__gte=0),
                name="pick_line_quantities_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("picked") + F("short")),
                name="pick_line_never_overpicked",
            ),
        ]


class PickScan(TimedRecord):
    """One scan that counted. Never changed.

    key: of the device, so that a scan sent again after a dead spot counts once.
    """

    line = models.ForeignKey(PickLine, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, null=True, unique=True)
    scanned = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()
    actor = models.CharField(max_length=100)


class ReturnReceipt(TimedRecord):
    """What came back with a shipment. Invariant: one receipt per shipment."""

    shipment = models.ForeignKey(
        "shipping.Shipment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField(db_index=True)
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment"], name="return_receipt_once"),
        ]


class ReturnReceiptLine(Record):
    """Units of an order line that came back in one condition."""

    receipt = models.ForeignKey(ReturnReceipt, on_delete=models.CASCADE, related_name="lines")
    order_line_id = models.UUIDField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1)
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "order_line_id", "grade"], name="return_receipt_line_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=[item.value for item in Grade]),
                name="return_receipt_grade_known",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="return_receipt_quantity_positive"
            ),
        ]
