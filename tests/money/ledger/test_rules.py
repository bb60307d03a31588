"""Vouchers are balanced by construction; names give ids."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.money.ledger import rules
from jishi.money.ledger.errors import VoucherKeyReused
from jishi.money.ledger.types import AccountName, Voucher, VoucherLine
from tests.money.ledger.factories import CLEARING, FUNDS, make_voucher


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=8))
def test_a_voucher_exists_exactly_when_it_sums_to_zero(amounts):
    lines = tuple(VoucherLine(FUNDS, minor) for minor in amounts)
    balanced = len(amounts) > 1 and sum(amounts) == 0
    try:
        Voucher("k", "tests.made", UUID(int=1), "CNY", lines)
    except ValueError:
        assert not balanced
    else:
        assert balanced


def test_a_line_of_nothing_is_a_bug():
    lines = (VoucherLine(FUNDS, 0), VoucherLine(CLEARING, 0))
    with pytest.raises(ValueError, match="line of nothing"):
        Voucher("k", "tests.made", UUID(int=1), "CNY", lines)


def test_account_ids_differ_by_code_owner_and_currency():
    names = [
        (AccountName("merchant_due"), "CNY"),
        (AccountName("merchant_due"), "USD"),
        (AccountName("merchant_due", UUID(int=1)), "CNY"),
        (AccountName("merchant_due", UUID(int=2)), "CNY"),
        (AccountName("suspense", UUID(int=2)), "CNY"),
    ]
    found = {rules.account_id(name, currency) for name, currency in names}
    assert len(found) == len(names)


def test_account_ids_never_change():
    found = rules.account_id(AccountName("customer_funds"), "CNY")
    assert found == UUID("93bfc6ba-d112-59ec-8379-462818bcc4ef")


def test_the_digest_knows_every_part_but_not_the_order_of_lines():
    voucher = make_voucher(key="k")
    turned = replace(voucher, lines=voucher.lines[::-1])
    assert rules.digest(voucher) == rules.digest(turned)
    others = [
        make_voucher(11501, key="k"),
        make_voucher(key="k", currency="USD"),
        make_voucher(key="k", reference=UUID(int=2)),
        replace(voucher, cause="tests.other"),
    ]
    assert rules.digest(voucher) not in {rules.digest(other) for other in others}


def test_one_call_may_repeat_a_voucher_but_not_contradict_it():
    voucher = make_voucher(key="k")
    assert rules.distinct([voucher, make_voucher(key="k")]) == {"k": voucher}
    with pytest.raises(VoucherKeyReused):
        rules.distinct([voucher, make_voucher(1, key="k")])
