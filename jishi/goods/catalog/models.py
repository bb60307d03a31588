"""Tables of the catalog."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record, StoredFile, TimedRecord
from jishi.goods.catalog.types import (
    AttributeKind,
    ProductKind,
    ProductState,
    ReturnPolicy,
    SoldOutPolicy,
)


class Category(Record):
    """A category of the platform's tree.

    Invariant: `path` is `/<id>/…/<own id>/` in hexadecimal, from the top down to itself, so
    a subtree is a prefix; `depth` counts the ones above.
    """

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=100, unique=True)
    name = models.JSONField(default=dict)
    path = models.CharField(max_length=250, db_index=True)
    depth = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    icon = models.CharField(max_length=50, default="", blank=True)
    commission_rate_bp = models.PositiveIntegerField(null=True)
    return_days = models.PositiveSmallIntegerField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commission_rate_bp__isnull=True) | Q(commission_rate_bp__lte=10_000),
                name="category_commission_at_most_all",
            ),
        ]


class CategoryRedirect(Record):
    """An address a category had before it was moved or renamed. path: slugs with slashes."""

    path = models.CharField(max_length=191, unique=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")


class Brand(Record):
    """A brand of products."""

    code = models.CharField(max_length=64, unique=True)
    name = models.JSONField(default=dict)
    logo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")


class Attribute(Record):
    """A property of products. options: `[{code, name}]` of an enum, else empty."""

    code = models.CharField(max_length=64, unique=True)
    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=10)
    unit = models.CharField(max_length=20, default="", blank=True)
    options = models.JSONField(default=list)
    is_filterable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AttributeKind]),
                name="attribute_kind_known",
            ),
        ]


class CategoryAttribute(Record):
    """An attribute asked of the products of a category and of those below it."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+")
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "attribute"], name="category_attribute_once"
            ),
        ]


class ShopCategory(Record):
    """A category of a shop's own, apart from the platform's tree."""

    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)


class Product(TimedRecord):
    """What is sold (SPU), with its variants.

    attributes: code → value. axes: `[{code, name, values: [{code, name, is_archived}]}]`.
    pending_revision: key fields that wait for approval while the old ones keep selling.
    cover: the first picture, kept for lists. search_text: lower-case titles, code, keywords.
    is_shop_open: false while its merchant is suspended. is_off_for_stock: it went off sale by
    itself when it sold out, and comes back with its stock.
    Invariants: the code is unique within the merchant, the slug everywhere and for ever;
    `version` grows with every change.
    """

    merchant = models.ForeignKey(
        "merchants.Merchant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=64)
    slug = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, default=ProductKind.PHYSICAL)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    subtitle = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    keywords = models.CharField(max_length=500, default="", blank=True)
    attributes = models.JSONField(default=dict)
    axes = models.JSONField(default=list)
    cover = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ProductState.DRAFT)
    is_shop_open = models.BooleanField(default=True)
    publish_at = models.DateTimeField(null=True)
    unpublish_at = models.DateTimeField(null=True)
    sold_out_policy = models.CharField(max_length=8, default=SoldOutPolicy.SHOP)
    is_off_for_stock = models.BooleanField(default=False)
    freight_template_id = models.UUIDField(null=True)
    return_policy = models.CharField(max_length=10, default=ReturnPolicy.NO_REASON)
    commission_rate_bp = models.PositiveIntegerField(null=True)
    pending_revision = models.JSONField(null=True)
    review_note = models.CharField(max_length=500, default="", blank=True)
    submitted_at = models.DateTimeField(null=True)
    search_text = models.TextField(default="", blank=True)
    sold_count = models.IntegerField(default=0)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant", "code"], name="product_code_once_per_merchant"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ProductState]),
                name="product_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ProductKind]),
                name="product_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(return_policy__in=[policy.value for policy in ReturnPolicy]),
                name="product_return_policy_known",
            ),
            models.CheckConstraint(
                condition=Q(sold_out_policy__in=[policy.value for policy in SoldOutPolicy]),
                name="product_sold_out_policy_known",
            ),
            models.CheckConstraint(
                condition=Q(is_off_for_stock=False) | Q(state=ProductState.OFF_SALE),
                name="product_off_for_stock_is_off_sale",
            ),
            models.CheckConstraint(
                condition=Q(commission_rate_bp__isnull=True) | Q(commission_rate_bp__lte=10_000),
                name="product_commission_at_most_all",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "category"], name="product_state_category"),
            models.Index(fields=["merchant", "state"], name="product_merchant_state"),
            models.Index(fields=["sold_count"], name="product_sold_count"),
        ]


class ProductMedia(Record):
    """A picture or video of a product, in its place.

    axis_value: `<axis>:<value>` where it shows one choice only, else empty.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.JSONField(default=dict)
    axis_value = models.CharField(max_length=130, default="", blank=True)


class ShopCategoryItem(Record):
    """A product in a category of its shop's own."""

    shop_category = models.ForeignKey(ShopCategory, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop_category", "product"], name="shop_category_item_once"
            ),
        ]


class Variant(Record):
    """One thing that can be put into a cart (SKU).

    Variants are archived (`is_active` false), never deleted: orders refer to them.
    Invariants: the code is unique within the merchant and never changes; merchant_id is the
    product's; measures are not negative.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    merchant_id = models.UUIDField()
    code = models.CharField(max_length=64)
    barcode = models.CharField(max_length=64, default="", blank=True, db_index=True)
    options = models.JSONField(default=dict)
    option_text = models.JSONField(default=dict)
    weight_g = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveIntegerField(default=0)
    width_mm = models.PositiveIntegerField(default=0)
    height_mm = models.PositiveIntegerField(default=0)
    image = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    cost_minor = models.BigIntegerField(null=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant_id", "code"], name="variant_code_once_per_merchant"
            ),
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0),
                name="variant_cost_not_negative",
            ),
        ]
