"""A shop chooses its look; what does not fit is said beside its field and changes nothing."""

import pytest

from jishi.foundation.platform import preferences, site
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import Accent, Appearance, BlockKind
from tests.surfaces.operator_console.desks import signed_in
from tests.walks import village as villages

pytestmark = pytest.mark.django_db
PAGE = "/en/merchant/m1/appearance/"


@pytest.fixture
def village(db):
    return villages.build()


@pytest.fixture
def owner(village):
    return signed_in(village.owners["M1"].user_id)


def look(village):
    return merchants_queries.get_appearance(village.merchants["M1"])


def switch_on():
    preferences.set_value(
        actor=villages.SYSTEM, name="merchants.base_domain", value="shops.example"
    )
    preferences.forget()


def test_a_look_is_chosen_and_shown_again(village, owner):
    form = {
        "accent": "plum",
        "text_place": "1",
        "title_en": "Welcome",
        "text_en": "Come in.",
        "featured_place": "2",
        "products": [str(village.products["A"])],
        "coupons_place": "3",
    }
    assert owner.post(PAGE, form).status_code == 302
    found = look(village)
    assert (found.accent, found.label) == (Accent.PLUM, "")
    assert [block.kind for block in found.blocks] == [
        BlockKind.TEXT,
        BlockKind.FEATURED,
        BlockKind.COUPONS,
    ]
    assert found.blocks[1].product_ids == (village.products["A"],)
    page = owner.get(PAGE).content.decode()
    assert "Come in." in page
    assert 'name="label"' not in page


def test_a_label_is_asked_for_where_there_is_a_domain(village, owner):
    switch_on()
    assert "Sub-domain, before .shops.example" in owner.get(PAGE).content.decode()
    refused = owner.post(PAGE, {"accent": "jade", "label": "www"})
    assert refused.status_code == 422
    assert 'id="id_label_error"' in refused.content.decode()
    assert look(village) == Appearance()
    assert owner.post(PAGE, {"accent": "jade", "label": "hillside"}).status_code == 302
    other = signed_in(village.owners["M2"].user_id)
    taken = other.post("/en/merchant/m2/appearance/", {"accent": "jade", "label": "hillside"})
    assert "Another shop has this word." in taken.content.decode()


def test_an_empty_block_and_a_file_that_is_no_picture_are_refused(village, owner):
    refused = owner.post(PAGE, {"accent": "jade", "featured_place": "1"})
    assert 'id="id_products_error"' in refused.content.decode()
    refused = owner.post(PAGE, {"accent": "neon"})
    assert refused.status_code == 422
    assert look(village) == Appearance()


def test_the_page_is_for_those_who_edit_the_shop(village):
    assert signed_in(village.shopper.user_id).get(PAGE).status_code == 404
    assert signed_in(village.owners["M2"].user_id).get(PAGE).status_code == 404


def test_a_brand_store_has_no_page_for_a_look(village):
    owner = signed_in(village.owners["M1"].user_id)
    for move in (merchants.suspend, merchants.close):
        move(actor=villages.SYSTEM, merchant_id=village.merchants["M2"], reason="moved")
    preferences.set_value(actor=villages.SYSTEM, name=site.mode.name, value=site.BRAND_STORE)
    preferences.forget()
    assert owner.get(PAGE).status_code == 404
    assert PAGE not in owner.get("/en/merchant/m1/").content.decode()
