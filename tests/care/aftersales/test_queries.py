"""What lists, queues and product pages are told of after-sale cases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.care.aftersales import queries, services
from jishi.care.aftersales.types import (
    Blocked,
    CaseAction,
    CaseFilter,
    CaseKind,
    CaseRequest,
    CaseState,
    LineRequest,
    Reason,
    Stage,
)
from jishi.foundation.kernel.paging import BadCursor
from jishi.fulfillment.shipping.types import FreightBearer
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


def ask(village, order, code, quantity=1):
    line = care.line_of(village, order, code)
    request = CaseRequest(
        order.order_id,
        CaseKind.REFUND_ONLY,
        Reason.CHANGED_MIND,
        (LineRequest(line.line_id, quantity),),
    )
    return services.apply(actor=village.shopper, request=request)


def statements(call):
    with CaptureQueriesContext(
        connection,
    ) as context:
        call()
    return len(context)


def test_a_list_takes_the_same_statements_however_long(village):
    group_id = care.buy(village, {"B": 3}, expected_minor=9000)
    order = care.order_of(village, group_id)
    wanted = CaseFilter(user_id=village.shopper.user_id)
    ask(village, order, "B")
    one = statements(lambda: queries.list_cases(wanted))
    ask(village, order, "B")
    assert statements(lambda: queries.list_cases(wanted)) == one == 4


def test_lists_are_paged_filtered_and_newest_first(village):
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    order = care.order_of(village, group_id)
    first, second = ask(village, order, "A"), ask(village, order, "B")
    wanted = CaseFilter(merchant_ids=frozenset({village.merchants["M1"]}))
    page = queries.list_cases(wanted, limit=1)
    assert [case.case_id for case in page.items] == [second]
    rest = queries.list_cases(wanted, limit=1, cursor=page.next_cursor)
    assert [case.case_id for case in rest.items] == [first]
    assert rest.next_cursor is None
    with pytest.raises(BadCursor):
        queries.list_cases(wanted, cursor="nonsense")
    services.cancel(actor=village.shopper, case_id=first)
    closed = CaseFilter(order_id=order.order_id, states=(CaseState.CANCELED,))
    assert [case.case_id for case in queries.list_cases(closed).items] == [first]
    other = CaseFilter(merchant_ids=frozenset({village.merchants["M2"]}))
    assert queries.list_cases(other).items == ()
    number = queries.get_case(second).number
    assert queries.list_cases(CaseFilter(text=number.lower())).items[0].case_id == second
    assert queries.find_case_id(number=number) == second


def test_a_case_says_what_each_side_may_do(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    case = queries.get_case(ask(village, care.order_of(village, group_id), "B"))
    assert case.buyer_actions == (CaseAction.CANCEL,)
    assert case.staff_actions == (CaseAction.AGREE_REFUND, CaseAction.REJECT)
    assert case.is_open
    assert case.lines[0].title["en"] == "Article B"
    assert case.lines[0].refund_minor == 3000


def test_queues_count_open_cases_and_what_is_due_soon(village):
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    order = care.order_of(village, group_id)
    ask(village, order, "A")
    services.reject(actor=village.owners["M1"], case_id=ask(village, order, "B"), note="不同意")
    counts = {
        queue.state: (queue.count, queue.due_soon)
        for queue in queries.count_queues(frozenset({village.merchants["M1"]}))
    }
    assert counts[CaseState.APPLIED] == (1, 0)
    assert counts[CaseState.REJECTED] == (1, 0)
    assert counts[CaseState.REFUNDING] == (0, 0)
    assert sum(queue.count for queue in queries.count_queues(frozenset())) == 0
    assert queries.count_open(village.shopper.user_id) == 2


def test_a_paid_order_offers_refunds_and_a_shipped_one_returns(village):
    group_id = care.buy(village, {"B": 2}, expected_minor=6000)
    order = care.order_of(village, group_id)
    (line,) = queries.list_eligible_lines(order.order_id)
    assert (line.unshipped_quantity, line.shipped_quantity, line.blocked) == (2, 0, None)
    assert [(kind, stage) for kind, stage, _ in line.reasons] == [
        (CaseKind.REFUND_ONLY, Stage.UNSHIPPED)
    ]
    assert line.no_reason_until is None
    care.ship(village, order)
    care.receive(village, care.order_of(village, group_id))
    (line,) = queries.list_eligible_lines(order.order_id)
    assert (line.unshipped_quantity, line.shipped_quantity) == (0, 2)
    assert line.no_reason_until is not None
    assert line.quality_until > line.no_reason_until
    offered = {kind: reasons for kind, _, reasons in line.reasons}
    assert Reason.NO_REASON in offered[CaseKind.RETURN_REFUND]


def test_an_unpaid_order_offers_nothing_and_says_why(village):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    (line,) = queries.list_eligible_lines(care.order_of(village, group_id).order_id)
    assert line.blocked == Blocked.NOT_CONFIRMED
    assert line.reasons == ()


def test_product_pages_show_the_terms_that_are_enforced(village):
    care.prefer("aftersales.quality_days", 30)
    variant_id = village.variants["B"]
    terms = queries.list_terms([variant_id])[variant_id]
    assert (terms.no_reason_days, terms.quality_days, terms.ship_back_days) == (7, 30, 7)
    assert terms.no_reason_bearer == FreightBearer.SHOPPER
    assert terms.fault_bearer == FreightBearer.MERCHANT
