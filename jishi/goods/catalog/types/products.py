"""Products and variants: what is saved, what is shown, what can be sold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.text import TextMap
from jishi.goods.catalog.types.structure import AttributeValue


class ProductKind(StrEnum):
    """How a product reaches its buyer."""

    PHYSICAL = "physical"
    VIRTUAL = "virtual"
    CARD_KEY = "card_key"


class ProductState(StrEnum):
    """The states of a product. Only `on_sale` can be bought."""

    DRAFT = "draft"
    PENDING = "pending"
    REJECTED = "rejected"
    ON_SALE = "on_sale"
    OFF_SALE = "off_sale"
    BLOCKED = "blocked"
    RECYCLED = "recycled"


class ProductAction(StrEnum):
    """What moves a product from state to state."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REJECT = "reject"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    BLOCK = "block"
    RECYCLE = "recycle"
    RESTORE = "restore"


class SoldOutPolicy(StrEnum):
    """What becomes of a product on sale when its last unit is gone."""

    SHOP = "shop"
    """As its shop has set it."""

    DELIST = "delist"
    """It goes off sale, and comes back with its stock."""

    KEEP = "keep"
    """It stays and is shown as sold out."""


class ReturnPolicy(StrEnum):
    """Whether the right to return without a reason holds (七天无理由)."""

    NO_REASON = "no_reason"
    ON_CONSENT = "on_consent"
    """It is excluded if the buyer agrees to that for this item when buying."""

    EXCLUDED = "excluded"
    """The law excludes it: made to order, perishable, unsealed media, newspapers."""


class ProductSort(StrEnum):
    """The orders of a product list."""

    NEWEST = "newest"
    BEST_SELLING = "best_selling"


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One choice along an axis. is_archived: no longer offered, kept for old orders."""

    code: str
    name: TextMap
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One dimension in which variants differ, for instance color or size."""

    code: str
    name: TextMap
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One variant (SKU) to save, recognized by its code within the merchant.

    options: (axis, value) pairs covering every axis. image_file_id: a stored image.
    cost_minor: what it costs the merchant, shown to nobody else.
    """

    code: str
    options: tuple[tuple[str, str], ...] = ()
    barcode: str = ""
    weight_g: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    image_file_id: UUID | None = None
    cost_minor: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class MediaDraft:
    """One picture or video. axis_value: `color:red` where it shows one choice only."""

    file_id: UUID
    alt: TextMap
    axis_value: str = ""


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as it is to be, recognized by its code within the merchant.

    description: HTML by locale; what is not harmless is removed. keywords: for search,
    separated by spaces. slug: taken at the first save, else made from the title.
    variants: the full set, so that those missing are archived; null leaves them alone.
    media, shop_category_ids: the full set in its order; null leaves them alone.
    publish_at, unpublish_at: when it goes on and off sale by itself.
    version: what the editor saw; a newer one refuses the save. Null saves in any case.
    """

    code: str
    title: TextMap
    category_id: UUID
    kind: ProductKind = ProductKind.PHYSICAL
    subtitle: TextMap | None = None
    description: TextMap | None = None
    keywords: str = ""
    brand_id: UUID | None = None
    attributes: tuple[AttributeValue, ...] = ()
    axes: tuple[Axis, ...] = ()
    variants: tuple[VariantDraft, ...] | None = None
    media: tuple[MediaDraft, ...] | None = None
    shop_category_ids: tuple[UUID, ...] | None = None
    freight_template_id: UUID | None = None
    return_policy: ReturnPolicy = ReturnPolicy.NO_REASON
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    slug: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SavedProduct:
    """What became of one draft.

    product_id: null where it was refused and did not exist. is_changed: false if the draft
    was what is stored already. is_waiting_review: changes of key fields wait for approval
    while the old version keeps selling. error: why it was refused, else null.
    """

    code: str
    product_id: UUID | None
    is_new: bool = False
    is_changed: bool = False
    is_waiting_review: bool = False
    error: JishiError | None = None


