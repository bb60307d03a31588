"""A shop with too little of everything: three articles, one coupon, many members."""

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import preferences
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import CategoryDraft, ProductDraft, VariantDraft
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import CouponDraft, CouponKind
from jishi.parties.accounts import services as accounts
from jishi.surfaces.cli import imports_target
from jishi.surfaces.cli.verbs import setup_

HOUSE = Actor.system("prove")
UNITS = 40
COUPONS = 25
PRICES = (1999, 4950, 12_000)
HOME = Address(
    "林小满", "13800000001", "CN", "广东省", "深圳市", "南山区", "科苑路 1 号", region_code="440305"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What shoppers race for."""

    variants: tuple[UUID, ...]
    coupon: UUID
    members: tuple[UUID, ...]


def build(members: int) -> Stage:
    """Fill an empty database."""
    setup_.prepare()
    preferences.set_value(
        actor=HOUSE, name="payments.bank_account_number", value="6222 0000 0000 0000"
    )
    preferences.set_value(actor=HOUSE, name="site.mode", value="marketplace")
    variants: list[UUID] = []
    for number in (1, 2):
        merchant_id = imports_target.merchant(f"prove-{number}")
        location_id = imports_target.location(merchant_id)
        for price in PRICES if number == 1 else PRICES[:1]:
            variant_id = _article(merchant_id, len(variants), price)
            inventory.receive(
                actor=HOUSE, location_id=location_id, items=[StockItem(variant_id, UNITS)]
            )
            variants.append(variant_id)
    people = [
        accounts.create_account(actor=HOUSE, email=f"buyer{number}@jishi.example", nickname="买家")
        for number in range(members)
    ]
    return Stage(tuple(variants), _coupon(), tuple(people))


def _article(merchant_id: UUID, number: int, price_minor: int) -> UUID:
    known = {node.slug: key for key, node in catalog_queries.list_categories().items()}
    category = known.get("scarce") or catalog.save_category(
        actor=HOUSE,
        draft=CategoryDraft(slug="scarce", name={"en": "Scarce"}, commission_rate_bp=500),
    )
    saved = catalog.save_product(
        actor=HOUSE,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code=f"SCARCE-{number}",
            title={"zh-hans": f"紧俏 {number}", "en": f"Scarce {number}"},
            category_id=category,
            variants=(VariantDraft(code=f"SCARCE-{number}", weight_g=100),),
        ),
    )
    assert saved.product_id is not None, "a sound draft is saved"
    catalog.release_products(actor=HOUSE, product_ids=[saved.product_id])
    variant = catalog_queries.get_product(saved.product_id).variants[0]
    pricing.set_prices(
        actor=HOUSE, merchant_id=merchant_id, rows=[PriceRow(variant.variant_id, "cn", price_minor)]
    )
    return variant.variant_id


def _coupon() -> UUID:
    coupon_id = promotions.save_coupon(
        actor=HOUSE,
        draft=CouponDraft(
            code="SCARCE",
            name={"zh-hans": "抢券", "en": "Scarce"},
            kind=CouponKind.AMOUNT,
            value_minor=501,
            platform_share_bp=5000,
            valid_days=7,
            total=COUPONS,
        ),
    )
    promotions.activate(actor=HOUSE, coupon_id=coupon_id)
    return coupon_id
