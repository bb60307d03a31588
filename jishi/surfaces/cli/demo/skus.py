"""Build the SKU matrix of a product: options, prices, barcodes, sizes, stock, card keys."""

from decimal import Decimal
from itertools import product as combinations
from random import Random
from typing import Any

from jishi.surfaces.cli.demo import source
from jishi.surfaces.cli.demo.types import Axis, CardKey, Option, ProductKind, Sku, Stock, Text

CARDS_PER_SKU = 24
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def build_axes(row: dict[str, Any]) -> tuple[Axis, ...]:
    """Return what is chosen of a product: its colors first, then its other axes."""
    tables = source.read("options")
    axes = []
    if row.get("colors"):
        options = tuple(_color(tables["colors"], key) for key in row["colors"])
        axes.append(Axis("color", source.text(tables["color"]), options))
    for key, factors in row.get("axes", {}).items():
        labels = tables[key].get("values", {})
        options = tuple(Option(value, _label(labels, value)) for value in factors)
        axes.append(Axis(key, source.text(tables[key]), options))
    return tuple(axes)


def _color(table: dict[str, list[str]], key: str) -> Option:
    zh, en, code = table[key]
    return Option(key, Text(zh, en), code)


def _label(labels: dict[str, list[str]], value: str) -> Text:
    zh, en = labels.get(value, (value, value))
    return Text(zh, en)


def build_skus(
    row: dict[str, Any], axes: tuple[Axis, ...], number: int, random: Random
) -> tuple[Sku, ...]:
    """Return one SKU for every combination of options, in reading order."""
    kind = ProductKind(row.get("kind", "physical"))
    shop_index, shop_code = _shop(row["shop"])
    markup = random.choice((118, 125, 132)) if random.random() < 0.45 else 0
    shelf = _shelf(random)
    found = []
    for index, chosen in enumerate(combinations(*(axis.options for axis in axes))):
        pairs = tuple((axis.key, option.key) for axis, option in zip(axes, chosen, strict=True))
        price = price_of(row, pairs, exact=kind is ProductKind.CARD)
        shown = _list_price(price, markup) if markup and kind is ProductKind.PHYSICAL else None
        weight_g, (length, width, height) = _measures(row, pairs)
        code = f"{shop_code}{number}-{index + 1:02d}"
        found.append(
            Sku(
                code=code,
                barcode=ean13(f"2{shop_index}{number:05d}{index:03d}00"),
                options=pairs,
                color_hex=next((option.hex for option in chosen if option.hex), ""),
                price_cny_minor=price,
                price_usd_minor=to_usd(price),
                cost_cny_minor=price * row["cost_percent"] // 100,
                list_price_cny_minor=shown,
                list_price_usd_minor=to_usd(shown) if shown else None,
                weight_g=weight_g,
                length_mm=length,
                width_mm=width,
                height_mm=height,
                stock=_stock(shelf, random) if kind is ProductKind.PHYSICAL else (),
                card_keys=_cards(code, random) if kind is ProductKind.CARD else (),
            )
        )
    return tuple(found)


def _shop(key: str) -> tuple[int, str]:
    shops = source.read("shops")["shop"]
    return next((i, shop["code"]) for i, shop in enumerate(shops) if shop["key"] == key)


def price_of(row: dict[str, Any], pairs: tuple[tuple[str, str], ...], *, exact: bool) -> int:
    """Return the price in fen: the base price times the permille factor of every option."""
    base = int(Decimal(row["yuan"]) * 100)
    price = base
    for axis, option in pairs:
        if axis != "color":
            price = price * row["axes"][axis][option] // 1000
    return price if exact or price == base else snap(price)


def snap(price_minor: int) -> int:
    """Move a price to the nearest one a shop would print: 398, 89.9, 12.9 and the like."""
    if price_minor < 10000:
        return max((price_minor + 50) // 100 * 100 - 10, 490)
    tens = price_minor // 1000
    choices = [(tens + step) * 1000 + ending for step in (-1, 0) for ending in (800, 900)]
    return min(choices, key=lambda choice: abs(choice - price_minor))


def to_usd(price_minor: int) -> int:
    """Return a dollar price in cents, ending in .99, at about 6.5 yuan to the dollar."""
    return max((price_minor * 2 + 650) // 1300 * 100 - 1, 99)


def _list_price(price_minor: int, markup_percent: int) -> int:
    return -(-price_minor * markup_percent // 100000) * 1000 - 100


def ean13(first_twelve: str) -> str:
    """Append the check digit to twelve digits."""
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(first_twelve))
    return first_twelve + str(-total % 10)


def _measures(
    row: dict[str, Any], pairs: tuple[tuple[str, str], ...]
) -> tuple[int, tuple[int, int, int]]:
    """Scale weight with amount, and every side with the cube root of it."""
    tables = source.read("options")
    factor = 1.0
    for axis, option in pairs:
        if tables[axis].get("scales"):
            factor *= row["axes"][axis][option] / 1000
    width, length, height = (max(round(side * factor ** (1 / 3)), 1) for side in row["size_mm"])
    return round(row["weight_g"] * factor), (length, width, height)


def _shelf(random: Random) -> str:
    """Decide how a whole product is stocked: mostly well, some scarce, a few not at all."""
    return random.choices(("full", "scarce", "empty"), (88, 9, 3))[0]


def _stock(shelf: str, random: Random) -> tuple[Stock, ...]:
    total = {"full": random.randint(60, 420), "scarce": random.randint(2, 9), "empty": 0}[shelf]
    if random.random() < 0.04:
        total = 0
    elif random.random() < 0.06:
        total = min(total, random.randint(1, 5))
    houses = source.read("logistics")["warehouse"]
    parts = [total * house["share"] // 100 for house in houses]
    parts[0] += total - sum(parts)
    pairs = zip(houses, parts, strict=True)
    return tuple(Stock(house["key"], quantity) for house, quantity in pairs)


def _cards(code: str, random: Random) -> tuple[CardKey, ...]:
    stem = code.replace("-", "")
    return tuple(
        CardKey(f"{stem}{index:04d}", "-".join(_block(random) for _ in range(4)))
        for index in range(1, CARDS_PER_SKU + 1)
    )


def _block(random: Random) -> str:
    return "".join(random.choices(_LETTERS, k=4))
