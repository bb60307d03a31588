"""Draw things that make a room: light, scent, baskets, clocks, umbrellas."""

from math import cos, pi, sin

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, num, oval, ring, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


def glow(canvas: Canvas, cx: float, cy: float, radius: float, color: str = "#ffdf9a") -> None:
    """Shine: a soft round of light."""
    fade = canvas.radial(((0, color, 0.85), (0.5, color, 0.3), (1, color, 0)), 'r=".5"')
    canvas.path(oval(cx, cy, radius, radius), fade)


@shape("lamp", 360, 520, "desk", focus=(400, 350), zoom=1.7)
def lamp(canvas: Canvas, look: Look) -> None:
    """A lamp; forms: pleated shade, mushroom, jointed arm, paper lantern."""
    canvas.shadow(420, 652, 200, 30)
    (_shade_lamp, _mushroom, _arm_lamp, _paper_lamp)[look.form % 4](canvas, look)


def _shade_lamp(canvas: Canvas, look: Look) -> None:
    glow(canvas, 400, 300, 320)
    profile = [(400, 16), (440, 26), (500, 84), (580, 88), (642, 62)]
    canvas.solid(lathe(400, profile), look.base, "round", parts.cloth(canvas, look))
    canvas.solid("M316 160H484L556 396Q400 428 244 396Z", "#f8e6bd", "round")
    for step in range(-5, 6):
        canvas.crease(f"M{400 + step * 15} 160L{400 + step * 27} {412 - abs(step) * 3}", 3, 0.16)
    canvas.line("M244 394Q400 426 556 394", look.accent, 8)
    canvas.line("M316 160H484", look.accent, 8)
    canvas.line("M500 414V470", parts.BRASS, 4)
    canvas.dot(500, 476, 9, parts.BRASS)


def _mushroom(canvas: Canvas, look: Look) -> None:
    glow(canvas, 400, 380, 320)
    canvas.solid(lathe(400, [(370, 50), (560, 58), (620, 96), (642, 108)]), look.base, "round")
    canvas.path(oval(400, 388, 190, 40), "#fff3cf")
    dome = "M198 384C190 240 290 170 400 170S610 240 602 384Q400 436 198 384Z"
    canvas.solid(dome, colors.lighten(look.base, 0.18), "round", parts.cloth(canvas, look))
    canvas.path("M198 384Q400 436 602 384L600 366Q400 418 200 366Z", "#fff0c2", 0.8)
    canvas.gleam("M250 290Q280 224 340 206", 14, 0.5)


def _arm_lamp(canvas: Canvas, look: Look) -> None:
    canvas.path("M430 330L700 640H330Z", "#ffe6a6", 0.4)
    canvas.solid(lathe(340, [(618, 110), (632, 120), (644, 120)], flat=0.2), look.base, "side")
    canvas.line("M340 622L280 420L430 250", look.dark, 17)
    canvas.line("M336 622L276 420L426 250", look.pale, 5, 0.7)
    for x, y in ((280, 420), (430, 250)):
        canvas.dot(x, y, 17, parts.BRASS)
    with canvas.group("rotate(36 450 262)"):
        canvas.path(oval(450, 366, 108, 22), "#fff3cf")
        canvas.solid("M418 236H482L560 362Q450 392 340 362Z", look.base, "round")
        canvas.line("M342 360Q450 390 558 360", look.accent, 7)


def _paper_lamp(canvas: Canvas, look: Look) -> None:
    glow(canvas, 400, 400, 330)
    for x in (310, 490):
        canvas.line(f"M{x} 560L{x + (x - 400) * 0.3:.0f} 646", "#6b4a2c", 12)
    canvas.solid(
        "M400 200C560 200 590 300 590 390S560 586 400 586S210 480 210 390S240 200 400 200Z",
        "#fbeecb",
        "round",
        parts.cloth(canvas, look),
    )
    for index in range(1, 9):
        y = 200 + index * 43
        reach = 190 * sin(pi * (index / 9)) ** 0.6
        canvas.line(
            f"M{num(400 - reach)} {y}q{num(reach)} 26 {num(2 * reach)} 0", "#b08a4e", 3, 0.6
        )
    parts.mark(canvas, look, 400, 400, 150)
    for y in (196, 588):
        canvas.line(f"M346 {y}H454", look.base, 16)


