"""The journal: accounts, entries, lines, and snapshots of balances."""

from typing import Any, Never, TypeVar

from django.db import models
from django.db.models import Q

from jishi.foundation.platform.models import Record

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AppendOnly(models.QuerySet[Row_co]):
    """Rows that are only ever added."""

    def update(self, **_: Any) -> Never:
        """Refuse: a correction is a new entry."""
        raise TypeError("the journal is never changed")

    def delete(self) -> Never:
        """Refuse: a correction is a new entry."""
        raise TypeError("the journal is never deleted from")

    def _update(self, *_: Any) -> Never:
        raise TypeError("the journal is never changed")


class JournalRecord(Record):
    """Base of the journal's tables."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *_: Any, **__: Any) -> Never:
        """Refuse: a correction is a new entry."""
        raise TypeError("the journal is never deleted from")


class LedgerAccount(JournalRecord):
    """An account of one currency, made when first posted to.

    Invariant: the id is derived from code, owner and currency (`rules.account_id`), so that
    the primary key keeps accounts unique, those without an owner too.
    """

    code = models.CharField(max_length=64)
    owner_id = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)

    class Meta(JournalRecord.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["code", "owner_id", "currency"], name="ledger_account_once"
            ),
        ]
        indexes = [models.Index(fields=["owner_id"], name="ledger_account_owner")]


class JournalEntry(JournalRecord):
    """One event's effect on the money. key: names the event, unique. digest: what it says."""

    key = models.CharField(max_length=150, unique=True)
    cause = models.CharField(max_length=60)
    reference = models.UUIDField()
    digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta(JournalRecord.Meta):
        abstract = False
        indexes = [models.Index(fields=["reference"], name="journal_entry_reference")]


class JournalLine(JournalRecord):
    """An amount on an account: debit positive, credit negative.

    Invariant: the lines of an entry sum to zero in every currency. at: the entry's, kept
    here so that a tail is one range of one index.
    """

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta(JournalRecord.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="journal_line_amount_not_zero"
            ),
        ]
        indexes = [models.Index(fields=["account", "at"], name="journal_line_account")]


class BalanceSnapshot(JournalRecord):
    """What stood on an account before a moment: the sum of all lines with `at` < `upto`."""

    account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    upto = models.DateTimeField()
    balance_minor = models.BigIntegerField()

    class Meta(JournalRecord.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["account", "upto"], name="balance_snapshot_once"),
        ]
        indexes = [models.Index(fields=["upto"], name="balance_snapshot_upto")]
