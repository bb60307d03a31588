"""What the clock does to stored value."""

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.wallets import permissions, rules
from jishi.money.wallets.models import Lot, Movement
from jishi.money.wallets.services import purses
from jishi.money.wallets.types import Cause

BATCH = 500


@transactional
def expire_due(*, actor: Actor) -> int:
    """Let a batch of lots expire whose time is over; return how many.

    Emits: ValueMoved once per lot.
    Locks: the purses.
    """
    actor.require(permissions.EDIT)
    due = Lot.objects.filter(remaining_minor__gt=0, expires_at__lte=clock.now())
    found = due.select_related("purse").order_by("expires_at", "pk")[:BATCH]
    rows = purses.locked({purses.name_of(lot.purse) for lot in found})
    by_id = {row.pk: row for row in rows.values()}
    # Read again behind the locks: value may have been spent meanwhile.
    lots = list(due.filter(purse_id__in=by_id).order_by("expires_at", "pk")[:BATCH])
    movements, vouchers = [], []
    for lot in lots:
        purse, gone = by_id[lot.purse_id], lot.remaining_minor
        lot.remaining_minor = 0
        purse.available_minor -= gone
        key = f"expire:{lot.id.hex}:{lot.expires_at:%Y%m%d}"
        movements.append(purses.moved(actor, purse, -gone, Cause(key, "wallets.expired")))
        name = purses.name_of(purse)
        vouchers.append(
            Voucher(
                key=f"wallets:{key}",
                cause="wallets.expired",
                reference=purse.holder_id,
                currency=purse.currency,
                lines=(
                    VoucherLine(rules.liability(name), gone),
                    VoucherLine(AccountName(AccountCode.BREAKAGE_REVENUE), -gone),
                ),
            )
        )
    purses.save(by_id.values())
    purses.save_lots(lots)
    Movement.objects.bulk_create(movements)
    ledger.post_many(actor=actor, vouchers=vouchers)
    return len(lots)
