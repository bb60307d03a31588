"""The tree of categories, brands, attributes, and a shop's own categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.catalog import queries, rules, services
from jishi.goods.catalog.errors import (
    AttributeInUse,
    AttributeNotFound,
    BadAttribute,
    BadBrand,
    BadCategory,
    BadShopCategory,
    CategoryHasChildren,
    CategoryInUse,
    CategoryLoop,
    CategoryNotFound,
    CategoryTooDeep,
    ShopCategoryNotFound,
    SlugTaken,
)
from jishi.goods.catalog.models import Category, CategoryRedirect
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    AttributeOption,
    BrandDraft,
    CategoryAttributeDraft,
    CategoryDraft,
    ProductFilter,
    ProductState,
    ShopCategoryDraft,
)
from tests.goods.catalog.factories import (
    HOUSE,
    make_category,
    make_file,
    make_merchant,
    make_product,
    make_seller,
)

pytestmark = pytest.mark.django_db


def edit(category_id, slug, **values):
    services.save_category(
        actor=HOUSE,
        draft=CategoryDraft(slug=slug, name={"en": slug}, **values),
        category_id=category_id,
    )


@pytest.fixture
def tree():
    food = make_category("food")
    tea = make_category("tea", parent_id=food)
    green = make_category("green", parent_id=tea)
    return food, tea, green


def test_the_tree_nests_in_its_order(tree, django_assert_num_queries):
    food, tea, green = tree
    make_category("coffee", parent_id=food, position=1)
    with django_assert_num_queries(1):
        roots = queries.get_category_tree()
    assert [node.slug for node in roots] == ["food"]
    assert [node.slug for node in roots[0].children] == ["tea", "coffee"]
    leaf = roots[0].children[0].children[0]
    assert (leaf.category_id, leaf.slug_path, leaf.category_ids) == (
        green,
        "food/tea/green",
        (food, tea, green),
    )


def test_inactive_categories_hide_what_is_below(tree):
    food, tea, _ = tree
    edit(tea, "tea", parent_id=food, is_active=False)
    assert queries.get_category_tree()[0].children == ()
    assert len(queries.get_category_tree(with_inactive=True)[0].children) == 1
    assert queries.find_category("food/tea/green") is None


def test_a_move_takes_the_subtree_along_and_old_addresses_lead_to_new(tree):
    _, tea, green = tree
    drinks = make_category("drinks")
    services.move_category(actor=HOUSE, category_id=tea, parent_id=drinks)
    moved = queries.find_category("food/tea/green")
    assert (moved.category_id, moved.slug_path, moved.depth) == (green, "drinks/tea/green", 2)
    assert queries.find_category("food/tea").category_id == tea
    row = Category.objects.get(pk=green)
    assert row.path == rules.path_of((drinks, tea, green))


def test_moving_back_leaves_no_redirect_in_the_way(tree):
    food, tea, _ = tree
    services.move_category(actor=HOUSE, category_id=tea, parent_id=None)
    services.move_category(actor=HOUSE, category_id=tea, parent_id=food)
    assert queries.find_category("food/tea").slug_path == "food/tea"
    assert queries.find_category("tea/green").slug_path == "food/tea/green"
    assert not CategoryRedirect.objects.filter(path__startswith="food/").exists()


def test_a_renamed_slug_keeps_every_address_below(tree):
    food, tea, green = tree
    edit(tea, "chinese-tea", parent_id=food)
    assert queries.find_category("food/tea/green").category_id == green
    assert queries.find_category("tea").slug_path == "food/chinese-tea"


def test_loops_and_depth_are_refused(tree):
    food, tea, green = tree
    for target in (food, tea, green):
        with pytest.raises(CategoryLoop):
            services.move_category(actor=HOUSE, category_id=food, parent_id=target)
    deep = make_category("l4", parent_id=green)
    deepest = make_category("l5", parent_id=deep)
    with pytest.raises(CategoryTooDeep):
        make_category("l6", parent_id=deepest)
    other = make_category("other")
    with pytest.raises(CategoryTooDeep):
        services.move_category(actor=HOUSE, category_id=food, parent_id=other)
    assert Category.objects.get(pk=food).depth == 0


def test_deleting_needs_no_children_and_a_place_for_the_products(tree):
    food, tea, green = tree
    product_id = make_product(make_merchant(), green)
    with pytest.raises(CategoryHasChildren):
        services.delete_category(actor=HOUSE, category_id=tea)
    with pytest.raises(CategoryInUse) as refused:
        services.delete_category(actor=HOUSE, category_id=green)
    assert refused.value.params["products"] == 1
    OutboxEvent.objects.all().delete()
    assert services.delete_category(actor=HOUSE, category_id=green, reassign_to=tea) == 1
    assert queries.get_product(product_id).category_id == tea
    assert queries.find_category("food/tea/green").category_id == tea
    assert set(OutboxEvent.objects.values_list("name", flat=True)) == {
        "catalog.category_changed.v1",
        "catalog.product_changed.v1",
    }
    assert services.delete_category(actor=HOUSE, category_id=make_category("empty")) == 0
    assert queries.list_products(ProductFilter(category_id=food)).total == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"slug": "Tee Haus"}, BadCategory),
        ({"slug": "x", "name": {}}, BadCategory),
        ({"slug": "x", "commission_rate_bp": 10_001}, BadCategory),
        ({"slug": "x", "return_days": -1}, BadCategory),
        ({"slug": "tea"}, SlugTaken),
        ({"slug": "x", "parent_id": ids.new_id()}, CategoryNotFound),
        ({"slug": "x", "attributes": (CategoryAttributeDraft("nope"),)}, AttributeNotFound),
    ],
)
def test_bad_categories_are_refused(tree, values, error):
    with pytest.raises(error):
        services.save_category(actor=HOUSE, draft=CategoryDraft(**({"name": {"en": "x"}} | values)))
    assert Category.objects.count() == 3


def test_only_the_structure_permission_changes_the_tree():
    with pytest.raises(Forbidden):
        services.save_category(
            actor=make_seller(make_merchant()), draft=CategoryDraft("x", {"en": "x"})
        )


def test_attributes_are_inherited_and_the_nearest_decides(tree):
    food, tea, green = tree
    for code in ("origin", "season"):
        services.save_attribute(
            actor=HOUSE, draft=AttributeDraft(code, {"en": code}, AttributeKind.TEXT)
        )
    edit(food, "food", attributes=(CategoryAttributeDraft("origin", is_required=True),))
    edit(
        tea,
        "tea",
        parent_id=food,
        attributes=(CategoryAttributeDraft("season"), CategoryAttributeDraft("origin")),
    )
    found = {item.attribute.code: item for item in queries.list_attributes(green)}
    assert {code: item.is_required for code, item in found.items()} == {
        "origin": False,
        "season": False,
    }
    assert found["origin"].category_id == tea
    assert [item.is_required for item in queries.list_attributes(food)] == [True]


def test_attributes_in_use_keep_their_kind_and_options(tree):
    season = AttributeDraft(
        "season",
        {"en": "Season"},
        AttributeKind.ENUM,
        options=(AttributeOption("spring", {"en": "Spring"}),),
    )
    services.save_attribute(actor=HOUSE, draft=season)
    edit(tree[0], "food", attributes=(CategoryAttributeDraft("season"),))
    more = (*season.options, AttributeOption("autumn", {"en": "Autumn"}))
    services.save_attribute(
        actor=HOUSE,
        draft=AttributeDraft("season", {"en": "Season"}, AttributeKind.ENUM, options=more),
    )
    with pytest.raises(AttributeInUse):
        services.save_attribute(actor=HOUSE, draft=season)
    with pytest.raises(AttributeInUse):
        services.save_attribute(
            actor=HOUSE, draft=AttributeDraft("season", {"en": "Season"}, AttributeKind.TEXT)
        )


@pytest.mark.parametrize(
    "draft",
    [
        AttributeDraft("Bad Code", {"en": "x"}, AttributeKind.TEXT),
        AttributeDraft("x", {}, AttributeKind.TEXT),
        AttributeDraft("x", {"en": "x"}, AttributeKind.ENUM),
        AttributeDraft("x", {"en": "x"}, AttributeKind.TEXT, unit="g"),
    ],
)
def test_bad_attributes_are_refused(draft):
    with pytest.raises(BadAttribute):
        services.save_attribute(actor=HOUSE, draft=draft)


def test_brands_are_saved_by_code():
    first = services.save_brand(actor=HOUSE, draft=BrandDraft("lion", {"en": "Lion"}))
    again = services.save_brand(
        actor=HOUSE, draft=BrandDraft("lion", {"en": "Golden Lion"}, make_file("lion"))
    )
    assert first == again
    brand = queries.list_brands()[0]
    assert (brand.name, brand.logo_url) == ({"en": "Golden Lion"}, "/media/files/lion.png")
    with pytest.raises(BadBrand):
        services.save_brand(actor=HOUSE, draft=BrandDraft("a b", {"en": "x"}))


def test_a_shop_has_two_levels_of_its_own():
    shop = make_merchant()
    seller = make_seller(shop)

    def save(name, parent_id=None, shop_category_id=None, merchant_id=shop):
        return services.save_shop_category(
            actor=seller if merchant_id == shop else HOUSE,
            merchant_id=merchant_id,
            draft=ShopCategoryDraft({"en": name}, parent_id),
            shop_category_id=shop_category_id,
        )

    top = save("Tea")
    below = save("Green", top)
    with pytest.raises(BadShopCategory):
        save("Too deep", below)
    with pytest.raises(BadShopCategory):
        save("Tea", below, top)
    with pytest.raises(ShopCategoryNotFound):
        save("Foreign", None, top, make_merchant())
    product_id = make_product(shop, make_category("tea"), shop_category_ids=(below,))
    counts = {one.name["en"]: one.product_count for one in queries.list_shop_categories(shop)}
    assert counts == {"Tea": 0, "Green": 1}
    services.delete_shop_category(actor=seller, merchant_id=shop, shop_category_id=top)
    assert queries.list_shop_categories(shop) == ()
    assert queries.get_product(product_id).shop_category_ids == ()


def test_a_suspended_shop_sells_nothing_until_it_opens_again():
    shop = make_merchant()
    product_id = make_product(shop, make_category("tea"))
    assert services.set_shop_open(actor=HOUSE, merchant_id=shop, is_open=False) == 1
    product = queries.get_product(product_id)
    assert (product.is_on_sale, product.state) == (False, ProductState.ON_SALE)
    assert services.set_shop_open(actor=HOUSE, merchant_id=shop, is_open=False) == 0
    services.set_shop_open(actor=HOUSE, merchant_id=shop, is_open=True)
    assert queries.get_product(product_id).is_on_sale
    names = list(
        OutboxEvent.objects.filter(key=str(product_id), name__contains="published")
        .order_by("seq")
        .values_list("name", flat=True)
    )
    assert names == [
        "catalog.product_published.v1",
        "catalog.product_unpublished.v1",
        "catalog.product_published.v1",
    ]


@given(st.lists(st.uuids(), min_size=1, max_size=5, unique=True))
def test_paths_read_back(category_ids):
    assert rules.ids_of(rules.path_of(category_ids)) == tuple(category_ids)
