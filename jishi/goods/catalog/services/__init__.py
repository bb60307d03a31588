"""Write use cases of the catalog."""

from jishi.goods.catalog.services.attributes import save_attribute, save_attributes, save_brand
from jishi.goods.catalog.services.counters import record_rating, record_sales, set_commission
from jishi.goods.catalog.services.media import attach_media
from jishi.goods.catalog.services.releasing import release_products
from jishi.goods.catalog.services.saving import save_product, save_products_bulk
from jishi.goods.catalog.services.shops import (
    delete_shop_category,
    save_shop_category,
    set_shop_open,
)
from jishi.goods.catalog.services.states import (
    approve_product,
    block,
    follow_stock,
    hold,
    publish,
    publish_due,
    recycle,
    reject_product,
    restore,
    schedule,
    submit_product,
    unpublish,
    unpublish_due,
    withdraw,
)
from jishi.goods.catalog.services.structure import (
    delete_category,
    move_category,
    save_category,
)
from jishi.goods.catalog.services.variants import (
    archive_axis_value,
    generate_variants,
    save_variants,
)

__all__ = [
    "approve_product",
    "archive_axis_value",
    "attach_media",
    "block",
    "delete_category",
    "delete_shop_category",
    "follow_stock",
    "generate_variants",
    "hold",
    "move_category",
    "publish",
    "publish_due",
    "record_rating",
    "record_sales",
    "recycle",
    "reject_product",
    "release_products",
    "restore",
    "save_attribute",
    "save_attributes",
    "save_brand",
    "save_category",
    "save_product",
    "save_products_bulk",
    "save_shop_category",
    "save_variants",
    "schedule",
    "set_commission",
    "set_shop_open",
    "submit_product",
    "unpublish",
    "unpublish_due",
    "withdraw",
]
