"""A product page out of its document, live stock, and the coupons on offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import QuoteLine, QuoteRequest
from jishi.goods.promotions.types import Audience, ClaimableCoupon, CouponOffer
from jishi.surfaces.design.formats import AmountParts, money_parts
from jishi.surfaces.design.types import Fact, GalleryItem
from jishi.surfaces.storefront.presenters import pictures, structure
from jishi.surfaces.storefront.presenters.deals import Deal, Deals

FEW_LEFT = 10
"""From this many units down, the page says how many are left."""

MOST_PER_ORDER = 999
"""With plenty in stock, the page does not say how much there is."""


@dataclass(frozen=True, slots=True)
class Sku:
    """A variant as the page offers it. Minor units of the page's currency.

    stock: exact up to FEW_LEFT, one more for anything above.
    after_coupon_minor: what one unit costs with the best coupon, if that is less.
    deal: the activity whose price it is, if it is one's.
    picture_at: its picture's place in the gallery, from 0; None without one.
    """

    key: str
    variant_id: UUID
    text: str
    options: Mapping[str, str]
    price_minor: int
    price: AmountParts
    list_minor: int | None
    after_coupon_minor: int | None
    stock: int
    picture_at: int | None
    deal: Deal | None

    @property
    def is_few(self) -> bool:
        """Whether so few are left that it is worth saying."""
        return 0 < self.stock <= FEW_LEFT

    @property
    def option_codes(self) -> str:
        """Its option values in the order of the axes, for the script."""
        return "|".join(self.options.values())

    @property
    def most(self) -> int:
        """How many can be ordered at once."""
        return self.stock if self.is_few else MOST_PER_ORDER


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an axis. is_possible: some variant has it; is_sold_out: none can be had."""

    code: str
    name: str
    is_chosen: bool
    is_possible: bool
    is_sold_out: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """What variants differ by: color, size."""

    code: str
    name: str
    choices: tuple[Choice, ...]

    @property
    def chosen_name(self) -> str:
        """The name of the chosen value."""
        return next((choice.name for choice in self.choices if choice.is_chosen), "")


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """Everything the product template needs."""

    product_id: UUID
    slug: str
    title: str
    subtitle: str
    currency: str
    kind: str
    description: str
    brand: str
    rating: float | None
    review_count: int
    sold: int
    return_policy: str
    gallery: tuple[GalleryItem, ...]
    facts: tuple[Fact, ...]
    axes: tuple[Axis, ...]
    skus: tuple[Sku, ...]
    chosen: Sku
    price_minor: int
    price_max_minor: int
    deals: Deals

    @property
    def deal(self) -> Deal | None:
        """The activity that the page speaks of: the chosen variant's, or another's."""
        held = (sku.deal for sku in self.skus if sku.deal)
        return self.chosen.deal or next(held, None)

    @property
    def is_in_stock(self) -> bool:
        """Whether any variant can be had."""
        return any(sku.stock > 0 for sku in self.skus)


@dataclass(frozen=True, slots=True)
class Whose:
    """Where a product stands: its shop and categories, for the coupons that cover it."""

    merchant_id: UUID
    category_ids: tuple[UUID, ...]