@dataclass(frozen=True, slots=True)
class SellableVariant:
    """Everything that cart, checkout and orders need to know of a variant.

    category_ids: the ones above first, its own last. volume_cm3: rounded up.
    commission_rate_bp: of the product, else its category, else the nearest above, else
    null. is_on_sale: whether it can be bought now, stock apart.
    """

    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    code: str
    kind: ProductKind
    title: TextMap
    option_text: TextMap
    slug: str
    image_url: str
    weight_g: int
    volume_cm3: int
    category_id: UUID
    category_ids: tuple[UUID, ...]
    brand_id: UUID | None
    freight_template_id: UUID | None
    is_on_sale: bool
    commission_rate_bp: int | None
    return_days: int
    return_policy: ReturnPolicy
    image_file_id: UUID | None = None
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class VariantRef:
    """Whose a variant is: enough to set a price or receive stock."""

    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class ProductRef:
    """Whose a product is, and where it belongs."""

    product_id: UUID
    merchant_id: UUID
    code: str
    category_id: UUID


@dataclass(frozen=True, slots=True)
class VariantInfo:
    """A variant as product pages and consoles show it."""

    variant_id: UUID
    code: str
    barcode: str
    options: tuple[tuple[str, str], ...]
    option_text: TextMap
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    image_file_id: UUID | None
    image_url: str
    cost_minor: int | None
    is_active: bool
    position: int


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A picture or video of a product, in its place."""

    file_id: UUID
    url: str
    content_type: str
    width: int
    height: int
    alt: TextMap
    axis_value: str


@dataclass(frozen=True, slots=True)
class Revision:
    """Changes of key fields that wait for approval; null where a field does not change."""

    title: TextMap | None
    category_id: UUID | None
    attributes: tuple[AttributeValue, ...] | None
    media: tuple[MediaDraft, ...] | None


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a list. rating_sum / rating_count is its average rating."""

    product_id: UUID
    merchant_id: UUID
    code: str
    slug: str
    title: TextMap
    subtitle: TextMap
    kind: ProductKind
    category_id: UUID
    brand_id: UUID | None
    image_file_id: UUID | None
    image_url: str
    state: ProductState
    has_revision: bool
    review_note: str
    variant_count: int
    sold_count: int
    rating_sum: int
    rating_count: int
    submitted_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class BrandRef:
    """The brand of a product."""

    brand_id: UUID
    code: str
    name: TextMap


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product with everything about it, for its page, its editor and the read models.

    is_off_for_stock: it went off sale when it sold out, and comes back with its stock.
    """

    product_id: UUID
    merchant_id: UUID
    code: str
    slug: str
    kind: ProductKind
    category_id: UUID
    category_ids: tuple[UUID, ...]
    brand: BrandRef | None
    title: TextMap
    subtitle: TextMap
    description: TextMap
    keywords: str
    attributes: tuple[AttributeValue, ...]
    axes: tuple[Axis, ...]
    variants: tuple[VariantInfo, ...]
    media: tuple[MediaInfo, ...]
    image_file_id: UUID | None
    image_url: str
    shop_category_ids: tuple[UUID, ...]
    state: ProductState
    is_on_sale: bool
    revision: Revision | None
    review_note: str
    submitted_at: datetime | None
    publish_at: datetime | None
    unpublish_at: datetime | None
    sold_out_policy: SoldOutPolicy
    is_off_for_stock: bool
    freight_template_id: UUID | None
    return_policy: ReturnPolicy
    commission_rate_bp: int | None
    sold_count: int
    rating_sum: int
    rating_count: int
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products to list. Empty and null conditions do not count.

    merchant_ids: null for every merchant. category_id: with everything below it.
    text: part of a title, keyword, or code. is_waiting_review: a new product or a revision
    that waits for approval.
    """

    merchant_ids: frozenset[UUID] | None = None
    product_ids: frozenset[UUID] | None = None
    category_id: UUID | None = None
    shop_category_id: UUID | None = None
    brand_id: UUID | None = None
    states: tuple[ProductState, ...] = ()
    kinds: tuple[ProductKind, ...] = ()
    text: str = ""
    is_waiting_review: bool | None = None
    sort: ProductSort = ProductSort.NEWEST


@dataclass(frozen=True, slots=True)
class SalesCount:
    """How many units of a product were sold, or came back if negative."""

    product_id: UUID
    quantity: int
