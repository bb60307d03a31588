"""Draw things to eat."""

from math import cos, pi, sin

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, num, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import Draw, shape

_TRIO = ((520, 500, 0.72), (290, 520, 0.8), (410, 540, 1.0))


def _leaf(canvas: Canvas, x: float, y: float, size: float, turn: float) -> None:
    with canvas.group(f"translate({num(x)} {num(y)}) rotate({num(turn)}) scale({size:.2g})"):
        canvas.solid("M0 0C20 -50 80 -60 120 -40C100 10 50 24 0 0Z", "#5f8f56", "soft")
        canvas.line("M4 -2Q60 -24 110 -38", "#cfe0b4", 4, 0.7)


@shape("apple", 480, 420, "kitchen", focus=(420, 480))
def apple(canvas: Canvas, look: Look) -> None:
    """Apples; form 1: pears, form 2: peaches, form 3: persimmons."""
    canvas.shadow(410, 648, 290, 36)
    _repeat(canvas, _FRUITS[look.form % 4], look, _TRIO)


def _repeat(
    canvas: Canvas, draw: Draw, look: Look, spots: tuple[tuple[float, float, float], ...]
) -> None:
    """Draw a fruit once and show it at every spot (x, y, scale)."""
    name = f"fruit-{look.base[1:]}"
    for index, (cx, cy, size) in enumerate(spots):
        place = f"translate({num(cx)} {num(cy)}) scale({size})"
        if index:
            canvas.raw(f'<use href="#{name}" transform="{place}"/>')
            continue
        with canvas.group(place), canvas.group(extra=f'id="{name}"'):
            draw(canvas, look)


def _apple(canvas: Canvas, look: Look) -> None:
    canvas.solid(
        "M0 -104C50 -140 140 -110 138 -10C136 70 70 118 0 104C-70 118 -136 70 -138 -10"
        "C-140 -110 -50 -140 0 -104Z", look.base, "ball",
    )  # fmt: skip
    streaks = "".join(f"M{turn * 6} -92Q{turn * 24} 0 {turn * 12} 92" for turn in range(-5, 6))
    canvas.line(streaks, look.accent, 5, 0.22)
    canvas.path(oval(0, -96, 44, 14), "#3a2413", 0.3)
    canvas.line("M0 -94Q4 -140 22 -158", "#6b4a2c", 10)
    _leaf(canvas, 8, -122, 0.9, -8)
    canvas.path(oval(-58, -46, 24, 38), "#fffdf4", 0.45)


def _pear(canvas: Canvas, look: Look) -> None:
    canvas.solid(
        "M0 -190C40 -190 52 -150 58 -104C66 -60 128 -30 126 34C124 96 60 114 0 108"
        "C-60 114 -124 96 -126 34C-128 -30 -66 -60 -58 -104C-52 -150 -40 -190 0 -190Z",
        look.base, "ball",
    )  # fmt: skip
    canvas.line(_freckles(canvas, 24), look.accent, 6, 0.5)
    canvas.line("M0 -186Q-4 -220 14 -240", "#6b4a2c", 10)
    canvas.path(oval(-44, -20, 20, 44), "#fffdf4", 0.4)


def _freckles(canvas: Canvas, count: int) -> str:
    spots = ((canvas.random.randint(-84, 84), canvas.random.randint(-64, 80)) for _ in range(count))
    return "".join(f"M{x} {y}h.1" for x, y in spots)


def _peach(canvas: Canvas, look: Look) -> None:
    canvas.solid(
        "M0 -120C60 -140 140 -80 136 0C132 70 60 112 0 112C-60 112 -132 70 -136 0"
        "C-140 -80 -60 -140 0 -120Z", look.base, "ball",
    )  # fmt: skip
    blush = canvas.radial(((0, look.accent, 0.8), (1, look.accent, 0)), 'cx=".7" cy=".4" r=".6"')
    canvas.path(oval(0, 0, 132, 112), blush)
    canvas.crease("M0 -118Q-50 -20 -6 110", 6, 0.22)
    _leaf(canvas, 0, -112, 1.0, -24)
    _leaf(canvas, -6, -112, 0.8, 190)


