"""The demo town's goods are complete, true to form, and the same on every run."""

import re

import pytest

from jishi.surfaces.cli.demo import goods, skus, source, town
from jishi.surfaces.cli.demo.types import AttributeKind, ProductKind

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def jishi():
    return town.load()


@pytest.fixture(scope="module")
def products(jishi):
    return jishi.goods.products


def _all_skus(products):
    return [sku for product in products for sku in product.skus]


def test_two_loads_of_one_seed_are_equal(jishi):
    for loader in (town.load, goods.load, source.read, source.families, source.rows):
        loader.cache_clear()
    again = town.load()
    assert again is not jishi
    assert again == jishi


def test_another_seed_changes_stock_but_no_words_and_no_prices(products):
    others = goods.load(8).products
    assert [p.description for p in others] == [p.description for p in products]
    prices = [sku.price_cny_minor for sku in _all_skus(products)]
    assert [sku.price_cny_minor for sku in _all_skus(others)] == prices
    assert [s.stock for s in _all_skus(others)] != [s.stock for s in _all_skus(products)]


def test_the_town_has_its_promised_size(jishi, products):
    tops = [category for category in jishi.goods.categories if not category.parent]
    assert len(jishi.shops) == 8
    assert len(tops) == 14
    assert len(products) >= 420
    assert len(jishi.warehouses) == 3
    assert {product.shop for product in products} == {shop.key for shop in jishi.shops}
    assert {product.brand for product in products} <= {brand.key for brand in jishi.brands}


def test_every_top_category_has_two_to_four_children_and_some_goods(jishi, products):
    categories = {category.key: category for category in jishi.goods.categories}
    for category in categories.values():
        assert not category.parent or category.parent in categories
        if not category.parent:
            children = [c for c in categories.values() if c.parent == category.key]
            assert 2 <= len(children) <= 4, category.key
    leaves = set(categories) - {category.parent for category in categories.values()}
    assert {product.category for product in products} == leaves


def test_keys_numbers_codes_names_and_descriptions_are_unique(products):
    for values in (
        [p.key for p in products],
        [p.number for p in products],
        [p.name.zh for p in products],
        [p.name.en for p in products],
        [p.description.zh for p in products],
        [p.description.en for p in products],
        [sku.code for sku in _all_skus(products)],
        [sku.barcode for sku in _all_skus(products)],
    ):
        assert len(set(values)) == len(values)


def test_words_are_in_their_language_and_descriptions_have_two_to_five_sentences(products):
    for product in products:
        chosen = [option.label.en for axis in product.axes for option in axis.options]
        stated = [value.text.en for value in product.attributes]
        for words in (product.name, product.subtitle, product.description):
            assert HAN.search(words.zh), product.key
            assert words.en, product.key
            assert not HAN.search(words.en), product.key
        assert not HAN.search("".join(chosen + stated)), product.key
        assert 2 <= product.description.zh.count("。") <= 5, product.key


def test_required_attributes_are_stated_with_values_of_their_type(jishi, products):
    categories = {category.key: category for category in jishi.goods.categories}
    attributes = {attribute.key: attribute for attribute in jishi.goods.attributes}
    for product in products:
        stated = {value.attribute: value for value in product.attributes}
        assert set(categories[product.category].required) <= set(stated), product.key
        for key, value in stated.items():
            attribute = attributes[key]
            assert (value.number is not None) == (attribute.kind is AttributeKind.NUMBER)
            if attribute.kind is AttributeKind.ENUM:
                assert value.option in {option.key for option in attribute.options}


def test_every_product_has_a_full_matrix_of_at_most_twenty_five_skus(products):
    for product in products:
        size = 1
        for axis in product.axes:
            size *= len(axis.options)
        assert len(product.skus) == size <= 25, product.key
        assert len({sku.options for sku in product.skus}) == size
        assert len(product.axes) <= 3


def test_prices_are_positive_and_list_prices_lie_above_them(products):
    for sku in _all_skus(products):
        assert 490 <= sku.price_cny_minor <= 1_000_000
        assert 0 < sku.cost_cny_minor < sku.price_cny_minor
        assert 99 <= sku.price_usd_minor < sku.price_cny_minor
        if sku.list_price_cny_minor is not None:
            assert sku.list_price_cny_minor > sku.price_cny_minor
            assert sku.list_price_usd_minor >= sku.price_usd_minor


@pytest.mark.parametrize(
    ("price_minor", "printed_minor"),
    [(3270, 3290), (8930, 8890), (18480, 18800), (39480, 39800), (100000, 99900)],
)
def test_snap_finds_the_price_a_shop_would_print(price_minor, printed_minor):
    assert skus.snap(price_minor) == printed_minor


