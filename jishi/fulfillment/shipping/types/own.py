"""Delivery by the shop itself: where, in which slots, for how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types.freight import DeliveryMethod


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a weekday in which a shop delivers. weekday: 1 is Monday.

    capacity: parcels in it on one day, positive.
    """

    weekday: int
    starts: time
    ends: time
    capacity: int


@dataclass(frozen=True, slots=True)
class DeliveryZone:
    """An area to which a shop delivers itself.

    location_id: only from there; None means from any of the shop's parcels. region_codes: of
    the area, at least one. template_ids: only goods of these freight templates; empty means
    all. free_from_minor: goods of the shop from which it costs nothing; 0 is never.
    cutoff_minutes: how long before its slot an order must be placed. days_ahead: days that
    are offered, today included.
    """

    zone_id: UUID
    merchant_id: UUID
    name: TextMap
    currency: str
    region_codes: tuple[str, ...]
    location_id: UUID | None
    template_ids: tuple[UUID, ...]
    fee_minor: int
    free_from_minor: int
    cutoff_minutes: int
    days_ahead: int
    time_zone: str
    slots: tuple[Slot, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """What is saved as an area of own delivery. zone_id: None for a new one; see `DeliveryZone`."""

    merchant_id: UUID
    name: Mapping[str, str]
    currency: str
    region_codes: tuple[str, ...]
    slots: tuple[Slot, ...]
    fee_minor: int = 0
    free_from_minor: int = 0
    cutoff_minutes: int = 60
    days_ahead: int = 3
    time_zone: str = "Asia/Shanghai"
    location_id: UUID | None = None
    template_ids: tuple[UUID, ...] = ()
    is_active: bool = True
    zone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SlotDay:
    """A slot on a day, as it is chosen and counted. starts: names the slot of the day."""

    zone_id: UUID
    day: date
    starts: time


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """How a parcel is to travel, chosen before the sale. code: of a `DeliveryOption`."""

    merchant_id: UUID
    location_id: UUID
    code: str
    promised_from: datetime
    promised_to: datetime


@dataclass(frozen=True, slots=True)
class ChosenDelivery:
    """A way that a buyer chose, other than by carrier. is_released: its slot was given back."""

    merchant_id: UUID
    location_id: UUID
    method: DeliveryMethod
    promised_from: datetime
    promised_to: datetime
    is_released: bool
