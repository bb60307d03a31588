"""Draw the demo town's pictures as SVG: products, shops, categories, banners.

Every drawing is a self-contained document without scripts, fonts or links, the same
on every run.
"""

from jishi.surfaces.cli.demo import source
from jishi.surfaces.cli.demo.pictures import banners, brand, look, views
from jishi.surfaces.cli.demo.pictures.color import is_color

VARIANTS = (views.FRONT, views.DETAIL, views.SCENE, views.SIZE)


def render(product_key: str, color: str = "", variant: int = views.FRONT) -> str:
    """Draw a product, 800 by 800.

    color: a color key of the options file or "#rrggbb"; "" gives the product's first.
    variant: 0 front, 1 close-up, 2 in a scene, 3 with its measures.
    Raises: KeyError if there is no such product or color.
    """
    row = source.rows()[product_key]
    drawn = look.parse(product_key, row["look"])
    chosen = color or next(iter(row.get("colors", ())), "")
    if chosen:
        drawn = drawn.painted(_hex(chosen))
    width_mm, _, height_mm = row["size_mm"]
    return views.draw(drawn, variant, (width_mm, height_mm))


def render_shop(shop_key: str) -> str:
    """Draw a shop's sign, 400 by 400."""
    shops = source.read("shops")["shop"]
    index, shop = next((i, shop) for i, shop in enumerate(shops) if shop["key"] == shop_key)
    return brand.sign(index, shop["emblem"], shop["color"], shop["accent"])


def render_icon(category_key: str, ink: str = "currentColor") -> str:
    """Draw a category's line icon, 24 by 24."""
    return brand.icon(category_key, ink)


def render_category(category_key: str) -> str:
    """Draw a category's round tile, 400 by 400, with a product from it."""
    below = (row for row in source.rows().values() if _is_in(row["category"], category_key))
    row = next(below)
    return brand.tile(row["key"], row["look"])


def render_banner(banner_key: str, width: int = banners.WIDE) -> str:
    """Draw banner art, 1440 or 780 by 480, without words."""
    table = next(t for t in source.read("marketing")["banner"] if t["key"] == banner_key)
    looks = [look.parse(key, source.rows()[key]["look"]) for key in table["products"]]
    return banners.draw(looks, table["color"], table["place"], width)


def _hex(color: str) -> str:
    if is_color(color):
        return color
    code: str = source.read("options")["colors"][color][2]
    return code


def _is_in(category: str, key: str) -> bool:
    return category == key or category.startswith(f"{key}/")