@shape("candle", 260, 360, "bath", focus=(400, 470))
def candle(canvas: Canvas, look: Look) -> None:
    """A scented candle in a glass; form 1 in a tin, form 2 a pair of pillars."""
    canvas.shadow(420, 652, 180, 30)
    glow(canvas, 400, 350, 200)
    if look.form == 2:
        for cx, top, fill in ((340, 340, look.base), (470, 450, look.accent)):
            canvas.solid(lathe(cx, [(top, 62), (642, 62)], flat=0.2), fill, "round")
            canvas.solid(oval(cx, top, 62, 14), colors.lighten(fill, 0.4), "flat")
            _flame(canvas, cx, top)
        return
    profile = [(420, 122), (640, 116)]
    if look.form == 1:
        canvas.solid(lathe(400, profile), look.base, "side", parts.cloth(canvas, look))
        canvas.mouth(400, 420, 122, 24, look.base)
        canvas.path(oval(400, 426, 108, 17), "#fbf0d8")
    else:
        canvas.solid(lathe(400, [(470, 114), (630, 110)]), look.base, "round")
        canvas.solid(oval(400, 470, 114, 20), colors.lighten(look.base, 0.5), "flat")
        parts.glass(canvas, lathe(400, [(390, 124), (640, 118)]))
        canvas.line(oval(400, 390, 124, 22), "#ffffff", 5, 0.8)
    _flame(canvas, 400, 440 if look.form == 1 else 474)
    parts.paper_label(canvas, look, (340, 506, 120, 110), 8)


def _flame(canvas: Canvas, cx: float, y: float) -> None:
    canvas.line(f"M{cx} {y}v-26", "#3a2b20", 6)
    flame = f"M{cx} {y - 104}C{cx + 30} {y - 60} {cx + 24} {y - 18} {cx} {y - 18}"
    canvas.path(flame + f"S{cx - 30} {y - 60} {cx} {y - 104}Z", "#f7a93b")
    canvas.path(oval(cx, y - 40, 9, 20), "#fff3c4")


@shape("basket", 460, 400, "room", focus=(400, 500))
def basket(canvas: Canvas, look: Look) -> None:
    """A storage basket; form 1 has a lid, form 2 is a fabric box."""
    canvas.shadow(415, 652, 270, 34)
    if look.form == 2:
        parts.box(canvas, (190, 400, 340, 248), 90, look.base, pattern=parts.cloth(canvas, look))
        canvas.solid(rounded(310, 500, 100, 44, 20), look.accent, "flat")
        parts.mark(canvas, look, 360, 588, 70)
        return
    for side in (-1, 1):
        x = 400 + side * 186
        canvas.line(f"M{x} 420q{side * 50} -60 {side * 26} 70", colors.darken(look.base, 0.2), 18)
    body = lathe(400, [(400, 190), (500, 204), (600, 180), (640, 166)])
    ink = colors.darken(look.base, 0.45)
    canvas.solid(body, look.base, "round", patterns.paint(canvas, "weave", ink, look.dark, 1.4))
    with canvas.clip(body):
        canvas.path("M150 500H650V566Q400 610 150 566Z", look.accent, 0.75)
        canvas.path(body, canvas.light("round"), 0.5)
    if look.form == 1:
        lid = lathe(400, [(326, 60), (346, 140), (404, 198)], flat=0.18)
        canvas.solid(lid, look.base, "round", patterns.paint(canvas, "weave", ink, look.dark, 1.2))
        canvas.dot(400, 322, 24, look.accent)
        return
    canvas.mouth(400, 400, 190, 36, look.base, lip=14)
    canvas.solid(
        "M240 400Q290 330 360 396Q420 310 480 392Q540 360 560 404Q400 440 240 400Z",
        "#efe6d4",
        "soft",
    )


