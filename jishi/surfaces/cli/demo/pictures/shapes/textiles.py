"""Draw home textiles: folded, piled, hung or spread."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


def fold(canvas: Canvas, box: tuple[float, float, float, float], fill: str, pattern: str) -> None:
    """Draw one folded cloth from its folded edge; box = x, y, width, height."""
    x, y, width, height = box
    d = rounded(x, y, width, height, height * 0.48)
    canvas.solid(d, fill, "round", pattern)
    for share in (0.4, 0.68):
        level = y + height * share
        canvas.crease(f"M{num(x + height * 0.4)} {num(level)}H{num(x + width - 12)}", 4, 0.16)
    canvas.gleam(f"M{num(x + height * 0.5)} {num(y + 9)}H{num(x + width * 0.7)}", 5, 0.35)


@shape("quilt", 520, 330, "bedroom", focus=(400, 500))
def quilt(canvas: Canvas, look: Look) -> None:
    """A folded quilt, puffed and stitched; form 1 is tied with a ribbon for giving."""
    canvas.shadow(415, 652, 300, 34)
    print_ = parts.cloth(canvas, look)
    for index, y in enumerate((552, 456, 360)):
        inset = (0, 10, 22)[index]
        fill = look.base if index % 2 == 0 else colors.lighten(look.base, 0.28)
        box = (150 + inset, y, 500 - 2 * inset, 98)
        canvas.solid(rounded(*box, 46), fill, "round", print_ if index % 2 == 0 else "")
        for x in range(230, 640, 86):
            canvas.crease(f"M{x} {y + 8}q-16 42 0 82", 6, 0.12)
        canvas.gleam(f"M{200 + inset} {y + 14}q160 -10 300 0", 8, 0.35)
        canvas.crease(f"M{176 + inset} {y + 92}H{630 - inset}", 6, 0.25)
    if look.form == 1:
        canvas.solid(rounded(366, 354, 52, 300, 4), look.accent, "round")
        canvas.solid("M392 358q-90 -60 -96 -14t96 14q20 -74 84 -60t-84 60Z", look.accent, "ball")


@shape("bed", 660, 400, "bedroom", focus=(300, 440), zoom=1.7)
def bed(canvas: Canvas, look: Look) -> None:
    """A made bed showing a set of bed linen."""
    canvas.shadow(400, 655, 380, 34)
    canvas.solid(rounded(110, 260, 580, 330, 44), "#b98b5e", "down")
    canvas.solid(rounded(132, 282, 536, 290, 32), "#c99c6c", "down")
    print_ = parts.cloth(canvas, look, 1.2)
    for x in (168, 412):
        pillow = f"M{x} 360Q{x + 110} 330 {x + 220} 360Q{x + 236} 420 {x + 220} 470"
        pillow += f"Q{x + 110} 490 {x} 470Q{x - 16} 420 {x} 360Z"
        canvas.solid(pillow, look.pale, "soft")
    for x in (208, 396):
        pillow = f"M{x} 404Q{x + 96} 380 {x + 192} 404Q{x + 206} 450 {x + 192} 500H{x}"
        canvas.solid(pillow + f"Q{x - 14} 450 {x} 404Z", look.base, "soft", print_)
    cover = "M96 500Q400 470 704 500L724 640Q400 668 76 640Z"
    canvas.solid(cover, look.base, "round", print_)
    canvas.solid("M96 500Q400 470 704 500L708 546Q400 518 92 546Z", look.accent, "round")
    canvas.crease(
        "M180 548Q160 600 170 650M620 548Q640 600 630 648M400 530Q390 590 410 654", 8, 0.12
    )


@shape("pillow", 480, 340, "bedroom", focus=(400, 480))
def pillow(canvas: Canvas, look: Look) -> None:
    """A pillow; form 1 is a square cushion with piping, form 2 a round one, form 3 a bolster."""
    canvas.shadow(415, 648, 280, 32)
    print_ = parts.cloth(canvas, look)
    if look.form == 2:
        canvas.solid(oval(400, 500, 230, 146), look.base, "ball", print_)
        for dx, dy in (
            (-190, 60),
            (-110, 116),
            (0, 138),
            (110, 116),
            (190, 60),
            (-200, -30),
            (200, -30),
        ):
            canvas.crease(
                f"M400 470Q{400 + dx * 0.6:.0f} {480 + dy * 0.5:.0f} {400 + dx} {500 + dy}", 4, 0.22
            )
        canvas.solid(oval(400, 468, 26, 20), look.accent, "ball")
        return
    if look.form == 3:
        canvas.solid(rounded(180, 480, 440, 166, 80), look.base, "down", print_)
        canvas.solid("M560 480a64 83 0 0 1 0 166a64 83 0 0 1 0 -166Z", look.accent, "ball")
        return
    top = 330 if look.form == 1 else 400
    left, right = (236, 564) if look.form == 1 else (176, 624)
    outline = (
        f"M{left} {top}Q400 {top + 26} {right} {top}Q{right - 20} {(top + 644) // 2} {right} 644"
        f"Q400 622 {left} 644Q{left + 20} {(top + 644) // 2} {left} {top}Z"
    )
    canvas.line(outline, colors.darken(look.accent, 0.1), 12)
    canvas.solid(outline, look.base, "ball", print_)
    parts.mark(canvas, look, 400, (top + 644) / 2, 160)
    canvas.crease(f"M{left + 10} {top + 10}q50 40 64 90M{right - 12} 634q-50 -30 -60 -80", 9, 0.12)


@shape("towel", 470, 340, "bath", focus=(400, 500))
def towel(canvas: Canvas, look: Look) -> None:
    """Folded towels in a pile; form 1 is a rolled pair, form 2 hangs on a rail."""
    canvas.shadow(415, 652, 270, 32)
    print_ = parts.cloth(canvas, look)
    nap = patterns.paint(canvas, "knit", look.dark, scale=0.6)
    if look.form == 2:
        canvas.line("M190 300H610", "#a58a63", 16)
        canvas.solid(
            "M240 292Q400 280 560 292V630Q400 650 240 630Z", look.base, "round", print_ or nap
        )
        canvas.path("M240 540Q400 558 560 540V572Q400 590 240 572Z", look.accent, 0.9)
        for x in range(250, 560, 14):
            canvas.line(f"M{x} 634v16", look.base, 5)
        return
    if look.form == 1:
        for cx, cy in ((300, 580), (500, 580), (400, 470)):
            canvas.solid(rounded(cx - 70, cy - 68, 200, 136, 66), look.base, "down", print_ or nap)
            canvas.dot(cx - 4, cy, 66, colors.lighten(look.base, 0.25))
            spiral = f"M{cx} {cy}a14 14 0 1 1 -16 -14a30 30 0 1 1 -18 38a44 44 0 1 1 70 6"
            canvas.line(spiral, look.dark, 5, 0.5)
        return
    for index, y in enumerate((584, 518, 452, 386)):
        fill = (look.base, look.pale, look.base, look.accent)[index]
        fold(
            canvas,
            (180 + index * 8, y, 440 - index * 16, 68),
            fill,
            nap if index % 2 else print_ or nap,
        )


@shape("throw", 440, 440, "bedroom", focus=(380, 450))
def throw(canvas: Canvas, look: Look) -> None:
    """A blanket draped over a stool, fringed."""
    canvas.shadow(415, 652, 240, 32)
    for x in (270, 520):
        canvas.line(f"M{x} 420L{x + (x - 395) * 0.16:.0f} 646", "#8a5a34", 20)
    canvas.solid(rounded(226, 330, 350, 60, 24), "#b98352", "down")
    drape = (
        "M218 300Q400 270 582 300L590 380Q560 400 548 420L540 560Q440 590 250 562L246 400"
        "Q214 380 218 300Z"
    )
    canvas.solid(drape, look.base, "round", parts.cloth(canvas, look))
    canvas.crease(
        "M300 330Q290 460 306 570M400 330Q410 460 396 580M490 330Q486 450 496 570", 12, 0.13
    )
    for x in range(256, 540, 13):
        sag = 566 + (1 - abs(x - 398) / 150) * 14
        canvas.line(f"M{x} {num(sag)}v34", look.accent, 5, 0.9)
    canvas.gleam("M250 310Q400 286 540 308", 9, 0.3)


@shape("curtain", 560, 560, "room", focus=(300, 400), zoom=1.6)
def curtain(canvas: Canvas, look: Look) -> None:
    """A pair of curtains at a window."""
    canvas.path(rounded(190, 140, 420, 420, 8), "#dbe9ee")
    canvas.path("M190 430Q300 360 400 420T610 400V560H190Z", "#a9c29a")
    canvas.dot(480, 240, 46, "#fbe7a8")
    canvas.line(rounded(190, 140, 420, 420, 8) + "M400 140V560M190 350H610", "#f7f1e5", 16)
    print_ = parts.cloth(canvas, look, 1.2)
    for side in (-1, 1):
        with canvas.group(f"translate({400 + side * 0} 0) scale({-side} 1)"):
            panel = "M70 110H270Q262 330 180 440Q210 540 226 650H70Q60 380 70 110Z"
            canvas.solid(panel, look.base, "soft", print_)
            for x in (104, 146, 190, 232):
                sway = f"M{x} 116Q{x + 4} 320 {110 + (x - 104) * 0.5:.0f} 440"
                canvas.crease(sway + f"Q{x} 560 {x} 648", 12, 0.13)
            canvas.line("M84 452Q130 470 182 440", look.accent, 16)
    canvas.line("M96 106H704", "#8a5a34", 16)
    for x in (96, 704):
        canvas.dot(x, 106, 17, parts.BRASS)


@shape("rug", 620, 460, "bedroom", flat=True, focus=(300, 330))
def rug(canvas: Canvas, look: Look) -> None:
    """A rug from above with a border and fringes; form 1 is round, form 2 a bath mat."""
    print_ = parts.cloth(canvas, look, 1.5)
    with canvas.floating(12):
        if look.form == 1:
            canvas.dot(400, 400, 270, look.accent)
            canvas.dot(400, 400, 246, look.base)
            canvas.solid(
                "M154 400a246 246 0 1 0 492 0a246 246 0 1 0 -492 0Z", look.base, "flat", print_
            )
        else:
            for y in range(196, 610, 15):
                canvas.line(f"M92 {y}h36M672 {y}h36", look.pale, 5)
            canvas.solid(rounded(120, 186, 560, 428, 10), look.accent, "flat")
            canvas.solid(rounded(150, 216, 500, 368, 6), look.base, "flat", print_)
    ring = rounded(176, 242, 448, 316, 4)
    if look.form == 1:
        canvas.line("M180 400a220 220 0 1 0 440 0a220 220 0 1 0 -440 0Z", look.accent, 8, 0.6)
    else:
        canvas.line(ring, look.accent, 6, 0.7, "18 12" if look.form == 2 else "")
    parts.mark(canvas, look, 400, 400, 190)


@shape("tablecloth", 580, 430, "kitchen", focus=(300, 470))
def tablecloth(canvas: Canvas, look: Look) -> None:
    """A cloth on a round table with a small vase; form 1 is a stack of napkins."""
    canvas.shadow(410, 652, 280, 32)
    print_ = parts.cloth(canvas, look)
    if look.form == 1:
        for index in range(4):
            y = 600 - index * 46
            fill = look.base if index % 2 == 0 else look.accent
            fold(
                canvas,
                (210 + index * 6, y, 380 - index * 12, 46),
                fill,
                print_ if index % 2 == 0 else "",
            )
        return
    canvas.line("M400 480V640M320 646H480", "#8a5a34", 26)
    skirt = "M120 390Q400 450 680 390L640 560Q600 590 566 556Q520 600 470 566Q420 606 370 568"
    skirt += "Q310 604 262 560Q210 590 166 552Z"
    canvas.solid(skirt, look.base, "round", print_)
    canvas.crease(
        "M200 424Q190 500 214 560M320 440Q316 520 340 580M470 440Q480 520 460 572"
        "M600 420Q606 500 580 560",
        10,
        0.13,
    )
    canvas.solid(
        "M120 390a280 62 0 1 1 560 0a280 62 0 1 1 -560 0Z",
        colors.lighten(look.base, 0.16),
        "flat",
        print_,
    )
    canvas.solid("M380 380q-16 -40 6 -64v-16h30v16q22 24 6 64Z", "#8fb0a2", "round")
    canvas.line("M400 302q-6 -40 -30 -60M402 302q10 -40 34 -50", "#5f8f56", 5)
    for x, y in ((368, 238), (440, 246), (404, 226)):
        canvas.solid(f"M{x - 18} {y}a18 16 0 1 0 36 0a18 16 0 1 0 -36 0Z", look.accent, "ball")
