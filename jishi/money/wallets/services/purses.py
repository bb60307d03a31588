"""Locking purses, and the one way an amount moves in or out of one."""

from collections.abc import Collection, Iterable
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox, transactions
from jishi.money.wallets import rules
from jishi.money.wallets.events import ValueMoved
from jishi.money.wallets.models import Lot, Movement, Purse
from jishi.money.wallets.types import Asset, Cause, Drawn, LotInfo, PurseName

AMOUNTS = ("available_minor", "held_minor", "owed_minor")


def locked(names: Collection[PurseName], *, makes: bool = False) -> dict[PurseName, Purse]:
    """Lock purses by primary key and return them by name.

    makes: whether those that are not there yet are made first.
    Locks: the purses.
    """
    ids = {rules.purse_id(name): name for name in names}
    if makes:
        known = set(Purse.objects.filter(pk__in=ids).values_list("pk", flat=True))
        Purse.objects.bulk_create(
            (_purse(pk, ids[pk]) for pk in sorted(ids.keys() - known)), ignore_conflicts=True
        )
    rows = transactions.for_update(Purse.objects.filter(pk__in=ids))
    return {ids[row.pk]: row for row in rows}


def moved(actor: Actor, purse: Purse, amount_minor: int, why: Cause) -> Movement:
    """Return the statement line of a change that was made to a locked purse, and announce it.

    Emits: ValueMoved.
    """
    movement = Movement(
        purse=purse,
        key=why.key,
        cause=why.cause,
        reference=why.reference,
        note=why.note,
        amount_minor=amount_minor,
        balance_minor=purse.available_minor - purse.owed_minor,
    )
    outbox.emit(
        ValueMoved(
            movement_id=str(movement.id),
            holder_id=str(purse.holder_id),
            asset=purse.asset,
            currency=purse.currency,
            amount_minor=amount_minor,
            balance_minor=movement.balance_minor,
            cause=why.cause,
        ),
        actor=f"{actor.kind}:{actor.id}",
    )
    return movement


def lots_of(purse_ids: Collection[UUID]) -> dict[UUID, list[Lot]]:
    """Return the lots with something left of locked purses, by purse."""
    found: dict[UUID, list[Lot]] = {purse_id: [] for purse_id in purse_ids}
    for lot in Lot.objects.filter(purse_id__in=purse_ids, remaining_minor__gt=0):
        found[lot.purse_id].append(lot)
    return found


def draw(lots: Iterable[Lot], amount_minor: int) -> tuple[Drawn, ...]:
    """Take an amount out of lots in memory; the caller saves them.

    Raises: NotEnoughValue.
    """
    by_id = {lot.id: lot for lot in lots}
    infos = [LotInfo(lot.id, lot.remaining_minor, lot.expires_at) for lot in by_id.values()]
    drawn = rules.draw(infos, amount_minor)
    for part in drawn:
        by_id[part.lot_id].remaining_minor -= part.amount_minor
    return drawn


def name_of(purse: Purse) -> PurseName:
    """Return the name of a purse."""
    return PurseName(purse.holder_id, Asset(purse.asset), purse.currency)


def save(purses: Iterable[Purse]) -> None:
    """Write the amounts of locked purses."""
    Purse.objects.bulk_update(list(purses), AMOUNTS)


def save_lots(lots: Iterable[Lot]) -> None:
    """Write what remains of lots, and when they expire."""
    Lot.objects.bulk_update(list(lots), ["remaining_minor", "expires_at"])


def _purse(purse_id: UUID, name: PurseName) -> Purse:
    return Purse(id=purse_id, holder_id=name.holder_id, asset=name.asset, currency=name.currency)
