"""Reads of the books. A balance is its latest snapshot plus the tail of lines since."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.money.ledger import permissions, rules
from jishi.money.ledger.models import BalanceSnapshot, JournalLine, LedgerAccount
from jishi.money.ledger.types import (
    AccountBalance,
    AccountName,
    Discrepancy,
    LineInfo,
    Proof,
)


def balance(account: AccountName, *, currency: str) -> Money:
    """Return what stands on an account, debits positive; nothing if it was never posted to.

    Two statements, whatever the length of the journal.
    """
    account_id = rules.account_id(account, currency)
    latest = BalanceSnapshot.objects.filter(account_id=account_id).order_by("-upto").first()
    tail = JournalLine.objects.filter(account_id=account_id)
    if latest is not None:
        tail = tail.filter(at__gte=latest.upto)
    start = latest.balance_minor if latest else 0
    minor = tail.aggregate(total=Sum("amount_minor"))["total"] or 0
    return Money(start + int(minor), currency)


def list_balances(
    *, actor: Actor, owner_id: UUID | None = None, currency: str | None = None
) -> tuple[AccountBalance, ...]:
    """Return the balances of all accounts, or of one owner's: the trial balance.

    Over all accounts the balances of a currency sum to zero. Four statements.
    Raises: Forbidden, NotFound.
    """
    actor.require(permissions.VIEW, merchant_id=owner_id)
    accounts = LedgerAccount.objects.order_by("code", "owner_id", "currency")
    if owner_id is not None:
        accounts = accounts.filter(owner_id=owner_id)
    if currency is not None:
        accounts = accounts.filter(currency=currency)
    rows = list(accounts)
    found = balances_of(None if owner_id is None else [row.id for row in rows])
    return tuple(
        AccountBalance(AccountName(row.code, row.owner_id), row.currency, found.get(row.id, 0))
        for row in rows
    )


def list_lines(
    *,
    actor: Actor,
    account: AccountName,
    currency: str,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[LineInfo]:
    """Return the lines of an account, newest first, each with the balance after it.

    Four statements. Raises: Forbidden, NotFound, BadCursor.
    """
    actor.require(permissions.VIEW, merchant_id=account.owner_id)
    rows = JournalLine.objects.filter(account_id=rules.account_id(account, currency))
    if cursor:
        stamp, last_id = decode_cursor(cursor, 2)
        at = datetime.fromisoformat(str(stamp))
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=UUID(str(last_id))))
    size = clamp_limit(limit)
    found = list(rows.select_related("entry").order_by("-at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(
        items=_line_infos(found[:size]),
        next_cursor=encode_cursor(last.at.isoformat(), last.id.hex) if last else None,
    )


def prove() -> tuple[Discrepancy, ...]:
    """Prove the books: every entry is balanced, every balance is the sum of its lines.

    Looks at what lies before the newest snapshot, which no longer changes, so that posting
    may go on meanwhile. Four statements over whole tables, for the night.
    """
    return _unbalanced_entries() + _wrong_balances()


def balances_of(account_ids: Collection[UUID] | None = None) -> dict[UUID, int]:
    """Return the balances of some accounts, or of all, by account id. Three statements."""
    newest = newest_snapshot()
    lines = JournalLine.objects.all()
    if newest is not None:
        lines = lines.filter(at__gte=newest)
    if account_ids is not None:
        lines = lines.filter(account_id__in=account_ids)
    balances = snapshots_at(newest, account_ids)
    for account_id, minor in sum_lines(lines).items():
        balances[account_id] = balances.get(account_id, 0) + minor
    return balances


def newest_snapshot() -> datetime | None:
    """Return the moment of the newest snapshot run, if there was one."""
    newest: datetime | None = BalanceSnapshot.objects.aggregate(at=Max("upto"))["at"]
    return newest


def snapshots_at(
    moment: datetime | None, account_ids: Collection[UUID] | None = None
) -> dict[UUID, int]:
    """Return what each account's last snapshot up to a moment says, by account id.

    A run takes in every account that moved since the one before, so an account that is not
    in the newest run stands where its own last snapshot says.
    """
    if moment is None:
        return {}
    last = BalanceSnapshot.objects.filter(account=OuterRef("pk"), upto__lte=moment)
    rows = LedgerAccount.objects.annotate(
        last=Subquery(last.order_by("-upto").values("balance_minor")[:1])
    )
    if account_ids is not None:
        rows = rows.filter(pk__in=account_ids)
    return dict(rows.exclude(last=None).values_list("pk", "last"))


def sum_lines(lines: QuerySet[JournalLine]) -> dict[UUID, int]:
    """Return the sum of some lines by account id."""
    sums = lines.order_by().values_list("account_id").annotate(total=Sum("amount_minor"))
    return {account_id: int(minor) for account_id, minor in sums}


def _unbalanced_entries() -> tuple[Discrepancy, ...]:
    sums = JournalLine.objects.order_by().values_list("entry_id", "account__currency")
    wrong = sums.annotate(total=Sum("amount_minor")).exclude(total=0)
    return tuple(
        Discrepancy(Proof.UNBALANCED_ENTRY, entry_id, currency, expected=0, found=int(minor))
        for entry_id, currency, minor in wrong
    )


def _wrong_balances() -> tuple[Discrepancy, ...]:
    newest = newest_snapshot()
    if newest is None:
        return ()
    claimed = snapshots_at(newest)
    proved = sum_lines(JournalLine.objects.filter(at__lt=newest))
    wrong = sorted(
        account_id
        for account_id in claimed.keys() | proved.keys()
        if claimed.get(account_id, 0) != proved.get(account_id, 0)
    )
    currencies = dict(LedgerAccount.objects.values_list("pk", "currency")) if wrong else {}
    return tuple(
        Discrepancy(
            Proof.WRONG_BALANCE,
            account_id,
            currencies[account_id],
            expected=proved.get(account_id, 0),
            found=claimed.get(account_id, 0),
        )
        for account_id in wrong
    )


def _line_infos(rows: Sequence[JournalLine]) -> tuple[LineInfo, ...]:
    """Show lines of one account, newest first and without a gap."""
    if not rows:
        return ()
    counterparts = _counterparts(rows)
    balances = rules.balances_after(_balance_after(rows[0]), [row.amount_minor for row in rows])
    return tuple(
        LineInfo(
            line_id=row.id,
            at=row.at,
            cause=row.entry.cause,
            reference=row.entry.reference,
            key=row.entry.key,
            actor=row.entry.actor,
            amount_minor=row.amount_minor,
            balance_minor=balance_minor,
            counterparts=counterparts.get(row.entry_id, ()),
        )
        for row, balance_minor in zip(rows, balances, strict=True)
    )


def _balance_after(row: JournalLine) -> int:
    """Return what stood on an account after a line, in two statements."""
    snapshots = BalanceSnapshot.objects.filter(account_id=row.account_id, upto__lte=row.at)
    latest = snapshots.order_by("-upto").first()
    lines = JournalLine.objects.filter(account_id=row.account_id)
    lines = lines.filter(Q(at__lt=row.at) | Q(at=row.at, id__lte=row.id))
    if latest is not None:
        lines = lines.filter(at__gte=latest.upto)
    start = latest.balance_minor if latest else 0
    return start + int(lines.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _counterparts(rows: Sequence[JournalLine]) -> dict[UUID, tuple[AccountName, ...]]:
    """Return the other accounts of the entries of some lines, in one statement."""
    others = JournalLine.objects.filter(entry__in=[row.entry_id for row in rows])
    others = others.exclude(account=rows[0].account_id).order_by("account__code", "id")
    found: dict[UUID, tuple[AccountName, ...]] = {}
    for entry_id, code, owner_id in others.values_list(
        "entry_id", "account__code", "account__owner_id"
    ):
        found[entry_id] = (*found.get(entry_id, ()), AccountName(code, owner_id))
    return found