def test_barcodes_are_ean13_of_the_restricted_range(products):
    assert skus.ean13("400638133393") == "4006381333931"
    for sku in _all_skus(products):
        assert re.fullmatch(r"2[0-9]{12}", sku.barcode)
        digits = [int(digit) for digit in sku.barcode]
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_physical_goods_have_weight_size_and_stock_in_every_warehouse(jishi, products):
    houses = [house.key for house in jishi.warehouses]
    templates = {freight.key for freight in jishi.freights}
    for product in products:
        if product.kind is not ProductKind.PHYSICAL:
            continue
        assert product.freight in templates
        for sku in product.skus:
            assert sku.weight_g > 0
            assert min(sku.length_mm, sku.width_mm, sku.height_mm) > 0
            assert [stock.warehouse for stock in sku.stock] == houses


def test_most_goods_are_in_stock_some_are_low_and_a_few_sold_out(products):
    totals = [
        sum(stock.quantity for stock in sku.stock)
        for sku in _all_skus(products)
        if sku.weight_g and sku.stock
    ]
    sold_out = sum(total == 0 for total in totals)
    low = sum(0 < total < 10 for total in totals)
    assert 10 < sold_out < len(totals) * 0.15
    assert 40 < low < len(totals) * 0.3


def test_cards_carry_unique_keys_and_weightless_goods_no_stock(products):
    light = [product for product in products if product.kind is not ProductKind.PHYSICAL]
    cards = [p for p in light if p.kind is ProductKind.CARD]
    assert len(cards) >= 5
    assert any(product.kind is ProductKind.VIRTUAL for product in light)
    assert not any(sku.stock for sku in _all_skus(light))
    assert all(len(sku.card_keys) == skus.CARDS_PER_SKU for sku in _all_skus(cards))
    secrets = [key.secret for sku in _all_skus(cards) for key in sku.card_keys]
    assert len(set(secrets)) == len(secrets)


def test_every_family_has_at_least_six_reviews_to_draw_from():
    for family in source.families():
        pool = goods.review_pool(family["key"])
        assert len(pool) >= 6
        assert all(1 <= rating <= 5 and not HAN.search(text.en) for rating, text in pool)


def test_reviews_come_from_different_members(jishi, products):
    for product in products:
        members = [review.member for review in product.reviews]
        assert 3 <= len(members) == len(set(members))
        assert max(members) < len(jishi.members)


def test_warehouses_share_all_provinces_and_one_template_leaves_a_region_out(jishi):
    served = [province for house in jishi.warehouses for province in house.provinces]
    assert len(served) == len(set(served)) == 31
    assert sum(house.share for house in jishi.warehouses) == 100
    assert [freight.key for freight in jishi.freights if freight.excluded] == ["fresh"]
    assert all(set(freight.remote) <= set(served) for freight in jishi.freights)


def test_members_have_fictional_phones_mails_and_provinces_that_are_served(jishi):
    served = {province for house in jishi.warehouses for province in house.provinces}
    for member in jishi.members:
        assert re.fullmatch(r"1380000\d{4}", member.phone)
        assert member.email.endswith("@example.com")
        assert member.place.province in served
    assert len({member.handle for member in jishi.members}) == len(jishi.members) >= 40


def test_every_kind_of_coupon_exists_and_scopes_are_categories(jishi):
    kinds = {coupon.kind for coupon in jishi.coupons}
    assert kinds == {"full_reduction", "percent", "no_threshold", "new_user", "freight"}
    categories = {category.key for category in jishi.goods.categories}
    issuers = {"platform", *(shop.key for shop in jishi.shops)}
    for coupon in jishi.coupons:
        assert coupon.issuer in issuers
        assert coupon.category in categories | {""}
        assert bool(coupon.percent_off_bp) == (coupon.kind == "percent")


def test_banners_lead_somewhere_and_show_goods_that_exist(jishi, products):
    keys = {product.key for product in products}
    targets = {f"category:{category.key}" for category in jishi.goods.categories}
    targets |= {f"shop:{shop.key}" for shop in jishi.shops}
    for banner in jishi.banners:
        assert banner.target in targets
        assert set(banner.products) <= keys


def test_help_articles_are_long_enough_in_both_languages(jishi):
    topics = {article.topic for article in jishi.articles}
    assert topics >= {"shipping", "returns", "payment", "invoices", "account", "privacy"}
    for article in jishi.articles:
        assert len(article.body.en.split()) >= 150
        assert len(article.body.zh) >= 250
        assert not HAN.search(article.body.en)
