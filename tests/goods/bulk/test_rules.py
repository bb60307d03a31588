"""Columns are recognized, rows become entries, entries are laid over what is there."""

from uuid import UUID

import pytest

from jishi.goods.bulk import rules
from jishi.goods.bulk.adapters import reading
from jishi.goods.bulk.errors import BadRow, ColumnMissing, ColumnTwice, ValueMissing
from jishi.goods.bulk.rules.drafting import find_value
from jishi.goods.bulk.types import Form
from jishi.goods.catalog.types import Axis, AxisValue, MediaDraft, ProductDraft, VariantDraft

FORM = Form("zh-hans", "cn", "CNY", category="tea", stock=0)
TEA, FOOD = UUID(int=1), UUID(int=2)
KNOWN = rules.Known({"tea": TEA, "food": FOOD}, {"xihu": UUID(int=3)}, {})
COLOR = Axis(
    "color",
    {"zh-hans": "颜色"},
    (AxisValue("red", {"zh-hans": "红"}), AxisValue("v-1", {"zh-hans": "绿", "en": "Green"})),
)
BASE = ProductDraft(
    code="T1",
    title={"zh-hans": "龙井", "en": "Longjing"},
    subtitle={},
    description={},
    category_id=FOOD,
    keywords="茶",
    axes=(COLOR,),
    variants=(
        VariantDraft("T1-R", options=(("color", "red"),), weight_g=5, barcode="123"),
        VariantDraft("T1-G", options=(("color", "v-1"),), image_file_id=UUID(int=9)),
    ),
    media=(MediaDraft(UUID(int=7), {"en": "A leaf"}, "color:red"), MediaDraft(UUID(int=8), {})),
)


def draft(row, base=BASE, pictures=None):
    return rules.draft_of(rules.entry_of(row, FORM), base, FORM, KNOWN, pictures or {})


def test_columns_are_recognized_in_both_languages():
    names = (
        "商品编码",
        "SKU 编码",
        "商品名称",
        "售价",
        "规格：颜色",
        "Weight (g)",
        "attribute:产地",
    )
    assert rules.recognize(names) == {
        "商品编码": "code",
        "SKU 编码": "sku",
        "商品名称": "title_zh",
        "售价": "price_cny",
        "规格：颜色": "axis:颜色",
        "Weight (g)": "weight_g",
        "attribute:产地": "attribute:产地",
    }


def test_a_second_column_of_a_kind_and_an_unknown_one_are_left_out():
    assert rules.recognize(["price", "Price ", "remarks"]) == {
        "price": "price", "Price ": "", "remarks": "",
    }  # fmt: skip


def test_columns_need_a_code_and_no_field_twice():
    with pytest.raises(ColumnMissing):
        rules.check({"a": "title_zh"})
    with pytest.raises(ColumnTwice) as refused:
        rules.check({"a": "code", "b": "price", "c": "price"})
    assert refused.value.params["column"] == "price"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://a.example/1.jpg|https://a.example/2.jpg", 2),
        ("https://a.example/1.jpg\nb.png; c.png", 3),
        ("https://a.example/1.jpg,https://a.example/2.jpg", 2),
        ("https://a.example/1.jpg, b.png", 2),
        ("https://a.example/x?w=1,2", 1),
        ("a.png|a.png", 1),
        ("a.png,b.png", 2),
    ],
)
def test_pictures_of_a_cell_are_parted(cell, found):
    assert len(rules.entry_of({"code": "A", "images": cell}, FORM).images) == found


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("price", "cheap", BadRow),
        ("price", "1e400", BadRow),
        ("price", "-1", BadRow),
        ("price", "NaN", BadRow),
        ("weight_g", "1.5", BadRow),
        ("weight_g", "inf", BadRow),
        ("code", "", ValueMissing),
        ("code", "x" * 65, BadRow),
    ],
)
def test_a_bad_value_names_its_column(column, value, error):
    row = {"code": "T1", "title_zh": "茶", "price": "1"} | {column: value}
    with pytest.raises(error) as refused:
        rules.entry_of(row, FORM)
    assert refused.value.field == column


