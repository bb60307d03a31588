"""A village with a street: goods in the index, and browsers of a guest and of a member."""

from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from jishi.foundation.kernel import ids
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import Axis, AxisValue, ProductDraft, VariantDraft
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.insight.search import services as search
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.surfaces.storefront import copies
from tests.parties.accounts import factories as people
from tests.walks import village as villages

SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
HTMX = {"HTTP_HX_REQUEST": "true"}
ADDRESS = {
    "name": "林小满",
    "phone": "13800000001",
    "country": "CN",
    "province": "44",
    "city": "4403",
    "district": "440305",
    "line": "科苑路 1 号",
}


@dataclass
class Street:
    """The village, and who stands in front of its shops."""

    village: villages.Village
    guest: Client
    member: Client

    def slug(self, code: str) -> str:
        return catalog_queries.get_product(self.village.products[code]).slug

    def variant(self, code: str) -> str:
        return ids.encode("var", self.village.variants[code])

    def add(self, client: Client, code: str, quantity: int = 1):
        return client.post(
            "/cart/add/",
            {"intent": "cart", "variant": self.variant(code), "quantity": quantity},
        )


def build() -> Street:
    """Build the village and show its goods."""
    village = villages.build()
    search.rebuild_all(actor=villages.SYSTEM)
    copies.forget_all()
    assert village.shopper.user_id
    return Street(village, Client(**SAME_ORIGIN), signed_in(village.shopper.user_id))


def signed_in(user_id: UUID) -> Client:
    """Return a browser in which a person is signed in."""
    person = accounts_queries.get_user(user_id)
    device = people.device()
    accounts.sign_in(
        actor=people.guest(), contact=person.phone, password=people.PASSWORD, device=device
    )
    client = Client(**SAME_ORIGIN)
    client.cookies[VISIT_COOKIE] = device.session_key
    return client


def shirt(village: villages.Village, stock: dict[str, int]) -> str:
    """Put a shirt in two colors and two sizes on sale; return its address.

    stock: units by `color-size`; a combination that is left out does not exist.
    """
    merchant_id = village.merchants["M1"]
    category_id = catalog_queries.list_categories().popitem()[0]
    saved = catalog.save_product(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code="SHIRT",
            title={"zh-hans": "棉衬衫", "en": "Cotton shirt"},
            category_id=category_id,
            slug="shirt",
            axes=(_axis("color", "red", "blue"), _axis("size", "m", "l")),
            variants=tuple(
                VariantDraft(
                    code=f"SHIRT-{key}",
                    options=(("color", key.split("-")[0]), ("size", key.split("-")[1])),
                )
                for key in stock
            ),
        ),
    )
    assert saved.product_id
    catalog.submit_product(actor=villages.SYSTEM, product_id=saved.product_id)
    if catalog_queries.get_product(saved.product_id).state == "pending":
        catalog.approve_product(actor=villages.SYSTEM, product_id=saved.product_id)
    variants = {
        one.code: one.variant_id for one in catalog_queries.get_product(saved.product_id).variants
    }
    pricing.set_prices(
        actor=villages.SYSTEM,
        merchant_id=merchant_id,
        rows=[PriceRow(variants[f"SHIRT-{key}"], "cn", 9900, 12900) for key in stock],
    )
    for key, units in stock.items():
        if units:
            inventory.receive(
                actor=villages.SYSTEM,
                location_id=village.locations["W1"],
                items=[StockItem(variants[f"SHIRT-{key}"], units)],
            )
    villages.settle()
    search.rebuild_all(actor=villages.SYSTEM)
    copies.forget_all()
    return "/p/shirt/"


def _axis(code: str, *values: str) -> Axis:
    return Axis(
        code,
        {"en": code.title()},
        tuple(AxisValue(value, {"en": value.title()}) for value in values),
    )


def text_of(response) -> str:
    return response.content.decode()
