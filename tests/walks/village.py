"""A small village: two shops, two warehouses, three articles, a coupon and a shopper.

It is the cast of the walk through the house: A (60.00) and B (30.00) are M1's, in W1 and W2;
C (45.00) is M2's, in W2; the coupon takes 20.00 off the order; commission is 10 %.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import jobs, outbox, preferences
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import ChargeBy, Rate, Tariff, TemplateDraft
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import CategoryDraft, ProductDraft, ProductState, VariantDraft
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft, StockItem
from jishi.goods.markets import services as markets
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import CouponDraft, CouponKind
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants.models import Merchant
from jishi.trade.cart.types import CartOwner
from tests.parties.accounts import factories as people

SYSTEM = Actor.system("tests")
SHENZHEN = Address(
    name="林小满",
    phone="13800000001",
    country="CN",
    province="广东省",
    city="深圳市",
    district="南山区",
    line="科苑路 1 号",
    region_code="440305",
)

# The table of section 16, once both shops have their due, and once B's money is back.
PAID = {
    "clearing": 11500,
    "customer_funds": 0,
    "M1": -6900,
    "M2": -3450,
    "commission": -1150,
    "refunds_due": 0,
}
LEFT = PAID | {"clearing": 8944, "M1": -4600, "commission": -894}


@dataclass(frozen=True)
class Village:
    """Who and what there is. variants: A, B, C. products: their products."""

    merchants: dict[str, UUID]
    owners: dict[str, Actor]
    locations: dict[str, UUID]
    variants: dict[str, UUID]
    products: dict[str, UUID]
    coupon: UUID
    shopper: Actor

    @property
    def owner(self) -> CartOwner:
        return CartOwner(user_id=self.shopper.user_id)


def settle() -> None:
    """Deliver events and run jobs until the village is quiet."""
    for _ in range(20):
        if not outbox.deliver_all() + jobs.run_all():
            return
    raise AssertionError("the village does not come to rest")


def books(village: Village, provider: str = "bank_transfer") -> dict[str, int]:
    """Return the balances of the table in section 16. provider: who was paid through."""
    names = {
        "clearing": AccountName(f"clearing:{provider}"),
        "customer_funds": AccountName(AccountCode.CUSTOMER_FUNDS),
        "M1": AccountName(AccountCode.MERCHANT_DUE, village.merchants["M1"]),
        "M2": AccountName(AccountCode.MERCHANT_DUE, village.merchants["M2"]),
        "commission": AccountName(AccountCode.COMMISSION_REVENUE),
        "refunds_due": AccountName(AccountCode.REFUNDS_DUE),
    }
    return {
        name: ledger_queries.balance(account, currency="CNY").minor
        for name, account in names.items()
    }


def build(*, stock: int = 10, freight_minor: int = 0) -> Village:
    """Build the village through the services that everyone uses."""
    markets.ensure_markets(actor=SYSTEM)
    accounts.ensure_roles(actor=SYSTEM)
    shipping.install_carriers(actor=SYSTEM)
    preferences.set_value(
        actor=SYSTEM, name="payments.bank_account_number", value="6222 0000 0000 0000"
    )
    preferences.forget()
    owners = {name: people.person() for name in ("M1", "M2")}
    merchants = {name: _merchant(name, owner) for name, owner in owners.items()}
    locations = {name: _location(name) for name in ("W1", "W2")}
    category = catalog.save_category(
        actor=SYSTEM,
        draft=CategoryDraft(
            slug="goods", name={"zh-hans": "百货", "en": "Goods"}, commission_rate_bp=1000
        ),
    )
    for merchant_id in merchants.values():
        _freight(merchant_id, freight_minor)
    goods = {"A": ("M1", "W1", 6000), "B": ("M1", "W2", 3000), "C": ("M2", "W2", 4500)}
    products, variants = {}, {}
    for code, (merchant, location, price) in goods.items():
        products[code], variants[code] = _product(code, merchants[merchant], category)
        pricing.set_prices(
            actor=SYSTEM,
            merchant_id=merchants[merchant],
            rows=[PriceRow(variants[code], "cn", price)],
        )
        inventory.receive(
            actor=SYSTEM,
            location_id=locations[location],
            items=[StockItem(variants[code], stock)],
        )
    shopper = people.actor_of(people.person())
    village = Village(
        merchants=merchants,
        owners={name: people.actor_of(user_id) for name, user_id in owners.items()},
        locations=locations,
        variants=variants,
        products=products,
        coupon=_coupon(),
        shopper=shopper,
    )
    settle()
    return village


def _merchant(name: str, owner_id: UUID) -> UUID:
    merchant_id = Merchant.objects.create(
        code=name.lower(),
        name={"zh-hans": f"{name} 铺", "en": f"Shop {name}"},
        state="open",
        owner_id=owner_id,
        opened_at=clock.now(),
    ).id
    role_id = people.role_id("merchant.owner")
    accounts.assign_role(actor=SYSTEM, user_id=owner_id, role_id=role_id, merchant_id=merchant_id)
    return merchant_id


def _location(name: str) -> UUID:
    return inventory.save_location(
        actor=SYSTEM,
        draft=LocationDraft(
            code=name.lower(),
            name={"zh-hans": f"{name} 仓", "en": f"Warehouse {name}"},
            province="广东省",
            city="广州市",
            district="天河区",
            line="仓储路 1 号",
            contact_name="仓管",
            contact_phone="13900000000",
            region_code="440106",
        ),
    )


def _freight(merchant_id: UUID, fee_minor: int) -> None:
    shipping.save_template(
        actor=SYSTEM,
        draft=TemplateDraft(
            merchant_id=merchant_id,
            name="standard",
            currency="CNY",
            tariff=Tariff(charge=ChargeBy.PIECE, default_rate=Rate(1, fee_minor)),
            is_default=True,
        ),
    )


def _product(code: str, merchant_id: UUID, category_id: UUID) -> tuple[UUID, UUID]:
    saved = catalog.save_product(
        actor=SYSTEM,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code=code,
            title={"zh-hans": f"好物 {code}", "en": f"Article {code}"},
            category_id=category_id,
            variants=(VariantDraft(code=f"{code}-1", weight_g=500),),
        ),
    )
    product_id = getattr(saved, "product_id", saved)
    if catalog.submit_product(actor=SYSTEM, product_id=product_id) == ProductState.PENDING:
        catalog.approve_product(actor=SYSTEM, product_id=product_id)
    if catalog_queries.get_product(product_id).state != ProductState.ON_SALE:
        catalog.publish(actor=SYSTEM, product_id=product_id)
    return product_id, catalog_queries.get_product(product_id).variants[0].variant_id


def _coupon() -> UUID:
    coupon_id = promotions.save_coupon(
        actor=SYSTEM,
        draft=CouponDraft(
            code="TWENTY",
            name={"zh-hans": "立减 20 元", "en": "20 off"},
            kind=CouponKind.AMOUNT,
            value_minor=2000,
            platform_share_bp=0,
            valid_days=30,
            total=100,
        ),
    )
    promotions.activate(actor=SYSTEM, coupon_id=coupon_id)
    return coupon_id


def later(**parts: int) -> timedelta:
    """Return a span of time."""
    return timedelta(**parts)