def _persimmon(canvas: Canvas, look: Look) -> None:
    canvas.solid(oval(0, 10, 142, 106), look.base, "ball")
    canvas.crease("M-70 -70Q-60 0 -90 70M70 -70Q60 0 90 70", 5, 0.12)
    canvas.solid("M0 -70L-80 -96L-34 -112L0 -130L34 -112L80 -96Z", "#71804a", "soft")
    canvas.line("M0 -116V-140", "#6b4a2c", 12)
    canvas.path(oval(-62, -24, 22, 30), "#fffdf4", 0.4)


_FRUITS = (_apple, _pear, _peach, _persimmon)


@shape("citrus", 480, 400, "kitchen", focus=(470, 560))
def citrus(canvas: Canvas, look: Look) -> None:
    """Citrus fruit, one of them cut; form 1 is oblong like a lemon, form 2 large like a pomelo."""
    canvas.shadow(410, 648, 290, 36)
    wide = (1, 1.16, 1.12)[look.form % 3]
    _repeat(canvas, _whole_citrus, look, ((260, 520, 0.8), (380, 540, 1.0)))
    with canvas.group("translate(530 560)"):
        canvas.solid(oval(0, 0, 96 * wide, 92), look.base, "flat")
        canvas.path(oval(0, 0, 86 * wide, 82), "#fbf0d2")
        for index in range(9):
            with canvas.group(f"scale({wide:g} 1) rotate({index * 40})"):
                canvas.solid("M0 -6L-22 -64Q0 -84 22 -64Z", look.accent, "soft")


def _whole_citrus(canvas: Canvas, look: Look) -> None:
    wide = (1, 1.16, 1.12)[look.form % 3]
    canvas.solid(oval(0, 0, 128 * wide, 116), look.base, "ball")
    canvas.line(_freckles(canvas, 20), look.dark, 6, 0.3)
    canvas.path(oval(-46, -46, 26, 20), "#fffdf4", 0.5)
    _leaf(canvas, 0, -108, 0.8, -14)


@shape("rice_bag", 360, 460, "kitchen", focus=(400, 470))
def rice_bag(canvas: Canvas, look: Look) -> None:
    """A sewn sack of grain with a scoop spilled in front."""
    canvas.shadow(425, 652, 240, 34)
    body = (
        "M270 230Q400 250 530 230Q566 300 572 440Q580 580 552 636Q400 660 248 636"
        "Q220 580 228 440Q234 300 270 230Z"
    )
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    canvas.solid("M262 190Q400 214 538 190L532 240Q400 262 268 240Z", look.base, "round")
    canvas.line("M270 228Q400 250 530 228", look.accent, 5, 1, "16 10")
    canvas.crease("M280 280Q300 420 262 600M520 280Q508 420 540 600", 10, 0.1)
    parts.paper_label(canvas, look, (308, 300, 184, 240), 92 if look.form == 1 else 12)
    grain = colors.mix(look.base, look.accent, 0.3 if look.form == 0 else 0.75)
    parts.heap(canvas, (270, 618, 200, 34), grain, 44, 9)


@shape("noodles", 430, 380, "kitchen", focus=(400, 460))
def noodles(canvas: Canvas, look: Look) -> None:
    """Bundles of dried noodles in a paper band; form 1: nests, form 2: in a bowl."""
    canvas.shadow(415, 650, 260, 34)
    if look.form == 2:
        _noodle_bowl(canvas, look)
    elif look.form == 1:
        for cx, cy in ((320, 580), (500, 584), (410, 480)):
            for index in range(7):
                tone = look.base if index % 2 else colors.darken(look.base, 0.16)
                canvas.line(oval(cx, cy - index * 3, 88 - index * 11, 56 - index * 7), tone, 11)
    else:
        for cx in (300, 400, 500):
            _bundle(canvas, look, cx)


