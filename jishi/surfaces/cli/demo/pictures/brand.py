"""Draw shop signs, category icons and category tiles."""

from zlib import crc32

from jishi.surfaces.cli.demo.pictures import backdrop, emblems, look
from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num, oval, polygon, ring, rounded, star
from jishi.surfaces.cli.demo.pictures.shapes import SHAPES
from jishi.surfaces.cli.demo.pictures.shapes.registry import GROUND


def sign(form: int, emblem: str, color: str, accent: str) -> str:
    """Draw a shop's sign, 400 by 400; `form` picks one of eight frames."""
    canvas = Canvas(emblem, 400, 400)
    canvas.path("M0 0H400V400H0Z", colors.lighten(color, 0.86))
    frame = _FRAMES[form % len(_FRAMES)]
    canvas.shadow(204, 214, 182, 180, 0.3)
    canvas.solid(frame(1.0), color, "flat")
    canvas.line(frame(0.9), accent, 5, 0.95)
    canvas.line(frame(0.84), accent, 2, 0.6)
    size = 150
    emblems.draw(canvas, emblem, (200, 192), size, (accent, colors.lighten(color, 0.25)))
    canvas.line("M150 292H250", accent, 5)
    for x in (138, 262):
        canvas.dot(x, 292, 4, accent)
    return canvas.svg()


def _circle(scale: float) -> str:
    return oval(200, 200, 172 * scale, 172 * scale)


def _square(scale: float) -> str:
    side = 324 * scale
    return rounded(200 - side / 2, 200 - side / 2, side, side, 56 * scale)


def _arch(scale: float) -> str:
    w, top, low = 150 * scale, 200 - 24 * scale, 200 + 168 * scale
    return (
        f"M{num(200 - w)} {num(low)}V{num(top)}a{num(w)} {num(w)} 0 0 1 {num(2 * w)} 0V{num(low)}Z"
    )


def _scallop(scale: float) -> str:
    return "M" + _arcs(ring(200, 200, 156 * scale, 12), 42 * scale)


def _arcs(points: list[tuple[float, float]], radius: float) -> str:
    first, *rest = points
    steps = [f"A{num(radius)} {num(radius)} 0 0 1 {num(x)} {num(y)}" for x, y in (*rest, first)]
    return f"{num(first[0])} {num(first[1])}" + "".join(steps) + "Z"


def _hexagon(scale: float) -> str:
    return polygon(ring(200, 200, 182 * scale, 6))


def _flower(scale: float) -> str:
    return "M" + _arcs(ring(200, 200, 132 * scale, 5), 84 * scale)


def _cog(scale: float) -> str:
    return star(200, 200, 178 * scale, 158 * scale, 14)


def _diamond(scale: float) -> str:
    r = 186 * scale
    bend = 40 * scale
    return (
        f"M200 {num(200 - r)}Q{num(200 + bend)} {num(200 - r + bend * 2)} {num(200 + r)} 200"
        f"Q{num(200 + r - bend * 2)} {num(200 + bend)} 200 {num(200 + r)}"
        f"Q{num(200 - bend)} {num(200 + r - bend * 2)} {num(200 - r)} 200"
        f"Q{num(200 - r + bend * 2)} {num(200 - bend)} 200 {num(200 - r)}Z"
    )


_FRAMES = (_circle, _square, _scallop, _hexagon, _flower, _arch, _cog, _diamond)

