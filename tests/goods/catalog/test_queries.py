"""Reads take a fixed number of statements and say what a sale needs to know."""

import pytest

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.kernel.paging import BadCursor
from jishi.foundation.platform import preferences
from jishi.goods.catalog import queries, services
from jishi.goods.catalog.errors import BadProduct, CategoryNotFound, ProductNotFound
from jishi.goods.catalog.types import (
    CategoryDraft,
    MediaDraft,
    ProductFilter,
    ProductKind,
    ProductSort,
    ProductState,
    ReturnPolicy,
    SalesCount,
    VariantDraft,
)
from tests.goods.catalog.factories import (
    HOUSE,
    axis,
    make_category,
    make_file,
    make_merchant,
    make_product,
    make_seller,
    product_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_merchant()


@pytest.fixture
def tree():
    food = make_category("food", commission_rate_bp=800, return_days=15)
    return food, make_category("tea", parent_id=food)


def variant_of(product_id, place=0):
    return queries.get_product(product_id).variants[place].variant_id


def test_a_sellable_variant_tells_all_a_sale_needs(shop, tree):
    food, tea = tree
    cover, red = make_file("cover"), make_file("red")
    template = ids.new_id()
    product_id = make_product(
        shop,
        tea,
        axes=(axis("color", "red", "green"),),
        variants=(
            VariantDraft(
                code="R",
                options=(("color", "red"),),
                weight_g=120,
                length_mm=101,
                width_mm=50,
                height_mm=20,
                image_file_id=red,
            ),
            VariantDraft(code="G", options=(("color", "green"),), is_active=False),
        ),
        media=(MediaDraft(cover, {}),),
        freight_template_id=template,
        return_policy=ReturnPolicy.ON_CONSENT,
    )
    first, second = variant_of(product_id), variant_of(product_id, 1)
    found = queries.list_sellable([first, second, ids.new_id()])
    assert set(found) == {first, second}
    sellable = found[first]
    assert (sellable.code, sellable.kind, sellable.weight_g, sellable.volume_cm3) == (
        "R",
        ProductKind.PHYSICAL,
        120,
        101,
    )
    assert (sellable.category_id, sellable.category_ids) == (tea, (food, tea))
    assert (sellable.commission_rate_bp, sellable.return_days) == (800, 15)
    assert sellable.option_text == {"en": "red"}
    assert sellable.image_url == "/media/files/red.png"
    assert (sellable.freight_template_id, sellable.return_policy) == (
        template,
        ReturnPolicy.ON_CONSENT,
    )
    assert sellable.is_on_sale
    assert (found[second].is_on_sale, found[second].image_url) == (
        False,
        "/media/files/cover.png",
    )


def test_sellable_takes_one_statement_for_any_number(shop, tree, django_assert_num_queries):
    preferences.PREFERENCES.get("catalog.return_days").get()
    variants = [variant_of(make_product(shop, tree[1], f"P{n}")) for n in range(5)]
    preferences.PREFERENCES.get("catalog.return_days").get()
    queries.list_sellable(variants)  # fills the copy of what categories say
    for some in (variants[:1], variants):
        with django_assert_num_queries(1):
            assert len(queries.list_sellable(some)) == len(some)
    with django_assert_num_queries(0):
        assert queries.list_sellable([]) == {}


def test_commission_and_return_days_come_from_the_nearest(shop, tree):
    food, tea = tree
    product_id = make_product(shop, tea)
    variant_id = variant_of(product_id)

    def rate():
        return queries.list_sellable([variant_id])[variant_id].commission_rate_bp

    assert rate() == 800
    services.save_category(
        actor=HOUSE,
        draft=CategoryDraft("tea", {"en": "Tea"}, food, commission_rate_bp=300),
        category_id=tea,
    )
    assert rate() == 300
    services.set_commission(actor=HOUSE, product_id=product_id, rate_bp=0)
    assert rate() == 0
    with pytest.raises(BadProduct):
        services.set_commission(actor=HOUSE, product_id=product_id, rate_bp=-1)
    with pytest.raises(Forbidden):
        services.set_commission(actor=make_seller(shop), product_id=product_id, rate_bp=1)
    plain = variant_of(make_product(shop, make_category("plain"), "P2"))
    sellable = queries.list_sellable([plain])[plain]
    assert (sellable.commission_rate_bp, sellable.return_days) == (None, 7)


def test_details_take_a_fixed_number_of_statements(shop, tree, django_assert_num_queries):
    products = [
        make_product(shop, tree[1], f"P{n}", media=(MediaDraft(make_file(), {}),)) for n in range(4)
    ]
    with django_assert_num_queries(4):
        found = queries.get_product_for_document(products)
    assert set(found) == set(products)
    assert all(len(product.media) == 1 for product in found.values())


def test_lists_filter_and_page_in_a_fixed_number_of_statements(
    shop, tree, django_assert_num_queries
):
    food, tea = tree
    products = [make_product(shop, tea, f"P{n}") for n in range(5)]
    make_product(make_merchant(), make_category("other"), "X")
    condition = ProductFilter(merchant_ids=frozenset({shop}), states=(ProductState.ON_SALE,))
    seen, cursor = [], None
    for _ in range(3):
        with django_assert_num_queries(3):
            page = queries.list_products(condition, cursor=cursor, limit=2)
        assert page.total == 5
        seen += [card.product_id for card in page.items]
        cursor = page.next_cursor
    assert seen == products[::-1]
    assert cursor is None
    assert queries.list_products(ProductFilter(category_id=food)).total == 5
    assert queries.list_products(ProductFilter(text="LONGJING p3")).total == 1
    assert queries.list_products(ProductFilter(text="雨前")).total == 6
    assert queries.list_products(ProductFilter(kinds=(ProductKind.VIRTUAL,))).total == 0
    with pytest.raises(CategoryNotFound):
        queries.list_products(ProductFilter(category_id=ids.new_id()))
    with pytest.raises(BadCursor):
        queries.list_products(condition, cursor="%%%")


def test_sales_are_counted_in_one_statement_and_order_lists(shop, tree, django_assert_num_queries):
    products = [make_product(shop, tree[1], f"P{n}") for n in range(3)]
    with django_assert_num_queries(3):  # savepoint, update, release
        services.record_sales(
            actor=HOUSE,
            counts=[
                SalesCount(products[1], 3),
                SalesCount(products[1], 2),
                SalesCount(products[0], 1),
                SalesCount(products[2], 1),
            ],
        )
    services.record_sales(actor=HOUSE, counts=[SalesCount(products[2], -1)])
    condition = ProductFilter(sort=ProductSort.BEST_SELLING)
    page = queries.list_products(condition, limit=2)
    assert [(card.product_id, card.sold_count) for card in page.items] == [
        (products[1], 5),
        (products[0], 1),
    ]
    rest = queries.list_products(condition, cursor=page.next_cursor)
    assert [card.sold_count for card in rest.items] == [0]


def test_ratings_add_up(shop, tree):
    product_id = make_product(shop, tree[1])
    services.record_rating(actor=HOUSE, product_id=product_id, rating_delta=5, count_delta=1)
    services.record_rating(actor=HOUSE, product_id=product_id, rating_delta=-2, count_delta=0)
    product = queries.get_product(product_id)
    assert (product.rating_sum, product.rating_count) == (3, 1)
    with pytest.raises(ProductNotFound):
        services.record_rating(actor=HOUSE, product_id=ids.new_id(), rating_delta=5, count_delta=1)


def test_products_and_variants_are_found_by_what_people_know(shop, tree):
    product_id = make_product(shop, tree[1])
    product = queries.get_product(product_id)
    assert queries.find_product(product.slug).product_id == product_id
    assert queries.find_product("nothing") is None
    assert queries.find_variants_by_code(shop, ["LJ-1-A", "X"])["LJ-1-A"].product_id == product_id
    assert queries.find_ref(product_id).merchant_id == shop
    assert queries.list_product_ids(ProductFilter()) == (product_id,)
    assert queries.list_product_ids(ProductFilter(), after=product_id) == ()
    with pytest.raises(ProductNotFound):
        queries.get_product(ids.new_id())


def test_a_card_counts_active_variants(shop, tree):
    make_product(
        shop,
        tree[1],
        axes=(axis("size", "s", "l"),),
        variants=(
            VariantDraft(code="S", options=(("size", "s"),)),
            VariantDraft(code="L", options=(("size", "l"),), is_active=False),
        ),
    )
    card = queries.list_products(ProductFilter()).items[0]
    assert (card.variant_count, card.has_revision) == (1, False)


def test_a_draft_of_an_editor_carries_the_version(shop, tree):
    saved = services.save_product(actor=HOUSE, merchant_id=shop, draft=product_draft(tree[1]))
    draft = queries.get_draft(saved.product_id)
    assert draft.version == 1
    assert not services.save_product(actor=HOUSE, merchant_id=shop, draft=draft).is_changed
