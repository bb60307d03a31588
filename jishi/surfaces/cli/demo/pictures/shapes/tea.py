"""Draw what a tea house sells: tins, pressed cakes, pouches, pots, cups, jars, boxes."""

from math import cos, sin

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, polygon, rounded, smooth
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("tin", 262, 400, "tea", focus=(400, 470))
def tin(canvas: Canvas, look: Look) -> None:
    """A round caddy with a paper label; form 1 has a knob on its lid."""
    canvas.shadow(425, 652, 190, 32)
    body = lathe(400, [(300, 128), (630, 128)])
    pattern = patterns.paint(canvas, look.pattern, look.dark, scale=1.1)
    canvas.solid(body, look.base, "side", pattern)
    canvas.crease("M272 322a128 20 0 0 0 256 0", 4, 0.25)
    canvas.solid(lathe(400, [(262, 124), (270, 131), (312, 131)]), look.accent, "side")
    canvas.solid(oval(400, 262, 124, 20), colors.lighten(look.accent, 0.25), "flat")
    if look.form == 1:
        canvas.solid(lathe(400, [(238, 20), (250, 16), (260, 12)]), look.accent, "side")
        canvas.solid(oval(400, 238, 20, 6), colors.lighten(look.accent, 0.3), "flat")
    parts.paper_label(canvas, look, (318, 372, 164, 214))
    canvas.gleam("M300 340V600", 7, 0.3)


@shape("tea_cake", 440, 440, "tea", focus=(420, 420))
def tea_cake(canvas: Canvas, look: Look) -> None:
    """A pressed round cake, half in its printed wrapper, on a wooden stand."""
    canvas.shadow(420, 650, 260, 30)
    canvas.solid(oval(400, 430, 216, 216), colors.darken(look.base, 0.3), "ball")
    canvas.solid(oval(392, 424, 210, 210), look.base, "ball")
    for tone in (colors.darken(look.base, 0.4), colors.lighten(look.base, 0.3)):
        canvas.line("".join(_leaf_strand(canvas) for _ in range(34)), tone, 4, 0.6)
    wrapper = "M392 214A210 210 0 0 1 514 595Q420 520 392 430T392 214Z"
    canvas.solid(wrapper, "#f3e9d3", "soft")
    emblems.draw(canvas, look.emblem, (490, 376), 96, (look.accent, "#f3e9d3"))
    parts.text_lines(canvas, (452, 450, 76), 4, look.accent)
    canvas.solid(polygon([(262, 650), (308, 594), (512, 594), (552, 650)]), "#8a5a34", "down")


def _leaf_strand(canvas: Canvas) -> str:
    angle, far = canvas.random.uniform(0, 6.28), canvas.random.random() ** 0.6 * 190
    bend = canvas.random.uniform(-9, 9)
    x, y = 386 + far * cos(angle), 424 + far * sin(angle)
    return f"M{x:.0f} {y:.0f}q8 {bend:.0f} 20 {bend * 1.6:.0f}"


_POTS = (
    [(404, 84), (430, 140), (500, 182), (570, 166), (626, 112), (640, 96)],
    [(450, 92), (470, 158), (530, 206), (588, 182), (630, 128), (642, 118)],
    [(372, 84), (410, 130), (500, 156), (580, 150), (632, 112), (642, 98)],
    [(410, 80), (440, 150), (510, 176), (580, 150), (632, 104), (642, 96)],
)


@shape("teapot", 540, 330, "tea", focus=(400, 500))
def teapot(canvas: Canvas, look: Look) -> None:
    """A teapot; forms: round, flat, tall with a bamboo bail, ribbed."""
    canvas.shadow(420, 652, 250, 34)
    profile = _POTS[look.form % 4]
    (top, radius), middle = profile[0], profile[2]
    _pot_handle(canvas, look, middle, top)
    _spout(canvas, look, 400 - middle[1] * 0.86, middle[0] + 10)
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 400, middle[0] + 16, 116)
    if look.form == 3:
        for dx in (-110, -60, 0, 60, 110):
            start, bulge, end = (400 + dx * share for share in (0.55, 1.45, 0.7))
            canvas.crease(f"M{start:.0f} {top + 14}Q{bulge:.0f} {middle[0]} {end:.0f} 636", 5, 0.16)
    canvas.path(oval(400, top, radius, radius * 0.17), colors.darken(look.base, 0.22))
    lid = lathe(400, [(top - 34, 26), (top - 20, radius * 0.66), (top - 2, radius - 4)])
    canvas.solid(lid, look.base, "round")
    canvas.solid(oval(400, top - 50, 21, 19), look.accent if look.emblem else look.base, "ball")
    canvas.gleam(f"M{400 - middle[1] * 0.62:.0f} {middle[0] - 40}q-22 30 -14 74", 10, 0.5)


