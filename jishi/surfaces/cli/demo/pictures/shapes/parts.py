"""Pieces that several shapes share: prints, labels, lettering, glazes, boxes, glass."""

from collections.abc import Sequence
from math import cos, pi, sin

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import Point, num, rounded
from jishi.surfaces.cli.demo.pictures.look import Look

LABEL = "#f7f0e0"
WOOD = "#b98352"
STEEL = "#c9cdd1"
BRASS = "#c7a35a"


def cloth(canvas: Canvas, look: Look, scale: float = 1.1) -> str:
    """Return the paint of the product's woven, printed or painted pattern."""
    second = colors.mix(look.accent, look.base, 0.35)
    return patterns.paint(canvas, look.pattern, look.accent, second, scale)


def mark(canvas: Canvas, look: Look, cx: float, cy: float, size: float) -> None:
    """Print the product's emblem in its accent color."""
    second = colors.contrasting(look.accent, 0.7)
    emblems.draw(canvas, look.emblem, (cx, cy), size, (look.accent, second))


def text_lines(
    canvas: Canvas, area: tuple[float, float, float], count: int, ink: str, gap: float = 16
) -> None:
    """Draw lettering as short bars, as small print looks from afar; area = x, y, width."""
    x, y, width = area
    for index in range(count):
        share = 1 if index == 0 else canvas.random.uniform(0.45, 0.9)
        thick = 7 if index == 0 else 4
        start = x + width * (1 - share) / 2
        canvas.line(f"M{num(start)} {num(y + index * gap)}h{num(width * share)}", ink, thick, 0.75)


def paper_label(
    canvas: Canvas, look: Look, area: tuple[float, float, float, float], radius: float = 8
) -> None:
    """Stick a printed label on a package; area = x, y, width, height."""
    x, y, width, height = area
    canvas.solid(rounded(x, y, width, height, radius), LABEL, "round")
    ink = look.base if colors.brightness(look.base) < 0.6 else colors.darken(look.base, 0.55)
    canvas.line(rounded(x + 9, y + 9, width - 18, height - 18, radius * 0.6), ink, 2.5, 0.6)
    size = min(width * 0.62, height * 0.52)
    strong = colors.brightness(look.accent) < 0.7
    accent = look.accent if strong else colors.darken(look.accent, 0.4)
    emblems.draw(canvas, look.emblem, (x + width / 2, y + height * 0.38), size, (ink, accent))
    text_lines(canvas, (x + width * 0.22, y + height * 0.74, width * 0.56), 3, ink, height * 0.075)


def glaze(canvas: Canvas, look: Look, body: str, profile: Sequence[Point], cx: float = 400) -> None:
    """Let a second glaze run from the shoulder of pots that have no pattern and no emblem."""
    if look.pattern or look.emblem:
        return
    top, bottom = profile[0][0], profile[-1][0]
    reach = max(radius for _, radius in profile) + 10
    level = top + (bottom - top) * canvas.random.uniform(0.28, 0.46)
    step = -2 * reach / 6
    runs = ""
    for _ in range(6):
        drop = (bottom - top) * canvas.random.uniform(0.03, 0.2)
        runs += f"q{num(step * 0.25)} {num(drop)} {num(step * 0.5)} {num(drop * 0.5)}"
        runs += f"t{num(step * 0.5)} {num(-drop * 0.5)}"
    edge = f"M{num(cx + reach)} {num(level)}{runs}"
    with canvas.clip(body):
        canvas.path(f"{edge}V{num(top - 20)}H{num(cx + reach)}Z", look.accent, 0.92)
        canvas.line(edge, colors.lighten(look.accent, 0.5), 4, 0.5)
        canvas.path(body, canvas.light("round"))


def box(
    canvas: Canvas,
    front: tuple[float, float, float, float],
    depth: float,
    fill: str,
    *,
    radius: float = 4,
    pattern: str = "",
) -> None:
    """Draw a box seen from slightly right and above; front = x, y, width, height."""
    x, y, width, height = front
    rise = depth * 0.42
    top = f"M{num(x)} {num(y)}l{num(depth)} {num(-rise)}h{num(width)}l{num(-depth)} {num(rise)}Z"
    side = (
        f"M{num(x + width - 2)} {num(y)}l{num(depth + 2)} {num(-rise)}v{num(height)}"
        f"l{num(-depth - 2)} {num(rise)}Z"
    )
    canvas.solid(top, colors.lighten(fill, 0.32), "flat")
    canvas.solid(side, colors.darken(fill, 0.3), "down")
    canvas.solid(rounded(x, y, width, height, radius), fill, "flat", pattern)


def glass(canvas: Canvas, outline: str, tint: str = "#e9f1ee") -> None:
    """Draw a wall of clear glass over what stands inside it."""
    canvas.path(outline, tint, 0.28)
    canvas.path(outline, canvas.light("round"), 0.55)
    canvas.line(outline, "#ffffff", 4, 0.75)
    canvas.line(outline, "#7d8f8b", 1.5, 0.5)


def heap(
    canvas: Canvas, area: tuple[float, float, float, float], color: str, count: int, size: float
) -> None:
    """Scatter rounded pieces in three tones over an area (x, y, width, height)."""
    x, y, width, height = area
    tones = (colors.darken(color, 0.16), color, colors.lighten(color, 0.22))
    gleams = ""
    for layer, tone in enumerate(tones):
        pieces = ""
        for _ in range(count // 3):
            px, py = x + width * canvas.random.random(), y + height * canvas.random.random()
            turn = canvas.random.uniform(0, pi)
            dx, dy = round(size * cos(turn)), round(size * sin(turn))
            arc = f"a{size:g} {size * 0.72:.1f} {turn * 180 / pi:.0f} 1 0 "
            pieces += f"M{px - dx:.0f} {py - dy:.0f}{arc}{2 * dx} {2 * dy}{arc}{-2 * dx} {-2 * dy}"
            if layer:
                gleams += f"M{px - size * 0.3:.0f} {py - size * 0.25:.0f}h.1"
        canvas.path(pieces, tone)
    canvas.line(gleams, "#fffaf0", size * 0.4, 0.5)
