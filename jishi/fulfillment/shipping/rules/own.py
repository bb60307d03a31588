"""Own delivery: whom it serves, which slots are open, what it costs. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from jishi.foundation.kernel.money import allocate
from jishi.fulfillment.shipping.errors import BadZone
from jishi.fulfillment.shipping.types.freight import DeliveryMethod, DeliveryOption, Parcel
from jishi.fulfillment.shipping.types.own import DeliveryZone, Slot, SlotDay, ZoneDraft

MAX_SLOTS = 70
MAX_DAYS_AHEAD = 14
MAX_CUTOFF_MINUTES = 7 * 24 * 60

_REGION = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}")
_CODE = re.compile(rf"{DeliveryMethod.OWN}-([0-9a-f]{{32}})-(\d{{8}})-(\d{{4}})")
_WEEKDAYS = {
    "zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_NAMES = {"zh-hans": "同城配送", "en": "Local delivery"}


def check(draft: ZoneDraft) -> None:
    """Refuse an area that cannot be delivered to.

    Raises: BadZone naming the field: name, region_codes, fee, free_from, cutoff_minutes,
        days_ahead, time_zone or slots (none, too many, one that ends before it starts or
        overlaps another of its day, no capacity).
    """
    regions_fit = draft.region_codes and all(map(_REGION.fullmatch, draft.region_codes))
    for field, is_good in (
        ("name", any(text.strip() for text in draft.name.values())),
        ("region_codes", regions_fit),
        ("fee", 0 <= draft.fee_minor <= 10**9),
        ("free_from", 0 <= draft.free_from_minor <= 10**9),
        ("cutoff_minutes", 0 <= draft.cutoff_minutes <= MAX_CUTOFF_MINUTES),
        ("days_ahead", 1 <= draft.days_ahead <= MAX_DAYS_AHEAD),
        ("time_zone", draft.time_zone in available_timezones()),
        ("slots", _are_slots(draft.slots)),
    ):
        if not is_good:
            raise BadZone(field=field)


def serves(zone: DeliveryZone, parcel: Parcel, places: Sequence[str], currency: str) -> bool:
    """Return whether a shop can bring all lines of a parcel to a place itself.

    places: codes of the destination, the most specific first.
    """
    return (
        zone.is_active
        and zone.merchant_id == parcel.merchant_id
        and zone.currency == currency
        and zone.location_id in {None, parcel.location_id}
        and any(code in zone.region_codes for code in places)
        and all(
            not zone.template_ids or line.template_id in zone.template_ids for line in parcel.lines
        )
    )


def open_slots(
    zone: DeliveryZone, taken: Mapping[SlotDay, int], *, at: datetime, ready_at: datetime
) -> tuple[tuple[SlotDay, Slot], ...]:
    """Return the slots that can still be chosen, the earliest first.

    taken: parcels by slot and day. ready_at: when the goods can leave at the earliest.
    """
    found = []
    for day in _days(zone, at):
        for slot in sorted(zone.slots, key=lambda one: one.starts):
            key = SlotDay(zone.zone_id, day, slot.starts)
            starts, _ = window(zone, day, slot)
            is_open = (
                slot.weekday == day.isoweekday()
                and starts - timedelta(minutes=zone.cutoff_minutes) > at
                and starts >= ready_at
                and taken.get(key, 0) < slot.capacity
            )
            if is_open:
                found.append((key, slot))
    return tuple(found)


def find_slot(zone: DeliveryZone, key: SlotDay) -> Slot | None:
    """Return the slot of a zone that a key names; None if it is no longer kept."""
    return next(
        (
            slot
            for slot in zone.slots
            if slot.weekday == key.day.isoweekday() and slot.starts == key.starts
        ),
        None,
    )


def is_in_time(zone: DeliveryZone, key: SlotDay, at: datetime) -> bool:
    """Return whether a slot on a day can still be ordered at a moment."""
    zone_info = ZoneInfo(zone.time_zone)
    starts = datetime.combine(key.day, key.starts, zone_info)
    return starts - timedelta(minutes=zone.cutoff_minutes) > at


def window(zone: DeliveryZone, day: date, slot: Slot) -> tuple[datetime, datetime]:
    """Return when a slot begins and ends on a day."""
    here = ZoneInfo(zone.time_zone)
    return datetime.combine(day, slot.starts, here), datetime.combine(day, slot.ends, here)


def fee(zone: DeliveryZone, goods_minor: int) -> int:
    """Return what bringing a parcel costs. goods_minor: of the shop, after discounts."""
    return 0 if 0 < zone.free_from_minor <= goods_minor else zone.fee_minor


def option(
    parcel: Parcel, zone: DeliveryZone, key: SlotDay, slot: Slot, fee_minor: int
) -> DeliveryOption:
    """Return delivery in a slot as a way of its own, its code naming zone, day and slot."""
    starts, ends = window(zone, key.day, slot)
    return DeliveryOption(
        code=spell(key),
        name=_name(key.day, slot),
        fee_minor=fee_minor,
        line_shares=allocate(fee_minor, [line.quantity for line in parcel.lines]),
        promised_from=starts.astimezone(ZoneInfo("UTC")),
        promised_to=ends.astimezone(ZoneInfo("UTC")),
    )


def spell(key: SlotDay) -> str:
    """Return the code of a slot on a day, as a choice carries it."""
    return f"{DeliveryMethod.OWN}-{key.zone_id.hex}-{key.day:%Y%m%d}-{key.starts:%H%M}"


def read(code: str) -> SlotDay | None:
    """Return the slot and day that a code names; None for the other ways of delivery."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    zone, day, starts = found.groups()
    try:
        moment = datetime.strptime(f"{day}{starts}", "%Y%m%d%H%M")  # noqa: DTZ007 local
    except ValueError:
        return None
    return SlotDay(UUID(zone), moment.date(), moment.time())


