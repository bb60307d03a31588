"""Set the stage behind a product: a tinted wall, a table, one large calm shape."""

from dataclasses import dataclass

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import oval, polygon, rounded

HORIZON = 572


@dataclass(frozen=True)
class Tint:
    """Colors of a stage: wall, table, and the shape on the wall."""

    wall: str
    table: str
    shape: str


TINTS = (
    Tint("#f5eee1", "#e6d6bf", "#e9dcc6"),
    Tint("#f2dccf", "#e2bfad", "#eacbb9"),
    Tint("#dfe5d4", "#c3cdb3", "#ced8c0"),
    Tint("#dbe4e7", "#bccbd1", "#c9d6db"),
    Tint("#efe0c5", "#dcc49c", "#e6d2ae"),
    Tint("#f7e8c2", "#e9cf98", "#f0dba9"),
    Tint("#ebd0bc", "#d6ae93", "#e0bfa7"),
    Tint("#e6dfe6", "#cbbfcc", "#d8cdd9"),
    Tint("#d5e5dc", "#b1ccbe", "#c2d8cc"),
    Tint("#d8deea", "#b8c3d8", "#c8d1e2"),
)


def choose(key_number: int, base: str) -> Tint:
    """Return a tint that sets the product off: the seed's own, unless it is too near its color."""
    for step in range(len(TINTS)):
        tint = TINTS[(key_number + step * 3) % len(TINTS)]
        if _distance(tint.shape, base) > 90:
            return tint
    return TINTS[key_number % len(TINTS)]


def _distance(one: str, other: str) -> float:
    pairs = zip(colors.channels(one), colors.channels(other), strict=True)
    return sum(abs(a - b) for a, b in pairs)


def stage(canvas: Canvas, tint: Tint, kind: int, lift: int = 0) -> None:
    """Draw wall and table with one of five shapes on the wall; `lift` raises the table."""
    canvas.path("M0 0H800V800H0Z", canvas.fade(colors.lighten(tint.wall, 0.25), tint.wall))
    with canvas.group(f"translate(0 {-lift})"):
        _WALL_SHAPES[kind % len(_WALL_SHAPES)](canvas, tint)
    table(canvas, tint, HORIZON - lift)


def table(canvas: Canvas, tint: Tint, level: int) -> None:
    """Draw a table top from a level down to the lower edge."""
    top = canvas.fade(tint.table, colors.mix(tint.table, tint.wall, 0.45))
    canvas.path(f"M0 {level}H800V800H0Z", top)
    canvas.path(f"M0 {level}H800v5H0Z", colors.lighten(tint.table, 0.4), 0.7)


def _disc(canvas: Canvas, tint: Tint) -> None:
    canvas.path(oval(400, 380, 290, 290), tint.shape)
    canvas.path(oval(400, 380, 290, 290), canvas.light("flat"), 0.35)


def _arch(canvas: Canvas, tint: Tint) -> None:
    canvas.path("M130 600V350a270 270 0 0 1 540 0V600Z", tint.shape)
    canvas.path("M172 600V356a228 228 0 0 1 456 0V600Z", colors.mix(tint.shape, tint.wall, 0.45))


def _window_light(canvas: Canvas, tint: Tint) -> None:
    glow = colors.lighten(tint.wall, 0.75)
    for x in (250, 410):
        for y in (60, 310):
            canvas.path(
                polygon([(x, y), (x + 140, y - 34), (x + 140 + 34, y + 196), (x + 34, y + 230)]),
                glow,
                0.75,
            )


def _hills(canvas: Canvas, tint: Tint) -> None:
    canvas.dot(590, 220, 84, colors.lighten(tint.shape, 0.5))
    canvas.path("M0 470C140 330 250 330 380 440S640 360 800 480V600H0Z", tint.shape)
    canvas.path(
        "M0 540C180 440 300 500 460 520S700 450 800 500V600H0Z",
        colors.mix(tint.shape, tint.table, 0.5),
    )


def _panel(canvas: Canvas, tint: Tint) -> None:
    canvas.path(rounded(150, 90, 500, 600, 16), tint.shape)
    canvas.path(rounded(178, 118, 500, 600, 16), colors.mix(tint.shape, tint.wall, 0.5), 0.8)


_WALL_SHAPES = (_disc, _arch, _window_light, _hills, _panel)


def sheet(canvas: Canvas, tint: Tint, kind: int) -> None:
    """Draw a surface seen from above, for things lying flat, with slanting light."""
    canvas.path("M0 0H800V800H0Z", tint.wall)
    if kind % 3 == 0:
        canvas.path(oval(400, 410, 335, 335), colors.mix(tint.wall, tint.shape, 0.8))
    elif kind % 3 == 1:
        canvas.path("M0 0H800V300L0 560Z", colors.mix(tint.wall, tint.shape, 0.75))
    else:
        canvas.path(rounded(110, 80, 580, 640, 26), colors.mix(tint.wall, tint.shape, 0.85))
    glow = colors.lighten(tint.wall, 0.8)
    canvas.path("M-40 220L520 -120L640 -120L-40 330Z", glow, 0.5)
    canvas.path("M-40 420L800 -90V-20L-40 480Z", glow, 0.38)
