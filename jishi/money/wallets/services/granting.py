"""Value comes in, and is taken back."""

from collections.abc import Sequence

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountName, Voucher, VoucherLine
from jishi.money.wallets import permissions, rules
from jishi.money.wallets.errors import NotEnoughValue, PurseNotFound, ReasonNeeded
from jishi.money.wallets.models import Lot, Movement, Purse
from jishi.money.wallets.services import purses
from jishi.money.wallets.types import Cause, Part, PurseName, ValueGrant


@transactional
def grant(*, actor: Actor, granted: ValueGrant) -> None:
    """Put value in a purse; a key that was granted before does nothing.

    Raises: Forbidden; BadAmount; ReasonNeeded if staff give none.
    Emits: ValueMoved.
    Locks: the purse.
    """
    grant_many(actor=actor, grants=(granted,))


@transactional
def grant_many(*, actor: Actor, grants: Sequence[ValueGrant]) -> int:
    """Put value in several purses, in a fixed number of statements; return how many were new.

    What a purse owes is settled first, and the rest can be spent.
    Raises: Forbidden; BadAmount; ReasonNeeded if staff give none.
    Emits: ValueMoved once per grant.
    Locks: the purses.
    """
    actor.require(permissions.EDIT)
    for granted in grants:
        rules.check_amount(granted.part.purse, granted.part.amount_minor)
        _check_reason(actor, granted.why.note)
    rows = purses.locked({granted.part.purse for granted in grants}, makes=True)
    fresh = _not_entered(grants, rows)
    lots, movements = [], []
    for granted in fresh:
        purse = rows[granted.part.purse]
        amount = granted.part.amount_minor
        left, purse.owed_minor = rules.settle(purse.owed_minor, amount)
        purse.available_minor += left
        lots.append(
            Lot(
                purse=purse,
                amount_minor=amount,
                remaining_minor=left,
                expires_at=granted.expires_at,
            )
        )
        why = granted.why
        movements.append(purses.moved(actor, purse, amount, why))
        _audit(actor, purse, amount, granted.why.note)
    purses.save({rows[granted.part.purse] for granted in fresh})
    Lot.objects.bulk_create(lots)
    Movement.objects.bulk_create(movements)
    ledger.post_many(actor=actor, vouchers=[_voucher(granted) for granted in fresh])
    return len(fresh)


@transactional
def take(
    *,
    actor: Actor,
    part: Part,
    why: Cause,
    against: AccountName,
    may_owe: bool = False,
) -> None:
    """Take value out of a purse, as when what earned it was returned.

    A key that was taken before does nothing. against: the account it falls back to.
    may_owe: whether what is missing is owed, for the next grants to settle.
    Raises: Forbidden; BadAmount; ReasonNeeded if staff give none; PurseNotFound;
        NotEnoughValue.
    Emits: ValueMoved.
    Locks: the purse.
    """
    actor.require(permissions.EDIT)
    rules.check_amount(part.purse, part.amount_minor)
    _check_reason(actor, why.note)
    rows = purses.locked({part.purse}, makes=may_owe)
    purse = rows.get(part.purse)
    if purse is None:
        raise PurseNotFound
    if Movement.objects.filter(purse=purse, key=why.key).exists():
        return
    at_hand = min(purse.available_minor, part.amount_minor)
    missing = part.amount_minor - at_hand
    if missing and not may_owe:
        raise NotEnoughValue(missing=missing)
    lots = purses.lots_of([purse.id])[purse.id]
    purses.draw(lots, at_hand)
    purse.available_minor -= at_hand
    purse.owed_minor += missing
    purses.save([purse])
    purses.save_lots(lots)
    purses.moved(actor, purse, -part.amount_minor, why).save(force_insert=True)
    _audit(actor, purse, -part.amount_minor, why.note)
    ledger.post(
        actor=actor,
        voucher=_entry(part.purse, why, -part.amount_minor, against),
    )


def _check_reason(actor: Actor, note: str) -> None:
    if not actor.is_system and not note.strip():
        raise ReasonNeeded(field="note")


def _not_entered(grants: Sequence[ValueGrant], rows: dict[PurseName, Purse]) -> list[ValueGrant]:
    """Return the grants whose keys are new to their purses, each key once."""
    keys = {granted.why.key for granted in grants}
    entered = set(
        Movement.objects.filter(
            purse_id__in=[row.pk for row in rows.values()], key__in=keys
        ).values_list("purse_id", "key")
    )
    fresh = []
    for granted in grants:
        name = (rows[granted.part.purse].pk, granted.why.key)
        if name not in entered:
            entered.add(name)
            fresh.append(granted)
    return fresh


def _voucher(granted: ValueGrant) -> Voucher:
    part = granted.part
    return _entry(part.purse, granted.why, part.amount_minor, granted.against)


def _entry(purse: PurseName, why: Cause, amount_minor: int, against: AccountName) -> Voucher:
    """Return the voucher of an amount that came in, or if negative went out, against an account."""
    return Voucher(
        key=f"wallets:{rules.purse_id(purse).hex}:{why.key}",
        cause=why.cause,
        reference=purse.holder_id,
        currency=purse.currency,
        lines=(
            VoucherLine(against, amount_minor),
            VoucherLine(rules.liability(purse), -amount_minor),
        ),
    )


def _audit(actor: Actor, purse: Purse, amount_minor: int, note: str) -> None:
    if actor.is_system:
        return
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="purse",
        subject_id=purse.id,
        after={"amount_minor": amount_minor, "asset": purse.asset, "note": note},
    )
