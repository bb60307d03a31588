"""What happens to stock that was set aside: given back, paid for, sent."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory import queries, rules
from jishi.goods.inventory.errors import NotAllocated, NotReserved, OutOfStock
from jishi.goods.inventory.models import Location, Reservation, StockLevel
from jishi.goods.inventory.rules import Held
from jishi.goods.inventory.services import booking, levels
from jishi.goods.inventory.services.levels import Cause, Step, lock_reservations
from jishi.goods.inventory.types import MovementKind, ReservationState, Shortage, Source

EXPIRY_BATCH = 100
"""Owners whose reservations are released in one transaction."""


@transactional
def release(*, actor: Actor, owner_ids: Collection[UUID], reason: str = "") -> None:
    """Give back what owners hold and have not paid for; nothing held is nothing done.

    So are the places of their parcels in the days of the locations.
    Emits: StockChanged once per variant, BackInStock.
    Locks: the reservations, then their levels, by primary key, then the days.
    """
    cause = Cause(actor, MovementKind.RELEASE, clock.now())
    _release(cause, lock_reservations(owner_ids), reason)


@transactional
def release_expired(*, actor: Actor) -> int:
    """Give back one batch of reservations that have expired; return how many owners it had.

    A reservation that was paid for never expires.
    Emits: StockChanged once per variant, BackInStock.
    """
    cause = Cause(actor, MovementKind.RELEASE, clock.now())
    lapsed = Reservation.objects.filter(
        state=ReservationState.ACTIVE, expires_at__lte=cause.at
    ).order_by("expires_at")
    owner_ids = list(dict.fromkeys(lapsed.values_list("owner_id", flat=True)[:EXPIRY_BATCH]))
    if owner_ids:
        # The condition is asked again under the lock: a buyer may have been given more time.
        rows = [row for row in lock_reservations(owner_ids) if row.expires_at <= cause.at]
        _release(cause, rows, "expired")
    return len(owner_ids)


@transactional
def extend_reservation(*, actor: Actor, owner_id: UUID, expires_at: datetime) -> None:
    """Hold an owner's stock until another time.

    Raises: NotReserved if nothing of the owner's is active any more.
    Locks: the reservations by primary key.
    """
    del actor
    held = lock_reservations([owner_id])
    active = [row.pk for row in held if row.state == ReservationState.ACTIVE]
    if not active:
        raise NotReserved(owner_id=str(owner_id))
    Reservation.objects.filter(pk__in=active).update(expires_at=expires_at)


@transactional
def allocate(*, actor: Actor, owner_id: UUID) -> None:
    """Turn all that an owner holds into stock that is paid for; a second call does nothing.

    A payment may arrive when the reservation has just expired: then the same stock is taken
    once more, if it is still there, and its parcels are counted on the next days with room.

    Raises: NotReserved if the owner never reserved; OutOfStock if lapsed stock was sold;
        NoDayLeft.
    Emits: StockChanged only for stock that had lapsed.
    Locks: the reservations, then their levels, by primary key, then the days.
    """
    cause = Cause(actor, MovementKind.ALLOCATE, clock.now())
    held = lock_reservations([owner_id])
    if not held:
        raise NotReserved(owner_id=str(owner_id))
    rows = [row for row in held if _waits_for_payment(row)]
    if not rows:
        return
    locked = levels.lock([row.level_id for row in rows])
    lapsed = [row for row in rows if row.state == ReservationState.RELEASED]
    _require_available(lapsed, locked)
    steps = [_allocation(row) for row in rows]
    levels.apply(cause, steps)
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ReservationState.ALLOCATED
    )
    if lapsed:
        _book_anew(lapsed, locked, cause.at)
        levels.announce(cause, [locked[row.level_id] for row in lapsed], steps)


@transactional
def deallocate(*, actor: Actor, owner_id: UUID, items: Sequence[Source], reason: str = "") -> None:
    """Put paid stock that will not be sent back on sale.

    Items whose reservation was given back entirely before are passed over. A parcel of
    which nothing is left and nothing has left is no longer counted on its day.
    Raises: NotAllocated if more is given back than is allocated; BadQuantity.
    Emits: StockChanged once per variant, BackInStock.
    Locks: the reservations, then their levels, by primary key, then the days.
    """
    cause = Cause(actor, MovementKind.DEALLOCATE, clock.now())
    held = _Holding(owner_id)
    parts = _parts(held, items, done=ReservationState.RELEASED)
    steps = [
        Step(part.row.level_id, allocated=-part.quantity, owner_id=owner_id, reason=reason)
        for part in parts
    ]
    _move(cause, parts, steps, rules.after_giving_back)
    _give_back_days(held)
    levels.announce(cause, [part.level for part in parts], steps)


@transactional
def ship(*, actor: Actor, owner_id: UUID, items: Sequence[Source], reason: str = "") -> None:
    """Let paid stock leave: on hand falls here.

    Items whose reservation has left entirely before are passed over.
    Raises: NotAllocated if more leaves than is allocated; BadQuantity.
    Locks: the reservations, then their levels, by primary key.
    """
    cause = Cause(actor, MovementKind.SHIP, clock.now())
    parts = _parts(_Holding(owner_id), items, done=ReservationState.SHIPPED)
    steps = [
        Step(
            part.row.level_id,
            on_hand=0 if part.level.is_unlimited else -part.quantity,
            allocated=-part.quantity,
            owner_id=owner_id,
            reason=reason,
        )
        for part in parts
    ]
    _move(cause, parts, steps, rules.after_shipping)


class _Holding:
    """All that an owner holds or held, with the levels, both locked."""

    def __init__(self, owner_id: UUID) -> None:
        self.rows = lock_reservations([owner_id])
        self.levels = levels.lock([row.level_id for row in self.rows])


@dataclass(frozen=True, slots=True)
class _Part:
    """Some units of a reservation, with its level, both locked."""

    row: Reservation
    level: StockLevel
    quantity: int


def _release(cause: Cause, rows: Iterable[Reservation], reason: str) -> None:
    held = [row for row in rows if row.state == ReservationState.ACTIVE]
    if not held:
        return
    locked = levels.lock([row.level_id for row in held])
    steps = [
        Step(row.level_id, reserved=-row.quantity, owner_id=row.owner_id, reason=reason)
        for row in held
    ]
    levels.apply(cause, steps)
    Reservation.objects.filter(pk__in=[row.pk for row in held]).update(
        state=ReservationState.RELEASED, booked_day=None
    )
    booking.give_back(booking.all_days(held, locked))
    levels.announce(cause, locked.values(), steps)


def _waits_for_payment(row: Reservation) -> bool:
    if row.state == ReservationState.RELEASED:
        return row.quantity > 0
    return row.state == ReservationState.ACTIVE


def _allocation(row: Reservation) -> Step:
    if row.state == ReservationState.RELEASED:
        return Step(row.level_id, allocated=row.quantity, owner_id=row.owner_id, reason="paid late")
    return Step(row.level_id, reserved=-row.quantity, allocated=row.quantity, owner_id=row.owner_id)


def _require_available(rows: Iterable[Reservation], locked: dict[UUID, StockLevel]) -> None:
    shortages = [
        Shortage(level.variant_id, wanted=row.quantity, available=level.available)
        for row in rows
        for level in [locked[row.level_id]]
        if level.available < row.quantity
    ]
    if shortages:
        raise OutOfStock(shortages)


def _book_anew(lapsed: Sequence[Reservation], locked: dict[UUID, StockLevel], at: datetime) -> None:
    """Count the parcels of stock that had lapsed once more, where they are counted."""
    keys = {row.pk: locked[row.level_id] for row in lapsed}
    places = queries.infos_of(
        Location.objects.filter(pk__in={level.location_id for level in keys.values()})
    )
    parcels = [(level.location_id, level.merchant_id) for level in keys.values()]
    for (location_id, merchant_id), day in booking.book(parcels, places, at).items():
        rows = [
            pk
            for pk, level in keys.items()
            if (level.location_id, level.merchant_id) == (location_id, merchant_id)
        ]
        Reservation.objects.filter(pk__in=rows).update(booked_day=day)


def _give_back_days(held: _Holding) -> None:
    counted = [row.pk for row in held.rows if row.booked_day is not None]
    freed = booking.free_emptied(held.rows, held.levels) if counted else []
    if freed:
        emptied = [row.pk for row in held.rows if row.pk in counted and row.booked_day is None]
        Reservation.objects.filter(pk__in=emptied).update(booked_day=None)
        booking.give_back(freed)


def _parts(held: _Holding, items: Sequence[Source], *, done: ReservationState) -> list[_Part]:
    """Pair some items with their reservations and levels.

    done: reservations in this state have had their turn and are passed over.
    """
    wanted: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for item in items:
        rules.require_positive(item.quantity)
        wanted[item.variant_id, item.location_id] += item.quantity
    locked = held.levels
    rows = {(locked[r.level_id].variant_id, locked[r.level_id].location_id): r for r in held.rows}
    parts = []
    for key, quantity in wanted.items():
        row = rows.get(key)
        if row is None:
            raise NotAllocated(quantity=quantity, allocated=0)
        if row.state != done:
            parts.append(_Part(row, locked[row.level_id], quantity))
    return parts


def _move(
    cause: Cause,
    parts: Sequence[_Part],
    steps: Sequence[Step],
    rule: Callable[[Held, int], Held],
) -> None:
    if not parts:
        return
    for part in parts:
        row = part.row
        left = rule(Held(row.quantity, row.shipped, ReservationState(row.state)), part.quantity)
        row.quantity, row.shipped, row.state = left.quantity, left.shipped, left.state
    levels.apply(cause, steps)
    Reservation.objects.bulk_update([part.row for part in parts], ["quantity", "shipped", "state"])