def _spout(canvas: Canvas, look: Look, x: float, y: float) -> None:
    outline = [
        (x + 44, y + 50), (x - 18, y + 16), (x - 54, y - 52), (x - 98, y - 90),
        (x - 62, y - 108), (x - 16, y - 58), (x + 50, y - 50),
    ]  # fmt: skip
    canvas.solid(smooth(outline, closed=True, tension=0.8), look.base, "soft")
    canvas.path(oval(x - 81, y - 99, 17, 7), colors.darken(look.base, 0.45))


def _pot_handle(canvas: Canvas, look: Look, middle: tuple[float, float], top: float) -> None:
    if look.form == 2:
        canvas.line(
            f"M296 {top + 40}C250 {top - 160} 550 {top - 160} 504 {top + 40}", "#7d5426", 20
        )
        canvas.line(f"M300 {top + 30}C258 {top - 150} 540 {top - 150} 500 {top + 30}", "#c4935a", 9)
        return
    x, y = 400 + middle[1] * 0.84, middle[0]
    d = f"M{x:.0f} {y - 52}C{x + 120:.0f} {y - 90} {x + 120:.0f} {y + 70} {x:.0f} {y + 56}"
    canvas.line(d, colors.darken(look.base, 0.28), 30)
    canvas.line(d, look.base, 22)
    canvas.line(d, colors.lighten(look.base, 0.45), 6, 0.6)


@shape("gaiwan", 430, 300, "tea", focus=(400, 500))
def gaiwan(canvas: Canvas, look: Look) -> None:
    """A lidded tea bowl on a saucer; form 1: a pair of cups, form 2: a glass jug."""
    canvas.shadow(420, 652, 250, 32)
    if look.form == 1:
        _cup(canvas, look, 500, 560, 92)
        _cup(canvas, look, 310, 600, 112)
        return
    if look.form == 2:
        _jug(canvas, look)
        return
    canvas.solid(oval(400, 618, 200, 34), colors.darken(look.base, 0.14), "flat")
    canvas.solid(oval(400, 612, 196, 32), look.base, "flat", parts.cloth(canvas, look))
    canvas.path(oval(400, 614, 96, 16), colors.darken(look.base, 0.2))
    profile = [(440, 168), (500, 146), (570, 96), (604, 66), (620, 64)]
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 400, 522, 100)
    canvas.mouth(400, 440, 168, 28, look.base)
    lid = lathe(400, [(366, 40), (376, 82), (404, 124), (434, 148)])
    canvas.solid(lid, look.base, "round")
    canvas.line("M262 426Q400 462 538 426", look.accent, 5, 0.7)
    canvas.solid(lathe(400, [(348, 40), (356, 32), (368, 36)]), look.accent, "round")
    canvas.solid(oval(400, 348, 40, 9), colors.lighten(look.accent, 0.3), "flat")


def _cup(canvas: Canvas, look: Look, cx: float, top: float, radius: float) -> None:
    bottom = 644
    height = bottom - top + 70
    top = bottom - height
    profile = [(top, radius), (top + height * 0.5, radius * 0.88), (bottom - 14, radius * 0.5)]
    body = lathe(cx, [*profile, (bottom, radius * 0.46)])
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look, 0.8))
    parts.glaze(canvas, look, body, [*profile, (bottom, radius * 0.46)], cx)
    parts.mark(canvas, look, cx, top + height * 0.5, radius * 0.7)
    canvas.mouth(cx, top, radius, radius * 0.2, look.base)
    canvas.solid(oval(cx, top + 7, radius - 18, radius * 0.13), "#b5772e", "flat")


def _jug(canvas: Canvas, look: Look) -> None:
    d = "M512 430C620 420 610 590 500 590"
    canvas.line(d, "#dfeae6", 22, 0.9)
    canvas.line(d, "#ffffff", 7, 0.8)
    profile = [(372, 118), (420, 104), (520, 138), (610, 140), (644, 118)]
    tea = lathe(400, [(492, 122), (540, 134), (606, 132), (634, 112)])
    canvas.solid(tea, look.base, "round")
    canvas.solid(oval(400, 492, 122, 18), colors.lighten(look.base, 0.25), "flat")
    parts.glass(canvas, lathe(400, profile))
    canvas.line("M282 372Q262 358 250 366Q270 392 290 400", "#ffffff", 5, 0.8)
    canvas.line(oval(400, 372, 118, 18), "#ffffff", 5, 0.85)
    canvas.gleam("M300 440Q276 520 292 600", 10, 0.6)


