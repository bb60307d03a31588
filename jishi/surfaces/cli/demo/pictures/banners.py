"""Compose banner art: a wide stage with three products, room for words on the left."""

from collections.abc import Sequence
from math import cos, radians, sin

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num, oval
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import SHAPES
from jishi.surfaces.cli.demo.pictures.shapes.registry import GROUND

HEIGHT = 480
WIDE, NARROW = 1440, 780
_LEVEL = 430


def draw(looks: Sequence[Look], color: str, place: str, width: int = WIDE) -> str:
    """Draw a banner of 480 units height; words go on the left half, over calm color."""
    canvas = Canvas(place, width, HEIGHT)
    canvas.path(f"M0 0H{width}V480H0Z", canvas.fade(colors.lighten(color, 0.35), color))
    center = width * (0.7 if width == WIDE else 0.64)
    _PLACES[place](canvas, color, center)
    table = colors.mix(color, "#b98352", 0.32)
    canvas.path(f"M0 372H{width}V480H0Z", canvas.fade(colors.lighten(table, 0.15), table))
    canvas.path(f"M0 372H{width}v5H0Z", colors.lighten(table, 0.5), 0.7)
    spread = 262 if width == WIDE else 172
    sizes = (340, 240, 240) if width == WIDE else (230, 160, 160)
    order = ((0, 0), (1, -spread), (2, spread))
    for index, shift in order:
        if index < len(looks):
            _stand(canvas, looks[index], center + shift, sizes[index])
    canvas.path(
        f"M{num(width * 0.5)} -20L{num(width * 0.62)} -20"
        f"L{num(width * 0.34)} 500H{num(width * 0.2)}Z",
        "#fff8e6",
        0.16,
    )
    return canvas.svg()


def _stand(canvas: Canvas, look: Look, x: float, size: int) -> None:
    shape = SHAPES[look.shape]
    scale = min(size / shape.width, size * 1.02 / shape.height)
    base = 400 + shape.height / 2 if shape.flat else GROUND
    with canvas.group(
        f"translate({num(x - 400 * scale)} {num(_LEVEL - base * scale)}) scale({scale:.3g})"
    ):
        shape.draw(canvas, look)


def _moon_window(canvas: Canvas, color: str, center: float) -> None:
    canvas.dot(center, 200, 186, colors.darken(color, 0.12))
    canvas.dot(center, 200, 172, colors.lighten(color, 0.6))
    with canvas.clip(oval(center, 200, 172, 172)):
        canvas.path(
            f"M{num(center - 200)} 320q120 -120 200 -40t220 -30V420H{num(center - 200)}Z", "#a9c4a4"
        )
        for dx in (-110, 90):
            canvas.line(
                f"M{num(center + dx)} 400Q{num(center + dx + 20)} 200 {num(center + dx + 8)} 10",
                "#7d9a6a",
                11,
            )
            emblems.draw(canvas, "leaf", (center + dx + 34, 110), 64, ("#8fae7d", "#6b8a5a"))
            emblems.draw(canvas, "leaf", (center + dx + 30, 210), 58, ("#7d9a6a", "#5b7a4a"))


def _shelves(canvas: Canvas, color: str, center: float) -> None:
    for y, start in ((130, -330), (240, -300)):
        canvas.line(
            f"M{num(center + start)} {y}h{-start * 2}", colors.mix(color, "#8a5a34", 0.6), 12
        )
    emblems.draw(canvas, "cup", (center - 220, 88), 70, (colors.darken(color, 0.2), color))
    emblems.draw(canvas, "lotus", (center + 210, 84), 80, (colors.darken(color, 0.14), color))


def _hills(canvas: Canvas, color: str, center: float) -> None:
    width = canvas.width
    canvas.dot(center + 190, 110, 58, "#fbeebd")
    for level, depth, share in ((250, 140, 0.12), (300, 100, 0.22), (340, 60, 0.34)):
        tone = colors.mix(color, "#47744f", share)
        peak = level - depth
        canvas.path(
            f"M0 {level}Q{num(width * 0.25)} {peak} {num(width * 0.5)} {level}"
            f"T{width} {level - 30}V480H0Z",
            tone,
        )
    for dx, size in ((-340, 110), (-300, 150), (330, 130)):
        emblems.draw(canvas, "pine", (center + dx, 372 - size / 2), size, ("#47694f", "#5f8460"))


def _sunburst(canvas: Canvas, color: str, center: float) -> None:
    rays = ""
    for turn in range(-80, 81, 20):
        start, end = (radians(turn + side) for side in (-4.5, 4.5))
        rays += f"M{num(center)} 372l{num(600 * sin(start))} {num(-600 * cos(start))}"
        rays += f"L{num(center + 600 * sin(end))} {num(372 - 600 * cos(end))}Z"
    canvas.path(rays, colors.lighten(color, 0.5), 0.55)
    for dx, name in ((-300, "wheat"), (310, "wheat")):
        emblems.draw(canvas, name, (center + dx, 290), 180, ("#b98a3a", "#d9b04f"))


def _window(canvas: Canvas, color: str, center: float) -> None:
    glow = colors.lighten(color, 0.7)
    for dx in (-150, 10):
        for y in (24, 164):
            canvas.path(f"M{num(center + dx)} {y}h140v124h-140Z", glow, 0.8)
    for side in (-1, 1):
        x = center + side * 220
        canvas.solid(
            f"M{num(x - 56)} -10h112Q{num(x + side * 30)} 200 {num(x + side * 60)} 380h{-side * 70}"
            f"Q{num(x - 56)} 200 {num(x - 56)} -10Z",
            colors.lighten(color, 0.45),
            "soft",
        )


def _bunting(canvas: Canvas, color: str, center: float) -> None:
    width = canvas.width
    canvas.line(f"M-20 30Q{num(width / 2)} 150 {width + 20} 20", colors.darken(color, 0.3), 4)
    for index in range(14):
        share = (index + 0.5) / 14
        x = width * share
        y = 30 * (1 - share) ** 2 + 300 * share * (1 - share) + 20 * share**2
        tone = ("#d9573f", "#e8b04a", "#4f8f6f", "#4b6f9a")[index % 4]
        canvas.path(f"M{num(x - 22)} {num(y)}h44l-22 48Z", tone, 0.75)
    for dx, y, size in ((-260, 210, 120), (250, 170, 150)):
        emblems.draw(canvas, "cloud", (center + dx, y), size, (colors.lighten(color, 0.6), color))


_PLACES = {
    "tea": _moon_window,
    "room": _shelves,
    "outdoor": _hills,
    "kitchen": _sunburst,
    "bedroom": _window,
    "kids": _bunting,
}