# Line icons in a box of 24 by 24, drawn with a 1.5 stroke.
_ICONS = {
    "tea": "M5 9h12v5a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5ZM17 10.5h1.5a2.5 2.5 0 0 1 0 5H17"
    "M8.5 6c-.8-1 .8-1.7 0-3M12.5 6c-.8-1 .8-1.7 0-3M4 21.5h14",
    "food": "M12 8c-2.5-2-7-1-7 4.5C5 17 8 21 10 21c.9 0 1.2-.5 2-.5s1.1.5 2 .5c2 0 5-4 5-8.5"
    "C19 7 14.5 6 12 8ZM12 8c0-2 .8-3.8 3-5",
    "tableware": "M3 11h18c0 5-3.5 8-7 8.5V21h-4v-1.5C6.5 19 3 16 3 11ZM14 8l6-5M11 8l5-6",
    "textiles": "M4 7.5C4 6 5 5 6.5 5H20v10.5M4 7.5V17a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-1.5H7.5"
    "A2.5 2.5 0 0 1 5 13V8.5M9 9h8M9 12h5",
    "home": "M9 3h6l3.5 9h-13ZM12 12v7M8 21h8M15.5 12v3",
    "appliances": "M7 8h8l1.5 11.5h-11ZM9 8V5.5h4V8M15.5 9.5H18a2 2 0 0 1 2 2.2l-.4 3.3M6 21.5h10"
    "M7 10.5L4.5 9",
    "digital": "M4 15v-2a8 8 0 0 1 16 0v2M4 14.5h2.5a1 1 0 0 1 1 1"
    "V19a1 1 0 0 1-1 1H6a2 2 0 0 1-2-2Z"
    "M20 14.5h-2.5a1 1 0 0 0-1 1V19a1 1 0 0 0 1 1h.5a2 2 0 0 0 2-2Z",
    "clothing": "M9 3.5 4 6l-1.5 5 3.5.8V20.5h12V11.8l3.5-.8L20 6l-5-2.5c-.5 2-5.5 2-6 0Z",
    "bags": "M6 9h12l1 11.5H5ZM9 9V7a3 3 0 0 1 6 0v2M9 12.5v.5M15 12.5v.5",
    "outdoor": "M12 5 3 20h18ZM12 5 10.5 3M12 5l1.5-2M12 12l-4 8M12 12l4 8",
    "kids": "M12 21a7 7 0 1 0-7-7 7 7 0 0 0 7 7ZM7.3 8.8"
    "a3 3 0 1 1 2.2-1.4M16.7 8.8a3 3 0 1 0-2.2-1.4"
    "M9.5 13v.5M14.5 13v.5M10.5 17c1 .8 2 .8 3 0",
    "stationery": "M5 19l1-4L16.5 4.5a2 2 0 0 1 3 3L9 18ZM14.5 6.5l3 3M5 21.5h14",
    "care": "M8 10h8v9a2 2 0 0 1-2 2h-4a2 2 0 0 1-2-2ZM10 10V7h4v3M12 7V4H8.5M8 14h8",
    "virtual": "M3 8a1.5 1.5 0 0 1 1.5-1.5h15A1.5 1.5 0 0 1 21 8v2"
    "a2 2 0 0 0 0 4v2a1.5 1.5 0 0 1-1.5 1.5h-15"
    "A1.5 1.5 0 0 1 3 16v-2a2 2 0 0 0 0-4ZM14.5 9v1M14.5 12v1M14.5 15v.5",
}


def icon(category: str, ink: str = "currentColor") -> str:
    """Draw a category's line icon, 24 by 24; branches share the icon of their top."""
    d = _ICONS[category.partition("/")[0]]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" '
        f'fill="none" stroke="{ink}" stroke-width="1.5" stroke-linecap="round" '
        f'stroke-linejoin="round"><path d="{d}"/></svg>'
    )


def tile(key: str, text: str) -> str:
    """Draw a round category tile, 400 by 400, around one product's look."""
    product = look.parse(key, text)
    shape = SHAPES[product.shape]
    canvas = Canvas(key, 400, 400)
    tint = backdrop.choose(crc32(key.encode()), product.base)
    canvas.path(oval(200, 200, 196, 196), canvas.fade(tint.wall, tint.shape))
    scale = min(270 / shape.width, 250 / shape.height)
    middle = 400 if shape.flat else GROUND - shape.height / 2
    place = f"translate({num(200 - 400 * scale)} {num(206 - middle * scale)}) scale({scale:.3g})"
    with canvas.clip(oval(200, 200, 196, 196)), canvas.group(place):
        shape.draw(canvas, product)
    return canvas.svg()
