"""Posting enters once, never changes, never locks, and adds up."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.kernel.money import Money
from jishi.money.ledger import queries, services
from jishi.money.ledger.errors import VoucherKeyReused
from jishi.money.ledger.models import BalanceSnapshot, JournalEntry, JournalLine, LedgerAccount
from jishi.money.ledger.types import AccountName, Proof
from tests.money.ledger.factories import CLEARING, FUNDS, make_voucher

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
M1 = UUID(int=0xA1)


def post(*vouchers):
    services.post_many(actor=SYSTEM, vouchers=vouchers)


def move(table, column, seconds_ago, where="1 = 1"):
    """Move rows into the past with plain SQL, as time would."""
    moment = connection.ops.adapt_datetimefield_value(clock.now() - timedelta(seconds=seconds_ago))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {where}", [moment])


def backdate(seconds):
    move("ledger_journalline", "at", seconds)


def trial():
    return queries.list_balances(actor=SYSTEM, currency="CNY")


def count_queries(call):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])


def test_posting_moves_both_balances():
    services.post(actor=SYSTEM, voucher=make_voucher(11500))
    assert queries.balance(CLEARING, currency="CNY") == Money(11500, "CNY")
    assert queries.balance(FUNDS, currency="CNY") == Money(-11500, "CNY")
    assert queries.balance(FUNDS, currency="USD") == Money(0, "USD")


def test_a_key_enters_once():
    post(make_voucher(key="k"))
    post(make_voucher(key="k"), make_voucher(5, key="other"))
    assert JournalEntry.objects.count() == 2
    assert queries.balance(CLEARING, currency="CNY").minor == 11505


def test_a_key_with_other_lines_is_refused_and_nothing_is_posted():
    post(make_voucher(key="k"))
    with pytest.raises(VoucherKeyReused):
        post(make_voucher(7, key="new"), make_voucher(1, key="k"))
    assert queries.balance(CLEARING, currency="CNY").minor == 11500
    assert JournalEntry.objects.count() == 1


def test_accounts_are_made_once_per_name_and_currency():
    post(make_voucher(), make_voucher(), make_voucher(currency="USD"))
    post(make_voucher())
    assert LedgerAccount.objects.count() == 4


def test_posting_takes_four_statements_however_many_vouchers():
    post(make_voucher())
    assert count_queries(lambda: post(make_voucher())) <= 4
    many = [make_voucher(key=f"k{n}") for n in range(40)]
    assert count_queries(lambda: post(*many)) <= 4


def test_a_balance_takes_two_statements():
    post(make_voucher())
    assert count_queries(lambda: queries.balance(FUNDS, currency="CNY")) == 2


def test_the_journal_cannot_be_changed_or_deleted():
    post(make_voucher())
    for model in (JournalEntry, JournalLine, LedgerAccount):
        row = model.objects.first()
        refused = [
            model.objects.all().delete,
            row.delete,
            row.save,
            lambda model=model: model.objects.update(id=None),
            lambda model=model, row=row: model._base_manager.filter(pk=row.pk).delete(),
        ]
        for call in refused:
            with pytest.raises(TypeError, match="journal"), transaction.atomic():
                call()
    with pytest.raises(TypeError), transaction.atomic():
        JournalLine.objects.bulk_update(list(JournalLine.objects.all()), ["amount_minor"])
    assert JournalLine.objects.count() == 2


def test_the_table_refuses_a_line_of_nothing():
    post(make_voucher())
    line = JournalLine.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalLine.objects.create(
            entry_id=line.entry_id, account_id=line.account_id, amount_minor=0, at=line.at
        )


def test_a_snapshot_and_its_tail_give_the_balance():
    post(make_voucher(100), make_voucher(20))
    backdate(3600)
    assert services.snapshot(actor=SYSTEM) == 2
    post(make_voucher(3))
    assert queries.balance(CLEARING, currency="CNY").minor == 123
    assert {row.balance_minor for row in BalanceSnapshot.objects.all()} == {120, -120}


def test_later_snapshots_take_in_only_what_moved():
    post(make_voucher(100), make_voucher(5, debit=AccountName("bank")))
    backdate(7200)
    services.snapshot(actor=SYSTEM)
    move("ledger_balancesnapshot", "upto", 5000)
    post(make_voucher(20))
    move("ledger_journalline", "at", 2000, where="ABS(amount_minor) = 20")
    assert services.snapshot(actor=SYSTEM) == 2
    assert queries.balance(CLEARING, currency="CNY").minor == 120
    assert queries.balance(AccountName("bank"), currency="CNY").minor == 5
    found = {row.account.code: row.balance_minor for row in trial()}
    assert found == {"clearing:alipay": 120, "bank": 5, "customer_funds": -125}
    assert queries.prove() == ()


def test_a_second_snapshot_at_once_finds_nothing_to_do():
    post(make_voucher())
    backdate(3600)
    services.snapshot(actor=SYSTEM)
    assert services.snapshot(actor=SYSTEM) == 0


def test_what_is_recent_is_not_in_a_snapshot_yet():
    post(make_voucher())
    assert services.snapshot(actor=SYSTEM) == 0


def test_the_trial_balance_sums_to_zero():
    post(make_voucher(7), make_voucher(9, debit=AccountName("bank")), make_voucher(5))
    assert sum(row.balance_minor for row in trial()) == 0
    assert len(trial()) == 3


def test_a_sound_journal_proves():
    post(make_voucher(7), make_voucher(9))
    backdate(3600)
    services.snapshot(actor=SYSTEM)
    post(make_voucher(2))
    assert queries.prove() == ()


def test_a_tampered_line_is_found():
    post(make_voucher(7))
    backdate(3600)
    services.snapshot(actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_journalline SET amount_minor = 8 WHERE amount_minor = 7")
    found = {(item.proof, item.expected, item.found) for item in queries.prove()}
    assert found == {(Proof.UNBALANCED_ENTRY, 0, 1), (Proof.WRONG_BALANCE, 8, 7)}


def test_a_merchant_sees_its_own_account_only():
    own = AccountName("merchant_due", M1)
    other = AccountName("merchant_due", UUID(int=0xA2))
    post(make_voucher(5, credit=own), make_voucher(6, credit=other))
    grants = grants_over_merchant(["ledger.view"], M1)
    clerk = Actor(kind=ActorKind.STAFF, id="clerk", grants=grants)
    page = queries.list_lines(actor=clerk, account=own, currency="CNY")
    assert [line.amount_minor for line in page.items] == [-5]
    with pytest.raises(NotFound):
        queries.list_lines(actor=clerk, account=other, currency="CNY")
    with pytest.raises(NotFound):
        queries.list_balances(actor=clerk)
    with pytest.raises(Forbidden):
        queries.list_lines(actor=Actor.guest("g"), account=own, currency="CNY")
    balances = queries.list_balances(actor=clerk, owner_id=M1)
    assert [row.balance_minor for row in balances] == [-5]


def test_a_statement_is_read_page_by_page():
    post(*(make_voucher(n + 1, key=f"k{n:02}") for n in range(7)))
    seen, cursor = [], None
    while True:
        page = queries.list_lines(
            actor=SYSTEM, account=CLEARING, currency="CNY", cursor=cursor, limit=3
        )
        seen += [line.amount_minor for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == [1, 2, 3, 4, 5, 6, 7]


def test_a_statement_tells_the_balance_after_every_line_and_the_other_side():
    post(*(make_voucher(n, key=f"k{n:02}") for n in (1, 2, 4)))
    backdate(7200)
    services.snapshot(actor=SYSTEM)
    post(*(make_voucher(n, key=f"k{n:02}") for n in (8, 16, 32)))
    found, cursor = [], None
    while True:
        page = queries.list_lines(
            actor=SYSTEM, account=CLEARING, currency="CNY", cursor=cursor, limit=2
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    oldest_first = [line.amount_minor for line in reversed(found)]
    sums = [sum(oldest_first[: place + 1]) for place in range(len(oldest_first))]
    assert [line.balance_minor for line in reversed(found)] == sums
    assert sums[-1] == 63 == queries.balance(CLEARING, currency="CNY").minor
    others = {other.code for line in found for other in line.counterparts}
    assert others == {"customer_funds"}
