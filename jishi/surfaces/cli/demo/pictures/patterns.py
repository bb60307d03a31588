"""Draw repeating patterns: stripes, checks, sprigs and the like."""

from collections.abc import Callable

from jishi.surfaces.cli.demo.pictures.canvas import Canvas


def paint(canvas: Canvas, name: str, ink: str, second: str = "", scale: float = 1) -> str:
    """Return the paint of a pattern, or "" for no pattern.

    ink: color of the marks. second: color of a second mark, defaults to `ink`.
    """
    if not name:
        return ""
    size, marks, turn = PATTERNS[name](ink, second or ink)
    transform = f"rotate({turn}) scale({scale:g})"
    width, height = size
    pattern = canvas.define(
        f'<pattern id="{{id}}" width="{width}" height="{height}" '
        f'patternUnits="userSpaceOnUse" patternTransform="{transform}">{marks}</pattern>'
    )
    return f"url(#{pattern})"


Tile = tuple[tuple[int, int], str, int]


def _rect(x: float, y: float, width: float, height: float, fill: str, *, opacity: float = 1) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'fill="{fill}" opacity="{opacity:g}"/>'
    )


def _dot(x: float, y: float, radius: float, fill: str, opacity: float = 1) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" opacity="{opacity:g}"/>'


def _line(d: str, color: str, width: float, opacity: float = 1) -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round" opacity="{opacity:g}"/>'
    )


def _fill(d: str, color: str, opacity: float = 1) -> str:
    return f'<path d="{d}" fill="{color}" opacity="{opacity:g}"/>'


def _stripes(ink: str, second: str) -> Tile:
    return (
        (44, 44),
        _rect(0, 0, 14, 44, ink, opacity=0.85) + _rect(24, 0, 4, 44, second, opacity=0.85),
        0,
    )


def _bands(ink: str, second: str) -> Tile:
    return (
        (60, 60),
        _rect(0, 8, 60, 16, ink, opacity=0.85) + _rect(0, 34, 60, 5, second, opacity=0.85),
        0,
    )


def _bias(ink: str, second: str) -> Tile:
    return (
        (40, 40),
        _rect(0, 0, 12, 40, ink, opacity=0.8) + _rect(22, 0, 3, 40, second, opacity=0.8),
        35,
    )


def _pinstripe(ink: str, _second: str) -> Tile:
    return (22, 22), _rect(0, 0, 3, 22, ink, opacity=0.8), 0


def _gingham(ink: str, second: str) -> Tile:
    return (
        (48, 48),
        _rect(0, 0, 24, 48, ink, opacity=0.45) + _rect(0, 0, 48, 24, second, opacity=0.45),
        0,
    )


def _plaid(ink: str, second: str) -> Tile:
    marks = (
        _rect(0, 0, 30, 90, ink, opacity=0.4)
        + _rect(0, 0, 90, 30, ink, opacity=0.4)
        + _rect(56, 0, 6, 90, second, opacity=0.75)
        + _rect(0, 56, 90, 6, second, opacity=0.75)
    )
    return (90, 90), marks, 0


def _dots(ink: str, second: str) -> Tile:
    return (46, 46), _dot(12, 12, 7, ink) + _dot(35, 35, 7, second), 0


def _grid(ink: str, second: str) -> Tile:
    return (
        (40, 40),
        _rect(0, 0, 3, 40, ink, opacity=0.7) + _rect(0, 0, 40, 3, second, opacity=0.7),
        0,
    )


def _waves(ink: str, second: str) -> Tile:
    """Overlapping sea waves."""

    def shell(cx: int, cy: int) -> str:
        return "".join(
            _line(f"M{cx - r} {cy}a{r} {r} 0 0 1 {2 * r} 0", ink if r != 18 else second, 3, 0.85)
            for r in (29, 18, 8)
        )

    return (60, 30), shell(30, 30) + shell(0, 15) + shell(60, 15) + shell(30, 0), 0


def _sprigs(ink: str, second: str) -> Tile:
    def sprig(x: int, y: int, mirror: int) -> str:
        stem = _line(f"M{x} {y + 16}q{4 * mirror} -16 {-2 * mirror} -32", ink, 2.4)
        leaves = "".join(
            _fill(f"M{x} {y + dy}q{side * 6} -14 {side * 17} -13q-1 11 {-side * 17} 13Z", ink)
            for dy, side in ((10, 1), (4, -1), (-4, 1))
        )
        return stem + leaves + _dot(x - 2 * mirror, y - 19, 4.5, second)

    return (96, 96), sprig(24, 26, 1) + sprig(72, 72, -1), 12


def _blossoms(ink: str, second: str) -> Tile:
    def bloom(x: int, y: int, r: float) -> str:
        petals = ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
        return "".join(_dot(x + dx * r, y + dy * r, r * 0.72, ink) for dx, dy in petals) + _dot(
            x, y, r * 0.5, second
        )

    return (100, 100), bloom(26, 28, 12) + bloom(76, 74, 9) + _dot(78, 22, 4, second), 10


