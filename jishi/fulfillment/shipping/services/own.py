"""Own delivery: keeping its areas, holding the slots that buyers chose, and bringing parcels."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform import preferences as platform_preferences
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping import events, permissions, preferences, queries
from jishi.fulfillment.shipping.errors import (
    BadCourier,
    BadZone,
    NotOwnDelivery,
    SlotTaken,
    ZoneNotFound,
)
from jishi.fulfillment.shipping.models import ChosenDelivery, DeliveryZone, Shipment, SlotCount
from jishi.fulfillment.shipping.rules import own
from jishi.fulfillment.shipping.services import moves, traces
from jishi.fulfillment.shipping.types import (
    DeliveryChoice,
    DeliveryMethod,
    ShipmentAction,
    ShipmentKind,
    SlotDay,
    ZoneDraft,
)
from jishi.fulfillment.shipping.types import DeliveryZone as ZoneInfo
from jishi.goods.inventory import queries as inventory_queries

HOUSE = Actor.system("shipping")

Taken = Mapping[UUID, ZoneInfo]


@transactional
def save_zone(*, actor: Actor, draft: ZoneDraft) -> UUID:
    """Save an area to which a shop delivers itself; return its id.

    Own delivery is offered from the first active area on, until none is left. Slots that
    were chosen stay promised.
    Raises: BadZone, ZoneNotFound, Forbidden.
    Locks: the area.
    """
    actor.require(permissions.EDIT, merchant_id=draft.merchant_id)
    own.check(draft)
    _check_places(draft)
    row = _row_of(draft)
    row.name = {locale: clean(text, max_length=60) for locale, text in draft.name.items()}
    row.currency, row.location_id = draft.currency, draft.location_id
    row.region_codes = list(dict.fromkeys(draft.region_codes))
    row.template_ids = [str(one) for one in draft.template_ids]
    row.fee_minor, row.free_from_minor = draft.fee_minor, draft.free_from_minor
    row.cutoff_minutes, row.days_ahead = draft.cutoff_minutes, draft.days_ahead
    row.time_zone, row.is_active = draft.time_zone, draft.is_active
    row.slots = own.to_json(draft.slots)
    row.save()
    _offer(draft.merchant_id)
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="delivery_zone",
        subject_id=row.pk,
        merchant_id=row.merchant_id,
        after={
            "region_codes": row.region_codes,
            "fee_minor": row.fee_minor,
            "free_from_minor": row.free_from_minor,
            "slots": row.slots,
            "is_active": row.is_active,
        },
    )
    return row.pk


@transactional
def hold_deliveries(*, actor: Actor, owner_id: UUID, choices: Sequence[DeliveryChoice]) -> None:
    """Keep what a buyer chose of ways other than by carrier, and take the chosen slots.

    Called by rooms above, which have checked who asks. Without such a way no statement.
    Raises: SlotTaken if a slot is full, over, or no longer kept.
    Locks: the counts of the slots, in order.
    """
    del actor
    kept = [choice for choice in choices if _method(choice) in _KEPT]
    if not kept:
        return
    keys = {choice.code: own.read(choice.code) for choice in kept}
    wanted = Counter(key for choice in kept if (key := keys[choice.code]) is not None)
    if wanted:
        _take_all(wanted, clock.now())
    ChosenDelivery.objects.bulk_create(
        _chosen(owner_id, choice, keys[choice.code]) for choice in kept
    )


@transactional
def release_deliveries(
    *, actor: Actor, owner_id: UUID, merchant_ids: Collection[UUID] | None = None
) -> None:
    """Give back the slots of an order group that will not be delivered.

    Called by rooms above, which have checked who asks. merchant_ids: only of these orders.
    What has left keeps its slot. Does nothing twice.
    Locks: the choices, then the counts of their slots, in order.
    """
    del actor
    rows = ChosenDelivery.objects.filter(owner_id=owner_id, released_at=None)
    if merchant_ids is not None:
        rows = rows.filter(merchant_id__in=merchant_ids)
    held = [row for row in for_update(rows) if row.zone_id is not None]
    if not held:
        return
    left = set(
        Shipment.objects.filter(group_id=owner_id, kind=ShipmentKind.OWN)
        .exclude(shipped_at=None)
        .values_list("merchant_id", "location_id")
    )
    freed = [row for row in held if (row.merchant_id, row.location_id) not in left]
    ChosenDelivery.objects.filter(pk__in=[row.pk for row in freed]).update(released_at=clock.now())
    for (zone_id, day, starts), parcels in sorted(
        Counter((row.zone_id, row.day, row.starts) for row in freed).items()
    ):
        SlotCount.objects.filter(zone_id=zone_id, day=day, starts=starts).update(
            parcels=F("parcels") - parcels
        )


@transactional
def dispatch_own(*, actor: Actor, shipment_id: UUID, courier_name: str, courier_phone: str) -> None:
    """Send a parcel out with a courier of the shop; whoever moves the stock does so with it.

    Raises: NotOwnDelivery, BadCourier, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: ShipmentDispatched. Locks: the shipment.
    """
    row = _lock_own(actor, shipment_id)
    row.courier_name = clean(courier_name, max_length=60)
    row.courier_phone = clean(courier_phone, max_length=32)
    for field, given in (("courier_name", row.courier_name), ("courier_phone", row.courier_phone)):
        if not given:
            raise BadCourier(field=field)
    moves.advance(actor, row, ShipmentAction.DISPATCH)
    row.shipped_at = clock.now()
    row.save()
    outbox.emit(
        events.ShipmentDispatched(
            shipment_id=str(row.pk),
            order_id=str(row.reference),
            direction=row.direction,
            carrier="",
            tracking_no="",
        ),
        actor=moves.name_of(actor),
    )


@transactional
def deliver_own(*, actor: Actor, shipment_id: UUID) -> None:
    """Note that a courier of the shop has given a parcel to its recipient.

    Raises: NotOwnDelivery, IllegalMove, ShipmentNotFound, Forbidden.
    Emits: ShipmentDelivered. Locks: the shipment.
    """
    row = _lock_own(actor, shipment_id)
    traces.deliver(actor, row, at=clock.now())
    row.save()


def chosen_for(owner_ids: Collection[UUID]) -> dict[UUID, list[ChosenDelivery]]:
    """Return what was chosen for order groups and not given back; one statement."""
    found: dict[UUID, list[ChosenDelivery]] = {}
    for row in ChosenDelivery.objects.filter(owner_id__in=owner_ids, released_at=None):
        found.setdefault(row.owner_id, []).append(row)
    return found


_KEPT = {DeliveryMethod.OWN, DeliveryMethod.PICKUP}


def _method(choice: DeliveryChoice) -> DeliveryMethod:
    return DeliveryMethod(choice.code.partition("-")[0])


def _chosen(owner_id: UUID, choice: DeliveryChoice, key: SlotDay | None) -> ChosenDelivery:
    return ChosenDelivery(
        owner_id=owner_id,
        merchant_id=choice.merchant_id,
        location_id=choice.location_id,
        method=_method(choice),
        zone_id=key.zone_id if key else None,
        day=key.day if key else None,
        starts=key.starts if key else None,
        promised_from=choice.promised_from,
        promised_to=choice.promised_to,
    )


def _take_all(wanted: Mapping[SlotDay, int], at: datetime) -> None:
    rows = DeliveryZone.objects.filter(pk__in={key.zone_id for key in wanted}, is_active=True)
    zones = {row.pk: queries.zone_of(row) for row in rows}
    for key in sorted(wanted, key=lambda one: (one.zone_id, one.day, one.starts)):
        zone = zones.get(key.zone_id)
        slot = own.find_slot(zone, key) if zone else None
        if zone is None or slot is None or not own.is_in_time(zone, key, at):
            raise SlotTaken
        if not _take(key, wanted[key], slot.capacity):
            raise SlotTaken


def _take(key: SlotDay, parcels: int, capacity: int) -> bool:
    """Count parcels in a slot if there is room; its row is made when first needed."""
    rows = SlotCount.objects.filter(zone_id=key.zone_id, day=key.day, starts=key.starts)
    able = rows.filter(parcels__lte=capacity - parcels)
    if able.update(parcels=F("parcels") + parcels):
        return True
    if rows.exists():
        return False
    SlotCount.objects.bulk_create(
        [SlotCount(zone_id=key.zone_id, day=key.day, starts=key.starts)], ignore_conflicts=True
    )
    return bool(able.update(parcels=F("parcels") + parcels))


def _lock_own(actor: Actor, shipment_id: UUID) -> Shipment:
    row = moves.lock_to_ship(actor, shipment_id)
    if row.kind != ShipmentKind.OWN:
        raise NotOwnDelivery
    return row


def _check_places(draft: ZoneDraft) -> None:
    if draft.location_id is not None:
        place = inventory_queries.get_locations([draft.location_id]).get(draft.location_id)
        if place is None or place.merchant_id not in {None, draft.merchant_id}:
            raise BadZone(field="location_id")


def _row_of(draft: ZoneDraft) -> DeliveryZone:
    if draft.zone_id is None:
        return DeliveryZone(merchant_id=draft.merchant_id)
    rows = DeliveryZone.objects.filter(pk=draft.zone_id, merchant_id=draft.merchant_id)
    row: DeliveryZone | None = for_update(rows).first()
    if row is None:
        raise ZoneNotFound
    return row


def _offer(merchant_id: UUID) -> None:
    """Switch the offer on or off with the areas, so that other shops cost no statement."""
    is_offered = DeliveryZone.objects.filter(merchant_id=merchant_id, is_active=True).exists()
    if preferences.OWN_DELIVERY.get(merchant_id) != is_offered:
        platform_preferences.set_value(
            actor=HOUSE,
            name=preferences.OWN_DELIVERY.name,
            value=is_offered,
            merchant_id=merchant_id,
        )
