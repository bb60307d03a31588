"""The purses of two accounts that became one."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import Voucher, VoucherLine
from jishi.money.wallets import permissions, rules
from jishi.money.wallets.models import Hold, Lot, Movement, Purse
from jishi.money.wallets.services import purses
from jishi.money.wallets.types import Cause, PurseName

CAUSE = "wallets.united"


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> int:
    """Move what one person's purses hold into those of another; return how many purses.

    Lots keep their expiry and what is set aside for payments stays set aside; each purse's
    statement and the books name the transfer. Doing it again does nothing.
    Raises: Forbidden.
    Emits: ValueMoved, twice per purse.
    Locks: the purses.
    """
    actor.require(permissions.EDIT)
    theirs = [purses.name_of(row) for row in Purse.objects.filter(holder_id=gone_id)]
    heirs = {name: PurseName(kept_id, name.asset, name.currency) for name in theirs}
    rows = purses.locked({*theirs, *heirs.values()}, makes=True)
    pairs = [(rows[name], rows[heirs[name]]) for name in theirs if _holds(rows[name])]
    movements, vouchers = [], []
    for gone, kept in pairs:
        amount = gone.available_minor - gone.owed_minor
        round_no = Movement.objects.filter(purse=gone, cause=CAUSE).count()
        why = Cause(f"unite:{gone_id.hex}:{round_no}", CAUSE, gone_id)
        owed_to_holder = amount + gone.held_minor
        _carry_over(gone, kept)
        if amount:
            movements.append(purses.moved(actor, gone, -amount, why))
            movements.append(purses.moved(actor, kept, amount, why))
        if owed_to_holder:
            vouchers.append(_voucher(gone, kept, owed_to_holder, why))
    purses.save([row for pair in pairs for row in pair])
    Movement.objects.bulk_create(movements)
    ledger.post_many(actor=actor, vouchers=vouchers)
    return len(pairs)


def _holds(purse: Purse) -> bool:
    return bool(purse.available_minor or purse.held_minor or purse.owed_minor)


def _carry_over(gone: Purse, kept: Purse) -> None:
    """Move amounts, lots and holds from one locked purse to another."""
    for name in purses.AMOUNTS:
        setattr(kept, name, getattr(kept, name) + getattr(gone, name))
        setattr(gone, name, 0)
    Lot.objects.filter(purse=gone).update(purse=kept)
    Hold.objects.filter(purse=gone).update(purse=kept)


def _voucher(gone: Purse, kept: Purse, amount_minor: int, why: Cause) -> Voucher:
    """Return the voucher by which the house owes the one what it owed the other."""
    return Voucher(
        key=f"wallets:{gone.pk.hex}:{why.key}",
        cause=why.cause,
        reference=kept.holder_id,
        currency=gone.currency,
        lines=(
            VoucherLine(rules.liability(purses.name_of(gone)), amount_minor),
            VoucherLine(rules.liability(purses.name_of(kept)), -amount_minor),
        ),
    )