def _speckle(ink: str, second: str) -> Tile:
    spots = (
        (8, 12, 2), (30, 6, 1.4), (52, 20, 2.4), (74, 9, 1.6), (18, 38, 1.6), (44, 44, 1.3),
        (68, 40, 2.1), (6, 62, 1.3), (30, 70, 2.2), (58, 66, 1.5), (80, 76, 1.9), (40, 24, 1),
    )  # fmt: skip
    marks = "".join(
        _dot(x, y, r, ink if i % 3 else second, 0.75) for i, (x, y, r) in enumerate(spots)
    )
    return (88, 88), marks, 15


def _terrazzo(ink: str, second: str) -> Tile:
    marks = (
        _fill("M8 10l16 -4 6 12 -14 8Z", ink, 0.9)
        + _fill("M56 8l12 6 -4 14 -14 -4Z", second, 0.9)
        + _fill("M34 44l14 -6 10 10 -10 12Z", ink, 0.6)
        + _fill("M8 62l10 -8 10 8 -8 12Z", second, 0.7)
        + _fill("M70 58l12 4 -2 14 -12 -2Z", ink, 0.8)
    )
    return (90, 90), marks, 20


def _chevron(ink: str, second: str) -> Tile:
    marks = _line("M0 18L25 4L50 18", ink, 6) + _line("M0 40L25 26L50 40", second, 3)
    return (50, 44), marks, 0


def _herringbone(ink: str, second: str) -> Tile:
    one = "".join(_line(f"M2 {y}l18 12", ink, 4, 0.7) for y in (-8, 4, 16, 28))
    two = "".join(_line(f"M42 {y}l-18 12", second, 4, 0.7) for y in (-8, 4, 16, 28))
    return (44, 24), one + two, 0


def _rain(ink: str, second: str) -> Tile:
    marks = (
        _line("M10 6v14", ink, 4)
        + _line("M30 26v14", second, 4)
        + _line("M50 10v10", ink, 4)
        + _line("M20 46v8", second, 4)
        + _line("M48 44v12", ink, 4)
    )
    return (60, 62), marks, 14


def _stars(ink: str, second: str) -> Tile:
    def spark(x: int, y: int, r: int, color: str) -> str:
        q = r * 0.25
        return _fill(
            f"M{x} {y - r}L{x + q} {y - q}L{x + r} {y}L{x + q} {y + q}L{x} {y + r}"
            f"L{x - q} {y + q}L{x - r} {y}L{x - q} {y - q}Z",
            color,
        )

    return (90, 90), spark(22, 24, 15, ink) + spark(68, 62, 11, second) + _dot(66, 16, 3, ink), 0


def _clouds(ink: str, second: str) -> Tile:
    def cloud(x: int, y: int, color: str) -> str:
        d = f"M{x} {y}a10 10 0 0 1 4 -19a14 14 0 0 1 26 0a10 10 0 0 1 4 19Z"
        return _fill(d, color, 0.9)

    return (100, 80), cloud(8, 32, ink) + cloud(56, 70, second), 0


def _bricks(ink: str, _second: str) -> Tile:
    marks = _line("M0 2H60M0 22H60M15 2V22M45 22V42", ink, 3, 0.7)
    return (60, 40), marks, 0


def _diamonds(ink: str, second: str) -> Tile:
    marks = _fill("M30 4L52 40L30 76L8 40Z", ink, 0.55) + _line("M0 0L60 80M60 0L0 80", second, 2)
    return (60, 80), marks, 0


def _knit(ink: str, _second: str) -> Tile:
    marks = _line("M2 2q7 14 9 14q2 0 9 -14", ink, 4, 0.5)
    return (22, 18), marks, 0


def _weave(ink: str, second: str) -> Tile:
    marks = (
        _rect(1, 3, 18, 7, ink, opacity=0.55)
        + _rect(21, 13, 18, 7, ink, opacity=0.55)
        + _rect(23, 0, 3, 10, second, opacity=0.4)
        + _rect(5, 10, 3, 10, second, opacity=0.4)
    )
    return (40, 20), marks, 0


def _quilting(ink: str, _second: str) -> Tile:
    return (80, 80), _line("M0 0L80 80M80 0L0 80", ink, 3, 0.4), 0


PATTERNS: dict[str, Callable[[str, str], Tile]] = {
    "stripes": _stripes,
    "bands": _bands,
    "bias": _bias,
    "pinstripe": _pinstripe,
    "gingham": _gingham,
    "plaid": _plaid,
    "dots": _dots,
    "grid": _grid,
    "waves": _waves,
    "sprigs": _sprigs,
    "blossoms": _blossoms,
    "speckle": _speckle,
    "terrazzo": _terrazzo,
    "chevron": _chevron,
    "herringbone": _herringbone,
    "rain": _rain,
    "stars": _stars,
    "clouds": _clouds,
    "bricks": _bricks,
    "diamonds": _diamonds,
    "knit": _knit,
    "weave": _weave,
    "quilting": _quilting,
}
