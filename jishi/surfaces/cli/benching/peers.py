"""The peers' load: 5,000 products of three SKUs each in 20 categories, as other shops had it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import ids
from jishi.foundation.platform import outbox, preferences
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    Axis,
    AxisValue,
    BrandDraft,
    CategoryDraft,
    ProductDraft,
    VariantDraft,
)
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.insight.search import services as search
from jishi.surfaces.cli import imports_target
from jishi.surfaces.cli.benching.figures import HOUSE
from jishi.surfaces.cli.verbs import setup_

PRODUCTS = 5000
CATEGORIES = 20
SHOPS = 10
UNITS = 100_000
"""Stock of a SKU: never sold out by a measurement."""

CHUNK = 250
MATERIALS = {
    "amber": "琥珀", "oak": "橡木", "linen": "亚麻", "steel": "不锈钢", "cotton": "棉",
}  # fmt: skip
STYLES = {
    "nordic": "北欧", "classic": "经典", "travel": "旅行", "urban": "都市", "alpine": "阿尔卑斯",
}  # fmt: skip
THINGS = {
    "chair": "椅", "lamp": "台灯", "jacket": "夹克", "mug": "马克杯", "bottle": "水瓶",
    "desk": "书桌", "watch": "手表", "kettle": "水壶", "camera": "相机", "tent": "帐篷",
}  # fmt: skip
WORDS = (*MATERIALS, *STYLES, *THINGS)
"""What shoppers look for: each is in the titles of every fifth or tenth product."""

SIZES = Axis(
    "size",
    {"zh-hans": "尺码", "en": "Size"},
    tuple(AxisValue(code, {"en": code.upper()}) for code in ("s", "m", "l")),
)


@dataclass(frozen=True, slots=True)
class Goods:
    """What there is to ask for. skus: public ids of variants."""

    slugs: tuple[str, ...]
    categories: tuple[str, ...]
    skus: tuple[str, ...]


def build(products: int = PRODUCTS) -> Goods:
    """Fill an empty database with the peers' goods through the services, ready to be read."""
    setup_.prepare()
    preferences.set_value(actor=HOUSE, name="site.mode", value="marketplace")
    categories = [_category(number) for number in range(CATEGORIES)]
    brands = [_brand(number) for number in range(SHOPS)]
    skus: list[str] = []
    for shop in range(SHOPS):
        merchant_id = imports_target.merchant(f"bench-{shop}")
        drafts = list(_drafts(range(shop + 1, products + 1, SHOPS), categories, brands[shop]))
        for start in range(0, len(drafts), CHUNK):
            skus += _sell(merchant_id, drafts[start : start + CHUNK])
    outbox.deliver_all(holder="bench")
    search.rebuild_all(actor=HOUSE)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Goods(
        slugs=tuple(f"p-{number}" for number in range(1, products + 1)),
        categories=tuple(f"cat-{number}" for number in range(CATEGORIES)),
        skus=tuple(skus),
    )


def write(goods: Goods, path: Path) -> None:
    """Keep what there is to ask for, for a load from outside."""
    kept = asdict(goods) | {"words": WORDS}
    path.write_text(json.dumps(kept), encoding="utf-8")


def _category(number: int) -> UUID:
    draft = CategoryDraft(
        slug=f"cat-{number}",
        name={"zh-hans": f"分类 {number}", "en": f"Category {number}"},
        commission_rate_bp=500,
    )
    return catalog.save_category(actor=HOUSE, draft=draft)


def _brand(number: int) -> UUID:
    return catalog.save_brand(
        actor=HOUSE, draft=BrandDraft(code=f"brand-{number}", name={"en": f"Brand {number}"})
    )


def _drafts(
    numbers: Sequence[int], categories: Sequence[UUID], brand_id: UUID
) -> Iterator[ProductDraft]:
    for number in numbers:
        material, style, thing = (
            list(words.items())[number // step % len(words)]
            for words, step in ((MATERIALS, 1), (STYLES, 5), (THINGS, 25))
        )
        english = f"{material[0]} {style[0]} {thing[0]} {number}".capitalize()
        chinese = f"{material[1]}{style[1]}{thing[1]} {number}"
        yield ProductDraft(
            code=f"P-{number}",
            slug=f"p-{number}",
            title={"zh-hans": chinese, "en": english},
            subtitle={"zh-hans": f"{style[1]}风格", "en": f"In {style[0]} style"},
            description={
                "zh-hans": f"<p>{chinese}，做工细致，经久耐用。</p>" * 3,
                "en": f"<p>{english}, made with care and made to last.</p>" * 3,
            },
            category_id=categories[number % len(categories)],
            brand_id=brand_id,
            axes=(SIZES,),
            variants=tuple(
                VariantDraft(
                    code=f"P-{number}-{size.code}",
                    options=((SIZES.code, size.code),),
                    weight_g=500,
                )
                for size in SIZES.values
            ),
        )


def _sell(merchant_id: UUID, drafts: Sequence[ProductDraft]) -> list[str]:
    """Save, price, stock and release some products; return the public ids of their SKUs."""
    saved = catalog.save_products_bulk(actor=HOUSE, merchant_id=merchant_id, drafts=drafts)
    refused = next((one.error for one in saved if one.error is not None), None)
    if refused is not None:
        raise refused
    codes = [variant.code for draft in drafts for variant in draft.variants or ()]
    found = catalog_queries.find_variants_by_code(merchant_id, codes)
    variants = [found[code].variant_id for code in codes]
    pricing.set_prices(
        actor=HOUSE,
        merchant_id=merchant_id,
        rows=[PriceRow(one, "cn", 1999 + at % 90 * 100) for at, one in enumerate(variants)],
    )
    inventory.receive(
        actor=HOUSE,
        location_id=imports_target.location(merchant_id),
        items=[StockItem(one, UNITS) for one in variants],
    )
    catalog.release_products(
        actor=HOUSE, product_ids=[one.product_id for one in saved if one.product_id]
    )
    return [ids.encode("var", one) for one in variants]
