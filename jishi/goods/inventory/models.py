"""Tables of stock: levels, the movements that explain them, and who holds what."""

from collections.abc import Collection
from typing import Any, Never
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.goods.inventory import rules
from jishi.goods.inventory.types import (
    CardKeyState,
    LocationKind,
    MovementKind,
    ReservationState,
)


class Location(TimedRecord):
    """A place where stock lies: a warehouse, a store, or a virtual one for card keys.

    merchant_id: its owner, null for the platform's. served_regions: prefixes of division
    codes, most favored first; empty serves everywhere. parcel_cost_minor: what sending a
    parcel from here costs besides the way, in minor units of the house's currency.
    time_zone, weekdays, cutoff, daily_capacity: see `types.Hours`.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=12, default=LocationKind.WAREHOUSE)
    merchant_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, default="CN")
    province = models.CharField(max_length=60, default="", blank=True)
    city = models.CharField(max_length=60, default="", blank=True)
    district = models.CharField(max_length=60, default="", blank=True)
    line = models.CharField(max_length=200, default="", blank=True)
    contact_name = models.CharField(max_length=60, default="", blank=True)
    contact_phone = models.CharField(max_length=32, default="", blank=True)
    region_code = models.CharField(max_length=12, default="", blank=True)
    served_regions = models.JSONField(default=list)
    position = models.IntegerField(default=0)
    parcel_cost_minor = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    weekdays = models.JSONField(default=list)
    cutoff = models.TimeField(null=True)
    daily_capacity = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in LocationKind]),
                name="location_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(parcel_cost_minor__gte=0), name="location_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(daily_capacity=None) | Q(daily_capacity__gt=0),
                name="location_capacity_positive",
            ),
        ]
        indexes = [models.Index(fields=["merchant_id", "position"], name="location_merchant")]


class LocationDay(Record):
    """How many parcels are to leave a location on a day, where it takes only so many.

    Invariant: equals the parcels that reservations have booked on the day; a parcel is what
    an owner holds of one merchant at the location. It grows only below the capacity.
    """

    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    parcels = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "day"], name="location_day_once"),
            models.CheckConstraint(
                condition=Q(parcels__gte=0), name="location_day_parcels_not_negative"
            ),
        ]


FREE = F("on_hand") - F("reserved") - F("allocated") - F("safety")
"""Units of a level that may be sold, where goods can run out."""


class StockLevelQuerySet(models.QuerySet["StockLevel"]):
    """Ways to look at levels."""

    def sellable(self, variant_ids: Collection[UUID]) -> "StockLevelQuerySet":
        """Return the levels of some variants at locations that are open."""
        return self.filter(variant_id__in=variant_ids, location__is_active=True)

    def that_can_give(self, units: Combinable | int) -> "StockLevelQuerySet":
        """Return the levels that have units for sale, as many as an expression says."""
        return self.alias(free=FREE).filter(Q(is_unlimited=True) | Q(free__gte=units))

    def running_low(self, threshold: int) -> "StockLevelQuerySet":
        """Return the levels that have no more for sale than a threshold."""
        return self.alias(free=FREE).filter(is_unlimited=False, free__lte=threshold)


class StockLevel(Record):
    """The counters of a variant at a location, in units.

    Invariants: no counter is negative; what is held never exceeds what is there, unless
    the goods never run out; every counter equals the sum of its movements, `reserved` the
    active reservations, and `allocated` the allocated ones. Signed columns, so that their
    difference may be negative on every database.
    product_id, merchant_id: copied from the variant, which never changes them.
    """

    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    product_id = models.UUIDField()
    merchant_id = models.UUIDField()
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    allocated = models.IntegerField(default=0)
    safety = models.IntegerField(default=0)
    is_unlimited = models.BooleanField(default=False)

    objects = StockLevelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="stock_level_once"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, allocated__gte=0, safety__gte=0),
                name="stock_level_counters_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(is_unlimited=True) | Q(on_hand__gte=F("reserved") + F("allocated")),
                name="stock_level_held_is_on_hand",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "variant"], name="stock_level_merchant"),
            models.Index(fields=["product_id"], name="stock_level_product"),
        ]

    @property
    def available(self) -> int:
        """Units that may be sold; negative when safety is not covered."""
        return rules.available(
            on_hand=self.on_hand,
            reserved=self.reserved,
            allocated=self.allocated,
            safety=self.safety,
            unlimited=self.is_unlimited,
        )


class MovementQuerySet(models.QuerySet["StockMovement"]):
    """Movements are only ever added."""

    def update(self, **_: Any) -> Never:
        """Refuse: a correction is a new movement."""
        raise TypeError("stock movements are never changed")

    def delete(self) -> Never:
        """Refuse: a correction is a new movement."""
        raise TypeError("stock movements are never deleted")

    def _update(self, *_: Any) -> Never:
        raise TypeError("stock movements are never changed")


class StockMovement(Record):
    """One change of one level. Never changed, never deleted.

    owner_id: the order group it was for, if any. reason: a short code or a person's words.
    """

    level = models.ForeignKey(
        StockLevel, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12)
    on_hand_delta = models.IntegerField(default=0)
    reserved_delta = models.IntegerField(default=0)
    allocated_delta = models.IntegerField(default=0)
    owner_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    actor = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects = MovementQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in MovementKind]),
                name="stock_movement_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "at"], name="stock_movement_level"),
            models.Index(fields=["owner_id"], name="stock_movement_owner"),
        ]

    def delete(self, *_: Any, **__: Any) -> Never:
        """Refuse: a correction is a new movement."""
        raise TypeError("stock movements are never deleted")


class Reservation(Record):
    """What an owner holds of a level.

    owner_id: the order group, whose id checkout knows beforehand. quantity: units held,
    or that were held when it lapsed. shipped: units that have left. booked_day: the day on
    which its parcel counts at the location, null if that takes any number.
    Invariant: one row per owner and level; only an active one can expire.
    """

    owner_id = models.UUIDField()
    level = models.ForeignKey(StockLevel, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()
    shipped = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default=ReservationState.ACTIVE)
    expires_at = models.DateTimeField()
    booked_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "level"], name="reservation_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, shipped__gte=0),
                name="reservation_quantities_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in ReservationState]),
                name="reservation_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="reservation_expiry")]


class CardKey(TimedRecord):
    """A secret that is sold once.

    secret: encrypted. fingerprint: a keyed digest, so that no key is added twice.
    Invariant: a slot of an order line is filled once, so a line gets its keys once.
    """

    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    secret = models.TextField()
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=CardKeyState.AVAILABLE)
    order_line_id = models.UUIDField(null=True)
    slot = models.IntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "fingerprint"], name="card_key_once"),
            models.UniqueConstraint(fields=["order_line_id", "slot"], name="card_key_slot_once"),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in CardKeyState]),
                name="card_key_state_known",
            ),
        ]
        indexes = [models.Index(fields=["variant", "state", "id"], name="card_key_pool")]


class StockAlert(TimedRecord):
    """A person who wants to know when a variant is back. told_at: when they were told."""

    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "user"], name="stock_alert_once"),
        ]
        indexes = [
            models.Index(fields=["variant", "told_at", "created_at"], name="stock_alert_queue")
        ]
