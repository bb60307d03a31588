"""Picking, weighing and taking back by the book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import IllegalMove
from jishi.foundation.kernel.ids import new_id
from jishi.fulfillment.warehouse import errors, rules
from jishi.fulfillment.warehouse.types import (
    Grade,
    PickAction,
    PickLine,
    PickState,
    ReturnedLine,
)


def line(code="SKU-1", barcode="6901234567892", quantity=3, picked=0, short=0):
    return PickLine(new_id(), new_id(), "雨前龙井", code, barcode, quantity, picked, short)


def test_terminal_states_have_no_actions():
    terminal = {state for state in PickState if rules.PICKING.is_terminal(state)}
    assert terminal == {PickState.HANDED_OVER, PickState.CANCELED}


def test_only_sealed_parcels_are_handed_over():
    assert rules.PICKING.sources(PickAction.HAND_OVER) == (PickState.PACKED,)
    with pytest.raises(IllegalMove):
        rules.PICKING.advance(PickState.PICKED, PickAction.HAND_OVER)


@pytest.mark.parametrize("scanned", ["SKU-1", "sku-1", " 6901234567892 "])
def test_goods_are_known_by_code_and_barcode(scanned):
    wanted = line()
    assert rules.match([line("SKU-2", ""), wanted], scanned) == wanted


@pytest.mark.parametrize("scanned", ["SKU-3", "", " ", "SKU-"])
def test_other_goods_are_refused_with_what_was_scanned(scanned):
    with pytest.raises(errors.WrongItem) as refused:
        rules.match([line(), line("SKU-2", "")], scanned)
    assert refused.value.params == {"scanned": scanned.strip()}


def test_a_second_line_of_the_same_goods_is_filled_after_the_first():
    full, empty = line(picked=3), line()
    assert rules.match([full, empty], "SKU-1") == empty
    assert rules.match([full], "SKU-1") == full


@pytest.mark.parametrize(
    ("quantity", "refusal"),
    [(0, errors.BadQuantity), (-1, errors.BadQuantity), (2, errors.TooMany)],
)
def test_a_scan_fits_what_is_left(quantity, refusal):
    with pytest.raises(refusal):
        rules.check_quantity(line(picked=1, short=1), quantity)
    rules.check_quantity(line(picked=1, short=1), 1)


def test_every_unit_is_accounted_for_before_picking_ends():
    rules.check_accounted([line(picked=2, short=1)])
    with pytest.raises(errors.NotAccountedFor) as refused:
        rules.check_accounted([line(picked=2), line()])
    assert refused.value.params == {"left": 4}


A, B = new_id(), new_id()


def test_expected_weight_is_goods_and_box():
    assert rules.expected_weight_g({A: 3, B: 1}, {A: 500, B: 200}, 50) == 1750


@pytest.mark.parametrize("weights", [{A: 500}, {A: 500, B: 0}, {}])
def test_nothing_is_expected_of_a_parcel_with_an_unknown_weight(weights):
    assert rules.expected_weight_g({A: 3, B: 1}, weights, 50) == 0
    assert not rules.is_weight_off(99_999, 0, 50)


@pytest.mark.parametrize(
    ("expected_g", "weight_g", "is_off"),
    [
        (1000, 1050, False),
        (1000, 1051, True),
        (1000, 949, True),
        (10_000, 10_300, False),
        (10_000, 10_301, True),
        (10_000, 9699, True),
    ],
)
def test_weight_may_differ_by_three_percent_or_fifty_grams(expected_g, weight_g, is_off):
    tolerance_g = rules.weight_tolerance_g(expected_g, rate_bp=300, least_g=50)
    assert rules.is_weight_off(weight_g, expected_g, tolerance_g) is is_off


@given(st.integers(1, 10**6))
def test_the_expected_weight_is_never_off(expected_g):
    tolerance_g = rules.weight_tolerance_g(expected_g, rate_bp=0, least_g=0)
    assert not rules.is_weight_off(expected_g, expected_g, tolerance_g)


@pytest.mark.parametrize("weight_g", [0, -5, 1_000_001])
def test_impossible_weights_are_refused(weight_g):
    with pytest.raises(errors.BadWeight):
        rules.check_weight(weight_g)


def returned(line_id, quantity, grade=Grade.A):
    return ReturnedLine(line_id, grade, quantity)


def test_a_line_may_come_back_in_several_grades_and_in_part():
    rules.check_returned({A: 3, B: 1}, [returned(A, 1), returned(A, 1, Grade.C)])


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [returned(A, 0)],
        [returned(A, 4)],
        [returned(A, 2), returned(A, 2, Grade.B)],
        [returned(A, 1), returned(A, 1)],
        [returned(new_id(), 1)],
    ],
)
def test_returns_that_do_not_fit_are_refused(lines):
    with pytest.raises(errors.BadReturn):
        rules.check_returned({A: 3, B: 1}, lines)


def test_numbers_are_read_as_people_type_them():
    assert rules.clean_number(" s2603 01-1 ") == "S260301-1"


def test_a_number_names_exactly_one_parcel():
    assert rules.only([A], "S1") == A
    with pytest.raises(errors.NothingToShip):
        rules.only([], "S1")
    with pytest.raises(errors.AmbiguousNumber):
        rules.only([A, B], "S1")
