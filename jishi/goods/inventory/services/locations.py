"""Keeping the places where stock lies."""

import re
from uuid import UUID
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.inventory import permissions
from jishi.goods.inventory.errors import BadLocation, LocationCodeTaken, LocationInUse
from jishi.goods.inventory.models import Location, StockLevel
from jishi.goods.inventory.services import levels
from jishi.goods.inventory.services.levels import Cause
from jishi.goods.inventory.types import Hours, LocationDraft, LocationKind, MovementKind

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
REGION = re.compile(r"\d{2,12}")

TEXTS = {
    "province": 60,
    "city": 60,
    "district": 60,
    "line": 200,
    "contact_name": 60,
    "contact_phone": 32,
}
"""Free text of a location and its greatest length."""

AUDITED = (
    "code",
    "name",
    "kind",
    "served_regions",
    "position",
    "parcel_cost_minor",
    "is_active",
    "time_zone",
    "weekdays",
    "daily_capacity",
)

MAX_COST_MINOR = 10_000_000

MAX_CAPACITY = 1_000_000


@transactional
def save_location(*, actor: Actor, draft: LocationDraft) -> UUID:
    """Make a location or change one; return its id.

    A location stays its owner's. One that holds stock for buyers cannot be closed.
    Raises: BadLocation, LocationCodeTaken, LocationInUse, NotFound, Forbidden.
    Emits: StockChanged for everything that lies there, when it opens or closes.
    Locks: the location.
    """
    actor.require(permissions.EDIT, merchant_id=draft.merchant_id, warehouse_id=draft.location_id)
    _check(draft)
    row = _find(draft)
    before = _audited(row)
    was_active = row.is_active
    _fill(row, draft)
    if was_active and not row.is_active:
        _require_empty_hands(row.pk)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise LocationCodeTaken(field="code", code=row.code) from error
    _record(actor, row, {} if draft.location_id is None else before)
    if draft.location_id is not None and was_active != row.is_active:
        _announce_all(actor, row.pk)
    return row.pk


@transactional
def open_virtual_location(*, actor: Actor, merchant_id: UUID) -> UUID:
    """Return a merchant's place for card keys and downloads, made when first asked for.

    Raises: Forbidden, NotFound.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    code = f"virtual-{merchant_id.hex}"
    row = Location(
        code=code,
        kind=LocationKind.VIRTUAL,
        merchant_id=merchant_id,
        name={"zh-hans": "虚拟商品", "en": "Digital goods"},
    )
    Location.objects.bulk_create([row], ignore_conflicts=True)
    return Location.objects.values_list("pk", flat=True).get(code=code)


def _check(draft: LocationDraft) -> None:
    if not CODE.fullmatch(draft.code):
        raise BadLocation(field="code")
    if not any(text.strip() for text in draft.name.values()):
        raise BadLocation(field="name")
    if not all(REGION.fullmatch(region) for region in draft.served_regions):
        raise BadLocation(field="served_regions")
    if draft.region_code and not REGION.fullmatch(draft.region_code):
        raise BadLocation(field="region_code")
    if not 0 <= draft.parcel_cost_minor <= MAX_COST_MINOR:
        raise BadLocation(field="parcel_cost_minor")
    _check_hours(draft.hours)


def _check_hours(hours: Hours) -> None:
    if hours.time_zone not in available_timezones():
        raise BadLocation(field="time_zone")
    if not set(hours.weekdays) <= set(range(1, 8)):
        raise BadLocation(field="weekdays")
    if hours.daily_capacity is not None and not 0 < hours.daily_capacity <= MAX_CAPACITY:
        raise BadLocation(field="daily_capacity")


def _find(draft: LocationDraft) -> Location:
    if draft.location_id is None:
        return Location(merchant_id=draft.merchant_id)
    row = for_update(Location.objects.filter(pk=draft.location_id)).first()
    if row is None or row.merchant_id != draft.merchant_id:
        raise NotFound
    found: Location = row
    return found


def _fill(row: Location, draft: LocationDraft) -> None:
    row.code = draft.code
    row.name = {locale: clean(text, max_length=100) for locale, text in draft.name.items()}
    row.kind = draft.kind
    row.country = draft.country
    row.region_code = draft.region_code
    row.served_regions = list(dict.fromkeys(draft.served_regions))
    row.position = draft.position
    row.parcel_cost_minor = draft.parcel_cost_minor
    row.is_active = draft.is_active
    row.time_zone, row.cutoff = draft.hours.time_zone, draft.hours.cutoff
    row.weekdays = sorted(set(draft.hours.weekdays))
    row.daily_capacity = draft.hours.daily_capacity
    for name, length in TEXTS.items():
        setattr(row, name, clean(getattr(draft, name), max_length=length))


def _require_empty_hands(location_id: UUID) -> None:
    rows = StockLevel.objects.filter(location_id=location_id)
    held = rows.aggregate(held=Sum("reserved") + Sum("allocated"))["held"]
    if held:
        raise LocationInUse(held=int(held))


def _record(actor: Actor, row: Location, before: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="location",
        subject_id=row.pk,
        merchant_id=row.merchant_id,
        before=before,
        after=_audited(row),
    )


def _audited(row: Location) -> dict[str, object]:
    cutoff = row.cutoff.isoformat("minutes") if row.cutoff else ""
    return {name: getattr(row, name) for name in AUDITED} | {"cutoff": cutoff}


def _announce_all(actor: Actor, location_id: UUID) -> None:
    cause = Cause(actor, MovementKind.ADJUST, clock.now())
    stocked = Q(on_hand__gt=0) | Q(is_unlimited=True)
    for level in StockLevel.objects.filter(stocked, location_id=location_id):
        levels.announce_change(cause, level)
