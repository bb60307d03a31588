"""Value comes in, pays, comes back, expires; purses, statement and books agree."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import DataScope, Grant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import OutboxEvent
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets import permissions, queries
from jishi.money.wallets import services as wallets
from jishi.money.wallets.errors import HoldChanged, NotEnoughValue, OverReturned, ReasonNeeded
from jishi.money.wallets.models import Lot, Movement
from jishi.money.wallets.types import Asset, Cause, HoldState, Part, PurseInfo
from tests.money.wallets.factories import FUNDS, HOUSE, SUBSIDY, fill, member, purse

pytestmark = pytest.mark.django_db

ANNA, BEN = ids.new_id(), ids.new_id()
PAYMENT = UUID(int=77)


def amounts(name) -> tuple[int, int, int]:
    info = queries.get_purse(actor=HOUSE, purse=name)
    return info.available_minor, info.held_minor, info.owed_minor


def owed_in_books(name) -> int:
    account = AccountName(f"stored_value:{name.asset}", name.holder_id)
    return -ledger_queries.balance(account, currency=name.currency).minor


def assert_proven() -> None:
    assert list(queries.prove()) == []


def test_a_grant_is_entered_once_and_owed_in_the_books():
    fill(purse(ANNA), 500, key="welcome")
    fill(purse(ANNA), 500, key="welcome")
    assert amounts(purse(ANNA)) == (500, 0, 0)
    assert owed_in_books(purse(ANNA)) == 500
    assert ledger_queries.balance(SUBSIDY, currency="CNY").minor == 500
    assert OutboxEvent.objects.filter(name="wallets.value_moved.v1").count() == 1
    assert_proven()


def test_value_is_held_captured_and_given_back_to_its_lots():
    soon, late = clock.now() + timedelta(days=1), clock.now() + timedelta(days=90)
    fill(purse(ANNA), 300, expires_at=late)
    fill(purse(ANNA), 200, expires_at=soon)
    part = Part(purse(ANNA), 350)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[part])
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[part])
    assert amounts(purse(ANNA)) == (150, 350, 0)
    assert wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS) == 1
    assert wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS) == 0
    assert amounts(purse(ANNA)) == (150, 0, 0)
    assert ledger_queries.balance(FUNDS, currency="CNY").minor == -350
    back = [Part(purse(ANNA), 160)]
    for _ in range(2):
        wallets.give_back(actor=HOUSE, reference=PAYMENT, key="r1", parts=back, source=FUNDS)
    left = dict(Lot.objects.values_list("expires_at", "remaining_minor"))
    assert left == {late: 300, soon: 10}
    assert ledger_queries.balance(FUNDS, currency="CNY").minor == -190
    statement = queries.list_movements(actor=member(ANNA), purse=purse(ANNA)).items
    assert [(line.amount_minor, line.balance_minor) for line in statement] == [
        (160, 310),
        (-350, 150),
        (200, 500),
        (300, 300),
    ]
    assert_proven()


def test_a_release_undoes_a_hold():
    fill(purse(ANNA), 300)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 300)])
    assert wallets.release(actor=HOUSE, reference=PAYMENT) == 1
    assert wallets.release(actor=HOUSE, reference=PAYMENT) == 0
    assert wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS) == 0
    assert amounts(purse(ANNA)) == (300, 0, 0)
    assert queries.list_holds(reference=PAYMENT)[0].state == HoldState.RELEASED
    assert_proven()


def test_too_little_in_one_purse_holds_nothing_of_any():
    fill(purse(ANNA), 300)
    fill(purse(ANNA, Asset.BONUS), 100)
    parts = [Part(purse(ANNA), 300), Part(purse(ANNA, Asset.BONUS), 101)]
    with pytest.raises(NotEnoughValue):
        wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=parts)
    assert amounts(purse(ANNA)) == (300, 0, 0)
    assert Movement.objects.count() == 2


def test_a_purse_that_was_never_used_has_nothing():
    with pytest.raises(NotEnoughValue):
        wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 1)])
    assert queries.get_purse(actor=member(ANNA), purse=purse(ANNA)) == PurseInfo(
        purse(ANNA), 0, 0, 0
    )


def test_nobody_spends_or_reads_a_foreign_purse():
    fill(purse(ANNA), 300)
    with pytest.raises(Forbidden):
        wallets.hold(actor=member(BEN), reference=PAYMENT, parts=[Part(purse(ANNA), 1)])
    with pytest.raises(NotFound):
        queries.get_purse(actor=member(BEN), purse=purse(ANNA))
    with pytest.raises(NotFound):
        queries.list_movements(actor=member(BEN), purse=purse(ANNA))


def test_a_payment_holds_one_amount_only():
    fill(purse(ANNA), 300)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 100)])
    with pytest.raises(HoldChanged):
        wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 101)])
    assert amounts(purse(ANNA)) == (200, 100, 0)


def test_no_more_is_given_back_than_was_captured():
    fill(purse(ANNA), 300)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 100)])
    wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS)
    for parts in ([Part(purse(ANNA), 101)], [Part(purse(ANNA, Asset.BONUS), 1)]):
        with pytest.raises(OverReturned):
            wallets.give_back(actor=HOUSE, reference=PAYMENT, key="r", parts=parts, source=FUNDS)
    assert amounts(purse(ANNA)) == (200, 0, 0)
    assert_proven()


def test_points_are_redeemed_in_a_unit_of_their_own():
    points = purse(ANNA, Asset.POINTS)
    fill(points, 1000)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(points, 400)])
    wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS)
    redeemed = ledger_queries.balance(AccountName(AccountCode.POINTS_REDEEMED), currency="XPT")
    assert redeemed.minor == -400
    assert owed_in_books(points) == 600
    assert_proven()


def test_what_is_taken_back_beyond_the_balance_is_owed_and_settled_by_the_next_grant():
    points = purse(ANNA, Asset.POINTS)
    issued = AccountName(AccountCode.POINTS_ISSUED)
    fill(points, 100)
    for _ in range(2):
        wallets.take(
            actor=HOUSE,
            part=Part(points, 160),
            why=Cause("refund-1", "tests.returned"),
            against=issued,
            may_owe=True,
        )
    assert amounts(points) == (0, 0, 60)
    assert_proven()
    fill(points, 50)
    assert amounts(points) == (0, 0, 10)
    fill(points, 50)
    assert amounts(points) == (40, 0, 0)
    assert_proven()


def test_money_given_back_to_a_purse_that_owes_is_not_spent_first():
    points = purse(ANNA, Asset.POINTS)
    fill(points, 100)
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(points, 100)])
    wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS)
    wallets.take(
        actor=HOUSE,
        part=Part(points, 30),
        why=Cause("refund-1", "tests.returned"),
        against=AccountName(AccountCode.POINTS_ISSUED),
        may_owe=True,
    )
    wallets.give_back(
        actor=HOUSE, reference=PAYMENT, key="r", parts=[Part(points, 100)], source=FUNDS
    )
    with pytest.raises(NotEnoughValue) as refusal:
        wallets.hold(actor=member(ANNA), reference=ids.new_id(), parts=[Part(points, 71)])
    assert refusal.value.params == {"missing": 1}
    assert_proven()


def test_expired_value_becomes_breakage_and_returns_get_a_grace():
    fill(purse(ANNA), 300, expires_at=clock.now() + timedelta(days=1))
    wallets.hold(actor=member(ANNA), reference=PAYMENT, parts=[Part(purse(ANNA), 100)])
    wallets.capture(actor=HOUSE, reference=PAYMENT, to=FUNDS)
    Lot.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert wallets.expire_due(actor=HOUSE) == 1
    assert wallets.expire_due(actor=HOUSE) == 0
    assert amounts(purse(ANNA)) == (0, 0, 0)
    breakage = ledger_queries.balance(AccountName(AccountCode.BREAKAGE_REVENUE), currency="CNY")
    assert breakage.minor == -200
    wallets.give_back(
        actor=HOUSE, reference=PAYMENT, key="r", parts=[Part(purse(ANNA), 100)], source=FUNDS
    )
    assert amounts(purse(ANNA)) == (100, 0, 0)
    grace = Lot.objects.get().expires_at - clock.now()
    assert timedelta(days=29) < grace <= timedelta(days=30)
    assert wallets.expire_due(actor=HOUSE) == 0
    assert_proven()


def test_people_without_permission_neither_give_nor_take():
    part = Part(purse(ANNA), 100)
    with pytest.raises(Forbidden):
        wallets.take(actor=member(ANNA), part=part, why=Cause("k", "c"), against=SUBSIDY)
    assert Movement.objects.count() == 0


def test_staff_give_a_reason():
    staff = replace(member(BEN), grants=frozenset({Grant(permissions.EDIT, DataScope.ALL)}))
    with pytest.raises(ReasonNeeded):
        wallets.take(
            actor=staff, part=Part(purse(ANNA), 1), why=Cause("k", "c", note=" "), against=SUBSIDY
        )
