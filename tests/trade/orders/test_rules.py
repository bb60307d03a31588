"""The laws of orders: splitting keeps the money, states follow the table, labels are derived."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import IllegalMove
from jishi.trade.orders import rules
from jishi.trade.orders.types import (
    BuyerLabel,
    FulfillmentStatus,
    NewLine,
    OrderAction,
    OrderKind,
    OrderStatus,
    PaymentStatus,
    ReviewFacts,
    ReviewRules,
)

MERCHANTS = [ids.new_id() for _ in range(3)]


def line(merchant, kind, payable):
    return NewLine(
        line_id=ids.new_id(), merchant_id=merchant, kind=kind, product_id=ids.new_id(),
        variant_id=ids.new_id(), code="x", title={}, options={}, image_url="", quantity=1,
        unit_list_minor=payable, list_minor=payable, shares=(), payable_goods_minor=payable,
        freight_minor=0, tax_minor=0, payable_minor=payable, commission_rate_bp=0,
        return_days=7, sources=(),
    )  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(MERCHANTS), st.sampled_from(list(OrderKind)), st.integers(0, 10**9)
        ),
        min_size=1,
        max_size=30,
    )
)
def test_splitting_keeps_every_line_and_every_cent(given_lines):
    lines = [line(*one) for one in given_lines]
    parts = rules.split_orders(lines)
    assert sorted(one.line_id for part in parts for one in part) == sorted(
        one.line_id for one in lines
    )
    assert sum(one.payable_minor for part in parts for one in part) == sum(
        one.payable_minor for one in lines
    )
    keys = [{(one.merchant_id, one.kind) for one in part} for part in parts]
    assert all(len(key) == 1 for key in keys)
    assert len({next(iter(key)) for key in keys}) == len(parts)


def test_terminal_states_have_no_actions():
    assert rules.ORDER.is_terminal(OrderStatus.CANCELED)
    assert rules.ORDER.is_terminal(OrderStatus.COMPLETED)
    with pytest.raises(IllegalMove):
        rules.ORDER.advance(OrderStatus.CANCELED, OrderAction.CONFIRM)


@pytest.mark.parametrize(
    ("paid", "refunded", "expected"),
    [
        (False, 0, PaymentStatus.UNPAID),
        (True, 0, PaymentStatus.PAID),
        (True, 1, PaymentStatus.PARTIALLY_REFUNDED),
        (True, 100, PaymentStatus.REFUNDED),
    ],
)
def test_payment_status_is_derived(paid, refunded, expected):
    assert rules.payment_status(total_minor=100, is_paid=paid, refunded_minor=refunded) == expected


@pytest.mark.parametrize(
    ("lines", "delivered", "received", "expected"),
    [
        ([(2, 0, 0)], False, False, FulfillmentStatus.TO_SHIP),
        ([(2, 1, 0)], False, False, FulfillmentStatus.PARTIALLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 0)], False, False, FulfillmentStatus.PARTIALLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 1)], False, False, FulfillmentStatus.SHIPPED),
        ([(2, 2, 0)], True, False, FulfillmentStatus.DELIVERED),
        ([(2, 2, 0)], True, True, FulfillmentStatus.RECEIVED),
    ],
)
def test_fulfillment_status_is_derived(lines, delivered, received, expected):
    facts = [rules.LineFacts(*one) for one in lines]
    assert (
        rules.fulfillment_status(
            facts, is_confirmed=True, is_delivered=delivered, is_received=received
        )
        == expected
    )


@given(
    st.sampled_from(list(OrderStatus)),
    st.sampled_from(list(FulfillmentStatus)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_every_combination_has_a_label(status, fulfillment, aftersale, held, reviewed):
    label = rules.buyer_label(
        status=status,
        fulfillment=fulfillment,
        has_open_aftersale=aftersale,
        is_held=held,
        is_reviewed=reviewed,
    )
    assert label in set(BuyerLabel)
    assert (label == BuyerLabel.CLOSED) == (status == OrderStatus.CANCELED)


def test_receipt_confirms_itself_at_the_earlier_of_two_deadlines():
    shipped = datetime(2026, 3, 1, tzinfo=UTC)
    when = {"shipped_at": shipped, "ship_days": 10, "sign_hours": 72}
    assert rules.receive_by(delivered_at=None, **when) == shipped + timedelta(days=10)
    early = shipped + timedelta(days=2)
    assert rules.receive_by(delivered_at=early, **when) == early + timedelta(hours=72)
    late = shipped + timedelta(days=9)
    assert rules.receive_by(delivered_at=late, **when) == shipped + timedelta(days=10)


PLAIN = ReviewFacts(
    total_minor=100, note="", address="广东省 深圳市 南山区 科苑路 1 号", most_units=2
)


@pytest.mark.parametrize(
    ("wanted", "facts", "why"),
    [
        ({}, PLAIN, ""),
        ({"from_minor": 100}, PLAIN, "amount"),
        ({"from_minor": 101}, PLAIN, ""),
        ({"any_note": True}, PLAIN, ""),
        ({"any_note": True}, replace(PLAIN, note=" hi "), "note"),
        ({"note_words": ("Invoice", " ")}, replace(PLAIN, note="an INVOICE please"), "note_words"),
        ({"note_words": (" ",)}, replace(PLAIN, note="a b"), ""),
        ({"address_words": ("南山",)}, PLAIN, "address"),
        ({"units_from": 2}, PLAIN, "units"),
        ({"units_from": 3}, PLAIN, ""),
        ({"daily_orders_from": 3}, replace(PLAIN, daily_orders=3), "frequency"),
        ({"flagged_buyers": True}, replace(PLAIN, is_flagged=True), "flagged"),
        ({}, replace(PLAIN, is_flagged=True, daily_orders=9), ""),
    ],
)
def test_orders_wait_for_review_by_rule(wanted, facts, why):
    assert rules.needs_review(ReviewRules(**wanted), facts) == why
