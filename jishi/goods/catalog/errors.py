"""What the catalog may refuse."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class ProductNotFound(NotFound):
    """No such product, or not for this actor."""

    code = "catalog.product_not_found"


class VariantNotFound(NotFound):
    """No such variant, or not for this actor."""

    code = "catalog.variant_not_found"


class CategoryNotFound(NotFound):
    """No such category."""

    code = "catalog.category_not_found"


class BrandNotFound(NotFound):
    """No such brand."""

    code = "catalog.brand_not_found"


class AttributeNotFound(NotFound):
    """No attribute has that code."""

    code = "catalog.attribute_not_found"


class ShopCategoryNotFound(NotFound):
    """No such category in this shop."""

    code = "catalog.shop_category_not_found"


class BadCategory(InvalidInput):
    """A field of the category is not valid; `field` tells which."""

    code = "catalog.bad_category"


class CategoryLoop(InvalidInput):
    """A category cannot be moved below itself."""

    code = "catalog.category_loop"


class CategoryTooDeep(InvalidInput):
    """The tree of categories would become deeper than allowed."""

    code = "catalog.category_too_deep"


class SlugTaken(Conflict):
    """Another category, or product, has that address already."""

    code = "catalog.slug_taken"


class CategoryHasChildren(Conflict):
    """Categories below it must be moved or deleted first."""

    code = "catalog.category_has_children"


class CategoryInUse(Conflict):
    """Products must be reassigned to another category first. `products` counts them."""

    code = "catalog.category_in_use"


class BadAttribute(InvalidInput):
    """A field of the attribute is not valid; `field` tells which."""

    code = "catalog.bad_attribute"


class AttributeInUse(Conflict):
    """The kind or an option of an attribute cannot change while products have values."""

    code = "catalog.attribute_in_use"


class BadBrand(InvalidInput):
    """A field of the brand is not valid; `field` tells which."""

    code = "catalog.bad_brand"


class BadShopCategory(InvalidInput):
    """A field of the shop category is not valid; `field` tells which."""

    code = "catalog.bad_shop_category"


class BadProduct(InvalidInput):
    """A field of the product is not valid; `field` tells which."""

    code = "catalog.bad_product"


class BadVariant(InvalidInput):
    """A field of a variant is not valid; `variant` and `field` tell which."""

    code = "catalog.bad_variant"


class BadAttributeValue(InvalidInput):
    """The value does not suit the kind of the attribute `attribute`."""

    code = "catalog.bad_attribute_value"


class AttributeRequired(InvalidInput):
    """The category asks for a value of the attribute `attribute`."""

    code = "catalog.attribute_required"


class DuplicateCode(InvalidInput):
    """The code appears twice, or another product's variant has it."""

    code = "catalog.duplicate_code"


class DuplicateOptions(InvalidInput):
    """Two active variants have the same options."""

    code = "catalog.duplicate_options"


class TooManyVariants(InvalidInput):
    """The axes make more variants than a product may have."""

    code = "catalog.too_many_variants"


class KindFixed(Conflict):
    """The kind of a product cannot change once it was approved."""

    code = "catalog.kind_fixed"


class ProductRecycled(Conflict):
    """The product lies in the recycle bin and must be restored first."""

    code = "catalog.product_recycled"


class StaleProduct(Conflict):
    """Somebody else changed the product meanwhile; read it again."""

    code = "catalog.stale_product"


class NothingToSell(InvalidInput):
    """A product needs at least one active variant before it can be reviewed or sold."""

    code = "catalog.nothing_to_sell"


class NothingToReview(Conflict):
    """Neither the product nor a revision of it waits for review."""

    code = "catalog.nothing_to_review"


class ReasonNeeded(InvalidInput):
    """A rejection or a block needs a reason that the merchant can read."""

    code = "catalog.reason_needed"
