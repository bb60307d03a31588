"""The structure that imports alone do not show: faces, furniture, tables, sizes, texts."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture import walls

HOUSE = Path(__file__).resolve().parents[2] / "jishi"


def test_every_room_has_the_same_furniture_and_tells_what_it_knows():
    assert walls.strangers(HOUSE) == []


def test_rooms_are_entered_by_their_face_only():
    assert walls.entered_past_the_face(HOUSE) == []


def test_pure_files_know_no_framework():
    assert walls.impure(HOUSE) == []


def test_foreign_keys_point_down_and_leave_no_reverse_name():
    ours = [model for model in apps.get_models() if model.__module__.startswith("jishi.")]
    assert walls.wrong_keys(ours) == []


def test_no_module_reads_the_clock_but_the_clock():
    assert walls.clock_readers(HOUSE) == []


def test_no_float_touches_money():
    assert walls.floats(HOUSE) == []


def test_files_and_functions_stay_small():
    assert walls.too_big(HOUSE) == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "lorem ipsum"])
def test_nothing_is_left_for_later(word):
    assert walls.left_for_later(HOUSE, word) == []


def test_every_room_has_one_migration():
    assert walls.more_than_one_migration(HOUSE) == []


def test_pages_hold_no_style_script_or_handler_of_their_own():
    assert walls.inline_code(HOUSE) == []


def test_every_text_has_its_chinese():
    assert walls.untranslated(HOUSE) == []
