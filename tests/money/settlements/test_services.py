"""The money table of the house plan, to the cent, and what surrounds it."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_merchant
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import OutboxEvent
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.settlements import queries, services
from jishi.money.settlements.errors import OverReversed
from jishi.money.settlements.models import SaleLine
from jishi.money.settlements.types import Reversal, SaleState
from tests.money.settlements.factories import M1, M2, make_line, make_sale

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")

CLEARING = AccountName("clearing:alipay")
FUNDS = AccountName(AccountCode.CUSTOMER_FUNDS)
DUE1 = AccountName(AccountCode.MERCHANT_DUE, M1)
DUE2 = AccountName(AccountCode.MERCHANT_DUE, M2)
COMMISSION = AccountName(AccountCode.COMMISSION_REVENUE)
REFUNDS = AccountName(AccountCode.REFUNDS_DUE)
SUBSIDY = AccountName(AccountCode.PLATFORM_SUBSIDY)
COLUMNS = (CLEARING, FUNDS, DUE1, DUE2, COMMISSION, REFUNDS)


def balances(*accounts):
    return tuple(ledger_queries.balance(name, currency="CNY").minor for name in accounts)


def pay(debit, credit, minor, key):
    """Post what payments posts for a capture or a settled refund."""
    lines = (VoucherLine(debit, minor), VoucherLine(credit, -minor))
    voucher = Voucher(key, "payments.moved", UUID(int=7), "CNY", lines)
    ledger.post(actor=SYSTEM, voucher=voucher)


def accrue(sale):
    services.accrue(actor=SYSTEM, sale=sale)
    return sale


def reverse(line, quantity=1, refund=2556, freight=0):
    return services.reverse(
        actor=SYSTEM,
        order_line_id=line.order_line_id,
        quantity=quantity,
        refund_minor=refund,
        freight_minor=freight,
    )


def row_of(line):
    return SaleLine.objects.get(order_line_id=line.order_line_id)


def test_the_money_table_of_the_house_comes_out_to_the_cent():
    a, b, c = make_line(5111), make_line(2556), make_line(3833)

    pay(CLEARING, FUNDS, 11500, "capture")
    assert balances(*COLUMNS) == (11500, -11500, 0, 0, 0, 0)

    services.accrue_many(
        actor=SYSTEM, sales=[make_sale(a, b, merchant_id=M1), make_sale(c, merchant_id=M2)]
    )
    assert balances(*COLUMNS) == (11500, 0, -6900, -3450, -1150, 0)

    taken = reverse(b, 1, 2556)
    assert (taken.due_minor, taken.commission_minor, taken.refund_minor) == (2300, 256, 2556)
    assert balances(*COLUMNS) == (11500, 0, -4600, -3450, -894, -2556)

    pay(REFUNDS, CLEARING, 2556, "refund")
    assert balances(*COLUMNS) == (8944, 0, -4600, -3450, -894, 0)
    assert sum(balances(*COLUMNS)) == 0
    assert ledger_queries.prove() == ()


def test_a_platform_coupon_is_paid_by_the_platform():
    line = make_line(8000, subsidy=2000)
    accrue(make_sale(line))
    assert balances(FUNDS, SUBSIDY, DUE1, COMMISSION) == (8000, 2000, -9000, -1000)
    reverse(line, 1, 8000)
    assert balances(FUNDS, SUBSIDY, DUE1, COMMISSION, REFUNDS) == (8000, 0, 0, 0, -8000)
    assert row_of(line).state == SaleState.REVERSED


def test_a_second_accrual_does_nothing():
    sale = accrue(make_sale())
    events = OutboxEvent.objects.count()
    accrue(sale)
    assert balances(DUE1) == (-2300,)
    assert SaleLine.objects.count() == 1
    assert OutboxEvent.objects.count() == events == 1


def test_a_free_order_posts_nothing():
    accrue(make_sale(make_line(0)))
    assert balances(FUNDS, DUE1, COMMISSION) == (0, 0, 0)


def test_the_last_unit_leaves_zero():
    line = make_line(2576, quantity=3, rate_bp=500)
    accrue(make_sale(line))
    for refund in (860, 859, 857):
        reverse(line, 1, refund)
    assert balances(DUE1, COMMISSION, REFUNDS) == (0, 0, -2576)
    assert row_of(line).state == SaleState.REVERSED


def test_what_was_not_sold_cannot_be_taken_back():
    line = make_line(2556)
    accrue(make_sale(line))
    with pytest.raises(OverReversed):
        reverse(line, 1, 2557)
    reverse(line)
    with pytest.raises(OverReversed):
        reverse(line)
    with pytest.raises(NotFound):
        reverse(make_line())
    assert balances(DUE1, COMMISSION, REFUNDS) == (0, 0, -2556)


def test_several_reversals_of_a_line_in_one_call_add_up():
    line = make_line(1000, quantity=3)
    accrue(make_sale(line))
    parts = [Reversal(line.order_line_id, 1, refund) for refund in (333, 333, 334)]
    results = services.reverse_many(actor=SYSTEM, reversals=parts)
    assert sum(result.commission_minor for result in results) == 100
    assert balances(DUE1, COMMISSION, REFUNDS) == (0, 0, -1000)


def test_the_table_refuses_a_due_that_does_not_add_up():
    line = make_line()
    accrue(make_sale(line))
    rows = SaleLine.objects.filter(order_line_id=line.order_line_id)
    for change in ({"merchant_due_minor": 1}, {"reversed_due_minor": 2301}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_release_makes_what_is_left_payable_once():
    kept, returned = make_line(5111), make_line(2556)
    sale = accrue(make_sale(kept, returned))
    reverse(returned)
    before = OutboxEvent.objects.count()
    for _ in range(2):
        services.release(actor=SYSTEM, order_id=sale.order_id)
    assert row_of(kept).state == SaleState.RELEASED
    assert row_of(returned).state == SaleState.REVERSED
    assert OutboxEvent.objects.count() == before + 1
    found = queries.merchant_balance(actor=SYSTEM, merchant_id=M1)
    assert (found.accrued_minor, found.released_minor, found.commission_minor) == (0, 4600, 511)


def test_a_refund_after_release_lowers_what_may_be_paid():
    line = make_line(10_000, quantity=2)
    sale = accrue(make_sale(line))
    services.release(actor=SYSTEM, order_id=sale.order_id)
    reverse(line, 1, 5000)
    found = queries.merchant_balance(actor=SYSTEM, merchant_id=M1)
    assert (found.released_minor, found.commission_minor) == (4500, 500)
    reverse(line, 1, 5000)
    assert row_of(line).state == SaleState.REVERSED


def test_a_merchants_balance_equals_the_ledger():
    lines = [make_line(3333, quantity=3, freight=300), make_line(9999, subsidy=77), make_line(1)]
    accrue(make_sale(*lines))
    reverse(lines[0], 1, 1111, 100)
    found = queries.merchant_balance(actor=SYSTEM, merchant_id=M1)
    assert balances(DUE1) == (-(found.accrued_minor + found.released_minor),)
    assert balances(COMMISSION) == (-found.commission_minor,)


def test_rates_and_the_tax_within_stay_as_they_were_sold():
    line = make_line(106_000, rate_bp=1000)
    accrue(make_sale(line))
    page = queries.list_sale_lines(actor=SYSTEM, merchant_id=M1)
    assert page.items[0].commission_rate_bp == 1000
    assert page.items[0].commission_tax_minor == 600


def test_a_rate_comes_from_the_product_then_the_merchant_then_the_platform():
    assert queries.commission_rate(catalog_rate_bp=800, merchant_rate_bp=300) == 800
    assert queries.commission_rate(catalog_rate_bp=None, merchant_rate_bp=300) == 300
    assert queries.commission_rate(catalog_rate_bp=None, merchant_rate_bp=None) == 500


def test_a_merchant_sees_its_own_sales_only():
    accrue(make_sale(merchant_id=M1))
    accrue(make_sale(merchant_id=M2))
    grants = grants_over_merchant(["settlements.view"], M1)
    clerk = Actor(kind=ActorKind.STAFF, id="clerk", grants=grants)
    assert len(queries.list_sale_lines(actor=clerk, merchant_id=M1).items) == 1
    with pytest.raises(NotFound):
        queries.list_sale_lines(actor=clerk, merchant_id=M2)
    with pytest.raises(NotFound):
        queries.merchant_balance(actor=clerk, merchant_id=M2)
    with pytest.raises(Forbidden):
        queries.merchant_balance(actor=Actor.guest("g"), merchant_id=M1)


def test_sales_are_read_page_by_page():
    for _ in range(3):
        accrue(make_sale(make_line(), make_line()))
    first = queries.list_sale_lines(actor=SYSTEM, merchant_id=M1, limit=4)
    second = queries.list_sale_lines(
        actor=SYSTEM, merchant_id=M1, limit=4, cursor=first.next_cursor
    )
    seen = {row.order_line_id for row in first.items + second.items}
    assert (len(first.items), len(second.items), len(seen)) == (4, 2, 6)
    assert second.next_cursor is None


def count_statements(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_statements_do_not_grow_with_merchants_or_lines():
    accrue(make_sale())
    one = count_statements(lambda: accrue(make_sale()))
    sales = [
        make_sale(*(make_line() for _ in range(8)), merchant_id=ids.new_id()) for _ in range(4)
    ]
    many = count_statements(lambda: services.accrue_many(actor=SYSTEM, sales=sales))
    assert many <= one + 1
    reversals = [Reversal(line.order_line_id, 1, 2556) for sale in sales for line in sale.lines[:2]]
    few = count_statements(lambda: services.reverse_many(actor=SYSTEM, reversals=reversals[:1]))
    all_of_them = count_statements(
        lambda: services.reverse_many(actor=SYSTEM, reversals=reversals[1:])
    )
    assert all_of_them <= few
