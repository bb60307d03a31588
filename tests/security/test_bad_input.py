"""Forms that were tampered with are refused; nothing breaks and nothing changes."""

import pytest

from jishi.goods.pricing import queries as pricing_queries
from tests.surfaces.merchant_console.test_pages import address
from tests.surfaces.merchant_console.town import signed_in
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def owner(village):
    return signed_in(village.owners["M1"].user_id)


def test_rows_that_are_no_ids_are_refused(village, owner):
    page = address("card_keys", village.variants["A"])
    given = {"action": "void", "ids": ["nonsense"], "confirmed": "1"}
    answer = owner.post(page, given)
    assert (answer.status_code, answer.url) == (302, page)


def test_a_grid_of_other_rows_than_there_are_saves_nothing(village, owner):
    variants = [village.variants["A"]]
    before = pricing_queries.list_all_prices(variants)
    page = address("product_prices", village.products["A"])
    assert owner.post(page, {}).status_code == 409
    rows = {"row-TOTAL_FORMS": "2", "row-INITIAL_FORMS": "1", "row-0-price_cn": "1.00"}
    assert owner.post(page, rows).status_code == 409
    assert pricing_queries.list_all_prices(variants) == before


def test_who_is_not_leaving_is_told_so_when_staying(village):
    client = signed_in(village.shopper.user_id)
    answer = client.post("/account/security/keep/")
    assert (answer.status_code, answer.url) == (302, "/account/security/")
