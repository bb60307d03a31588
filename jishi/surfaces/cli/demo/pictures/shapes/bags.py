"""Draw bags and shoes."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape

_STRAP = "#e8d9b8"


@shape("backpack", 420, 500, "outdoor", focus=(400, 500))
def backpack(canvas: Canvas, look: Look) -> None:
    """A backpack; forms: daypack, roll-top, hiking pack with a mat, school bag."""
    canvas.shadow(425, 652, 240, 32)
    for side in (-1, 1):
        x = 400 + side * 150
        canvas.line(f"M{x} 300q{side * 60} 110 {side * 8} 250", look.dark, 26)
    canvas.line("M352 176q0 -46 48 -46t48 46", look.dark, 16)
    bottom = 600 if look.form == 2 else 648
    if look.form == 2:
        canvas.solid(rounded(240, 590, 320, 62, 31), look.accent, "down")
        canvas.solid(oval(560, 621, 30, 31), colors.darken(look.accent, 0.2), "ball")
    body = (
        f"M262 {bottom - 30}C238 500 236 300 262 236C276 172 330 160 400 160S524 172 538 236"
        f"C564 300 562 500 538 {bottom - 30}Q534 {bottom} 500 {bottom}"
        f"H300Q266 {bottom} 262 {bottom - 30}Z"
    )
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    if look.form == 1:
        canvas.solid("M262 250C300 214 500 214 538 250L530 160Q400 130 270 160Z", look.dark, "down")
        canvas.line("M400 158V300", _STRAP, 12)
        canvas.solid(rounded(384, 262, 32, 26, 6), parts.BRASS, "flat")
    else:
        canvas.crease("M262 300C300 250 500 250 538 300", 5, 0.3)
        canvas.line(
            "M268 292C304 244 496 244 532 292", colors.lighten(look.base, 0.4), 3, 0.5, "2 9"
        )
    _front_pocket(canvas, look, bottom)
    for x in (286, 514):
        canvas.line(f"M{x} 320V412", _STRAP, 10, 0.9)
        canvas.solid(rounded(x - 13, 360, 26, 22, 5), "#b98b4a", "flat")
    canvas.gleam("M276 290Q262 360 264 470", 8, 0.32)


def _front_pocket(canvas: Canvas, look: Look, bottom: int) -> None:
    pocket = (
        f"M292 420Q400 396 508 420L516 {bottom - 40}Q512 {bottom - 22} 494 {bottom - 22}"
        f"H306Q288 {bottom - 22} 284 {bottom - 40}Z"
    )
    canvas.solid(pocket, look.accent, "soft")
    canvas.line("M300 442Q400 420 500 442", colors.darken(look.accent, 0.45), 7, 0.8)
    canvas.solid(rounded(470, 438, 10, 36, 5), "#e0c27a", "flat")
    if look.emblem:
        canvas.solid(rounded(352, 482, 96, 84, 14), "#f4ead6", "flat")
        emblems.draw(canvas, look.emblem, (400, 524), 60, (look.dark, look.accent))


@shape("tote", 420, 500, "wardrobe", focus=(400, 500))
def tote(canvas: Canvas, look: Look) -> None:
    """A cloth bag; form 1 is a basket bag, form 2 a messenger bag with a flap."""
    canvas.shadow(420, 652, 240, 30)
    if look.form == 2:
        canvas.line("M240 470C220 120 580 120 560 470", colors.darken(look.base, 0.25), 18)
    else:
        for dx, width in ((12, 16), (0, 16)):
            canvas.line(
                f"M{320 + dx} 380C{310 + dx} 170 {470 + dx} 170 {470 + dx} 380",
                look.accent if dx == 0 else look.dark,
                width,
            )
    body = "M232 366Q400 384 568 366L592 610Q594 648 550 650H250Q206 648 208 610Z"
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    canvas.crease("M236 404Q400 422 564 404", 3, 0.25)
    if look.form == 2:
        flap = "M222 360Q400 376 578 360L584 500Q580 540 540 542H260Q220 540 216 500Z"
        canvas.solid(flap, look.accent, "soft")
        canvas.solid(rounded(372, 510, 56, 60, 10), parts.BRASS, "flat")
        return
    canvas.crease("M270 430Q280 540 262 630M530 430Q520 540 540 630", 10, 0.1)
    parts.mark(canvas, look, 400, 522, 160)


@shape("sneakers", 600, 330, "wardrobe", focus=(470, 560))
def sneakers(canvas: Canvas, look: Look) -> None:
    """A pair of shoes; forms: sneaker, hiking boot, slipper, rain boot."""
    canvas.shadow(405, 650, 330, 32)
    draw = (_sneaker, _boot, _slipper, _rain_boot)[look.form % 4]
    with canvas.group("translate(-60 -46) scale(.94)"):
        draw(canvas, look)
    draw(canvas, look)


def _sneaker(canvas: Canvas, look: Look) -> None:
    upper = (
        "M176 600Q160 470 190 420Q240 400 290 420Q330 470 420 486Q560 520 640 560"
        "Q668 580 664 612H178Z"
    )
    canvas.solid(upper, look.base, "soft", parts.cloth(canvas, look))
    canvas.solid("M560 524Q660 560 664 612H520Q520 556 560 524Z", look.accent, "soft")
    canvas.solid("M180 600Q166 500 186 430Q230 440 240 520V604Z", look.accent, "soft")
    canvas.solid("M164 598H668Q684 616 672 644H176Q156 620 164 598Z", "#f7f1e5", "down")
    canvas.line("M172 628H674", look.accent, 5, 0.7)
    for index in range(5):
        x, y = 318 + index * 42, 452 + index * 11
        canvas.line(f"M{x} {y + 30}L{x + 40} {y - 6}", "#fbf7ec", 9)
    canvas.line("M300 560Q400 570 500 520", look.accent, 11, 0.9)
    canvas.path("M196 420Q240 404 286 420Q250 444 196 420Z", "#3a2c22", 0.55)
    parts.mark(canvas, look, 214, 520, 40)


def _boot(canvas: Canvas, look: Look) -> None:
    upper = "M200 600V340Q280 316 360 340L380 460Q540 480 620 540Q650 570 648 606H200Z"
    canvas.solid(upper, look.base, "soft")
    canvas.solid("M540 496Q650 540 648 606H500Q490 540 540 496Z", look.dark, "soft")
    canvas.solid("M190 330Q280 300 370 330L372 374Q280 350 192 374Z", look.accent, "round")
    canvas.solid(
        "M186 596H656V648H626L612 634L590 648H550L536 634L514 648H330L316 634L296 648H186Z",
        "#3a342e",
        "down",
    )
    for index in range(5):
        y = 400 + index * 28
        shift = index * 12
        canvas.line(f"M{330 + shift} {y}L{386 + shift} {y - 14}", look.accent, 8)
        canvas.dot(330 + shift, y, 8, parts.BRASS)


def _slipper(canvas: Canvas, look: Look) -> None:
    canvas.solid(
        "M150 606Q150 566 240 566H600Q680 580 676 624Q670 646 600 646H200Q150 646 150 606Z",
        look.accent,
        "down",
    )
    upper = "M360 606C370 480 480 460 560 490Q660 530 672 606Q520 640 360 606Z"
    canvas.solid(upper, look.base, "ball", parts.cloth(canvas, look))
    canvas.line("M360 604Q380 540 420 506", look.pale, 16)
    parts.mark(canvas, look, 520, 556, 70)


def _rain_boot(canvas: Canvas, look: Look) -> None:
    upper = "M240 610V340H420V490Q580 490 620 560Q634 590 626 614H240Z"
    canvas.solid(upper, look.base, "soft", parts.cloth(canvas, look))
    canvas.solid(rounded(232, 330, 196, 42, 12), look.accent, "round")
    canvas.solid("M230 602H634V646H230Z", look.accent, "down")
    canvas.gleam("M268 400V560", 12, 0.5)
    parts.mark(canvas, look, 330, 470, 80)


@shape("suitcase", 360, 540, "room", focus=(400, 480))
def suitcase(canvas: Canvas, look: Look) -> None:
    """A hard-shell suitcase; form 1 is a small leather case."""
    canvas.shadow(420, 652, 220, 28)
    if look.form == 1:
        canvas.line("M330 400q0 -50 70 -50t70 50", look.accent, 20)
        canvas.solid(rounded(190, 390, 420, 256, 26), look.base, "flat", parts.cloth(canvas, look))
        for x in (260, 500):
            canvas.solid(rounded(x, 388, 40, 260, 4), look.accent, "flat")
            canvas.solid(rounded(x - 4, 440, 48, 40, 8), parts.BRASS, "flat")
        parts.mark(canvas, look, 400, 530, 110)
        return
    canvas.line("M346 230V120H454V230", parts.STEEL, 14)
    canvas.line("M340 118H460", "#3a3633", 22)
    for x in (296, 504):
        canvas.dot(x, 634, 18, "#3a3633")
    canvas.solid(rounded(250, 200, 300, 430, 44), look.base, "round", parts.cloth(canvas, look))
    for x in (300, 350, 400, 450, 500):
        canvas.crease(f"M{x} 236V596", 6, 0.2)
        canvas.line(f"M{x + 6} 236V596", "#fff9ee", 3, 0.4)
    for x, y in ((262, 212), (506, 212), (262, 580), (506, 580)):
        canvas.solid(rounded(x, y, 32, 38, 12), look.accent, "flat")
    canvas.solid(rounded(360, 300, 80, 54, 8), "#f4ead6", "flat")
    parts.mark(canvas, look, 400, 327, 40)


@shape("wallet", 440, 340, "desk", focus=(420, 480))
def wallet(canvas: Canvas, look: Look) -> None:
    """A wallet with cards showing; form 1 is a coin purse with a clasp."""
    canvas.shadow(415, 648, 260, 30)
    pattern = parts.cloth(canvas, look)
    if look.form == 1:
        body = "M230 430Q400 410 570 430Q620 560 560 620Q400 670 240 620Q180 560 230 430Z"
        canvas.solid(body, look.base, "ball", pattern)
        canvas.line("M226 432Q400 350 574 432", parts.BRASS, 18)
        for x in (386, 416):
            canvas.solid(oval(x, 372, 19, 19), parts.BRASS, "ball")
        parts.mark(canvas, look, 400, 540, 130)
        return
    for index, tone in enumerate((look.accent, "#e8d9b8", "#8fb0a2")):
        canvas.solid(rounded(226 + index * 14, 340 + index * 26, 330, 120, 14), tone, "flat")
    canvas.solid(rounded(190, 410, 420, 234, 24), look.base, "flat", pattern)
    canvas.line(rounded(204, 424, 392, 206, 16), look.pale, 3, 0.6, "9 7")
    canvas.solid("M540 490H612V560H540Q510 525 540 490Z", look.dark, "flat")
    canvas.solid(oval(556, 525, 15, 15), parts.BRASS, "ball")
    parts.mark(canvas, look, 330, 536, 100)
