"""Tables of shipping: freight templates, carriers, shipments and their traces."""

from django.db import models
from django.db.models import Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.fulfillment.shipping.types import (
    DeliveryMethod,
    Direction,
    FreightBearer,
    LabelState,
    ShipmentKind,
    ShipmentState,
    TrackingState,
    Trouble,
    WatchState,
)


class FreightTemplate(TimedRecord):
    """A named tariff of a merchant, or of the platform where there is no merchant.

    Invariant: at most one default per merchant and currency, kept by the service.
    tariff: a `Tariff` as JSON.
    """

    merchant = models.ForeignKey(
        "merchants.Merchant", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    is_default = models.BooleanField(default=False)
    tariff = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant", "currency", "name"], name="freight_template_name_once"
            ),
        ]
        indexes = [
            models.Index(fields=["currency", "is_default"], name="freight_template_default"),
        ]


class DeliveryZone(TimedRecord):
    """An area to which a merchant delivers itself, in slots.

    slots: a list of `Slot` as JSON. The other fields: see `types.DeliveryZone`.
    """

    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.JSONField()
    currency = models.CharField(max_length=3)
    region_codes = models.JSONField()
    template_ids = models.JSONField(default=list)
    fee_minor = models.BigIntegerField(default=0)
    free_from_minor = models.BigIntegerField(default=0)
    cutoff_minutes = models.PositiveIntegerField(default=60)
    days_ahead = models.PositiveSmallIntegerField(default=3)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    slots = models.JSONField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fee_minor__gte=0, free_from_minor__gte=0),
                name="delivery_zone_fees_not_negative",
            ),
        ]


class SlotCount(Record):
    """How many parcels a slot has on a day. It grows only below the slot's capacity.

    Invariant: equals the chosen deliveries of the slot and day that were not released.
    """

    zone = models.ForeignKey(
        DeliveryZone, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    starts = models.TimeField()
    parcels = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "day", "starts"], name="slot_count_once"),
            models.CheckConstraint(
                condition=Q(parcels__gte=0), name="slot_count_parcels_not_negative"
            ),
        ]


class ChosenDelivery(TimedRecord):
    """A way of delivery that a buyer chose, other than by carrier; promised with the sale.

    owner_id: the order group. zone, day, starts: the slot, for own delivery.
    Invariant: one per owner, merchant and location.
    """

    owner_id = models.UUIDField()
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10)
    zone = models.ForeignKey(DeliveryZone, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    starts = models.TimeField(null=True)
    promised_from = models.DateTimeField()
    promised_to = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "merchant", "location"], name="chosen_delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[item.value for item in DeliveryMethod]),
                name="chosen_delivery_method_known",
            ),
        ]


class Carrier(TimedRecord):
    """A company that carries parcels. adapter: the gateway used, empty if by hand."""

    code = models.CharField(max_length=32, unique=True)
    name = models.JSONField()
    adapter = models.CharField(max_length=32, default="", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)


class Shipment(TimedRecord):
    """What travels in one parcel, to the shopper or back.

    Invariants: a parcel that was handed over has a carrier and a number, unless it is of
    a kind that needs none; quantities of its lines are positive.
    reference: the order. group_id: the owner of the stock allocation.
    address: a kernel `Address` as JSON. news_at: time of the last tracking event.
    polls, aborts: how often the carrier was asked, and how often it gave up watching.
    """

    number = models.CharField(max_length=32, unique=True)
    reference = models.UUIDField(db_index=True)
    reference_number = models.CharField(max_length=32, default="", blank=True, db_index=True)
    group_id = models.UUIDField()
    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, related_name="+"
    )
    direction = models.CharField(max_length=10, default=Direction.OUTBOUND)
    kind = models.CharField(max_length=10, default=ShipmentKind.PARCEL)
    state = models.CharField(max_length=12, default=ShipmentState.PENDING)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.JSONField()
    note = models.CharField(max_length=500, default="", blank=True)
    freight_bearer = models.CharField(max_length=10, default="", blank=True)

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, null=True, related_name="+")
    tracking_no = models.CharField(max_length=40, default="", blank=True, db_index=True)
    tracking_fixes = models.PositiveSmallIntegerField(default=0)
    tracking_state = models.CharField(max_length=20, default="", blank=True)
    news_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, default=Trouble.NONE, blank=True)
    watch_state = models.CharField(max_length=10, default=WatchState.NONE)
    polls = models.PositiveSmallIntegerField(default=0)
    aborts = models.PositiveSmallIntegerField(default=0)
    next_poll_at = models.DateTimeField(null=True)

    label_state = models.CharField(max_length=10, default=LabelState.NONE)
    label_url = models.CharField(max_length=500, default="", blank=True)
    label_error = models.CharField(max_length=200, default="", blank=True)
    weight_g = models.PositiveIntegerField(null=True)

    courier_name = models.CharField(max_length=60, default="", blank=True)
    courier_phone = models.CharField(max_length=32, default="", blank=True)

    ship_by = models.DateTimeField()
    promised_from = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=[item.value for item in Direction]),
                name="shipment_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[item.value for item in ShipmentKind]),
                name="shipment_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[item.value for item in ShipmentState]),
                name="shipment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(watch_state__in=[item.value for item in WatchState]),
                name="shipment_watch_known",
            ),
            models.CheckConstraint(
                condition=Q(label_state__in=[item.value for item in LabelState]),
                name="shipment_label_known",
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=[item.value for item in Trouble]),
                name="shipment_trouble_known",
            ),
            models.CheckConstraint(
                condition=Q(freight_bearer__in=["", *(item.value for item in FreightBearer)]),
                name="shipment_freight_bearer_known",
            ),
            models.CheckConstraint(
                condition=Q(tracking_state__in=["", *(item.value for item in TrackingState)]),
                name="shipment_tracking_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant", "state", "ship_by"], name="shipment_merchant_queue"),
            models.Index(fields=["location", "state", "ship_by"], name="shipment_location_queue"),
            models.Index(fields=["watch_state", "next_poll_at"], name="shipment_watch"),
            models.Index(fields=["state", "shipped_at"], name="shipment_underway"),
        ]


class ShipmentLine(Record):
    """Units of one order line in a shipment. title, code: as they were sold."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line_id = models.UUIDField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=64, default="", blank=True)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "order_line_id"], name="shipment_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="shipment_line_quantity_positive"
            ),
        ]


class TrackingEntry(Record):
    """One line of a parcel's trace. Never changed. digest: of its second and its words."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="tracking")
    at = models.DateTimeField()
    state = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    place = models.CharField(max_length=100, default="", blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "digest"], name="tracking_entry_once"),
            models.CheckConstraint(
                condition=Q(state__in=[item.value for item in TrackingState]),
                name="tracking_entry_state_known",
            ),
        ]
        indexes = [models.Index(fields=["shipment", "-at"], name="tracking_entry_newest")]
