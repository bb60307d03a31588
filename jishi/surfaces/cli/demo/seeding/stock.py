"""Prices in both markets, goods on the shelves of three warehouses, card keys in the drawer."""

from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made
from jishi.surfaces.cli.demo.types import Product, ProductKind, Sku

UNSENT = {"fresh"}
"""Freight that does not cross borders: such goods have no price in the second market."""


def make(made: Made) -> None:
    """Price everything and fill the shelves."""
    for shop, merchant_id in made.merchants.items():
        rows = [
            row
            for product in made.products_of(shop)
            for sku in product.skus
            for row in _prices(made, product, sku)
        ]
        pricing.set_prices(actor=HOUSE, merchant_id=merchant_id, rows=rows)
    for warehouse, location_id in made.locations.items():
        items = _items(made, warehouse)
        inventory.receive(actor=HOUSE, location_id=location_id, items=items, reason="opening stock")
    for shop in made.merchants:
        _fill_drawer(made, shop)


def _prices(made: Made, product: Product, sku: Sku) -> list[PriceRow]:
    variant_id = made.variants[sku.code]
    rows = [PriceRow(variant_id, "cn", sku.price_cny_minor, sku.list_price_cny_minor)]
    if product.freight not in UNSENT:
        rows.append(PriceRow(variant_id, "us", sku.price_usd_minor, sku.list_price_usd_minor))
    return rows


def _items(made: Made, warehouse: str) -> list[StockItem]:
    return [
        StockItem(made.variants[sku.code], stock.quantity)
        for product in made.town.goods.products
        for sku in product.skus
        for stock in sku.stock
        if stock.warehouse == warehouse and stock.quantity
    ]


def _fill_drawer(made: Made, shop: str) -> None:
    """Stock what has no weight: cards by their keys, tickets and courses without end."""
    for product in made.products_of(shop):
        if product.kind == ProductKind.PHYSICAL:
            continue
        drawer = inventory.open_virtual_location(actor=HOUSE, merchant_id=made.merchants[shop])
        for sku in product.skus:
            variant_id = made.variants[sku.code]
            if sku.card_keys:
                keys = [f"{key.number} {key.secret}" for key in sku.card_keys]
                inventory.add_card_keys(actor=HOUSE, variant_id=variant_id, keys=keys)
            else:
                inventory.set_unlimited(
                    actor=HOUSE, location_id=drawer, variant_id=variant_id, is_unlimited=True
                )
