"""Refunds of one line race each other: no more is taken back than was sold."""

import pytest

from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.settlements import services
from tests.concurrency.racing import needs_locks, race
from tests.goods.inventory.factories import SYSTEM
from tests.money.settlements.factories import M1, make_line, make_sale

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


def test_six_refunds_of_three_units_take_back_three():
    line = make_line(3000, quantity=3)
    services.accrue(actor=SYSTEM, sale=make_sale(line))

    def take_back(_):
        services.reverse(
            actor=SYSTEM, order_line_id=line.order_line_id, quantity=1, refund_minor=1000
        )

    assert race(take_back, 6) == {"done": 3, "settlements.over_reversed": 3}
    due = AccountName(AccountCode.MERCHANT_DUE, M1)
    assert ledger_queries.balance(due, currency="CNY").minor == 0
    refunds = AccountName(AccountCode.REFUNDS_DUE)
    assert ledger_queries.balance(refunds, currency="CNY").minor == -3000
