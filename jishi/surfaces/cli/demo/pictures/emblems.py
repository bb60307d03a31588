"""Draw small emblems, each in a box of 100 by 100 units with two colors.

In the markup below, `A` stands for the first color and `B` for the second.
"""

from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num, star


def draw(
    canvas: Canvas, name: str, cx: float, cy: float, size: float, first: str, second: str
) -> None:
    """Draw an emblem centered at a point; an empty name draws nothing."""
    if not name:
        return
    markup = EMBLEMS[name].replace('"A"', f'"{first}"').replace('"B"', f'"{second}"')
    glyph = canvas.define(f'<g id="{{id}}">{markup}</g>')
    place = f"translate({num(cx - size / 2)} {num(cy - size / 2)}) scale({size / 100:.3g})"
    canvas.raw(f'<use href="#{glyph}" transform="{place}"/>')


def _p(d: str, fill: str = "A") -> str:
    return f'<path d="{d}" fill="{fill}"/>'


def _l(d: str, stroke: str = "A", width: float = 5) -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _c(cx: float, cy: float, r: float, fill: str = "A") -> str:
    return f'<circle cx="{cx:g}" cy="{cy:g}" r="{r:g}" fill="{fill}"/>'


def _leaf(x: float, y: float, dx: float, dy: float, fill: str = "A") -> str:
    """A pointed leaf from (x, y) to (x + dx, y + dy)."""
    sx, sy = -dy * 0.42, dx * 0.42
    return _p(
        f"M{x:g} {y:g}q{dx * 0.3 + sx:g} {dy * 0.3 + sy:g} {dx:g} {dy:g}"
        f"q{-dx * 0.3 - sx - dx * 0.4:g} {-dy * 0.3 - sy - dy * 0.4:g} {-dx:g} {-dy:g}Z",
        fill,
    )


def _petals(cx: float, cy: float, count: int, length: float, width: float, fill: str) -> str:
    step = 360 / count
    return "".join(
        f'<ellipse cx="{cx:g}" cy="{cy - length * 0.6:g}" rx="{width:g}" ry="{length * 0.5:g}" '
        f'fill="{fill}" transform="rotate({index * step:g} {cx:g} {cy:g})"/>'
        for index in range(count)
    )


def _bear(ears: str) -> str:
    return (
        ears
        + _p("M50 24c24 0 34 16 34 32s-14 30 -34 30s-34 -14 -34 -30s10 -32 34 -32Z")
        + _p("M50 58c10 0 16 5 16 12s-6 12 -16 12s-16 -5 -16 -12s6 -12 16 -12Z", "B")
        + _c(36, 50, 4, "B")
        + _c(64, 50, 4, "B")
        + _p("M44 64h12l-6 7Z")
    )


