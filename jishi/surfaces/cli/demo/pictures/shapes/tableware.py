"""Draw pots, bowls and kitchen tools."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("mug", 380, 320, "tea", focus=(390, 500))
def mug(canvas: Canvas, look: Look) -> None:
    """A mug; forms: straight, barrel, tapered, on a foot."""
    canvas.shadow(420, 652, 220, 32)
    profiles = (
        [(346, 140), (630, 134), (642, 122)],
        [(352, 124), (430, 148), (560, 150), (642, 112)],
        [(340, 150), (480, 136), (600, 104), (644, 96)],
        [(350, 146), (480, 150), (580, 116), (616, 78), (644, 92)],
    )
    profile = profiles[look.form % 4]
    top, radius = profile[0]
    handle = "M524 402C640 380 640 590 512 570"
    canvas.line(handle, colors.darken(look.base, 0.3), 38)
    canvas.line(handle, look.base, 30)
    canvas.line(handle, colors.lighten(look.base, 0.5), 7, 0.6)
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 392, 506, 140)
    canvas.mouth(400, top, radius, radius * 0.17, look.base)
    canvas.solid(oval(400, top + 7, radius - 24, radius * 0.1), "#6b4326", "flat")
    canvas.gleam("M296 420V560", 11, 0.45)


@shape("bowl", 470, 260, "kitchen", focus=(400, 520))
def bowl(canvas: Canvas, look: Look) -> None:
    """A bowl; forms: rice bowl, shallow, noodle bowl with chopsticks, stack of three."""
    canvas.shadow(420, 652, 260, 32)
    if look.form == 3:
        for step, tone in enumerate((0.16, 0.08, 0)):
            with canvas.group(f"translate(0 {-52 * step})"):
                _one_bowl(canvas, look, 466, colors.darken(look.base, tone), 0.86)
        return
    rim = (418, 476, 400, 418)[look.form % 4]
    _one_bowl(canvas, look, rim, look.base, 1)
    if look.form == 2:
        canvas.line(f"M250 {rim - 24}L600 {rim - 96}", "#8a3324", 11)
        canvas.line(f"M262 {rim - 6}L612 {rim - 70}", "#a8432f", 11)


def _one_bowl(canvas: Canvas, look: Look, rim: float, base: str, scale: float) -> None:
    deep = 642 - rim
    r = 222 * scale
    profile = [
        (rim, r), (rim + deep * 0.4, r * 0.93), (rim + deep * 0.78, r * 0.6),
        (rim + deep * 0.92, r * 0.42), (rim + deep, r * 0.44),
    ]  # fmt: skip
    body = lathe(400, profile)
    canvas.solid(body, base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 400, rim + deep * 0.45, deep * 0.5)
    canvas.mouth(400, rim, r, 44 * scale, base, lip=11)
    canvas.line(oval(400, rim, r - 3, 42 * scale), look.accent, 5, 0.75)
    canvas.gleam(f"M{400 - r * 0.78:.0f} {rim + deep * 0.3:.0f}q10 50 44 74", 10, 0.4)


@shape("plate", 520, 520, "kitchen", flat=True, focus=(400, 400), zoom=1.7)
def plate(canvas: Canvas, look: Look) -> None:
    """A plate seen from above; form 1 is a lobed flower, form 2 a fish platter."""
    with canvas.floating(16):
        if look.form == 1:
            outline = "".join(
                oval(400 + 150 * dx, 400 + 150 * dy, 112, 112)
                for dx, dy in (
                    (0, -1), (0.78, -0.62), (0.97, 0.22), (0.43, 0.9),
                    (-0.43, 0.9), (-0.97, 0.22), (-0.78, -0.62),
                )
            )  # fmt: skip
            canvas.path(outline + oval(400, 400, 170, 170), look.base)
        elif look.form == 2:
            canvas.solid(oval(400, 400, 292, 190), look.base, "flat")
        else:
            canvas.solid(oval(400, 400, 260, 260), look.base, "flat")
    rx, ry = (222, 132) if look.form == 2 else (196, 196)
    if look.form != 1:
        canvas.line(oval(400, 400, rx + 58, ry + 52), look.accent, 6, 0.8)
    canvas.solid(oval(400, 400, rx, ry), colors.darken(look.base, 0.06), "shade")
    canvas.solid(oval(403, 405, rx - 8, ry - 8), look.base, "flat", parts.cloth(canvas, look))
    parts.mark(canvas, look, 400, 402, min(rx, ry) * 1.1)
    canvas.gleam(f"M{400 - rx - 26} 360A{rx + 26} {ry + 26} 0 0 1 330 {400 - ry - 14}", 9, 0.6)


_VASES = (
    [(210, 62), (250, 46), (330, 74), (440, 150), (560, 136), (642, 84)],
    [(190, 40), (300, 34), (380, 70), (480, 132), (590, 122), (642, 88)],
    [(230, 118), (300, 132), (420, 122), (560, 96), (642, 84)],
    [(240, 50), (270, 44), (320, 128), (440, 168), (560, 140), (642, 92)],
)


@shape("vase", 350, 560, "room", focus=(400, 470), zoom=1.7)
def vase(canvas: Canvas, look: Look) -> None:
    """A vase with a branch; forms: pear, bottle, cylinder, meiping."""
    canvas.shadow(425, 652, 210, 32)
    profile = _VASES[look.form % 4]
    top, radius = profile[0]
    _branch(canvas, look, top)
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 400, 474, 150)
    canvas.mouth(400, top, radius, radius * 0.2, look.base, lip=8)
    canvas.gleam("M304 410Q282 470 300 540", 11, 0.5)


def _branch(canvas: Canvas, look: Look, top: float) -> None:
    canvas.line(f"M400 {top + 6}C404 {top - 60} 380 {top - 90} 430 {top - 150}", "#6d4c33", 7)
    canvas.line(f"M398 {top - 50}C370 {top - 80} 350 {top - 90} 330 {top - 124}", "#6d4c33", 5)
    if look.form % 2:
        for x, y in ((430, -150), (412, -110), (392, -84), (330, -124), (352, -96), (398, -40)):
            emblems.draw(canvas, "plum", (x, top + y), 40, ("#d9695a", "#fbe3a8"))
        return
    for x, y, turn in (
        (430, -150, -20),
        (420, -108, 40),
        (394, -92, -60),
        (330, -124, -50),
        (350, -98, 30),
        (404, -56, 60),
    ):
        with canvas.group(f"rotate({turn} {x} {top + y})"):
            canvas.solid(oval(x, top + y - 20, 14, 30), "#6f9466", "soft")


@shape("plant_pot", 380, 520, "room", focus=(400, 540))
def plant_pot(canvas: Canvas, look: Look) -> None:
    """A planter; forms hold a rubber plant, a cactus, trailing ivy, grass."""
    canvas.shadow(425, 652, 220, 32)
    if look.form == 1:
        _cactus(canvas)
    else:
        _foliage(canvas, look.form)
    profile = [(430, 150), (450, 150), (630, 112), (646, 108)]
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.glaze(canvas, look, body, profile)
    parts.mark(canvas, look, 400, 552, 110)
    canvas.solid(lathe(400, [(416, 158), (462, 156)]), colors.lighten(look.base, 0.08), "round")
    if look.form == 2:
        for x, drop in ((262, 560), (300, 520), (508, 590)):
            canvas.line(f"M{x + 30} 420Q{x - 14} 440 {x} {drop}", "#55784d", 6)
            for y in range(470, drop, 36):
                canvas.solid(oval(x - 4 + (y % 3) * 6, y, 17, 12), "#6f9466", "ball")


def _cactus(canvas: Canvas) -> None:
    canvas.line("M316 330Q290 330 292 280", "#4f8160", 46)
    canvas.solid(rounded(336, 190, 128, 250, 64), "#568a67", "side")
    canvas.line("M480 350Q520 350 516 290", "#568a67", 44)
    for x in (368, 400, 432):
        canvas.line(f"M{x} 214V420", "#3c6b4e", 4, 0.6, "2 14")
    emblems.draw(canvas, "flower", (404, 184), 70, ("#e0705c", "#f7d88a"))


def _foliage(canvas: Canvas, form: int) -> None:
    wide = 20 if form == 3 else 46
    leaves = (
        (-62, 250),
        (62, 260),
        (-36, 200),
        (40, 210),
        (-84, 330),
        (86, 320),
        (0, 170),
        (4, 290),
    )
    for index, (turn, top) in enumerate(leaves):
        with canvas.group(f"rotate({turn * 0.7:.0f} 400 440)"):
            tone = ("#5b8c62", "#47744f", "#79a574")[index % 3]
            leaf = f"M400 440C{400 - wide} {top + 110} {400 - wide} {top + 50} 400 {top}"
            leaf += f"C{400 + wide} {top + 50} {400 + wide} {top + 110} 400 440Z"
            canvas.solid(leaf, tone, "soft")
            canvas.line(f"M400 430V{top + 24}", "#dce8c8", 3, 0.5)


@shape("casserole", 540, 320, "kitchen", focus=(400, 520))
def casserole(canvas: Canvas, look: Look) -> None:
    """A cooking pot; form 1 is a clay pot with a long handle, form 2 a tall stock pot."""
    canvas.shadow(420, 652, 280, 34)
    top = 380 if look.form == 2 else 450
    for side in (-1, 1):
        x = 400 + side * 200
        if look.form == 1 and side == 1:
            canvas.line(
                f"M{x - 10} {top + 50}L{x + 90} {top + 24}", colors.darken(look.base, 0.2), 38
            )
            continue
        canvas.line(
            f"M{x} {top + 40}q{side * 70} -10 {side * 60} 30t{-side * 60} 24", look.dark, 24
        )
        canvas.line(f"M{x} {top + 36}q{side * 64} -8 {side * 54} 26", look.pale, 5, 0.5)
    profile = [(top, 214), (560, 216), (622, 196), (644, 170)]
    body = lathe(400, profile)
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    parts.mark(canvas, look, 400, (top + 650) / 2, 100)
    canvas.solid(lathe(400, [(top - 14, 220), (top + 14, 220)], flat=0.14), look.dark, "round")
    lid = lathe(400, [(top - 92, 60), (top - 78, 130), (top - 40, 190), (top - 8, 216)], flat=0.14)
    canvas.solid(lid, look.base, "round")
    canvas.solid(
        lathe(400, [(top - 118, 34), (top - 104, 28), (top - 88, 24)]), look.accent, "round"
    )
    canvas.solid(oval(400, top - 118, 34, 9), colors.lighten(look.accent, 0.3), "flat")
    canvas.gleam(f"M250 {top - 34}Q300 {top - 74} 350 {top - 82}", 9, 0.5)


@shape("pan", 620, 300, "kitchen", flat=True, focus=(320, 420))
def pan(canvas: Canvas, look: Look) -> None:
    """A frying pan from above; form 1 is a wok, form 2 a griddle with ribs."""
    with canvas.floating(18):
        canvas.solid(rounded(500, 376, 270, 46, 23), look.accent, "down")
        canvas.solid(oval(300, 400, 236, 236), look.base, "flat")
    canvas.dot(742, 399, 9, colors.darken(look.accent, 0.5))
    canvas.solid(rounded(508, 384, 60, 30, 8), parts.STEEL, "down")
    canvas.solid(oval(300, 400, 214, 214), colors.darken(look.base, 0.3), "shade")
    canvas.solid(
        oval(304, 406, 190 - 50 * (look.form == 1), 190 - 50 * (look.form == 1)), look.base, "flat"
    )
    if look.form == 2:
        for x in range(150, 470, 34):
            reach = (180**2 - (x - 304) ** 2) ** 0.5 if abs(x - 304) < 180 else 0
            canvas.line(
                f"M{x} {406 - reach:.0f}V{406 + reach:.0f}", colors.lighten(look.base, 0.16), 8
            )
    else:
        canvas.line("M170 330A150 150 0 0 1 260 262", colors.lighten(look.base, 0.5), 12, 0.6)
    parts.mark(canvas, look, 304, 420, 110)


@shape("board", 420, 560, "kitchen", flat=True, focus=(400, 460))
def board(canvas: Canvas, look: Look) -> None:
    """A chopping board with a knife; form 1 is the knife alone."""
    if look.form == 1:
        _knife(canvas, look, 400, 1.25)
        return
    with canvas.floating(16):
        canvas.solid(rounded(236, 150, 300, 520, 36), look.base, "flat")
        canvas.solid("M346 160V96a40 40 0 0 1 80 0V160Z", look.base, "flat")
    canvas.dot(386, 100, 16, colors.darken(look.base, 0.45))
    for index, x in enumerate(range(262, 530, 30)):
        sway = canvas.random.uniform(-16, 16)
        canvas.line(f"M{x} 168Q{x + sway:.0f} 400 {x} 654", look.dark, 3 + index % 2 * 3, 0.22)
    canvas.line(rounded(262, 178, 248, 466, 22), look.dark, 5, 0.4)
    parts.mark(canvas, look, 386, 590, 80)
    _knife(canvas, look, 480, 0.9)


def _knife(canvas: Canvas, look: Look, cx: float, scale: float) -> None:
    with canvas.group(f"translate({cx} 400) rotate(14) scale({scale})"), canvas.floating(10):
        blade = "M-20 60V-190Q-14 -250 26 -270Q46 -150 46 60Z"
        canvas.solid(blade, parts.STEEL, "soft")
        canvas.line("M36 50Q36 -140 22 -240", "#ffffff", 5, 0.7)
        canvas.solid(rounded(-26, 56, 74, 22, 6), "#8f959b", "flat")
        canvas.solid(
            "M-18 78H40Q50 160 36 262Q10 280 -12 262Q-26 160 -18 78Z", look.accent, "round"
        )
        for y in (118, 176, 232):
            canvas.dot(12, y, 8, "#e7d8b4")


@shape("steamer", 480, 340, "kitchen", focus=(400, 500))
def steamer(canvas: Canvas, look: Look) -> None:
    """Stacked bamboo steamers with rising steam."""
    canvas.shadow(420, 652, 260, 34)
    for index, y in enumerate((556, 470)):
        canvas.solid(lathe(400, [(y, 210), (y + 84, 210)], flat=0.12), look.base, "side")
        canvas.line(f"M190 {y + 18}a210 25 0 0 0 420 0", look.accent, 8, 0.8)
        canvas.line(f"M190 {y + 62}a210 25 0 0 0 420 0", look.accent, 5, 0.8)
        canvas.crease(f"M{330 + index * 90} {y + 24}v76", 6, 0.25)
    canvas.solid(lathe(400, [(420, 212), (474, 214)], flat=0.12), look.base, "side")
    canvas.solid(oval(400, 420, 212, 46), colors.lighten(look.base, 0.3), "flat")
    with canvas.clip(oval(400, 420, 204, 42)):
        spots = range(160, 641, 30)
        weave = "".join(f"M{x - 40} 370L{x + 40} 470M{x + 40} 370L{x - 40} 470" for x in spots)
        canvas.line(weave, look.accent, 6, 0.4)
    canvas.line("M360 420q40 -36 80 0", look.dark, 12)
    for x in (340, 410, 474):
        canvas.line(f"M{x} 372q-24 -26 0 -52t0 -52", "#ffffff", 10, 0.6)


@shape("chopsticks", 500, 560, "kitchen", flat=True, focus=(400, 330))
def chopsticks(canvas: Canvas, look: Look) -> None:
    """Pairs of chopsticks on a cloth with a rest; form 1: spoon and fork."""
    with canvas.floating(8):
        canvas.solid(rounded(180, 180, 440, 440, 10), look.pale, "flat", parts.cloth(canvas, look))
    if look.form == 1:
        _spoon_and_fork(canvas, look)
        return
    for index, x in enumerate((280, 330, 430, 480)):
        with canvas.group(f"rotate({-3 + index * 2} {x} 400)"), canvas.floating(7):
            canvas.solid(f"M{x - 12} 130H{x + 12}L{x + 6} 690H{x - 6}Z", look.base, "side")
            canvas.path(f"M{x - 12} 130H{x + 12}L{x + 10} 230H{x - 10}Z", look.accent)
            canvas.line(f"M{x - 10} 244h20M{x - 10} 256h20", parts.BRASS, 4)
    with canvas.floating(7):
        canvas.solid(rounded(250, 560, 270, 40, 20), "#e9efe9", "down")
    emblems.draw(canvas, look.emblem, (386, 580), 34, ("#2f4b7c", "#e9efe9"))


def _spoon_and_fork(canvas: Canvas, look: Look) -> None:
    with canvas.group("rotate(-8 330 400)"), canvas.floating(8):
        canvas.solid(rounded(318, 330, 26, 340, 13), look.base, "side")
        canvas.solid(oval(331, 240, 58, 96), look.base, "ball")
        canvas.path(oval(334, 246, 42, 76), canvas.light("inside"), 0.6)
    with canvas.group("rotate(8 470 400)"), canvas.floating(8):
        canvas.solid(rounded(458, 330, 26, 340, 13), look.base, "side")
        tines = (
            "M424 150h16v110h14V150h16v110h14V150h16v110h14V150h4Q520 340 471 350Q422 340 424 150Z"
        )
        canvas.solid(tines, look.base, "soft")
    for x, y in ((302, 620), (496, 620)):
        canvas.line(f"M{x} {y}v24", look.accent, 12)