def _bundle(canvas: Canvas, look: Look, cx: float) -> None:
    body = (
        f"M{cx - 40} 290Q{cx} 270 {cx + 40} 290L{cx + 34} 460L{cx + 44} 640Q{cx} 656 {cx - 44} 640"
    )
    canvas.solid(body + f"L{cx - 34} 460Z", look.base, "round")
    strands = (f"M{cx + s * 9} 290Q{cx + s * 7} 460 {cx + s * 10} 640" for s in range(-4, 5))
    canvas.line("".join(strands), look.dark, 2, 0.4)
    canvas.solid(rounded(cx - 44, 410, 88, 110, 4), parts.LABEL, "round")
    canvas.path(rounded(cx - 44, 410, 88, 18, 0), look.accent)
    emblems.draw(canvas, look.emblem, (cx, 476), 58, (look.accent, look.base))


def _noodle_bowl(canvas: Canvas, look: Look) -> None:
    body = lathe(400, [(470, 210), (540, 190), (620, 96), (644, 92)])
    canvas.solid(body, look.accent, "round")
    canvas.mouth(400, 470, 210, 46, look.accent)
    canvas.solid(oval(400, 474, 192, 38), "#c98a3c", "flat")
    for index in range(8):
        x = 270 + index * 34
        canvas.line(f"M{x} 478q20 -44 44 -8t44 2", look.base, 12)
    canvas.solid(oval(470, 462, 48, 18), "#fbf4e2", "flat")
    canvas.solid(oval(474, 460, 20, 9), "#f0a93a", "ball")
    canvas.line("M320 452l40 10M340 470l30 -14", "#5f8f56", 9)
    canvas.line("M370 300V470M420 290V470", "#8a3324", 11)
    canvas.line("M380 340q20 60 0 130M398 340q-16 60 6 130", look.base, 10)


@shape("bottle", 190, 470, "kitchen", focus=(400, 500))
def bottle(canvas: Canvas, look: Look) -> None:
    """A bottle of oil or sauce; form 1 is squat, form 2 a stoneware crock."""
    canvas.shadow(420, 652, 150, 28)
    if look.form == 2:
        profile = [(290, 60), (330, 86), (400, 130), (560, 126), (642, 92)]
    elif look.form == 1:
        profile = [(300, 34), (360, 38), (420, 104), (460, 112), (642, 108)]
    else:
        profile = [(210, 32), (330, 36), (400, 84), (440, 94), (642, 92)]
    top = profile[0][0]
    canvas.solid(lathe(400, profile), look.base, "side")
    if look.form == 2:
        cap = f"M334 {top + 8}Q320 {top - 60} 400 {top - 64}Q480 {top - 60} 466 {top + 8}Z"
        canvas.solid(cap, look.accent, "round")
        canvas.line(f"M336 {top + 4}Q400 {top + 22} 464 {top + 4}", "#d8b47a", 9)
    else:
        canvas.solid(lathe(400, [(top - 30, 36), (top + 26, 38)]), look.accent, "side")
        canvas.solid(oval(400, top - 30, 36, 7), colors.lighten(look.accent, 0.3), "flat")
    parts.paper_label(canvas, look, (330, 466, 140, 140), 8)
    canvas.gleam("M330 440V620", 8, 0.4)


@shape("nuts", 470, 330, "kitchen", focus=(400, 480))
def nuts(canvas: Canvas, look: Look) -> None:
    """A wooden bowl heaped with nuts or dried fruit."""
    canvas.shadow(415, 650, 270, 34)
    with canvas.clip("M100 300H700V520H100Z"):
        _mound(canvas, look)
    body = lathe(400, [(486, 212), (540, 196), (610, 120), (642, 104)])
    canvas.solid(body, parts.WOOD, "round")
    canvas.line("M190 492a210 40 0 0 0 420 0", "#e0b987", 10)
    for y in (540, 572, 604):
        reach = 200 - (y - 520) * 0.9
        canvas.crease(f"M{400 - reach:.0f} {y}q{reach:.0f} 40 {2 * reach:.0f} 0", 3, 0.12)
    for x in (170, 630):
        _nut(canvas, look, x, 636, 34)


