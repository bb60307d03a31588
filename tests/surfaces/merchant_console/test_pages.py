"""Every page of the console opens for the owner, in both languages, and for nobody else."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from jishi.fulfillment.shipping import queries as shipping_queries

pytestmark = pytest.mark.django_db

LISTS = (
    "home",
    "messages",
    "orders",
    "ship_batch",
    "slips",
    "picks",
    "products",
    "product_new",
    "products_change",
    "transfers",
    "import_new",
    "export_new",
    "shop_categories",
    "shop_category_new",
    "stock",
    "receive",
    "locations",
    "location_new",
    "cases",
    "reviews",
    "activities",
    "activity_start",
    "coupons",
    "coupon_new",
    "freight",
    "freight_new",
    "settlement",
    "ledger",
    "staff",
    "staff_add",
    "roles",
    "role_new",
    "apps",
    "app_new",
    "profile",
    "settings",
)


def address(name, *args, language="zh-hans", shop="m1"):
    with override(language):
        return reverse(f"merchant:{name}", args=[shop, *args])


def record_pages(town):
    """Return the pages of M1's records."""
    village, order = town.village, town.order("M1")
    parcel = shipping_queries.get_shipments_of([order.order_id])[order.order_id][0]
    product, variant = village.products["A"], village.variants["A"]
    place = village.locations["W1"]
    of_order = ("order", "order_hold", "order_release", "order_flag", "order_note", "order_address")
    of_product = (
        "product",
        "product_basics",
        "product_media",
        "product_variants",
        "product_prices",
        "product_schedule",
    )
    return [
        *((name, order.order_id) for name in of_order),
        ("order_reduce", order.order_id),
        ("parcel_ship", order.order_id, parcel.shipment_id),
        ("parcel_split", order.order_id, parcel.shipment_id),
        ("parcel_fix", order.order_id, parcel.shipment_id),
        *((name, product) for name in of_product),
        ("product_move", product, "unpublish"),
        ("movements", variant),
        ("card_keys", variant),
        ("card_keys_add", variant),
        ("level", variant, place),
        ("level_receive", variant, place),
        ("level_adjust", variant, place),
        ("level_safety", variant, place),
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_open_for_the_owner(town, owner, language):
    for name in LISTS:
        answer = owner.get(address(name, language=language))
        assert answer.status_code == 200, name


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_records_open_for_the_owner(town, owner, language):
    for name, *args in record_pages(town):
        answer = owner.get(address(name, *args, language=language))
        assert answer.status_code == 200, name


def test_records_of_another_shop_are_not_found(town, stranger):
    for name, *args in record_pages(town):
        assert stranger.get(address(name, *args)).status_code == 404, name
        if name.startswith(("level", "movements", "card_keys", "product", "order", "parcel")):
            through_own = address(name, *args, shop="m2")
            assert stranger.get(through_own).status_code == 404, name
