"""What imports do to hundreds at once takes no more statements than doing it to two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.goods.catalog import services
from jishi.goods.catalog.errors import AttributeInUse
from jishi.goods.catalog.models import Attribute, Product
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    CategoryAttributeDraft,
    ProductState,
)
from tests.goods.catalog.factories import HOUSE, make_category, make_merchant, product_draft

pytestmark = pytest.mark.django_db


def statements(call, about=""):
    """Return how many statements a call makes about a table."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(about in one["sql"] for one in captured)


def drafts(prefix, count):
    return [
        AttributeDraft(f"{prefix}_{n}", {"en": f"{prefix} {n}"}, AttributeKind.TEXT)
        for n in range(count)
    ]


def saved(prefix, count):
    shop, category = make_merchant(), make_category(prefix)
    found = services.save_products_bulk(
        actor=HOUSE,
        merchant_id=shop,
        drafts=[product_draft(category, f"{prefix}-{n}") for n in range(count)],
    )
    return [one.product_id for one in found]


def test_many_attributes_are_made_in_one_go():
    few = statements(lambda: services.save_attributes(actor=HOUSE, drafts=drafts("few", 2)))
    made = {}
    many = statements(
        lambda: made.update(services.save_attributes(actor=HOUSE, drafts=drafts("many", 60)))
    )
    assert many == few
    assert made == dict(
        Attribute.objects.filter(code__startswith="many_").values_list("code", "id")
    )
    assert len(made) == 60


def test_one_attribute_in_use_keeps_all_as_they_were():
    (draft,) = drafts("kept", 1)
    services.save_attributes(actor=HOUSE, drafts=[draft])
    make_category("bound", attributes=(CategoryAttributeDraft("kept_0"),))
    other = AttributeDraft("kept_0", {"en": "x"}, AttributeKind.BOOL)
    with pytest.raises(AttributeInUse):
        services.save_attributes(actor=HOUSE, drafts=[*drafts("new", 3), other])
    assert Attribute.objects.get().kind == AttributeKind.TEXT


def test_many_products_go_on_sale_in_one_go():
    few, many = saved("few", 2), saved("many", 40)
    before = dict(Product.objects.values_list("id", "version"))
    short, long = (
        statements(
            lambda ids=ids: services.release_products(actor=HOUSE, product_ids=ids),
            about="catalog_product",
        )
        for ids in (few, many)
    )
    assert long == short
    for product in Product.objects.all():
        assert product.state == ProductState.ON_SALE
        assert product.version == before[product.id] + 1
        assert (product.submitted_at, product.is_off_for_stock) == (None, False)
    assert services.release_products(actor=HOUSE, product_ids=few) == 0