def to_json(slots: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return slots as they are stored, by weekday and time."""
    ordered = sorted(slots, key=lambda slot: (slot.weekday, slot.starts))
    return [
        {
            "weekday": slot.weekday,
            "starts": slot.starts.strftime("%H:%M"),
            "ends": slot.ends.strftime("%H:%M"),
            "capacity": slot.capacity,
        }
        for slot in ordered
    ]


def from_json(rows: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    """Return stored slots."""
    return tuple(
        Slot(
            int(row["weekday"]),
            time.fromisoformat(row["starts"]),
            time.fromisoformat(row["ends"]),
            int(row["capacity"]),
        )
        for row in rows
    )


def _days(zone: DeliveryZone, at: datetime) -> list[date]:
    today = at.astimezone(ZoneInfo(zone.time_zone)).date()
    return [today + timedelta(days=offset) for offset in range(zone.days_ahead)]


def _are_slots(slots: Sequence[Slot]) -> bool:
    if not 0 < len(slots) <= MAX_SLOTS:
        return False
    if any(not 1 <= s.weekday <= 7 or s.starts >= s.ends or s.capacity < 1 for s in slots):
        return False
    ordered = sorted(slots, key=lambda slot: (slot.weekday, slot.starts))
    return all(
        one.weekday != other.weekday or one.ends <= other.starts for one, other in pairwise(ordered)
    )


def _name(day: date, slot: Slot) -> dict[str, str]:
    hours = f"{slot.starts:%H:%M}–{slot.ends:%H:%M}"
    weekday = day.isoweekday() - 1
    chinese, english = _WEEKDAYS["zh-hans"][weekday], _WEEKDAYS["en"][weekday]
    return {
        "zh-hans": f"{_NAMES['zh-hans']} {day.month}月{day.day}日 {chinese} {hours}",
        "en": f"{_NAMES['en']} {english} {day.day} {day:%b}, {hours}",
    }
