"""A shop makes activities of every kind, publishes, watches and stops them."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ActivityFilter, ActivityState, ItemDraft, ScopeKind
from tests.surfaces.merchant_console.test_pages import address

pytestmark = pytest.mark.django_db


def moment(hours):
    return (clock.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def basics(**values):
    return {
        "name_zh": "周末特惠",
        "starts_at": moment(-24),
        "ends_at": moment(24),
        "scope": "all",
    } | values


SETTINGS = {
    "full_reduction": (
        {"steps_0_threshold_minor": "100", "steps_0_off_minor": "12.50", "is_repeating": "on"},
        {"steps": [{"threshold_minor": 10_000, "off_minor": 1_250}], "is_repeating": True},
    ),
    "quantity_discount": (
        {
            "steps_0_minimum_quantity": "2",
            "steps_0_rate_bp": "90",
            "steps_1_minimum_quantity": "3",
            "steps_1_rate_bp": "82.5",
        },
        {
            "steps": [
                {"minimum_quantity": 2, "rate_bp": 9_000},
                {"minimum_quantity": 3, "rate_bp": 8_250},
            ]
        },
    ),
    "nth_unit": ({"nth": "2", "rate_bp": "50"}, {"nth": 2, "rate_bp": 5_000}),
    "pick_price": ({"count": "3", "price_minor": "99"}, {"count": 3, "price_minor": 9_900}),
    "member_price": ({"rates_gold": "95"}, {"rates": {"gold": 9_500}}),
}


def step(threshold, off):
    return {"steps_0_threshold_minor": threshold, "steps_0_off_minor": off}


def only(village):
    mine = ActivityFilter(merchant_ids=frozenset({village.merchants["M1"]}))
    found = promotions_queries.list_activities(mine).items
    return found[0] if found else None


@pytest.mark.parametrize("kind", SETTINGS)
def test_every_kind_is_made_from_its_form_and_read_back_into_it(village, owner, kind):
    typed, settings = SETTINGS[kind]
    made = owner.post(address("activity_new", kind), basics(**typed))
    assert made.status_code == 302
    info = only(village)
    assert (info.draft.kind, info.draft.settings) == (kind, settings)
    assert info.draft.merchant_id == village.merchants["M1"]
    body = owner.get(address("activity_edit", info.activity_id)).content.decode()
    for name, text in typed.items():
        assert f'name="{name}"' in body
        if text != "on":
            assert f'value="{float(text):.2f}"' in body or f'value="{text}"' in body
    assert (
        owner.post(address("activity_edit", info.activity_id), basics(**typed)).status_code == 302
    )
    assert only(village).draft.settings == settings
    assert owner.get(address("activity", info.activity_id, language="en")).status_code == 200


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("full_reduction", step("10", "11"), "steps_0_threshold_minor"),
        ("full_reduction", step("x", "1"), "steps_0_threshold_minor"),
        ("nth_unit", {"nth": "1", "rate_bp": "50"}, "nth"),
        ("nth_unit", {"nth": "2", "rate_bp": "101"}, "rate_bp"),
        ("pick_price", {"count": "2", "price_minor": "-1"}, "price_minor"),
        ("member_price", {}, "rates_"),
        ("full_reduction", SETTINGS["full_reduction"][0] | {"ends_at": moment(-48)}, "ends_at"),
        ("full_reduction", SETTINGS["full_reduction"][0] | {"scope": "product"}, "product_ids"),
        ("full_reduction", SETTINGS["full_reduction"][0] | {"name_zh": ""}, "name_zh"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_shown_beside_its_field_and_kept(
    village, owner, kind, values, field
):
    refused = owner.post(address("activity_new", kind, language="en"), basics(**values))
    body = refused.content.decode()
    assert refused.status_code in {400, 422}
    assert f'id="id_{field}' in body
    assert "_error" in body
    assert only(village) is None


def test_prices_are_given_article_by_article(village, owner):
    variant, product = village.variants["A"], village.products["A"]
    start = owner.post(
        address("activity_start"), {"kind": "flash_sale", "products": [str(product)]}
    )
    form = f"{address('activity_new', 'flash_sale')}?p={ids.encode('prd', product)}"
    assert start.url == form
    assert f'name="price_{variant.hex}"' in owner.get(form).content.decode()
    key = variant.hex
    typed = basics(**{f"price_{key}": "19.90", f"stock_{key}": "5", f"limit_{key}": "1"})
    assert owner.post(form, basics()).status_code == 422
    assert owner.post(form, typed).status_code == 302
    info = only(village)
    assert info.draft.scope.kind == ScopeKind.ALL
    [item] = promotions_queries.list_items(info.activity_id)
    assert ItemDraft(item.variant_id, item.price_minor, item.stock, item.per_person) == ItemDraft(
        variant, 1_990, 5, 1
    )
    assert "19.90" in owner.get(address("activity", info.activity_id)).content.decode()


def test_kinds_with_prices_ask_for_products(village, owner):
    assert owner.post(address("activity_start"), {"kind": "flash_sale"}).status_code == 422
    assert owner.post(address("activity_start"), {"kind": "nth_unit"}).status_code == 302
    assert owner.post(address("activity_start"), {"kind": "other"}).status_code == 422
    assert owner.get(address("activity_new", "other")).status_code == 404


def test_it_is_published_paused_resumed_stopped_and_copied(village, owner):
    owner.post(address("activity_new", "nth_unit"), basics(nth="2", rate_bp="50"))
    activity_id = only(village).activity_id
    for move, state in (
        ("publish", ActivityState.PUBLISHED),
        ("pause", ActivityState.PAUSED),
        ("resume", ActivityState.PUBLISHED),
        ("stop", ActivityState.STOPPED),
    ):
        page = address("activity_move", activity_id, move)
        assert owner.get(page).status_code == 200
        assert owner.post(page).status_code == 302
        assert promotions_queries.get_activity(activity_id).state == state
    refused = owner.post(address("activity_move", activity_id, "resume"))
    assert refused.status_code == 409
    copied = owner.post(address("activity_move", activity_id, "copy"))
    assert copied.url != address("activity", activity_id)
    assert only(village).state == ActivityState.DRAFT
    assert owner.get(address("activity_move", activity_id, "destroy")).status_code == 404


def test_a_price_that_is_not_lower_is_refused_in_words(village, owner):
    variant, product = village.variants["A"], village.products["A"]
    form = f"{address('activity_new', 'limited_price')}?p={ids.encode('prd', product)}"
    owner.post(form, basics(**{f"price_{variant.hex}": "60.00"}))
    activity_id = only(village).activity_id
    refused = owner.post(address("activity_move", activity_id, "publish", language="en"))
    assert refused.status_code == 422
    assert "not lower than today" in refused.content.decode()
    assert promotions_queries.get_activity(activity_id).state == ActivityState.DRAFT


def test_another_shop_sees_nothing_of_it(village, owner, stranger):
    owner.post(address("activity_new", "nth_unit"), basics(nth="2", rate_bp="50"))
    activity_id = only(village).activity_id
    for page in (
        address("activity", activity_id, shop="m2"),
        address("activity_edit", activity_id, shop="m2"),
        address("activity_move", activity_id, "publish", shop="m2"),
    ):
        assert stranger.get(page).status_code == 404
        assert stranger.post(page).status_code in {404, 405}
    assert only(village).state == ActivityState.DRAFT
