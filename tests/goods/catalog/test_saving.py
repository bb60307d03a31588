"""Saving products by code: one or many, checked, set-wise, without losing history."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform.models import AuditEntry, OutboxEvent, Timer
from jishi.goods.catalog import queries, services
from jishi.goods.catalog.errors import (
    AttributeRequired,
    BadAttributeValue,
    BadProduct,
    BadVariant,
    BrandNotFound,
    CategoryNotFound,
    DuplicateCode,
    DuplicateOptions,
    KindFixed,
    NothingToSell,
    ProductRecycled,
    SlugTaken,
    StaleProduct,
    TooManyVariants,
)
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    AttributeOption,
    AttributeValue,
    CategoryAttributeDraft,
    MediaDraft,
    ProductFilter,
    ProductKind,
    ProductState,
    ShopCategoryDraft,
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
def tea():
    return make_category("tea")


def save(shop, draft, actor=HOUSE):
    return services.save_product(actor=actor, merchant_id=shop, draft=draft)


def names():
    return list(OutboxEvent.objects.order_by("seq").values_list("name", flat=True))


def test_a_new_product_is_a_draft_with_its_variants(shop, tea):
    saved = save(shop, product_draft(tea))
    product = queries.get_product(saved.product_id)
    assert saved.is_new
    assert saved.is_changed
    assert (product.state, product.code, product.version) == (ProductState.DRAFT, "LJ-1", 1)
    assert product.slug.startswith("longjing-tea-")
    assert [variant.code for variant in product.variants] == ["LJ-1-A"]
    assert names()[-1] == "catalog.product_changed.v1"


def test_saving_by_code_updates_and_the_same_again_does_nothing(shop, tea):
    draft = product_draft(tea)
    first = save(shop, draft)
    changed = replace(draft, subtitle={"en": "First flush"})
    second = save(shop, changed)
    assert (second.product_id, second.is_new, second.is_changed) == (
        first.product_id,
        False,
        True,
    )
    before = OutboxEvent.objects.count()
    assert not save(shop, changed).is_changed
    assert OutboxEvent.objects.count() == before
    assert queries.get_product(first.product_id).version == 2
    assert AuditEntry.objects.filter(subject_id=str(first.product_id)).count() == 2


def test_codes_belong_to_their_merchant(shop, tea):
    other = make_merchant()
    assert save(shop, product_draft(tea)).product_id != save(other, product_draft(tea)).product_id


def test_only_those_who_may_edit_the_shop_save(shop, tea):
    with pytest.raises(NotFound):
        save(shop, product_draft(tea), make_seller(make_merchant()))
    with pytest.raises(Forbidden):
        save(shop, product_draft(tea), Actor.guest("visitor"))
    assert Product.objects.count() == 0


def test_missing_variants_are_archived_and_come_back(shop, tea):
    two = (
        VariantDraft(code="A", options=(("size", "s"),)),
        VariantDraft(code="B", options=(("size", "l"),)),
    )
    draft = product_draft(tea, axes=(axis("size", "s", "l"),), variants=two)
    saved = save(shop, draft)
    save(shop, replace(draft, variants=two[:1]))
    variants = {row.code: row for row in queries.get_product(saved.product_id).variants}
    assert (variants["A"].is_active, variants["B"].is_active) == (True, False)
    assert names()[-1] == "catalog.variant_archived.v1"
    save(shop, draft)
    assert all(row.is_active for row in queries.get_product(saved.product_id).variants)
    assert Variant.objects.count() == 2


def test_a_dropped_axis_value_is_kept_for_history(shop, tea):
    variants = tuple(
        VariantDraft(code=value, options=(("color", value),)) for value in ("red", "green")
    )
    draft = product_draft(tea, axes=(axis("color", "red", "green"),), variants=variants)
    saved = save(shop, draft)
    save(shop, replace(draft, axes=(axis("color", "green"),), variants=variants[1:]))
    product = queries.get_product(saved.product_id)
    assert [(value.code, value.is_archived) for value in product.axes[0].values] == [
        ("green", False),
        ("red", True),
    ]
    archived = next(row for row in product.variants if row.code == "red")
    assert not archived.is_active
    assert archived.option_text == {"en": "red"}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": {"en": "  "}}, BadProduct),
        ({"code": "no blanks"}, BadProduct),
        ({"slug": "Not A Slug"}, BadProduct),
        ({"category_id": ids.new_id()}, CategoryNotFound),
        ({"brand_id": ids.new_id()}, BrandNotFound),
        ({"media": (MediaDraft(ids.new_id(), {}),)}, BadProduct),
        ({"variants": (VariantDraft(code="A", weight_g=-1),)}, BadVariant),
        ({"variants": (VariantDraft(code="A"), VariantDraft(code="A"))}, DuplicateCode),
        ({"variants": (VariantDraft(code="A"), VariantDraft(code="B"))}, DuplicateOptions),
        ({"variants": (VariantDraft(code="A", options=(("size", "s"),)),)}, BadVariant),
        ({"attributes": (AttributeValue("unknown", "x"),)}, BadAttributeValue),
        ({"axes": (axis("a", *"12"), axis("a", *"34"))}, BadProduct),
        (
            {"axes": tuple(axis(f"a{n}", *(f"v{m}" for m in range(21))) for n in range(3))},
            TooManyVariants,
        ),
    ],
)
def test_bad_drafts_are_refused_and_nothing_is_left(shop, tea, change, error):
    with pytest.raises(error):
        save(shop, replace(product_draft(tea), **change))
    assert Product.objects.count() == Variant.objects.count() == 0
    assert "catalog.product_changed.v1" not in names()


def test_times_must_be_in_order_and_set_timers(shop, tea):
    soon = clock.now() + timedelta(hours=1)
    with pytest.raises(BadProduct):
        save(shop, product_draft(tea, publish_at=soon, unpublish_at=soon))
    saved = save(shop, product_draft(tea, publish_at=soon, unpublish_at=soon + timedelta(hours=1)))
    assert Timer.objects.filter(subject_id=saved.product_id, state="armed").count() == 2
    save(shop, product_draft(tea))
    assert Timer.objects.filter(subject_id=saved.product_id, state="armed").count() == 0


def test_descriptions_lose_what_could_harm(shop, tea):
    html = '<p onclick="x()">Fresh</p><script>steal()</script><iframe src="//x"></iframe>'
    saved = save(shop, product_draft(tea, description={"en": html}))
    assert queries.get_product(saved.product_id).description == {"en": "<p>Fresh</p>"}


def test_an_asked_for_address_is_taken_once(shop, tea):
    save(shop, product_draft(tea, slug="longjing"))
    with pytest.raises(SlugTaken):
        save(shop, product_draft(tea, "LJ-2", slug="longjing"))
    assert save(shop, product_draft(tea, slug="longjing")).is_changed is False


def test_a_variant_code_of_another_product_is_refused(shop, tea):
    save(shop, product_draft(tea))
    with pytest.raises(DuplicateCode):
        save(shop, product_draft(tea, "LJ-2", variants=(VariantDraft(code="LJ-1-A"),)))


def test_an_editor_with_an_old_version_is_refused(shop, tea):
    save(shop, product_draft(tea))
    save(shop, product_draft(tea, keywords="green"))
    with pytest.raises(StaleProduct):
        save(shop, product_draft(tea, keywords="red", version=1))


def test_the_kind_is_fixed_once_approved_and_recycled_products_are_left_alone(shop, tea):
    product_id = make_product(shop, tea)
    with pytest.raises(KindFixed):
        save(shop, product_draft(tea, kind=ProductKind.VIRTUAL))
    services.unpublish(actor=HOUSE, product_id=product_id)
    services.recycle(actor=HOUSE, product_id=product_id)
    with pytest.raises(ProductRecycled):
        save(shop, product_draft(tea, keywords="x"))


def test_a_product_on_sale_keeps_a_variant_and_its_required_attributes(shop):
    services.save_attribute(
        actor=HOUSE, draft=AttributeDraft("origin", {"en": "Origin"}, AttributeKind.TEXT)
    )
    top = make_category("food", attributes=(CategoryAttributeDraft("origin", is_required=True),))
    tea = make_category("tea", parent_id=top)
    draft = product_draft(tea, attributes=(AttributeValue("origin", {"en": "Hangzhou"}),))
    # A draft may still lack what a product on sale must have.
    saved = save(shop, replace(draft, attributes=()))
    with pytest.raises(AttributeRequired):
        services.submit_product(actor=HOUSE, product_id=saved.product_id)
    save(shop, draft)
    services.submit_product(actor=HOUSE, product_id=saved.product_id)
    with pytest.raises(AttributeRequired):
        save(shop, replace(draft, attributes=()))
    with pytest.raises(NothingToSell):
        save(shop, replace(draft, variants=()))


def test_attribute_values_are_typed_and_kept_in_one_spelling(shop, tea):
    for code, kind, options in (
        ("weight", AttributeKind.NUMBER, ()),
        ("season", AttributeKind.ENUM, (AttributeOption("spring", {"en": "Spring"}),)),
        ("organic", AttributeKind.BOOL, ()),
        ("origin", AttributeKind.TEXT, ()),
    ):
        services.save_attribute(
            actor=HOUSE, draft=AttributeDraft(code, {"en": code}, kind, options=options)
        )
    saved = save(
        shop,
        product_draft(
            tea,
            attributes=(
                AttributeValue("weight", "2.50"),
                AttributeValue("season", "spring"),
                AttributeValue("organic", True),
                AttributeValue("origin", "杭州"),
            ),
        ),
    )
    product = queries.get_product(saved.product_id)
    assert {value.code: value.value for value in product.attributes} == {
        "weight": "2.5",
        "season": "spring",
        "organic": True,
        "origin": {"zh-hans": "杭州"},
    }
    for wrong in (("weight", "heavy"), ("season", "winter"), ("organic", "yes"), ("origin", True)):
        with pytest.raises(BadAttributeValue):
            save(shop, product_draft(tea, attributes=(AttributeValue(*wrong),)))


def test_media_and_shop_categories_are_full_sets_or_left_alone(shop, tea):
    front, back = make_file("front"), make_file("back")
    own = services.save_shop_category(
        actor=HOUSE, merchant_id=shop, draft=ShopCategoryDraft({"en": "New"})
    )
    draft = product_draft(
        tea,
        media=(MediaDraft(front, {"en": "Front"}), MediaDraft(back, {})),
        shop_category_ids=(own,),
    )
    saved = save(shop, draft)
    save(shop, replace(draft, media=None, shop_category_ids=None, keywords="x"))
    product = queries.get_product(saved.product_id)
    assert [item.file_id for item in product.media] == [front, back]
    assert (product.image_file_id, product.image_url) == (front, "/media/files/front.png")
    assert product.shop_category_ids == (own,)
    save(shop, replace(draft, media=(), shop_category_ids=()))
    product = queries.get_product(saved.product_id)
    assert (product.media, product.image_url, product.shop_category_ids) == ((), "", ())


def test_export_and_import_make_no_difference(shop, tea):
    variants = tuple(
        VariantDraft(code=value, options=(("color", value),), cost_minor=100, barcode=value)
        for value in ("red", "green")
    )
    draft = product_draft(
        tea,
        axes=(axis("color", "red", "green"),),
        variants=variants,
        media=(MediaDraft(make_file(), {"en": "Red"}, "color:red"),),
        description={"zh-hans": "<p>好茶 &amp; 好水</p>", "en": "<ul><li>One</li></ul>"},
        publish_at=clock.now(),
    )
    save(shop, draft)
    save(shop, replace(draft, variants=variants[:1]))
    drafts = queries.list_drafts(ProductFilter(merchant_ids=frozenset({shop}))).items
    saved = services.save_products_bulk(actor=HOUSE, merchant_id=shop, drafts=drafts)
    assert [(one.is_new, one.is_changed, one.error) for one in saved] == [(False, False, None)]


def test_bulk_reports_refusals_per_row_and_saves_the_rest(shop, tea):
    drafts = [
        product_draft(tea, "A"),
        product_draft(tea, "B", title={}),
        product_draft(tea, "A"),
        product_draft(tea, "C", variants=(VariantDraft(code="A-A"),)),
        product_draft(tea, "D"),
    ]
    saved = services.save_products_bulk(actor=HOUSE, merchant_id=shop, drafts=drafts)
    assert [one.error.code if one.error else None for one in saved] == [
        None,
        "catalog.bad_product",
        "catalog.duplicate_code",
        "catalog.duplicate_code",
        None,
    ]
    assert set(Product.objects.values_list("code", flat=True)) == {"A", "D"}


def test_a_trial_tells_everything_and_writes_nothing(shop, tea):
    save(shop, product_draft(tea, "A"))
    before = (OutboxEvent.objects.count(), AuditEntry.objects.count())
    saved = services.save_products_bulk(
        actor=HOUSE,
        merchant_id=shop,
        drafts=[product_draft(tea, "A", keywords="x"), product_draft(tea, "B")],
        is_trial=True,
    )
    assert [(one.is_new, one.is_changed) for one in saved] == [(False, True), (True, True)]
    assert Product.objects.count() == 1
    assert (OutboxEvent.objects.count(), AuditEntry.objects.count()) == before


def test_statements_grow_with_chunks_not_with_products(shop, tea, django_assert_max_num_queries):
    drafts = [product_draft(tea, f"P{number}") for number in range(20)]
    services.save_products_bulk(actor=HOUSE, merchant_id=shop, drafts=drafts)
    changed = [replace(draft, keywords="new") for draft in drafts]
    with django_assert_max_num_queries(20):
        services.save_products_bulk(actor=HOUSE, merchant_id=shop, drafts=changed)