EMBLEMS: dict[str, str] = {
    "leaf": _leaf(22, 84, 56, -66) + _l("M18 88L66 32", "B", 4),
    "bud": _leaf(50, 66, 0, -60) + _leaf(50, 84, 38, -40) + _leaf(50, 84, -36, -34, "B")
    + _l("M50 96V40", "A", 4),
    "mountain": _p("M4 82L38 22L56 52L66 38L96 82Z") + _p("M38 22L49 42L40 47L33 41L28 40Z", "B"),
    "sun": _c(50, 50, 21) + "".join(
        f'<path d="M50 18V6" stroke="A" stroke-width="7" stroke-linecap="round" '
        f'transform="rotate({turn} 50 50)"/>' for turn in range(0, 360, 45)
    ),
    "moon": _p("M62 12a40 40 0 1 0 26 54a34 34 0 0 1 -26 -54Z") + _c(78, 28, 5, "B"),
    "wave": _l("M6 40q11 -16 22 0t22 0t22 0t22 0", "A", 7) + _l("M6 64q11 -16 22 0t22 0t22 0t22 0",
                                                                "B", 7),
    "rice": _l("M30 96C36 60 48 30 74 10", "A", 5) + "".join(
        _leaf(x, y, dx, dy, fill) for x, y, dx, dy, fill in (
            (38, 66, 24, 2, "A"), (44, 50, 24, 0, "A"), (54, 34, 24, -2, "A"), (36, 62, -8, -24, "B"),
            (44, 44, -8, -22, "B"), (56, 28, -4, -22, "B"))
    ),
    "wheat": _l("M50 98V30", "A", 5) + "".join(
        _leaf(50, y, side * 24, -22, fill) for y, fill in ((84, "A"), (66, "B"), (48, "A"))
        for side in (1, -1)
    ) + _leaf(50, 32, 0, -28, "B"),
    "orange": _c(50, 56, 34) + _leaf(52, 24, 30, -14, "B") + _l("M34 52a20 20 0 0 1 12 -14", "B", 4),
    "chili": _p("M30 26c24 -4 40 14 42 34c1 14 8 22 18 26c-24 6 -42 -6 -46 -26c-2 -12 -8 -18 -14 -34Z")
    + _l("M30 28q-6 -10 -16 -12", "B", 7),
    "walnut": _p("M50 16c28 0 38 20 38 36s-16 34 -38 34s-38 -18 -38 -34s10 -36 38 -36Z")
    + _l("M50 18v66M34 32q-10 12 2 22q-8 10 2 20M66 32q10 12 -2 22q8 10 -2 20", "B", 4),
    "almond": _leaf(22, 80, 46, -62) + _leaf(50, 88, 40, -44, "B"),
    "cashew": _p("M22 34c8 -20 36 -22 44 -2c6 16 10 24 20 34c8 10 -4 24 -22 20c-26 -4 -50 -30 -42 -52Z")
    + _l("M34 40q4 -10 14 -10", "B", 5),
    "flower": _petals(50, 50, 6, 40, 13, "A") + _c(50, 50, 12, "B"),
    "daisy": _petals(50, 50, 14, 42, 6, "A") + _c(50, 50, 13, "B"),
    "rose": _c(50, 50, 36) + _l("M50 50a8 8 0 1 1 10 8a18 18 0 1 1 6 -26a28 28 0 0 1 -8 44", "B", 5),
    "plum": "".join(_c(50 + 22 * dx, 50 + 22 * dy, 18) for dx, dy in (
        (0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))) + _c(50, 50, 9, "B"),
    "bean": _p("M24 26c22 -16 52 2 58 30c4 22 -18 30 -30 16c-8 -10 -16 -6 -24 -14c-10 -10 -12 -26 -4 -32Z")
    + _l("M34 36q12 -4 20 4", "B", 5),
    "coffee": _p("M74 16c20 20 8 54 -16 66s-42 0 -40 -22c4 -30 36 -58 56 -44Z")
    + _l("M72 20C48 36 62 54 26 82", "B", 6),
    "corn": _p("M50 8c20 10 24 44 18 64q-18 12 -36 0C26 52 30 18 50 8Z") + _l(
        "M40 26h20M36 40h28M35 54h30M50 12v62", "B", 3) + _leaf(50, 94, -38, -46, "B")
    + _leaf(50, 94, 38, -46, "B"),
    "mushroom": _p("M6 54c0 -28 20 -44 44 -44s44 16 44 44q-44 12 -88 0Z")
    + _p("M38 58h24c-2 14 2 22 6 32q-18 8 -36 0c4 -10 8 -18 6 -32Z", "B") + _c(34, 34, 6, "B")
    + _c(60, 28, 8, "B"),
    "bee": _petals(50, 40, 2, 1, 1, "B") + '<ellipse cx="34" cy="30" rx="20" ry="12" fill="B" '
    'transform="rotate(30 34 30)"/><ellipse cx="66" cy="30" rx="20" ry="12" fill="B" '
    'transform="rotate(-30 66 30)"/>' + _p("M50 30c18 0 24 16 22 32s-14 28 -22 28s-20 -12 -22 -28s4 -32 22 -32Z")
    + _l("M31 52h38M31 68h38", "B", 7),
    "honeycomb": "".join(_p(star(x, y, 18, 18, 3), c) for x, y, c in (
        (50, 22, "A"), (33, 50, "A"), (67, 50, "B"), (50, 78, "A"))),
    "fish": _p("M8 50c18 -30 48 -28 64 0c-16 28 -46 30 -64 0Z") + _p("M66 50L94 28L88 50L94 72Z")
    + _c(28, 46, 5, "B") + _l("M44 36q8 14 0 28M56 38q6 12 0 24", "B", 4),
    "bamboo": _l("M36 96V6M64 96V22", "A", 9) + _l("M29 66h14M29 34h14M57 72h14M57 46h14", "B", 4)
    + _leaf(40, 34, 34, -24) + _leaf(60, 48, -34, -20, "B") + _leaf(68, 22, 26, 4),
    "pine": _p("M50 4L74 40H62L82 68H58V94H42V68H18L38 40H26Z") + _l("M38 40H62M26 68h48", "B", 4),
    "star": _p(star(50, 53, 46, 20, 5)),
    "cloud": _p("M22 78a20 20 0 0 1 4 -40a26 26 0 0 1 50 4a18 18 0 0 1 4 36Z")
    + _l("M34 58a12 12 0 0 1 20 -6", "B", 5),
    "cat": _p("M16 14L38 30H62L84 14L86 56C86 76 70 88 50 88S14 76 14 56Z") + _c(36, 52, 5, "B")
    + _c(64, 52, 5, "B") + _l("M50 64v6M50 70q-8 8 -14 2M50 70q8 8 14 2", "B", 4),
    "rabbit": '<ellipse cx="36" cy="26" rx="10" ry="24" fill="A"/><ellipse cx="64" cy="26" rx="10" '
    'ry="24" fill="A"/><ellipse cx="36" cy="28" rx="4" ry="15" fill="B"/><ellipse cx="64" cy="28" '
    'rx="4" ry="15" fill="B"/>' + _c(50, 66, 29) + _c(40, 62, 4, "B") + _c(60, 62, 4, "B")
    + _l("M50 72v5M44 80q6 4 12 0", "B", 4),
    "bear": _bear(_c(24, 28, 14) + _c(76, 28, 14)),
    "panda": _bear(_c(22, 26, 15) + _c(78, 26, 15)),
    "fox": _p("M12 16L38 32H62L88 16L84 58L50 90L16 58Z") + _p("M16 58L42 60L50 90ZM84 58L58 60L50 90Z", "B")
    + _c(37, 52, 4, "B") + _c(63, 52, 4, "B"),
    "whale": _p("M6 52c0 -24 24 -30 44 -26c16 4 24 14 30 18c6 -2 6 -12 4 -20c10 0 14 12 12 22c-4 26 -26 38 -50 38C20 84 6 72 6 52Z")
    + _c(26, 54, 4, "B") + _l("M12 68q20 12 46 4", "B", 4),
    "bird": _p("M8 44c10 -26 44 -30 56 -8l26 -4l-18 18c0 24 -20 36 -40 30c-10 -2 -16 -8 -20 -12l14 -4C12 58 8 52 8 44Z")
    + _c(28, 38, 4, "B") + _p("M36 52q16 -6 26 2q-8 14 -22 10Z", "B"),
    "elephant": _p("M20 26c24 -18 62 -10 68 22v38H72V68H48v18H34V62c-8 0 -10 8 -10 18c-12 2 -18 -6 -16 -24C8 42 12 32 20 26Z")
    + _p("M40 30c14 -4 22 6 20 18s-16 14 -22 4Z", "B") + _c(26, 42, 4, "B"),
    "dino": _p("M10 34c0 -14 12 -18 22 -18s16 6 16 16v14c10 -2 24 2 30 16c4 10 10 14 16 14c-4 8 -14 10 -20 6v10H62V80H46v12H34V70C26 62 30 52 30 44C20 46 10 42 10 34Z")
    + _c(24, 28, 4, "B") + _l("M54 52l6 -8l6 12l8 -4l4 12", "B", 4),
    "duck": _p("M12 42c-2 -20 12 -30 26 -28s20 12 18 24c14 -2 24 2 36 -8c4 30 -14 54 -44 54S14 70 22 52Z")
    + _c(32, 30, 4, "B") + _p("M12 36L-2 42L14 48Z", "B"),
    "sheep": "".join(_c(x, y, 15) for x, y in ((34, 40), (50, 32), (66, 40), (30, 56), (70, 56), (42, 64),
                                             (58, 64), (50, 50)))
    + '<ellipse cx="50" cy="54" rx="13" ry="16" fill="B"/>' + _l("M40 76v14M60 76v14", "B", 6),
    "rocket": _p("M50 4c18 16 22 36 20 56H30C28 40 32 20 50 4Z") + _c(50, 36, 9, "B")
    + _p("M30 50L14 74L32 68ZM70 50L86 74L68 68Z") + _p("M40 66h20L50 94Z", "B"),
    "tree": _p("M50 8c22 0 34 14 32 30c6 16 -8 28 -24 26H42C26 66 12 54 18 38C16 22 28 8 50 8Z")
    + _l("M50 94V44M50 66l14 -12M50 58l-12 -10", "B", 6),
    "house": _p("M6 50L50 12L94 50L84 50V88H16V50Z") + _p("M42 88V62h16V88ZM26 54h14v14h-14Z", "B"),
    "boat": _p("M8 62H92L78 86H22Z") + _p("M48 8V56H18Z", "B") + _p("M54 18L82 56H54Z"),
    "kite": _p("M50 4L84 38L50 74L16 38Z") + _l("M50 4V74M16 38H84", "B", 4)
    + _l("M50 74q14 8 2 14t4 12", "A", 4),
    "note": _l("M34 78V20L78 10V68", "A", 7) + _c(24, 78, 13) + _c(68, 68, 13),
    "bolt": _p("M58 4L18 56H46L38 96L82 38H54Z"),
    "drop": _p("M50 6C70 34 80 48 80 62a30 30 0 0 1 -60 0C20 48 30 34 50 6Z")
    + _l("M34 62a16 16 0 0 0 12 16", "B", 5),
    "snow": "".join(f'<g transform="rotate({turn} 50 50)">' + _l("M50 50V8M50 24l-11 -9M50 24l11 -9")
                    + "</g>" for turn in range(0, 360, 60)),
    "flame": _p("M52 4c4 20 32 30 28 62c-2 18 -14 30 -30 30S20 84 20 66c0 -14 8 -20 12 -34c8 6 10 12 10 18C52 40 54 24 52 4Z")
    + _p("M50 88c-10 0 -16 -8 -14 -18c2 -8 10 -12 14 -22c6 10 14 14 14 24s-6 16 -14 16Z", "B"),
    "cup": _p("M16 30H72V58c0 18 -12 26 -28 26S16 76 16 58Z") + _l("M72 38h8a10 10 0 0 1 0 22h-8", "A", 6)
    + _l("M32 20q-4 -6 0 -12M46 20q-4 -6 0 -12M60 20q-4 -6 0 -12", "B", 4),
    "book": _p("M8 20q22 -8 42 4V86q-20 -12 -42 -4Z") + _p("M92 20q-22 -8 -42 4V86q20 -12 42 -4Z", "B"),
    "heart": _p("M50 88C20 66 8 50 10 34s26 -24 40 -4c14 -20 38 -12 40 4S80 66 50 88Z"),
    "feather": _p("M84 10C46 8 22 34 24 70l-10 20c40 -4 74 -34 70 -80Z") + _l("M12 92L70 26", "B", 4),
    "lantern": _p("M50 18c28 0 36 16 36 30S78 78 50 78S14 62 14 48S22 18 50 18Z")
    + _l("M50 20V76M34 22q-10 26 0 52M66 22q10 26 0 52", "B", 4) + _l("M50 4v10M50 80v16", "A", 6),
    "persimmon": _p("M50 30c30 -4 40 10 40 26S74 88 50 88S10 74 10 56S20 26 50 30Z")
    + _p("M50 36L26 28L40 22L36 10L50 18L64 10L60 22L74 28Z", "B"),
    "grape": "".join(_c(x, y, 12) for x, y in ((30, 40), (50, 40), (70, 40), (40, 58), (60, 58), (50, 76)))
    + _leaf(50, 28, 30, -20, "B") + _l("M50 32V12", "B", 5),
    "mango": _p("M24 60c-4 -28 24 -50 48 -42c22 8 22 40 4 58C56 94 28 88 24 60Z") + _leaf(70, 20, 20, -18, "B"),
    "pea": _p("M8 40c18 36 54 44 84 26c-10 34 -72 34 -84 -26Z") + "".join(_c(x, y, 9, "B") for x, y in (
        (32, 60), (50, 69), (69, 70))),
    "lily": _l("M50 96V54", "B", 5) + _leaf(50, 62, -40, -30) + _leaf(50, 62, 40, -30)
    + _leaf(50, 64, -18, -54, "B") + _leaf(50, 64, 18, -54, "B") + _leaf(50, 66, 0, -60),
    "lotus": _leaf(50, 82, -46, -18, "B") + _leaf(50, 82, 46, -18, "B") + _leaf(50, 82, -32, -50)
    + _leaf(50, 82, 32, -50) + _leaf(50, 84, 0, -72, "B"),
    "pumpkin": '<ellipse cx="30" cy="58" rx="22" ry="30" fill="A"/><ellipse cx="70" cy="58" rx="22" '
    'ry="30" fill="A"/><ellipse cx="50" cy="58" rx="18" ry="32" fill="B"/>' + _l("M50 26q0 -12 10 -16", "A", 7),
    "date": _p("M50 12c22 0 30 20 30 40S70 90 50 90S20 72 20 52S28 12 50 12Z")
    + _l("M36 34q8 10 2 22M58 30q8 14 0 34M46 66q6 6 12 4", "B", 4),
    "gear": _p(star(50, 50, 46, 36, 10)) + _c(50, 50, 16, "B"),
    "ring": _l("M50 14a36 36 0 1 0 .1 0", "A", 8) + _c(50, 50, 12, "B"),
    "crown": _p("M8 30L30 50L50 14L70 50L92 30L82 82H18Z") + _l("M22 72H78", "B", 5),
    "play": _c(50, 50, 44) + _p("M40 28L74 50L40 72Z", "B"),
    "pencil": _p("M64 8L90 34L36 88L10 94L16 66Z") + _l("M54 18L80 44M18 66L36 86", "B", 4),
    "globe": _l("M50 10a40 40 0 1 0 .1 0M12 50H88M50 10q-36 40 0 80M50 10q36 40 0 80", "A", 5),
    "gift": _p("M12 44H88V90H12Z") + _p("M6 28H94V46H6Z", "B") + _l("M50 28V90M50 28q-26 -2 -22 -18t22 18q22 -34 22 -18t-22 18",
                                                                 "A", 5),
    "bridge": _l("M4 74Q50 10 96 74M4 92H96M28 60V92M50 46V92M72 60V92", "A", 6) + _c(76, 22, 10, "B"),
    "crane": _p("M4 30L42 44L60 20L66 46L96 60L64 62L40 92L46 62Z") + _p("M42 44L66 46L46 62Z", "B"),
    "key": _l("M62 38L18 82M30 70l12 12M42 58l10 10", "A", 8) + _l("M70 12a18 18 0 1 0 .1 0", "A", 8),
    "game": _p("M26 28H74c20 0 26 50 14 54c-12 4 -16 -14 -24 -14H36c-8 0 -12 18 -24 14C0 78 6 28 26 28Z")
    + _l("M30 40v16M22 48h16", "B", 5) + _c(66, 42, 5, "B") + _c(76, 52, 5, "B"),
    "bicycle": _l("M24 48a20 20 0 1 0 .1 0M76 48a20 20 0 1 0 .1 0", "A", 5)
    + _l("M24 68L40 36H66L76 68M40 36L52 68H24M52 68L66 36L62 24H74M34 28h12", "B", 5),
    "camera": _p("M10 30H32L40 18H60L68 30H90V82H10Z") + _c(50, 55, 19, "B") + _c(50, 55, 11),
    "loaf": _p("M12 44c0 -22 76 -22 76 0q0 8 -6 10V84H18V54q-6 -2 -6 -10Z") + _l("M34 40v12M50 38v12M66 40v12",
                                                                                  "B", 5),
    "noodle": _p("M8 50H92c0 24 -18 38 -42 38S8 74 8 50Z") + _l("M22 50V24q0 -8 8 -8t8 8V50M46 50V24q0 -8 8 -8t8 8V50",
                                                            "B", 5) + _l("M70 46L90 8M60 46L76 6", "A", 4),
}  # fmt: skip