def variant_ids(document: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the variants of a document."""
    return tuple(ids.decode("var", sku["id"]) for sku in document["skus"])


def category_ids(document: Mapping[str, Any]) -> tuple[UUID, ...]:
    """Return the categories of a document, the top one first, as far as they are active."""
    by_slug = structure.tree().by_slug
    nodes = [by_slug.get(category["slug"]) for category in document["categories"]]
    return tuple(node.category_id for node in nodes if node)


def stock_sign(document: Mapping[str, Any], stock: Mapping[UUID, int]) -> tuple[int, ...]:
    """Return what a page shows of stock: exact when few are left, else only that it is there."""
    return tuple(min(stock.get(one, 0), FEW_LEFT + 1) for one in variant_ids(document))


def covering(
    coupons: Sequence[ClaimableCoupon], product_id: UUID, whose: Whose, currency: str
) -> tuple[ClaimableCoupon, ...]:
    """Return the coupons on offer that this product takes part in."""
    return tuple(
        coupon
        for coupon in coupons
        if coupon.offer.currency == currency
        and coupon.left != 0
        and coupon.offer.scope.covers(product_id, whose.category_ids)
    )


def show(
    document: Mapping[str, Any],
    *,
    stock: Mapping[UUID, int],
    offers: Sequence[CouponOffer],
    whose: Whose,
    found: Deals,
    wanted: str,
    at: datetime,
) -> ShownProduct:
    """Return a page. wanted: the key of the variant to begin with, if any."""
    product_id = ids.decode("prd", document["id"])
    prices = found.by_variant()
    costs = _after_coupons(document, product_id, offers, whose, at, prices)
    skus = tuple(_sku(row, document, stock, costs, prices) for row in document["skus"])
    chosen = _chosen(skus, wanted)
    return ShownProduct(
        product_id=product_id,
        slug=document["slug"],
        title=document["title"],
        subtitle=document["subtitle"],
        currency=document["currency"],
        kind=document["kind"],
        description=document["description"],
        brand=document["brand"]["name"] if document["brand"] else "",
        rating=document["rating"],
        review_count=document["review_count"],
        sold=document["sold"],
        return_policy=document["return_policy"],
        gallery=_gallery(document),
        facts=tuple(Fact(row["name"], row["value"]) for row in document["attributes"]),
        axes=_axes(document, skus, chosen),
        skus=skus,
        chosen=chosen,
        price_minor=document["price_minor"],
        price_max_minor=document["price_max_minor"],
        deals=found,
    )


def _sku(
    row: Mapping[str, Any],
    document: Mapping[str, Any],
    stock: Mapping[UUID, int],
    costs: Mapping[int, int],
    prices: Mapping[UUID, Deal],
) -> Sku:
    variant_id = ids.decode("var", row["id"])
    deal = prices.get(variant_id)
    price_minor, list_minor = row["price_minor"], row["list_minor"]
    if deal is not None and deal.price_minor < price_minor:
        price_minor, list_minor = deal.price_minor, price_minor
    else:
        deal = None
    after_minor = costs.get(price_minor, price_minor)
    codes = [axis["code"] for axis in document["axes"]]
    return Sku(
        key=row["id"],
        variant_id=variant_id,
        text=row["option_text"] or row["code"],
        options={code: row["options"].get(code, "") for code in codes},
        price_minor=price_minor,
        price=money_parts(price_minor, document["currency"]),
        list_minor=list_minor if list_minor and list_minor > price_minor else None,
        after_coupon_minor=after_minor if after_minor < price_minor else None,
        stock=min(stock.get(variant_id, 0), FEW_LEFT + 1),
        picture_at=_picture_at(row, document["images"]),
        deal=deal,
    )


def _picture_at(row: Mapping[str, Any], images: Sequence[Mapping[str, Any]]) -> int | None:
    """Find a variant's own picture in the gallery, else the one of its first option value."""
    own = row["image"]["url"] if row["image"] else ""
    values = {f"{axis}:{value}" for axis, value in row["options"].items()}
    for at, image in enumerate(images):
        if own and image.get("url") == own:
            return at
    for at, image in enumerate(images):
        if image.get("axis_value") and image["axis_value"] in values:
            return at
    return None


def _chosen(skus: Sequence[Sku], wanted: str) -> Sku:
    named = next((sku for sku in skus if sku.key == wanted), None)
    return named or next((sku for sku in skus if sku.stock > 0), skus[0])


def _axes(document: Mapping[str, Any], skus: Sequence[Sku], chosen: Sku) -> tuple[Axis, ...]:
    """Grey out, axis by axis, what cannot be had with the values chosen before it."""
    axes = []
    fitting = list(skus)
    for axis in document["axes"]:
        code = axis["code"]
        choices = []
        for value in axis["values"]:
            having = [sku for sku in fitting if sku.options[code] == value["code"]]
            choices.append(
                Choice(
                    code=value["code"],
                    name=value["name"],
                    is_chosen=chosen.options[code] == value["code"],
                    is_possible=bool(having),
                    is_sold_out=not any(sku.stock > 0 for sku in having),
                )
            )
        axes.append(Axis(code, axis["name"], tuple(choices)))
        fitting = [sku for sku in fitting if sku.options[code] == chosen.options[code]]
    return tuple(axes)


def _gallery(document: Mapping[str, Any]) -> tuple[GalleryItem, ...]:
    items = []
    for image in document["images"] or [document["image"]]:
        picture = pictures.of_document(image)
        if picture is not None and image is not None:
            items.append(GalleryItem(image.get("alt") or document["title"], picture, picture.url))
    return tuple(items)


def _after_coupons(
    document: Mapping[str, Any],
    product_id: UUID,
    offers: Sequence[CouponOffer],
    whose: Whose,
    at: datetime,
    prices: Mapping[UUID, Deal],
) -> dict[int, int]:
    """Return price → price of one unit with the best coupons anyone may claim (券后价).

    A price of an activity that takes no coupons has none.
    """
    usable = tuple(offer for offer in offers if offer.audience is not Audience.NEW_USER)
    if not usable:
        return {}
    costs = {}
    lower = {deal.price_minor for deal in prices.values() if deal.takes_coupons}
    for price_minor in {sku["price_minor"] for sku in document["skus"]} | lower:
        line = QuoteLine(
            line_id=product_id,
            variant_id=product_id,
            product_id=product_id,
            merchant_id=whose.merchant_id,
            quantity=1,
            unit_list_minor=price_minor,
            category_ids=whose.category_ids,
        )
        request = QuoteRequest(
            lines=(line,),
            market_code="",
            currency=document["currency"],
            at=at,
            coupons=usable,
        )
        costs[price_minor] = pricing_queries.quote(request).total_minor
    return costs