def test_a_list_price_below_the_price_is_refused():
    with pytest.raises(BadRow):
        rules.entry_of({"code": "T1", "price": "10", "list": "9"}, FORM)


def test_empty_cells_leave_what_is_there():
    same = draft({"code": "T1", "sku": "T1-R", "title_zh": "", "weight_g": "", "keywords": ""})
    assert same == BASE


def test_a_row_changes_its_variant_and_no_other():
    changed = draft({"code": "T1", "sku": "T1-R", "weight_g": "9", "title_zh": "新龙井"})
    assert changed.title == {"zh-hans": "新龙井", "en": "Longjing"}
    assert [variant.weight_g for variant in changed.variants] == [9, 0]
    assert changed.variants[1] == BASE.variants[1]


def test_options_are_found_by_name_or_code_and_new_words_are_added():
    by_name = draft({"code": "T1", "sku": "T1-G", "axis:颜色": "Green"})
    assert by_name == BASE
    new = draft({"code": "T1", "sku": "T1-B", "axis:color": "蓝"})
    assert [value.name for value in new.axes[0].values][-1] == {"zh-hans": "蓝"}
    assert new.variants[-1].options == (("color", new.axes[0].values[-1].code),)


def test_every_value_of_an_axis_is_found_again_by_its_word():
    tangled = Axis(
        "a",
        {"en": "A"},
        (
            AxisValue("red", {"en": "blue"}),
            AxisValue("blue", {"en": "red"}),
            AxisValue("x", {"en": "same"}),
            AxisValue("y", {"en": "same"}),
        ),
    )
    for value in tangled.values:
        assert find_value(tangled, rules.word_of(tangled, value.code)) is value


def test_pictures_keep_their_words_and_take_the_order_of_the_file():
    pictures = {"b.png": UUID(int=8), "a.png": UUID(int=7)}
    changed = draft({"code": "T1", "sku": "T1-R", "images": "b.png|a.png|gone.png"}, BASE, pictures)
    assert changed.media == (BASE.media[1], BASE.media[0])


def test_pictures_stay_when_none_could_be_had():
    assert draft({"code": "T1", "sku": "T1-R", "images": "gone.png"}).media == BASE.media


def test_a_new_product_needs_a_title_and_a_price():
    with pytest.raises(ValueMissing) as refused:
        draft({"code": "N", "price": "1"}, base=None)
    assert refused.value.field == "title"
    with pytest.raises(ValueMissing) as refused:
        draft({"code": "N", "title_zh": "茶"}, base=None)
    assert refused.value.field == "price"


def test_unknown_categories_and_brands_are_told():
    for column in ("category", "brand"):
        with pytest.raises(BadRow) as refused:
            draft({"code": "T1", "sku": "T1-R", column: "nowhere"})
        assert refused.value.field == column


@pytest.mark.parametrize("text", ["=1+1", "-5 °C", "'=x", "''-", "plain", "", "@home", "'quoted'"])
def test_what_is_made_harmless_is_read_as_it_was(text):
    assert reading.harmed(reading.harmless(text)) == text


def test_rows_of_one_code_are_one_product_and_a_code_comes_once_in_a_chunk():
    rows = [
        (1, 2, {"code": "A", "sku": "A1", "price": "1"}, ""),
        (2, 3, {"code": "A", "sku": "A2", "price": "1"}, ""),
        (3, 4, {"code": "B", "sku": "B1", "price": "x"}, ""),
        (4, 5, None, "broken"),
        (5, 6, {"code": "A", "sku": "A3", "price": "1"}, ""),
    ]
    found = list(rules.products(rows, FORM))
    assert [(one.code, one.lines, one.offset) for one in found] == [
        ("A", (2, 3), 2), ("B", (4,), 3), ("", (5,), 4), ("A", (6,), 5),
    ]  # fmt: skip
    assert [len(chunk) for chunk in rules.chunks(found, 10)] == [3, 1]