@shape("pouch", 330, 430, "kitchen", focus=(400, 440))
def pouch(canvas: Canvas, look: Look) -> None:
    """A stand-up pouch; form 1 has a window, form 2 is kraft paper with a tin tie."""
    canvas.shadow(425, 652, 210, 30)
    fill = "#c69c6c" if look.form == 2 else look.base
    body = "M262 238Q400 226 538 238L546 420Q560 560 552 630Q400 664 248 630Q240 560 254 420Z"
    canvas.solid(body, fill, "round", parts.cloth(canvas, look))
    canvas.path("M249 616Q400 560 551 616L552 630Q400 664 248 630Z", "#2a1608", 0.16)
    canvas.crease("M262 282Q400 270 538 282", 4, 0.22)
    for x in range(276, 536, 13):
        canvas.crease(f"M{x} 244v28", 3, 0.1)
    canvas.gleam("M278 300Q266 440 272 590", 12, 0.3)
    if look.form == 2:
        canvas.solid(rounded(254, 250, 292, 26, 6), look.base, "side")
    if look.form == 1:
        _window(canvas, look)
        return
    parts.paper_label(canvas, look, (306, 330, 188, 216), 94 if look.form == 3 else 10)


def _window(canvas: Canvas, look: Look) -> None:
    view = rounded(312, 440, 176, 150, 60)
    canvas.path(view, colors.darken(look.accent, 0.35))
    with canvas.clip(view):
        parts.heap(canvas, (306, 446, 188, 150), look.accent, 30, 23)
    canvas.line(view, colors.lighten(look.base, 0.6), 5, 0.8)
    pale = colors.contrasting(look.base, 0.85)
    emblems.draw(canvas, look.emblem, (400, 352), 96, (pale, look.accent))
    parts.text_lines(canvas, (350, 416, 100), 1, pale)


@shape("jar", 280, 400, "kitchen", focus=(400, 480))
def jar(canvas: Canvas, look: Look) -> None:
    """A glass jar; forms: dried pieces with a cork, flowers with a cork, honey with a cloth cap."""
    canvas.shadow(425, 652, 200, 32)
    profile = [(330, 104), (362, 132), (420, 140), (600, 140), (642, 122)]
    inside = lathe(400, [(392, 128), (440, 130), (598, 130), (632, 112)])
    if look.form == 2:
        canvas.solid(inside, look.base, "round")
        canvas.solid(oval(400, 394, 128, 18), colors.lighten(look.base, 0.35), "flat")
    else:
        canvas.path(inside, colors.darken(look.base, 0.4))
        with canvas.clip(inside):
            if look.form == 1:
                _petals(canvas, look)
            else:
                parts.heap(canvas, (270, 396, 260, 250), look.base, 42, 27)
    parts.glass(canvas, lathe(400, profile))
    if look.form == 2:
        cap = "M282 334Q270 280 312 268Q400 244 488 268Q530 280 518 334Q400 366 282 334Z"
        canvas.solid(cap, look.accent, "round", patterns.paint(canvas, "gingham", "#fff6e6"))
        canvas.line("M292 318Q400 348 508 318", "#b98352", 9)
    else:
        canvas.solid(lathe(400, [(272, 100), (334, 108)]), "#c99a63", "side")
        canvas.solid(oval(400, 272, 100, 16), "#e0bd8c", "flat")
    parts.paper_label(canvas, look, (330, 446, 140, 140), 12)
    canvas.gleam("M286 400V596", 9, 0.6)


def _petals(canvas: Canvas, look: Look) -> None:
    for index in range(12):
        x = 296 + (index % 4) * 70 + canvas.random.randint(-18, 18)
        y = 430 + (index // 4) * 76 + canvas.random.randint(-14, 14)
        tone = colors.lighten(look.base, 0.25) if index % 2 else look.base
        emblems.draw(canvas, look.emblem or "flower", (x, y), 88, (tone, look.accent))


@shape("gift_box", 470, 330, "tea", focus=(380, 500))
def gift_box(canvas: Canvas, look: Look) -> None:
    """A printed gift box; form 1 has a ribbon, form 2 is upright and slim."""
    canvas.shadow(430, 648, 290, 34)
    if look.form == 2:
        parts.box(canvas, (280, 330, 220, 318), 70, look.base, pattern=parts.cloth(canvas, look))
        parts.paper_label(canvas, look, (312, 370, 156, 230))
        return
    parts.box(canvas, (180, 420, 350, 226), 100, look.base, pattern=parts.cloth(canvas, look))
    canvas.crease("M180 486H530L630 446", 4, 0.3)
    if look.form == 1:
        canvas.solid("M196 420l100 -42h46l-100 42v226h-46Z", look.accent, "flat")
        parts.mark(canvas, look, 390, 560, 120)
        bow = "M270 396q-90 -30 -84 -66t84 40q40 -86 92 -54t-92 80Z"
        canvas.solid(bow, look.accent, "ball")
        return
    canvas.solid(rounded(262, 452, 186, 166, 6), parts.LABEL, "flat")
    emblems.draw(canvas, look.emblem, (355, 520), 100, (look.base, look.accent))
    parts.text_lines(canvas, (310, 588, 90), 2, look.base)
