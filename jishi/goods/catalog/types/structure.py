"""Categories, brands and attributes: how the goods are put in order."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap

AttributeScalar = str | bool | TextMap
"""The value of an attribute: a number as decimal text, the code of an option, yes or no,
or text by locale."""


class AttributeKind(StrEnum):
    """What values an attribute takes."""

    TEXT = "text"
    NUMBER = "number"
    ENUM = "enum"
    BOOL = "bool"


@dataclass(frozen=True, slots=True)
class AttributeOption:
    """One choice of an attribute of kind `enum`."""

    code: str
    name: TextMap


@dataclass(frozen=True, slots=True)
class AttributeDraft:
    """What is needed to save an attribute. unit: of a number, for instance `g` or `ml`."""

    code: str
    name: TextMap
    kind: AttributeKind
    unit: str = ""
    options: tuple[AttributeOption, ...] = ()
    is_filterable: bool = False


@dataclass(frozen=True, slots=True)
class AttributeInfo:
    """An attribute of products, for instance origin, net weight or flavor."""

    attribute_id: UUID
    code: str
    name: TextMap
    kind: AttributeKind
    unit: str
    options: tuple[AttributeOption, ...]
    is_filterable: bool


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """The value one product has for an attribute."""

    code: str
    value: AttributeScalar


@dataclass(frozen=True, slots=True)
class CategoryAttributeDraft:
    """An attribute that a category asks of its products and those below it."""

    code: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class CategoryAttributeInfo:
    """An attribute as a category asks for it. category_id: where it was bound."""

    attribute: AttributeInfo
    category_id: UUID
    is_required: bool


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """What is needed to save a category.

    slug: its part of the address, unique among all. commission_rate_bp, return_days: null
    to take those of the category above. attributes: null to leave them as they are.
    """

    slug: str
    name: TextMap
    parent_id: UUID | None = None
    position: int = 0
    icon: str = ""
    commission_rate_bp: int | None = None
    return_days: int | None = None
    is_active: bool = True
    attributes: tuple[CategoryAttributeDraft, ...] | None = None


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with those below it, in their order.

    category_ids: itself last, the ones above before. slug_path: its address,
    `food/tea/green`. depth: 0 at the top.
    """

    category_id: UUID
    parent_id: UUID | None
    slug: str
    slug_path: str
    name: TextMap
    category_ids: tuple[UUID, ...]
    depth: int
    position: int
    icon: str
    commission_rate_bp: int | None
    return_days: int | None
    is_active: bool
    children: tuple["CategoryNode", ...] = ()


@dataclass(frozen=True, slots=True)
class BrandDraft:
    """What is needed to save a brand. logo_file_id: a stored image."""

    code: str
    name: TextMap
    logo_file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BrandInfo:
    """A brand. logo_url: empty without a logo."""

    brand_id: UUID
    code: str
    name: TextMap
    logo_url: str
    logo_file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShopCategoryDraft:
    """What is needed to save a category of a shop's own."""

    name: TextMap
    parent_id: UUID | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class ShopCategoryInfo:
    """A category of a shop's own, apart from the platform's tree."""

    shop_category_id: UUID
    parent_id: UUID | None
    name: TextMap
    position: int
    product_count: int
