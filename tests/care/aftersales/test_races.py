"""Buyers and clocks race each other: no unit is asked for or given back twice."""

import pytest

from jishi.care.aftersales import queries, services
from jishi.care.aftersales.models import Case
from jishi.care.aftersales.types import CaseKind, CaseRequest, CaseState, LineRequest, Reason
from jishi.money.payments.models import Refund
from tests.care import factories as care
from tests.concurrency.racing import needs_locks, race
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


@pytest.fixture
def village():
    return villages.build()


def request_for(village, order):
    line = care.line_of(village, order, "B")
    lines = (LineRequest(line.line_id, 1),)
    return CaseRequest(order.order_id, CaseKind.REFUND_ONLY, Reason.CHANGED_MIND, lines)


def test_a_unit_is_applied_for_by_one_of_many_tabs(village):
    group_id = care.buy(village, {"B": 2}, expected_minor=6000)
    order = care.order_of(village, group_id)

    def apply(_):
        services.apply(actor=village.shopper, request=request_for(village, order))

    assert race(apply, 6) == {"done": 2, "aftersales.not_eligible": 4}
    assert Case.objects.count() == 2


def test_a_case_is_agreed_to_once_whoever_clicks(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = services.apply(actor=village.shopper, request=request_for(village, order))

    def approve(_):
        services.approve(actor=village.owners["M1"], case_id=case_id)

    assert race(approve, 4) == {"done": 1, "jishi.illegal_move": 3}
    assert Refund.objects.count() == 1


def test_the_last_of_two_cases_ends_the_after_sale_of_the_order(village):
    group_id = care.buy(village, {"B": 2}, expected_minor=6000)
    order = care.order_of(village, group_id)
    cases = [
        services.apply(actor=village.shopper, request=request_for(village, order)) for _ in range(2)
    ]

    def cancel(number):
        services.cancel(actor=village.shopper, case_id=cases[number])

    assert race(cancel, 2) == {"done": 2}
    assert {queries.get_case(case_id).state for case_id in cases} == {CaseState.CANCELED}
    assert not care.order_of(village, group_id).has_open_aftersale