@shape("umbrella", 600, 540, "outdoor", focus=(400, 300))
def umbrella(canvas: Canvas, look: Look) -> None:
    """An open umbrella with a curved handle."""
    canvas.shadow(420, 652, 130, 22)
    canvas.line("M400 170V600q0 44 -38 44t-38 -40", "#7d5426", 16)
    canvas.line("M396 180V600", "#d3a56f", 5)
    dome = (
        "M120 400C130 220 260 150 400 150S670 220 680 400Q640 362 600 396Q550 356 500 394"
        "Q450 356 400 394Q350 356 300 394Q250 356 200 396Q160 362 120 400Z"
    )
    canvas.solid(dome, look.base, "round", parts.cloth(canvas, look, 1.3))
    for side in (-1, 1):
        canvas.crease(f"M400 150Q{400 + side * 70} 240 {400 + side * 100} 394", 4, 0.25)
        canvas.crease(f"M400 150Q{400 + side * 160} 220 {400 + side * 200} 396", 4, 0.25)
    parts.mark(canvas, look, 400, 286, 130)
    canvas.line(
        "M120 400Q160 362 200 396Q250 356 300 394Q350 356 400 394Q450 356 500 394"
        "Q550 356 600 396Q640 362 680 400",
        look.accent,
        6,
        0.9,
    )
    canvas.line("M400 150V122", parts.BRASS, 12)


@shape("clock", 440, 480, "room", focus=(400, 420))
def clock(canvas: Canvas, look: Look) -> None:
    """A clock; form 1 is an alarm clock with bells."""
    canvas.shadow(415, 652, 230, 30)
    cy = 420
    if look.form == 1:
        for side in (-1, 1):
            canvas.line(f"M{400 + side * 110} 570L{400 + side * 150} 646", look.dark, 24)
            with canvas.group(f"rotate({side * 34} {400 + side * 108} 236)"):
                x = 400 + side * 108
                canvas.solid(f"M{x - 66} 256a66 62 0 0 1 132 0Z", parts.BRASS, "round")
        canvas.line("M400 220V250", look.dark, 16)
    else:
        canvas.solid(rounded(240, 612, 320, 36, 12), look.dark, "down")
    canvas.solid(oval(400, cy, 212, 212), look.base, "ball")
    canvas.solid(oval(400, cy, 174, 174), "#fbf5e6", "flat", parts.cloth(canvas, look, 0.8))
    canvas.line(oval(400, cy, 174, 174), look.dark, 6, 0.5)
    for index, (px, py) in enumerate(ring(400, cy, 146, 12)):
        canvas.dot(px, py, 10 if index % 3 == 0 else 5, look.accent)
    canvas.line(f"M400 {cy}L330 {cy - 64}", "#2f2a26", 14)
    canvas.line(f"M400 {cy}L{400 + 112 * cos(-1):.0f} {cy + 112 * sin(-1):.0f}", "#2f2a26", 9)
    canvas.line(f"M400 {cy}V{cy + 110}", look.accent, 4)
    canvas.dot(400, cy, 13, look.accent)


@shape("incense", 460, 300, "tea", focus=(400, 540))
def incense(canvas: Canvas, look: Look) -> None:
    """An incense holder with curling smoke; form 1 is a lidded burner."""
    canvas.shadow(415, 650, 250, 28)
    smoke = "M470 500C430 440 510 400 470 340S500 250 460 190"
    canvas.line(smoke, "#ffffff", 16, 0.5)
    canvas.line("M474 500C440 440 520 410 484 350S510 260 478 210", "#ffffff", 7, 0.5)
    if look.form == 1:
        for x in (320, 400, 480):
            canvas.line(f"M{x} 600v44", look.dark, 26)
        canvas.solid(
            lathe(400, [(470, 130), (520, 150), (600, 110), (616, 90)]), look.base, "round"
        )
        lid = lathe(400, [(380, 22), (400, 70), (450, 118), (474, 136)])
        canvas.solid(lid, look.accent, "round", parts.cloth(canvas, look))
        canvas.solid(oval(400, 372, 24, 22), look.accent, "ball")
        return
    canvas.solid(rounded(180, 606, 440, 38, 19), look.base, "down", parts.cloth(canvas, look))
    canvas.line("M210 612L468 506", "#8a5a34", 8)
    canvas.dot(470, 504, 8, "#e8603a")
    parts.box(canvas, (230, 566, 130, 44), 30, look.accent)
