"""The nouns of the demo town, as frozen values in both languages."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Text:
    """The same words in Simplified Chinese and in English."""

    zh: str
    en: str


class AttributeKind(StrEnum):
    """How the value of an attribute is written."""

    TEXT = "text"
    NUMBER = "number"
    ENUM = "enum"


class ProductKind(StrEnum):
    """How a product reaches its buyer: shipped, redeemed, or as number and secret."""

    PHYSICAL = "physical"
    VIRTUAL = "virtual"
    CARD = "card"


@dataclass(frozen=True)
class Option:
    """One choice of an axis or enum; hex is "#rrggbb" for colors, else ""."""

    key: str
    label: Text
    hex: str = ""


@dataclass(frozen=True)
class Axis:
    """What a shopper chooses, in the order it is shown."""

    key: str
    label: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Attribute:
    """Something that can be said of goods; options only for enums, unit only for numbers."""

    key: str
    label: Text
    kind: AttributeKind
    unit: Text | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class AttributeValue:
    """One statement about a product.

    text: as shown. number: for numbers. option: option key for enums, else "".
    """

    attribute: str
    text: Text
    number: int | None = None
    option: str = ""


@dataclass(frozen=True)
class Category:
    """A node of the tree; key is its path, parent is "" at the top.

    commission_bp: the platform's share in hundredths of a percent.
    required: attribute keys every product below must state.
    """

    key: str
    parent: str
    label: Text
    commission_bp: int
    required: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """Pieces on hand in one warehouse."""

    warehouse: str
    quantity: int


@dataclass(frozen=True)
class CardKey:
    """A generated card: its number and the secret that redeems it."""

    number: str
    secret: str


@dataclass(frozen=True)
class Sku:
    """One sellable combination; prices in minor units, list prices None when not shown.

    options: (axis key, option key) in axis order. stock: empty for goods without weight.
    card_keys: only for cards.
    """

    code: str
    barcode: str
    options: tuple[tuple[str, str], ...]
    color_hex: str
    price_cny_minor: int
    price_usd_minor: int
    cost_cny_minor: int
    list_price_cny_minor: int | None
    list_price_usd_minor: int | None
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    stock: tuple[Stock, ...]
    card_keys: tuple[CardKey, ...] = ()


@dataclass(frozen=True)
class Review:
    """What a member said; member is an index into the town's members."""

    member: int
    rating: int
    text: Text
    days_ago: int
    option_label: Text
    followup: Text | None
    reply: Text | None


@dataclass(frozen=True)
class Question:
    """A shopper's question with the merchant's answer."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class Product:
    """A product with its SKU matrix.

    number: running number, unique. freight: template key, "" for goods without weight.
    look: how it is drawn. width_mm and height_mm: as written on the measured picture.
    """

    key: str
    number: int
    family: str
    shop: str
    brand: str
    category: str
    kind: ProductKind
    freight: str
    name: Text
    subtitle: Text
    description: Text
    attributes: tuple[AttributeValue, ...]
    axes: tuple[Axis, ...]
    skus: tuple[Sku, ...]
    look: str
    width_mm: int
    height_mm: int
    published_days_ago: int
    reviews: tuple[Review, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Goods:
    """Everything the town sells, with the words to describe it."""

    categories: tuple[Category, ...]
    attributes: tuple[Attribute, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Shop:
    """A merchant; emblem, color and accent draw its sign, score is 0..50."""

    key: str
    code: str
    name: Text
    slogan: Text
    story: Text
    emblem: str
    color: str
    accent: str
    city: str
    score: int


@dataclass(frozen=True)
class Brand:
    """An invented brand."""

    key: str
    name: Text


@dataclass(frozen=True)
class Place:
    """A Chinese postal address."""

    province: str
    city: str
    district: str
    street: str


@dataclass(frozen=True)
class Warehouse:
    """A warehouse, the provinces it serves first, and its percentage of all stock."""

    key: str
    code: str
    name: Text
    place: Place
    share: int
    provinces: tuple[str, ...]


@dataclass(frozen=True)
class Freight:
    """A freight template; fees in minor units, first and next in pieces or grams.

    by: "piece" or "weight". free_over_minor: goods of one merchant from which it is free.
    excluded: provinces that cannot be reached.
    """

    key: str
    name: Text
    by: str
    first: int
    first_fee_minor: int
    next: int
    next_fee_minor: int
    free_over_minor: int
    remote: tuple[str, ...]
    remote_first_fee_minor: int
    remote_next_fee_minor: int
    excluded: tuple[str, ...]


@dataclass(frozen=True)
class Coupon:
    """A coupon; money in minor units, unused terms are 0.

    issuer: "platform" or a shop key. kind: full_reduction, percent, no_threshold,
    new_user or freight. category: scope, "" for everything.
    """

    key: str
    issuer: str
    kind: str
    title: Text
    threshold_minor: int
    amount_minor: int
    percent_off_bp: int
    cap_minor: int
    quantity: int
    per_member: int
    days: int
    category: str


@dataclass(frozen=True)
class Banner:
    """A banner; target reads `category:tea` or `shop:baitu`; products are shown on it."""

    key: str
    title: Text
    subtitle: Text
    target: str
    color: str
    place: str
    products: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A help article; paragraphs of the body are separated by an empty line."""

    key: str
    topic: str
    title: Text
    body: Text


@dataclass(frozen=True)
class Member:
    """An invented shopper with an address; the phone lies in a fictional block."""

    nickname: str
    handle: str
    email: str
    phone: str
    place: Place


@dataclass(frozen=True)
class Town:
    """The whole demo town."""

    shops: tuple[Shop, ...]
    brands: tuple[Brand, ...]
    goods: Goods
    warehouses: tuple[Warehouse, ...]
    freights: tuple[Freight, ...]
    coupons: tuple[Coupon, ...]
    banners: tuple[Banner, ...]
    articles: tuple[Article, ...]
    members: tuple[Member, ...]
    hot_words: tuple[Text, ...]
    synonyms: tuple[tuple[str, ...], ...]
