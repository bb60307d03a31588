"""Everything the town sells, saved and released shop by shop."""

import re
from collections.abc import Sequence
from html import escape

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeValue,
    Axis,
    AxisValue,
    MediaDraft,
    ProductDraft,
    ProductKind,
    ReturnPolicy,
    SalesCount,
    VariantDraft,
)
from jishi.surfaces.cli.demo.seeding import artwork, structure
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, words
from jishi.surfaces.cli.demo.types import Product, Sku
from jishi.surfaces.cli.demo.types import ProductKind as TownKind

KINDS = {
    TownKind.PHYSICAL: ProductKind.PHYSICAL,
    TownKind.VIRTUAL: ProductKind.VIRTUAL,
    TownKind.CARD: ProductKind.CARD_KEY,
}


CHEAP_MINOR = 5000

ARRIVALS = 2
"""Goods that every shop brings out last, so that what is new comes from all of them."""


def make(made: Made) -> None:
    """Save and release the goods of every shop, with what was sold of them before."""
    for news in (False, True):
        for shop in made.merchants:
            newest_last = sorted(made.products_of(shop), key=lambda one: -one.published_days_ago)
            products = newest_last[-ARRIVALS:] if news else newest_last[:-ARRIVALS]
            if products:
                _make_goods(made, shop, products)
    made.sold = {product.key: _sold_before(made, product) for product in made.town.goods.products}
    counts = [SalesCount(made.products[key], quantity) for key, quantity in made.sold.items()]
    catalog.record_sales(actor=HOUSE, counts=counts)


def code_of(product: Product) -> str:
    """Return the code of a product: that of its SKUs without their running number."""
    return product.skus[0].code.rpartition("-")[0]


def _make_goods(made: Made, shop: str, products: Sequence[Product]) -> None:
    merchant_id = made.merchants[shop]
    saved = catalog.save_products_bulk(
        actor=HOUSE,
        merchant_id=merchant_id,
        drafts=[draft_of(made, product) for product in products],
    )
    for product, outcome in zip(products, saved, strict=True):
        if outcome.error is not None:
            raise outcome.error
        assert outcome.product_id is not None, "what is not refused is saved"
        made.products[product.key] = outcome.product_id
    catalog.release_products(
        actor=HOUSE, product_ids=[made.products[product.key] for product in products]
    )
    codes = [sku.code for product in products for sku in product.skus]
    found = catalog_queries.find_variants_by_code(merchant_id, codes)
    made.variants |= {code: found[code].variant_id for code in codes}


def draft_of(made: Made, product: Product) -> ProductDraft:
    """Return a product as the catalog is told of it, its pictures stored."""
    pictures = artwork.store(product)
    return ProductDraft(
        code=code_of(product),
        slug=_code(product.key),
        title=words(product.name),
        subtitle=words(product.subtitle),
        description={
            "zh-hans": _paragraphs(product.description.zh),
            "en": _paragraphs(product.description.en),
        },
        category_id=made.categories[product.category],
        kind=KINDS[product.kind],
        brand_id=made.brands[product.brand],
        attributes=_attributes(made, product),
        axes=_axes(product),
        variants=tuple(_variant(sku, pictures) for sku in product.skus),
        media=_media(product, pictures),
        freight_template_id=made.templates.get((product.shop, product.freight)),
        return_policy=_return_policy(product),
    )


def _axes(product: Product) -> tuple[Axis, ...]:
    return tuple(
        Axis(
            axis.key,
            words(axis.label),
            tuple(AxisValue(_code(option.key), words(option.label)) for option in axis.options),
        )
        for axis in product.axes
    )


def _variant(sku: Sku, pictures: artwork.Pictures) -> VariantDraft:
    color = dict(sku.options).get("color", "")
    return VariantDraft(
        code=sku.code,
        options=tuple((axis, _code(option)) for axis, option in sku.options),
        barcode=sku.barcode,
        weight_g=sku.weight_g,
        length_mm=sku.length_mm,
        width_mm=sku.width_mm,
        height_mm=sku.height_mm,
        image_file_id=pictures.colors.get(color),
        cost_minor=sku.cost_cny_minor,
    )


def _code(key: str) -> str:
    """Return a key of the town as the catalog writes it: `2.5kg` becomes `2-5kg`."""
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _attributes(made: Made, product: Product) -> tuple[AttributeValue, ...]:
    numbers = {item.key for item in made.town.goods.attributes if structure.is_number(item)}
    found = []
    for value in product.attributes:
        if value.option:
            found.append(AttributeValue(value.attribute, value.option))
        elif value.attribute in numbers:
            found.append(AttributeValue(value.attribute, str(value.number)))
        else:
            found.append(AttributeValue(value.attribute, words(value.text)))
    return tuple(found)


def _media(product: Product, pictures: artwork.Pictures) -> tuple[MediaDraft, ...]:
    """Return the cover, the other colors, the close-up and the scene, in this order."""
    alt = words(product.name)
    colors = pictures.colors or {"": pictures.front}
    fronts = [
        MediaDraft(file_id, alt, axis_value=f"color:{color}" if color else "")
        for color, file_id in colors.items()
    ]
    return (*fronts, *(MediaDraft(file_id, alt) for file_id in pictures.views))


def _return_policy(product: Product) -> ReturnPolicy:
    if product.freight == "fresh" or product.kind == TownKind.CARD:
        return ReturnPolicy.EXCLUDED
    if product.kind == TownKind.VIRTUAL:
        return ReturnPolicy.ON_CONSENT
    return ReturnPolicy.NO_REASON


def _paragraphs(text: str) -> str:
    parts = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def _sold_before(made: Made, product: Product) -> int:
    """Return how much was sold in the years before: more of what is talked about, and cheap."""
    talk = len(product.reviews) ** 2
    thrift = 3 if product.skus[0].price_cny_minor < CHEAP_MINOR else 1
    return made.chance.randint(talk, talk * 12) * thrift
