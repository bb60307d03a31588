"""The town's drawings are valid, small, self-contained and distinct."""

import re
from time import process_time
from xml.etree import ElementTree

import pytest

from jishi.surfaces.cli.demo import pictures, source
from jishi.surfaces.cli.demo.pictures import banners, look
from jishi.surfaces.cli.demo.pictures.shapes import SHAPES

MAX_BYTES = 12 * 1024
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def gallery():
    return {
        (key, color, variant): pictures.render(key, color, variant)
        for key, row in source.rows().items()
        for color in row.get("colors", [""])
        for variant in pictures.VARIANTS
    }


def _assert_self_contained(document: str) -> None:
    root = ElementTree.fromstring(document)
    assert root.tag == f"{SVG}svg"
    known = {element.get("id") for element in root.iter() if element.get("id")}
    for element in root.iter():
        assert element.tag not in {f"{SVG}script", f"{SVG}text", f"{SVG}image", f"{SVG}style"}
        assert not any(name.startswith("on") for name in element.keys())  # noqa: SIM118
        reference = element.get("href")
        assert reference is None or reference.removeprefix("#") in known
    used = set(re.findall(r"url\(#(\w+)\)", document))
    assert used <= known


def test_all_pictures_are_small_and_valid(gallery):
    for name, document in gallery.items():
        assert len(document.encode()) < MAX_BYTES, name
        _assert_self_contained(document)


def test_every_product_color_and_view_looks_different(gallery):
    assert len(gallery) >= 1700
    assert len(set(gallery.values())) == len(gallery)


def test_drawing_is_the_same_every_time_and_quick(gallery):
    start = process_time()
    again = {name: pictures.render(*name) for name in gallery}
    assert process_time() - start < 10
    assert again == gallery


def test_every_shape_is_used_and_every_look_can_be_read():
    used = {look.parse(key, row["look"]).shape for key, row in source.rows().items()}
    assert used == set(SHAPES)
    assert len(used) >= 35


def test_a_look_with_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="zebra"):
        look.parse("some", "tin zebra #ffffff")


def test_an_unknown_product_or_color_is_refused():
    with pytest.raises(KeyError):
        pictures.render("no-such-thing")
    with pytest.raises(KeyError):
        pictures.render("tee-jing", "no-such-color")


def test_a_color_may_be_given_by_name_or_value():
    assert pictures.render("tee-jing", "sky") == pictures.render("tee-jing", "#9fc0d0")


def test_shops_have_signs_of_their_own():
    signs = [pictures.render_shop(shop["key"]) for shop in source.read("shops")["shop"]]
    assert len(set(signs)) == len(signs) == 8
    for sign in signs:
        _assert_self_contained(sign)


def test_every_category_has_an_icon_and_a_tile():
    tops = source.read("categories")["category"]
    icons = {pictures.render_icon(category["key"]) for category in tops}
    assert len(icons) == len(tops)
    for category in tops:
        assert len(pictures.render_icon(category["key"]).encode()) < 800
        _assert_self_contained(pictures.render_icon(category["key"]))
        for key in (category["key"], *(path for path, _, _ in category["children"])):
            _assert_self_contained(pictures.render_category(key))


@pytest.mark.parametrize("width", [banners.WIDE, banners.NARROW])
def test_banners_come_in_both_widths(width):
    for table in source.read("marketing")["banner"]:
        document = pictures.render_banner(table["key"], width)
        assert f'viewBox="0 0 {width} 480"' in document
        assert len(document.encode()) < MAX_BYTES * 5 // 4
        _assert_self_contained(document)
