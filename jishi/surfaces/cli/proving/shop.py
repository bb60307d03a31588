"""A shop with too little of everything: scarce articles, a scarce coupon, many members."""

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
from jishi.goods.promotions.types import CouponDraft, CouponKind, Scope, ScopeKind
from jishi.parties.accounts import services as accounts
from jishi.surfaces.cli import imports_target
from jishi.surfaces.cli.verbs import setup_

HOUSE = Actor.system("prove")
UNITS = 24
COUPONS = 15
PRICES = (1999, 4950, 12_000)
HOME = Address(
    "林小满", "13800000001", "CN", "广东省", "深圳市", "南山区", "科苑路 1 号", region_code="440305"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What shoppers race for in one run. merchants: two shops that sell nothing else."""

    number: int
    merchants: frozenset[UUID]
    variants: tuple[UUID, ...]
    coupon: UUID


def build(members: int) -> list[UUID]:
    """Fill an empty database with what all runs share; return the members."""
    setup_.prepare()
    preferences.set_value(
        actor=HOUSE, name="payments.bank_account_number", value="6222 0000 0000 0000"
    )
    preferences.set_value(actor=HOUSE, name="site.mode", value="marketplace")
    catalog.save_category(
        actor=HOUSE,
        draft=CategoryDraft(slug="scarce", name={"en": "Scarce"}, commission_rate_bp=500),
    )
    return [
        accounts.create_account(actor=HOUSE, email=f"buyer{number}@jishi.example", nickname="买家")
        for number in range(members)
    ]


def set_stage(number: int) -> Stage:
    """Open two new shops with scarce articles, and give out a scarce coupon."""
    merchants: list[UUID] = []
    products: list[UUID] = []
    variants: list[UUID] = []
    for name, prices in (("a", PRICES), ("b", PRICES[:1])):
        merchant_id = imports_target.merchant(f"prove-{number}-{name}")
        location_id = imports_target.location(merchant_id)
        merchants.append(merchant_id)
        for price_minor in prices:
            code = f"SCARCE-{number}-{len(variants)}"
            product_id, variant_id = _article(merchant_id, code, price_minor)
            inventory.receive(
                actor=HOUSE, location_id=location_id, items=[StockItem(variant_id, UNITS)]
            )
            products.append(product_id)
            variants.append(variant_id)
    coupon_id = _coupon(number, frozenset(products))
    return Stage(number, frozenset(merchants), tuple(variants), coupon_id)


def _article(merchant_id: UUID, code: str, price_minor: int) -> tuple[UUID, UUID]:
    category = next(
        key for key, node in catalog_queries.list_categories().items() if node.slug == "scarce"
    )
    saved = catalog.save_product(
        actor=HOUSE,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code=code,
            title={"zh-hans": f"紧俏 {code}", "en": f"Scarce {code}"},
            category_id=category,
            variants=(VariantDraft(code=code, weight_g=100),),
        ),
    )
    assert saved.product_id is not None, "a sound draft is saved"
    catalog.release_products(actor=HOUSE, product_ids=[saved.product_id])
    variant = catalog_queries.get_product(saved.product_id).variants[0]
    pricing.set_prices(
        actor=HOUSE, merchant_id=merchant_id, rows=[PriceRow(variant.variant_id, "cn", price_minor)]
    )
    return saved.product_id, variant.variant_id


def _coupon(number: int, products: frozenset[UUID]) -> UUID:
    coupon_id = promotions.save_coupon(
        actor=HOUSE,
        draft=CouponDraft(
            code=f"SCARCE-{number}",
            name={"zh-hans": "抢券", "en": "Scarce"},
            kind=CouponKind.AMOUNT,
            value_minor=501,
            platform_share_bp=5000,
            valid_days=7,
            # Those of earlier runs that nobody has used are of no use here.
            scope=Scope(ScopeKind.PRODUCT, products),
            total=COUPONS,
        ),
    )
    promotions.activate(actor=HOUSE, coupon_id=coupon_id)
    return coupon_id
