"""Payments race for one purse: what is spent never exceeds what was there."""

from uuid import UUID

import pytest

from jishi.foundation.kernel import ids
from jishi.money.wallets import queries
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Part
from tests.concurrency.racing import needs_locks, race
from tests.money.wallets.factories import FUNDS, HOUSE, fill, purse

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


def test_a_hundred_payments_spend_no_more_than_there_is():
    name = purse(ids.new_id())
    for _ in range(3):
        fill(name, 1000)

    def pay(number):
        reference = UUID(int=number + 1)
        wallets.hold(actor=HOUSE, reference=reference, parts=[Part(name, 70)])
        wallets.capture(actor=HOUSE, reference=reference, to=FUNDS)

    assert race(pay, 100) == {"done": 42, "wallets.not_enough_value": 58}
    assert queries.get_purse(actor=HOUSE, purse=name).available_minor == 60
    assert list(queries.prove()) == []


def test_one_refund_told_many_times_is_given_back_once():
    name = purse(ids.new_id())
    fill(name, 1000)
    wallets.hold(actor=HOUSE, reference=UUID(int=1), parts=[Part(name, 700)])
    wallets.capture(actor=HOUSE, reference=UUID(int=1), to=FUNDS)

    def refund(_):
        wallets.give_back(
            actor=HOUSE, reference=UUID(int=1), key="r", parts=[Part(name, 700)], source=FUNDS
        )

    assert race(refund, 8) == {"done": 8}
    assert queries.get_purse(actor=HOUSE, purse=name).available_minor == 1000
    assert list(queries.prove()) == []


def test_grants_to_a_new_purse_make_it_once():
    name = purse(ids.new_id())
    assert race(lambda number: fill(name, number + 1), 16) == {"done": 16}
    assert queries.get_purse(actor=HOUSE, purse=name).available_minor == 136
    assert list(queries.prove()) == []
