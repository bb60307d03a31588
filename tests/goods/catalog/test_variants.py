"""Variants from axes: generated, edited in bulk, archived, never deleted."""

import time

import pytest

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.catalog import queries, services
from jishi.goods.catalog.errors import (
    BadProduct,
    BadVariant,
    DuplicateCode,
    DuplicateOptions,
    NothingToSell,
    TooManyVariants,
)
from jishi.goods.catalog.models import Variant
from jishi.goods.catalog.types import VariantDraft
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
def product_id():
    merchant_id = make_merchant()
    draft = product_draft(make_category(), "TS", variants=())
    return services.save_product(actor=HOUSE, merchant_id=merchant_id, draft=draft).product_id


def codes(product_id, *, is_active=True):
    rows = Variant.objects.filter(product_id=product_id, is_active=is_active)
    return list(rows.order_by("position").values_list("code", flat=True))


def generate(product_id, *axes):
    return services.generate_variants(actor=HOUSE, product_id=product_id, axes=axes)


def test_axes_generate_every_combination_once(product_id):
    color, size = axis("color", "red", "green"), axis("size", "s", "l")
    assert generate(product_id, color, size) == 4
    assert codes(product_id) == ["TS-RED-S", "TS-RED-L", "TS-GREEN-S", "TS-GREEN-L"]
    assert generate(product_id, color, size) == 0


def test_without_axes_there_is_one_variant(product_id):
    assert generate(product_id) == 1
    assert codes(product_id) == ["TS"]


def test_new_values_add_and_dropped_ones_archive(product_id):
    generate(product_id, axis("color", "red", "green"))
    generate(product_id, axis("color", "green", "blue"))
    assert codes(product_id) == ["TS-GREEN", "TS-BLUE"]
    assert codes(product_id, is_active=False) == ["TS-RED"]
    assert generate(product_id, axis("color", "red", "green", "blue")) == 1
    assert len(codes(product_id)) == 3


def test_a_new_axis_archives_what_does_not_fit(product_id):
    generate(product_id, axis("color", "red"))
    generate(product_id, axis("color", "red"), axis("size", "s"))
    assert codes(product_id) == ["TS-RED-S"]
    assert codes(product_id, is_active=False) == ["TS-RED"]


def test_more_than_8000_combinations_are_refused(product_id):
    values = [f"v{number}" for number in range(21)]
    with pytest.raises(TooManyVariants):
        generate(product_id, *(axis(code, *values) for code in "abc"))
    assert codes(product_id) == []


def test_8000_variants_are_made_and_edited_set_wise(product_id):
    values = [f"v{number}" for number in range(20)]
    generate(product_id, *(axis(code, *values) for code in "abc"))
    product = queries.get_product(product_id)
    assert len(product.variants) == 8000
    drafts = [
        VariantDraft(code=row.code, options=row.options, weight_g=250) for row in product.variants
    ]
    started = time.process_time()
    services.save_variants(actor=HOUSE, product_id=product_id, drafts=drafts)
    elapsed = time.process_time() - started
    assert Variant.objects.filter(weight_g=250).count() == 8000
    assert elapsed < 4


def test_saving_some_leaves_the_others(product_id):
    generate(product_id, axis("color", "red", "green"))
    image = make_file()
    services.save_variants(
        actor=HOUSE,
        product_id=product_id,
        drafts=[
            VariantDraft(
                code="TS-RED", options=(("color", "red"),), weight_g=300, image_file_id=image
            )
        ],
    )
    rows = {row.code: row for row in queries.get_product(product_id).variants}
    assert (rows["TS-RED"].weight_g, rows["TS-RED"].image_file_id) == (300, image)
    assert (rows["TS-GREEN"].weight_g, rows["TS-GREEN"].is_active) == (0, True)


def test_variants_that_clash_are_refused(product_id):
    generate(product_id, axis("color", "red"))
    make_product(make_merchant(), make_category("coffee"), "OTHER")
    for draft, error in (
        (VariantDraft(code="NEW", options=(("color", "red"),)), DuplicateOptions),
        (VariantDraft(code="NEW", options=(("color", "blue"),)), BadVariant),
        (VariantDraft(code="NEW", image_file_id=product_id, is_active=False), BadVariant),
    ):
        with pytest.raises(error):
            services.save_variants(actor=HOUSE, product_id=product_id, drafts=[draft])
    assert codes(product_id) == ["TS-RED"]


@pytest.mark.django_db(transaction=True)
def test_a_code_of_another_product_of_the_shop_is_refused():
    merchant_id, category_id = make_merchant(), make_category()
    make_product(merchant_id, category_id, "A")
    other = make_product(merchant_id, category_id, "B")
    with pytest.raises(DuplicateCode):
        services.save_variants(
            actor=HOUSE,
            product_id=other,
            drafts=[VariantDraft(code="A-A", options=(), is_active=False)],
        )
    assert Variant.objects.filter(product_id=other).count() == 1


def test_archiving_a_choice_archives_its_variants(product_id):
    generate(product_id, axis("color", "red", "green"), axis("size", "s", "l"))
    count = services.archive_axis_value(
        actor=HOUSE, product_id=product_id, axis="color", value="red"
    )
    assert count == 2
    assert codes(product_id) == ["TS-GREEN-S", "TS-GREEN-L"]
    told = OutboxEvent.objects.filter(name="catalog.variant_archived.v1")
    assert told.count() == 2
    assert (
        services.archive_axis_value(actor=HOUSE, product_id=product_id, axis="color", value="red")
        == 0
    )
    with pytest.raises(BadProduct):
        services.archive_axis_value(actor=HOUSE, product_id=product_id, axis="color", value="pink")


def test_a_product_on_sale_keeps_something_to_sell():
    draft = {
        "axes": (axis("color", "red"),),
        "variants": (VariantDraft(code="R", options=(("color", "red"),)),),
    }
    product_id = make_product(make_merchant(), make_category(), **draft)
    with pytest.raises(NothingToSell):
        services.archive_axis_value(actor=HOUSE, product_id=product_id, axis="color", value="red")
    assert codes(product_id) == ["R"]


def test_another_shop_sees_no_product(product_id):
    with pytest.raises(NotFound):
        services.generate_variants(
            actor=make_seller(make_merchant()), product_id=product_id, axes=()
        )
