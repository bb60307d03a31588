"""A flash sale: more buyers than units, all of one SKU, all at once; not one unit too many."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.addresses import Address
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ProductDraft, VariantDraft
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.cli import imports_target
from jishi.surfaces.cli.benching import clients
from jishi.surfaces.cli.benching.clients import Client
from jishi.surfaces.cli.benching.figures import HOUSE, Measured
from jishi.surfaces.cli.benching.stage import Stage
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem, Contact

UNITS = 3000
TOO_MANY = 200
"""Buyers who come for nothing."""

BUYERS = 64
"""How many place their order at the same time."""

PRICE_MINOR = 990
HOME = Address(
    "林小满", "13800000001", "CN", "广东省", "深圳市", "南山区", "科苑路 1 号", region_code="440305"
)


def measure(stage: Stage) -> Measured:
    """Place orders of one SKU until long after it is sold out, and look at what was sold.

    What counts is placing: whole orders, on disk, with stock, payment, events and timers.
    The checkouts are ready before the clock runs.
    """
    base, variant_id = stage.base, _hot()
    ready = [_ready(variant_id) for _ in range(UNITS + TOO_MANY)]

    async def place(client: Client) -> None:
        one = ready.pop()
        await client.post(one["path"], {"expected_total_minor": one["total_minor"]})

    found = clients.run_flows(base, place, times=len(ready), clients=BUYERS)
    _require_all_sold_and_no_more(variant_id, found)
    # Those who came too late were refused as they should be.
    return replace(found, errors=0)


def _hot() -> UUID:
    """Put the article on sale."""
    merchant_id = imports_target.merchant("bench-flash")
    code = f"FLASH-{ids.new_id().hex[-8:]}"
    saved = catalog.save_product(
        actor=HOUSE,
        merchant_id=merchant_id,
        draft=ProductDraft(
            code=code,
            title={"zh-hans": "秒杀", "en": "Flash sale"},
            category_id=next(iter(catalog_queries.list_categories())),
            variants=(VariantDraft(code=code, weight_g=500),),
        ),
    )
    assert saved.product_id is not None, "a sound draft is saved"
    catalog.release_products(actor=HOUSE, product_ids=[saved.product_id])
    variant_id = catalog_queries.get_product(saved.product_id).variants[0].variant_id
    pricing.set_prices(
        actor=HOUSE, merchant_id=merchant_id, rows=[PriceRow(variant_id, "cn", PRICE_MINOR)]
    )
    inventory.receive(
        actor=HOUSE,
        location_id=imports_target.location(merchant_id),
        items=[StockItem(variant_id, UNITS)],
    )
    return variant_id


def _ready(variant_id: UUID) -> Mapping[str, Any]:
    """Bring one buyer to the last button; return where it is and what it costs."""
    owner = CartOwner(guest_id=ids.new_id())
    assert owner.guest_id is not None, "just made"
    checkout_id = checkout.start_now(
        actor=HOUSE, owner=owner, items=[CheckoutItem(variant_id, 1)], market_code="cn"
    )
    checkout.set_address(
        actor=HOUSE,
        checkout_id=checkout_id,
        owner=owner,
        address=HOME,
        contact=Contact(email="bench@jishi.example"),
    )
    cart, own = ids.encode("cart", owner.guest_id), ids.encode("chk", checkout_id)
    return {
        "path": f"/api/v1/carts/{cart}/checkouts/{own}/place",
        "total_minor": PRICE_MINOR + imports_target.FREIGHT_MINOR,
    }


def _require_all_sold_and_no_more(variant_id: UUID, found: Measured) -> None:
    """Refuse a figure that was bought with wrong sales."""
    sold = found.count - found.errors
    levels = inventory_queries.list_levels(variant_ids=[variant_id])
    held = sum(level.reserved + level.allocated for level in levels)
    wrong = inventory_queries.prove(level_ids=[level.level_id for level in levels])
    assert (sold, held, wrong) == (UNITS, UNITS, ()), f"{sold} sold, {held} held, {wrong}"
