"""Compose the four pictures of a gallery: front, close-up, in a scene, with measures."""

from zlib import crc32

from jishi.surfaces.cli.demo.pictures import backdrop, digits, patterns, scenes
from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import SHAPES
from jishi.surfaces.cli.demo.pictures.shapes.registry import GROUND, Shape

FRONT, DETAIL, SCENE, SIZE = range(4)
INK = "#4a3f35"


def draw(look: Look, view: int, size_mm: tuple[int, int]) -> str:
    """Draw one view of a product as an SVG document; size_mm is width and height."""
    shape = SHAPES[look.shape]
    canvas = Canvas(look.key)
    tint = backdrop.choose(crc32(look.key.encode()), look.base)
    if view == DETAIL:
        _detail(canvas, look, shape, tint)
    elif view == SCENE:
        _scene(canvas, look, shape, tint)
    else:
        _front(canvas, look, shape, tint, size_mm if view == SIZE else None)
    return canvas.svg()


def _fit(shape: Shape, width: int, height: int) -> float:
    return min(width / shape.width, height / shape.height, 1.4)


def _front(
    canvas: Canvas,
    look: Look,
    shape: Shape,
    tint: backdrop.Tint,
    size_mm: tuple[int, int] | None,
) -> None:
    kind = crc32(look.key.encode()) // 16
    scale = _fit(shape, 600, 530) if size_mm is None else _fit(shape, 460, 430)
    if shape.flat:
        backdrop.sheet(canvas, tint, kind)
        place = f"translate({num(400 * (1 - scale))} {num(400 * (1 - scale))}) scale({scale:.3g})"
        bottom = 400 + shape.height * scale / 2
    else:
        lift = max(0, round((430 - shape.height * scale) / 3))
        backdrop.stage(canvas, tint, kind, lift)
        bottom = GROUND - lift
        place = (
            f"translate({num(400 * (1 - scale))} {num(bottom - GROUND * scale)}) scale({scale:.3g})"
        )
    with canvas.group(place):
        shape.draw(canvas, look)
    if size_mm is not None:
        _measure(canvas, shape, scale, bottom, size_mm)


def _measure(
    canvas: Canvas, shape: Shape, scale: float, bottom: float, size_mm: tuple[int, int]
) -> None:
    half, height = shape.width * scale / 2, shape.height * scale
    left, right = 400 - half, 400 + half
    y, x = bottom + 62, left - 46
    ends = f"M{num(left)} {num(y - 12)}v24M{num(right)} {num(y - 12)}v24"
    canvas.line(f"M{num(left)} {num(y)}H{num(right)}{ends}", INK, 3)
    ends = f"M{num(x - 12)} {num(bottom - height)}h24M{num(x - 12)} {num(bottom)}h24"
    canvas.line(f"M{num(x)} {num(bottom - height)}V{num(bottom)}{ends}", INK, 3)
    width_mm, height_mm = size_mm
    digits.write(canvas, _centimeters(width_mm), 400, y + 18, INK)
    with canvas.group(f"translate({num(x - 44)} {num(bottom - height / 2)}) rotate(-90)"):
        digits.write(canvas, _centimeters(height_mm), 0, 0, INK)


def _centimeters(size_mm: int) -> str:
    whole, rest = divmod(size_mm, 10)
    return f"{whole}.{rest} cm" if rest and whole < 100 else f"{whole} cm"


def _detail(canvas: Canvas, look: Look, shape: Shape, tint: backdrop.Tint) -> None:
    zoom = shape.zoom
    x, y = shape.focus
    canvas.path("M0 0H800V800H0Z", canvas.fade(colors.lighten(tint.wall, 0.2), tint.shape))
    if not shape.flat:
        level = round(400 + (backdrop.HORIZON - y) * zoom)
        if level < 800:
            backdrop.table(canvas, tint, level)
    place = f"translate({num(400 - x * zoom)} {num(400 - y * zoom)}) scale({zoom:g})"
    with canvas.group(place):
        shape.draw(canvas, look)
    for cx, fill in ((690, look.base), (590, look.accent)):
        canvas.shadow(cx + 4, 700, 56, 56, 0.5)
        canvas.dot(cx, 692, 46, "#fffaf1")
        canvas.dot(cx, 692, 39, fill)
    if look.pattern:
        ink = patterns.paint(canvas, look.pattern, look.accent, scale=0.6)
        canvas.dot(690, 692, 39, ink)


def _scene(canvas: Canvas, look: Look, shape: Shape, tint: backdrop.Tint) -> None:
    scale = _fit(shape, 430, 370)
    if not shape.flat:
        level = scenes.setting(canvas, shape.scene, tint)
        place = (
            f"translate({num(390 - 400 * scale)} {num(level - GROUND * scale)}) scale({scale:.3g})"
        )
    elif shape.scene == "wardrobe":
        scenes.rail(canvas, tint)
        scale = _fit(shape, 430, 440)
        top = 400 - shape.height / 2
        place = f"translate({num(380 - 400 * scale)} {num(196 - top * scale)}) scale({scale:.3g})"
    else:
        scenes.tabletop(canvas, shape.scene)
        place = f"translate({num(410 - 400 * scale)} {num(390 - 400 * scale)}) scale({scale:.3g})"
    with canvas.group(place):
        shape.draw(canvas, look)
    scenes.sunlight(canvas)