def _mound(canvas: Canvas, look: Look) -> None:
    rows = ((3, 384), (5, 418), (6, 452), (7, 490))
    for count, y in rows:
        for index in range(count):
            x = 400 + (index - (count - 1) / 2) * 58 + canvas.random.uniform(-8, 8)
            _nut(canvas, look, x, y + canvas.random.uniform(-6, 6), 40)


def _nut(canvas: Canvas, look: Look, x: float, y: float, radius: float) -> None:
    if look.emblem:
        dark = colors.darken(look.base, 0.4)
        size = radius * 2.2
        emblems.draw(canvas, look.emblem, (x + 2, y + 3), size, (dark, dark))
        tone = colors.lighten(look.base, canvas.random.uniform(0, 0.25))
        emblems.draw(canvas, look.emblem, (x, y), size, (tone, look.accent))
        return
    base, shine = look.base, canvas.light("ball")
    crease = (
        '<path d="M-24 0q24 12 48 0" fill="none" stroke="#2a1608" stroke-width="3" opacity=".3"/>'
    )
    coats = "".join(f'<ellipse rx="40" ry="34" fill="{paint}"/>' for paint in (base, shine))
    name = canvas.define(f'<g id="{{id}}">{coats}{crease}</g>')
    place = f"translate({x:.0f} {y:.0f}) scale({radius / 40:.2g})"
    canvas.raw(f'<use href="#{name}" transform="{place}"/>')


@shape("pastry", 480, 300, "tea", focus=(400, 540))
def pastry(canvas: Canvas, look: Look) -> None:
    """Pastries on a footed plate; form 1: square cakes, form 2: flaky half-cut rounds."""
    canvas.shadow(415, 652, 240, 30)
    canvas.solid(lathe(400, [(596, 60), (630, 74), (646, 104)]), "#e9efe9", "round")
    canvas.solid(oval(400, 588, 240, 44), "#d5ddd6", "flat")
    canvas.solid(oval(400, 580, 240, 42), "#f1f4ee", "flat")
    for cx, cy in ((310, 520), (490, 520), (400, 536), (352, 446), (452, 446), (402, 372)):
        if look.form == 1:
            parts.box(canvas, (cx - 50, cy - 20, 84, 64), 34, look.base)
            emblems.draw(canvas, look.emblem, (cx - 8, cy + 12), 44, (look.accent, look.base))
            continue
        canvas.solid(
            lathe(cx, [(cy, 66), (cy + 26, 72), (cy + 50, 62)], flat=0.3), look.base, "round"
        )
        canvas.solid(oval(cx, cy, 66, 30), colors.lighten(look.base, 0.25), "ball")
        with canvas.group(f"translate({cx} {cy}) scale(1 .5)"):
            emblems.draw(canvas, look.emblem, (0, 0), 66, (look.accent, look.base))


@shape("harvest", 470, 380, "kitchen", focus=(400, 420))
def harvest(canvas: Canvas, look: Look) -> None:
    """A woven basket full of vegetables, mushrooms or eggs, drawn from the emblem."""
    canvas.shadow(415, 652, 280, 34)
    canvas.line("M230 470C230 220 570 220 570 470", colors.darken(parts.WOOD, 0.15), 22)
    canvas.line("M230 470C230 220 570 220 570 470", "#d3a56f", 10, 1, "20 14")
    for index in range(11):
        angle = pi + index * pi / 10
        x = 400 + 130 * cos(angle) * (1 if index % 2 else 0.5)
        y = 450 + 64 * sin(angle)
        tone = look.base if index % 2 else colors.lighten(look.base, 0.22)
        emblems.draw(canvas, look.emblem, (x + 3, y + 4), 124, (look.dark, look.dark))
        emblems.draw(canvas, look.emblem, (x, y), 124, (tone, look.accent))
    body = lathe(400, [(470, 208), (560, 196), (640, 158)])
    woven = patterns.paint(canvas, "weave", "#8c5f33", "#5e3d1f", 1.3)
    canvas.solid(body, "#cf9f68", "round", woven)
    canvas.line("M192 474a208 34 0 0 0 416 0", "#a8743f", 22)
    canvas.line("M192 470a208 34 0 0 0 416 0", "#e0b987", 9, 1, "16 12")
