"""Value pays for something: set aside, captured or released, and given back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.wallets import preferences, rules
from jishi.money.wallets.errors import HoldChanged, NotEnoughValue, OverReturned
from jishi.money.wallets.models import Hold, HoldDraw, Lot, Movement, Purse
from jishi.money.wallets.services import purses
from jishi.money.wallets.types import (
    POINTS_UNIT,
    Cause,
    Drawn,
    HoldAction,
    HoldState,
    Part,
)


@transactional
def hold(*, actor: Actor, reference: UUID, parts: Sequence[Part]) -> None:
    """Set value of a person's purses aside for a payment; doing it again does nothing.

    reference: the payment. Only the holder, or the house itself, may.
    Raises: Forbidden; BadAmount; NotEnoughValue, then nothing is set aside; HoldChanged if
        the payment holds another amount of a purse.
    Emits: ValueMoved once per purse.
    Locks: the purses.
    """
    for part in parts:
        rules.check_amount(part.purse, part.amount_minor)
        if not actor.is_system and part.purse.holder_id != actor.user_id:
            raise Forbidden
    rows = purses.locked({part.purse for part in parts})
    held = dict(Hold.objects.filter(reference=reference).values_list("purse_id", "amount_minor"))
    fresh = [part for part in parts if not _is_held(part, held)]
    lots = purses.lots_of([row.pk for row in rows.values()])
    holds, draws, movements = [], [], []
    for part in fresh:
        purse = rows.get(part.purse)
        spendable = purse.available_minor - purse.owed_minor if purse else 0
        if purse is None or spendable < part.amount_minor:
            raise NotEnoughValue(missing=part.amount_minor - max(spendable, 0))
        drawn = purses.draw(lots[purse.pk], part.amount_minor)
        purse.available_minor -= part.amount_minor
        purse.held_minor += part.amount_minor
        held_now = Hold(reference=reference, purse=purse, amount_minor=part.amount_minor)
        holds.append(held_now)
        draws += _draws(held_now, drawn)
        why = Cause(f"hold:{reference.hex}", "wallets.held", reference)
        movements.append(purses.moved(actor, purse, -part.amount_minor, why))
    changed = [rows[part.purse] for part in fresh]
    purses.save(changed)
    purses.save_lots(lot for purse in changed for lot in lots[purse.pk])
    Hold.objects.bulk_create(holds)
    HoldDraw.objects.bulk_create(draws)
    Movement.objects.bulk_create(movements)


@transactional
def capture(*, actor: Actor, reference: UUID, to: AccountName) -> int:
    """Spend what a payment holds; return how many purses paid. Doing it again does nothing.

    to: the account that the money goes to. Points are redeemed.
    Locks: the purses.
    """
    holds, rows = _held(reference, HoldState.HELD)
    for one in holds:
        rows[one.purse_id].held_minor -= one.amount_minor
    purses.save(rows.values())
    _move(actor, holds, HoldAction.CAPTURE)
    parts = [Part(purses.name_of(rows[one.purse_id]), one.amount_minor) for one in holds]
    vouchers = _vouchers(parts, f"capture:{reference.hex}", "wallets.captured", reference, to)
    ledger.post_many(actor=actor, vouchers=vouchers)
    return len(holds)


@transactional
def release(*, actor: Actor, reference: UUID) -> int:
    """Put back what a payment holds; return how many purses. Doing it again does nothing.

    Emits: ValueMoved once per purse.
    Locks: the purses.
    """
    holds, rows = _held(reference, HoldState.HELD)
    draws = _draws_of(holds)
    lots = _lots(draw.lot_id for ones in draws.values() for draw in ones)
    movements = []
    for one in holds:
        purse = rows[one.purse_id]
        purse.held_minor -= one.amount_minor
        purse.available_minor += one.amount_minor
        _put_back(draws[one.id], lots, one.amount_minor)
        why = Cause(f"release:{reference.hex}", "wallets.released", reference)
        movements.append(purses.moved(actor, purse, one.amount_minor, why))
    _save(rows.values(), lots.values(), draws)
    _move(actor, holds, HoldAction.RELEASE)
    Movement.objects.bulk_create(movements)
    return len(holds)


@transactional
def give_back(
    *, actor: Actor, reference: UUID, key: str, parts: Sequence[Part], source: AccountName
) -> None:
    """Give back parts of what a payment captured, to the lots it came from.

    key: names the refund; one that was entered before does nothing. Lots that expired
    meanwhile get some days of grace. source: the account that the money comes from.
    Raises: OverReturned if more is given back than was captured of a purse.
    Emits: ValueMoved once per purse.
    Locks: the purses.
    """
    holds, rows = _held(reference, HoldState.CAPTURED)
    by_name = {purses.name_of(rows[one.purse_id]): one for one in holds}
    entered = Movement.objects.filter(purse_id__in=rows, key=key).exists()
    wanted = [] if entered else [part for part in parts if part.amount_minor]
    if any(part.purse not in by_name for part in wanted):
        raise OverReturned
    draws = _draws_of(holds)
    lots = _lots(draw.lot_id for ones in draws.values() for draw in ones)
    movements = []
    for part in wanted:
        one = by_name[part.purse]
        one.returned_minor += part.amount_minor
        purse = rows[one.purse_id]
        purse.available_minor += part.amount_minor
        _put_back(draws[one.id], lots, part.amount_minor)
        why = Cause(key, "wallets.returned", reference)
        movements.append(purses.moved(actor, purse, part.amount_minor, why))
    _save(rows.values(), lots.values(), draws)
    Hold.objects.bulk_update(holds, ["returned_minor"])
    Movement.objects.bulk_create(movements)
    back_parts = [Part(part.purse, -part.amount_minor) for part in wanted]
    vouchers = _vouchers(back_parts, f"return:{key}", "wallets.returned", reference, source)
    ledger.post_many(actor=actor, vouchers=vouchers)


def _is_held(part: Part, held: dict[UUID, int]) -> bool:
    amount = held.get(rules.purse_id(part.purse))
    if amount not in (None, part.amount_minor):
        raise HoldChanged
    return amount is not None


def _draws(held: Hold, drawn: Sequence[Drawn]) -> list[HoldDraw]:
    return [
        HoldDraw(hold=held, lot_id=part.lot_id, seq=seq, amount_minor=part.amount_minor)
        for seq, part in enumerate(drawn)
    ]


def _held(reference: UUID, state: HoldState) -> tuple[list[Hold], dict[UUID, Purse]]:
    """Return the holds of a payment that are in a state, with their purses locked."""
    found = Hold.objects.filter(reference=reference).select_related("purse")
    rows = purses.locked([purses.name_of(one.purse) for one in found])
    holds = list(Hold.objects.filter(reference=reference, state=state).order_by("pk"))
    touched = {one.purse_id for one in holds}
    return holds, {row.pk: row for row in rows.values() if row.pk in touched}


def _draws_of(holds: Sequence[Hold]) -> dict[UUID, list[HoldDraw]]:
    found: dict[UUID, list[HoldDraw]] = defaultdict(list)
    ids = [one.id for one in holds]
    for draw in HoldDraw.objects.filter(hold_id__in=ids).order_by("hold_id", "seq"):
        found[draw.hold_id].append(draw)
    return found


def _lots(lot_ids: Iterable[UUID]) -> dict[UUID, Lot]:
    return {lot.id: lot for lot in Lot.objects.filter(pk__in=set(lot_ids))}


def _put_back(draws: Sequence[HoldDraw], lots: dict[UUID, Lot], amount_minor: int) -> None:
    """Put an amount back into the lots it was drawn from, in memory."""
    at = clock.now()
    grace = timedelta(days=preferences.RETURN_GRACE_DAYS.get())
    out = [Drawn(draw.lot_id, draw.amount_minor - draw.returned_minor) for draw in draws]
    by_lot = {draw.lot_id: draw for draw in draws}
    for part in rules.put_back(out, amount_minor):
        by_lot[part.lot_id].returned_minor += part.amount_minor
        lot = lots[part.lot_id]
        lot.remaining_minor += part.amount_minor
        lot.expires_at = rules.revived(lot.expires_at, at, grace)


def _save(rows: Iterable[Purse], lots: Iterable[Lot], draws: dict[UUID, list[HoldDraw]]) -> None:
    purses.save(rows)
    purses.save_lots(lots)
    HoldDraw.objects.bulk_update(
        [draw for ones in draws.values() for draw in ones], ["returned_minor"]
    )


def _move(actor: Actor, holds: Sequence[Hold], action: HoldAction) -> None:
    after = rules.HOLD.advance(HoldState.HELD, action)
    Hold.objects.filter(pk__in=[one.pk for one in holds]).update(state=after)
    for one in holds:
        audit.record_move(
            actor=actor,
            machine=rules.HOLD.name,
            subject_id=one.pk,
            action=action,
            from_state=HoldState.HELD,
            to_state=after,
        )


def _vouchers(
    parts: Sequence[Part], key: str, cause: str, reference: UUID, to: AccountName
) -> list[Voucher]:
    """Return one voucher per unit: what is owed to holders goes to an account."""
    by_unit: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_unit[part.purse.currency].append(part)
    return [
        Voucher(
            key=f"wallets:{key}:{unit}",
            cause=cause,
            reference=reference,
            currency=unit,
            lines=(
                *(VoucherLine(rules.liability(part.purse), part.amount_minor) for part in ones),
                VoucherLine(
                    AccountName(AccountCode.POINTS_REDEEMED) if unit == POINTS_UNIT else to,
                    -sum(part.amount_minor for part in ones),
                ),
            ),
        )
        for unit, ones in by_unit.items()
    ]
