"""Writes of the books: posting, and snapshots of balances. Nothing here locks or changes a row."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import transactional
from jishi.money.ledger import queries, rules
from jishi.money.ledger.errors import VoucherKeyReused
from jishi.money.ledger.models import BalanceSnapshot, JournalEntry, JournalLine, LedgerAccount
from jishi.money.ledger.preferences import SNAPSHOT_LAG_S
from jishi.money.ledger.types import AccountName, Voucher

BATCH = 2_000
"""Entries inserted by one statement, where the database takes that many."""


@transactional
def post(*, actor: Actor, voucher: Voucher) -> None:
    """Enter a voucher in the journal. Its key makes it enter once.

    Raises: VoucherKeyReused if the key was posted with other lines.
    """
    post_many(actor=actor, vouchers=(voucher,))


@transactional
def post_many(*, actor: Actor, vouchers: Sequence[Voucher]) -> None:
    """Enter several vouchers in the journal in four statements.

    Those whose key was posted before are passed over. Accounts are made when first named.
    Raises: VoucherKeyReused if a key was posted with other lines.
    """
    wanted = rules.distinct(vouchers)
    if not wanted:
        return
    at = clock.now()
    fresh = _insert_entries(actor, wanted, at)
    _open_accounts(
        {(line.account, voucher.currency) for _, voucher in fresh for line in voucher.lines}
    )
    prepared.insert(
        [
            JournalLine(
                entry_id=entry_id,
                account_id=rules.account_id(line.account, voucher.currency),
                amount_minor=line.amount_minor,
                at=at,
            )
            for entry_id, voucher in fresh
            for line in voucher.lines
        ]
    )


@transactional
def snapshot(*, actor: Actor) -> int:
    """Note the balance of every account that moved since the last run; return how many.

    Stays behind the present by a preference, so that every transaction that might still
    post before the moment has ended. A fixed number of statements.
    """
    del actor
    upto = clock.now() - timedelta(seconds=SNAPSHOT_LAG_S.get())
    newest = queries.newest_snapshot()
    if newest is not None and newest >= upto:
        return 0
    lines = JournalLine.objects.filter(at__lt=upto)
    if newest is not None:
        lines = lines.filter(at__gte=newest)
    moved = queries.sum_lines(lines)
    before = queries.snapshots_at(newest, moved)
    BalanceSnapshot.objects.bulk_create(
        BalanceSnapshot(
            account_id=account_id, upto=upto, balance_minor=before.get(account_id, 0) + minor
        )
        for account_id, minor in moved.items()
    )
    return len(moved)


def _insert_entries(
    actor: Actor, wanted: dict[str, Voucher], at: datetime
) -> list[tuple[UUID, Voucher]]:
    """Insert the entries whose keys are new; return their ids with their vouchers.

    The unique key decides between simultaneous posts: the later one waits for the earlier
    and inserts nothing. Keys go in sorted, so that two posts of the same keys queue up.
    """
    rows = {
        key: JournalEntry(
            key=key,
            cause=voucher.cause,
            reference=voucher.reference,
            digest=rules.digest(voucher),
            actor=f"{actor.kind}:{actor.id}"[:100],
            at=at,
        )
        for key, voucher in sorted(wanted.items())
    }
    JournalEntry.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=BATCH)
    fresh = []
    for key, entry_id, digest in _stored(rows):
        if entry_id == rows[key].id:
            fresh.append((entry_id, wanted[key]))
        elif digest != rows[key].digest:
            raise VoucherKeyReused(key=key)
    return fresh


def _open_accounts(names: Collection[tuple[AccountName, str]]) -> None:
    """Insert the accounts that are not there yet; somebody else may do the same meanwhile."""
    ids = {rules.account_id(name, currency): (name, currency) for name, currency in names}
    unknown = ids.keys() - set(_known(ids))
    LedgerAccount.objects.bulk_create(
        (_account(pk, *ids[pk]) for pk in sorted(unknown)), ignore_conflicts=True
    )


@prepared.reading
def _stored(keys: Collection[str]) -> QuerySet[JournalEntry, tuple[str, UUID, str]]:
    return JournalEntry.objects.filter(key__in=keys).values_list("key", "id", "digest")


@prepared.reading
def _known(account_ids: Collection[UUID]) -> QuerySet[LedgerAccount, UUID]:
    return LedgerAccount.objects.filter(pk__in=account_ids).values_list("pk", flat=True)


def _account(account_id: UUID, name: AccountName, currency: str) -> LedgerAccount:
    return LedgerAccount(id=account_id, code=name.code, owner_id=name.owner_id, currency=currency)
