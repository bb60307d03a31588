"""Draw small appliances."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, rounded, smooth
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("kettle", 470, 440, "kitchen", focus=(380, 470))
def kettle(canvas: Canvas, look: Look) -> None:
    """An electric kettle; form 1 has a gooseneck, form 2 is glass."""
    canvas.shadow(420, 652, 240, 32)
    canvas.solid(lathe(400, [(622, 150), (644, 156)], flat=0.13), "#3b3a38", "side")
    canvas.line("M500 300C640 270 660 560 520 580", colors.darken(look.accent, 0.2), 38)
    canvas.line("M500 296C628 270 648 550 520 574", look.accent, 26)
    if look.form == 1:
        neck = [
            (310, 590),
            (210, 560),
            (200, 440),
            (150, 330),
            (132, 322),
            (150, 350),
            (226, 460),
            (250, 520),
            (310, 530),
        ]
        canvas.solid(smooth(neck, closed=True, tension=0.9), look.base, "soft")
    else:
        canvas.solid("M296 330L216 280Q236 330 280 420Z", look.base, "soft")
    profile = [(280, 104), (300, 112), (420, 138), (560, 146), (622, 142)]
    body = lathe(400, profile)
    if look.form == 2:
        canvas.solid(lathe(400, [(440, 138), (560, 142), (616, 136)]), "#a9cddb", "round")
        canvas.path(oval(400, 440, 138, 20), "#c9e2ea")
        parts.glass(canvas, body)
        canvas.solid(lathe(400, [(586, 146), (624, 144)]), look.base, "side")
    else:
        canvas.solid(body, look.base, "side", parts.cloth(canvas, look))
        parts.mark(canvas, look, 392, 480, 100)
    canvas.solid(lathe(400, [(252, 70), (266, 100), (288, 112)]), look.base, "side")
    canvas.solid(oval(400, 244, 26, 18), look.accent, "ball")
    canvas.gleam("M300 380Q282 470 288 580", 10, 0.5)


@shape("rice_cooker", 480, 380, "kitchen", focus=(400, 540))
def rice_cooker(canvas: Canvas, look: Look) -> None:
    """A rice cooker with a panel; form 1 is an air fryer with a drawer, form 2 a slow cooker."""
    canvas.shadow(420, 652, 270, 34)
    if look.form == 1:
        body = "M210 340Q220 270 400 268T590 340L604 610Q600 646 560 648H240Q200 646 196 610Z"
        canvas.solid(body, look.base, "round")
        canvas.solid(rounded(226, 470, 348, 150, 26), look.dark, "round")
        canvas.solid(rounded(330, 520, 140, 36, 18), look.accent, "down")
        _panel(canvas, look, 372)
        return
    body = (
        "M178 440Q170 420 200 410H600Q630 420 622 440L606 600Q596 648 540 650H260Q204 648 194 600Z"
    )
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    lid = "M186 424C190 320 280 290 400 290S610 320 614 424Q400 452 186 424Z"
    canvas.solid(lid, colors.lighten(look.base, 0.22), "round")
    canvas.crease("M184 428Q400 456 616 428", 5, 0.4)
    if look.form == 2:
        canvas.solid(oval(400, 290, 40, 20), look.accent, "ball")
        canvas.dot(400, 556, 44, look.accent)
        canvas.line("M400 556V524", "#ffffff", 8)
        return
    canvas.line("M300 306Q400 250 500 306", look.accent, 20)
    _panel(canvas, look, 546)
    canvas.gleam("M230 380Q260 330 330 316", 10, 0.5)


def _panel(canvas: Canvas, look: Look, y: float) -> None:
    canvas.solid(rounded(300, y - 44, 200, 88, 20), "#2d2f33", "flat")
    for index, x in enumerate((330, 362, 394)):
        canvas.line(f"M{x} {y - 16}v30", "#9fe0d2", 7 if index != 1 else 4)
    canvas.dot(456, y, 20, look.accent)


@shape("fan", 380, 540, "room", focus=(400, 320), zoom=1.7)
def fan(canvas: Canvas, look: Look) -> None:
    """A desk fan; form 1 is a tower."""
    canvas.shadow(420, 652, 180, 30)
    if look.form == 1:
        canvas.solid(lathe(400, [(630, 110), (646, 116)], flat=0.2), look.dark, "side")
        canvas.solid(rounded(326, 130, 148, 504, 70), look.base, "side")
        for y in range(210, 560, 22):
            canvas.crease(f"M356 {y}H444", 8, 0.3)
        canvas.dot(400, 172, 15, look.accent)
        return
    canvas.solid(lathe(400, [(616, 110), (632, 120), (644, 120)], flat=0.2), look.base, "side")
    canvas.line("M400 480V624", look.dark, 30)
    canvas.line("M394 480V620", look.pale, 8, 0.6)
    canvas.path(oval(400, 310, 190, 190), colors.lighten(look.base, 0.7), 0.6)
    for turn in range(0, 360, 72):
        with canvas.group(f"rotate({turn} 400 310)"):
            canvas.solid(
                "M400 310C340 240 350 160 410 146C460 180 450 250 400 310Z", look.accent, "soft"
            )
    for radius in (190, 150, 108, 66):
        canvas.line(oval(400, 310, radius, radius), look.base, 12 if radius == 190 else 3, 0.9)
    for turn in range(0, 360, 15):
        canvas.raw(
            f'<path d="M400 260V122" stroke="{look.base}" stroke-width="3" opacity=".75" '
            f'transform="rotate({turn} 400 310)"/>'
        )
    canvas.solid(oval(400, 310, 46, 46), look.base, "ball")


@shape("humidifier", 300, 430, "bedroom", focus=(400, 450))
def humidifier(canvas: Canvas, look: Look) -> None:
    """A humidifier breathing mist; form 1 is an aroma diffuser of wood, form 2 a heater."""
    canvas.shadow(420, 652, 190, 30)
    if look.form == 2:
        parts.box(canvas, (270, 330, 230, 318), 66, look.base, radius=22)
        canvas.solid(rounded(296, 360, 178, 190, 16), "#3a3431", "flat")
        for y in (392, 430, 468, 506):
            canvas.line(f"M316 {y}H454", "#f08a4a", 12, 0.9)
        canvas.dot(385, 600, 20, look.accent)
        return
    for d, width in (
        ("M400 290C370 240 440 220 410 160", 26),
        ("M416 290C470 250 420 210 470 170", 16),
        ("M384 292C340 250 380 220 340 186", 14),
    ):
        canvas.line(d, "#ffffff", width, 0.55)
    if look.form == 1:
        profile = [(320, 60), (380, 112), (480, 140), (590, 132), (642, 108)]
        canvas.solid(lathe(400, profile), "#c08f5c", "round")
        for y in range(390, 640, 34):
            canvas.crease(f"M280 {y}q120 {20 + y % 3 * 8} 240 0", 4, 0.14)
        canvas.path(lathe(400, [(552, 138), (592, 132)]), look.base, 0.9)
    else:
        profile = [(310, 70), (350, 118), (450, 140), (642, 136)]
        canvas.solid(lathe(400, profile), look.base, "round", parts.cloth(canvas, look))
        canvas.line("M260 470a140 22 0 0 0 280 0", look.accent, 9)
        parts.mark(canvas, look, 400, 570, 90)
    canvas.solid(oval(400, profile[0][0], profile[0][1], 14), look.dark, "inside")
    canvas.gleam("M296 400Q282 470 286 560", 10, 0.5)


@shape("dryer", 480, 440, "bath", focus=(380, 400))
def dryer(canvas: Canvas, look: Look) -> None:
    """A hair dryer; form 1 is a handheld garment steamer."""
    canvas.shadow(420, 652, 220, 28)
    with canvas.group("rotate(-6 400 400)"):
        canvas.solid("M420 430L500 430L520 640Q476 660 440 640Z", look.dark, "side")
        canvas.solid("M250 280H500A90 90 0 0 1 500 460H330L250 440Z", look.base, "down")
        nozzle = "M164 300L256 276V446L164 424Z"
        canvas.solid(
            nozzle, look.accent if look.form == 0 else colors.lighten(look.base, 0.5), "down"
        )
        canvas.solid(oval(508, 370, 62, 76), look.accent, "ball")
        for radius in (46, 32, 18):
            canvas.line(
                oval(508, 370, radius, radius * 1.2), colors.darken(look.accent, 0.4), 4, 0.5
            )
        canvas.line("M454 480v60", "#ffffff", 12, 0.7)
        canvas.gleam("M280 304H460", 10, 0.5)
    canvas.line("M476 640Q520 670 600 644T700 640", "#3b3a38", 10)
    if look.form == 1:
        for y in (330, 372, 414):
            canvas.line(f"M150 {y}q-30 -14 -60 4t-56 -4", "#ffffff", 10, 0.6)


@shape("coffee_maker", 420, 440, "kitchen", focus=(380, 460))
def coffee_maker(canvas: Canvas, look: Look) -> None:
    """A drip coffee maker; form 1 is a hand grinder, form 2 a blender."""
    canvas.shadow(420, 652, 230, 32)
    if look.form == 1:
        canvas.line("M400 260L560 232", "#6f7479", 14)
        canvas.solid(oval(566, 214, 26, 30), "#9a6a3f", "ball")
        canvas.solid(lathe(400, [(270, 40), (290, 96), (420, 104)]), parts.STEEL, "side")
        canvas.solid(lathe(400, [(420, 108), (520, 92), (642, 108)]), look.base, "round")
        parts.mark(canvas, look, 400, 540, 84)
        return
    if look.form == 2:
        canvas.solid("M290 480H510L540 640Q400 662 260 640Z", look.base, "round")
        canvas.dot(400, 572, 34, look.accent)
        jug = "M274 220H526L500 486H300Z"
        canvas.solid("M284 330H516L500 480H300Z", look.accent, "round")
        parts.glass(canvas, jug)
        canvas.solid(rounded(266, 190, 268, 40, 14), look.dark, "side")
        canvas.line("M524 270q80 10 60 100t-76 60", look.dark, 20)
        return
    canvas.solid(rounded(220, 230, 360, 120, 30), look.base, "round")
    canvas.solid(rounded(440, 300, 140, 340, 20), look.dark, "round")
    canvas.solid(rounded(210, 604, 380, 46, 18), look.base, "round")
    canvas.solid(lathe(328, [(440, 90), (520, 108), (596, 96)]), "#5a3420", "round")
    parts.glass(canvas, lathe(328, [(390, 78), (430, 80), (520, 112), (600, 98)]))
    canvas.line("M424 430q50 20 20 110", "#3b3a38", 14)
    canvas.solid("M276 350H380L360 392H296Z", look.accent, "flat")
    canvas.dot(510, 292, 17, look.accent)
    parts.mark(canvas, look, 328, 290, 64)


@shape("toaster", 480, 380, "kitchen", focus=(400, 500))
def toaster(canvas: Canvas, look: Look) -> None:
    """A toaster with two slices; form 1 is a small oven, form 2 an induction hob."""
    canvas.shadow(415, 650, 280, 34)
    if look.form == 1:
        parts.box(canvas, (180, 350, 400, 296), 60, look.base, radius=20)
        canvas.solid(rounded(206, 384, 270, 228, 14), "#43302a", "flat")
        canvas.path(rounded(222, 400, 238, 196, 8), "#f0a34a", 0.55)
        canvas.line("M222 520H460", "#d9d3c6", 6)
        canvas.solid("M270 518q70 -96 140 0Z", "#d99a52", "ball")
        for y in (430, 500, 570):
            canvas.dot(528, y, 24, look.accent)
        return
    if look.form == 2:
        canvas.solid("M220 540H580L650 640H150Z", "#2c2d31", "flat")
        canvas.solid("M150 640H650V652H150Z", look.base, "")
        canvas.line(oval(400, 582, 130, 32), "#f08a4a", 6)
        canvas.line(oval(400, 582, 84, 20), "#f08a4a", 4)
        canvas.line("M330 626H470", look.accent, 6)
        return
    for x in (270, 420):
        slice_ = f"M{x} 420V320q-22 -50 22 -56h84q44 6 22 56V420Z"
        canvas.solid(slice_, "#a8672f", "soft")
        canvas.solid(f"M{x + 12} 420V326q-14 -40 16 -44h72q30 4 16 44V420Z", "#e8bd7a", "soft")
    body = (
        "M170 470Q180 380 260 376H540Q620 380 630 470L636 610Q632 644 590 646H210Q168 644 164 610Z"
    )
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    canvas.crease("M250 392H410M430 392H560", 12, 0.5)
    canvas.solid(rounded(622, 450, 34, 26, 10), look.accent, "flat")
    canvas.dot(560, 574, 28, look.accent)
    parts.mark(canvas, look, 380, 528, 110)
    canvas.gleam("M206 470Q216 420 260 410", 12, 0.5)


@shape("vacuum", 420, 500, "room", focus=(400, 330))
def vacuum(canvas: Canvas, look: Look) -> None:
    """A handheld vacuum; form 1 is a robot cleaner."""
    canvas.shadow(415, 650, 250, 30)
    if look.form == 1:
        canvas.solid(lathe(400, [(560, 210), (620, 210)], flat=0.24), look.dark, "side")
        canvas.solid(oval(400, 560, 210, 74), look.base, "flat", parts.cloth(canvas, look))
        canvas.line(oval(400, 560, 180, 60), look.accent, 4, 0.7)
        canvas.solid(lathe(400, [(528, 60), (552, 62)], flat=0.3), "#3b3a38", "side")
        canvas.solid(oval(400, 528, 60, 18), look.accent, "flat")
        return
    canvas.line("M392 430L330 606", parts.STEEL, 30)
    canvas.line("M384 430L322 606", "#ffffff", 8, 0.6)
    canvas.solid("M226 600H412Q436 604 440 650H204Q206 606 226 600Z", look.dark, "down")
    handle = "M430 180C560 120 640 240 560 330L470 400"
    canvas.line(handle, look.dark, 44)
    canvas.line(handle, look.base, 34)
    canvas.line("M452 190C540 160 590 230 540 300", look.pale, 8, 0.7)
    with canvas.group("rotate(20 410 330)"):
        canvas.solid(rounded(346, 130, 128, 170, 44), look.base, "side")
        canvas.solid(rounded(352, 280, 116, 190, 34), look.accent, "side")
        parts.glass(canvas, rounded(362, 300, 96, 150, 30))
        for y in (160, 180, 200):
            canvas.crease(f"M376 {y}H444", 6, 0.3)
