"""Draw electronics."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, ring, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("headphones", 440, 500, "desk", focus=(290, 500))
def headphones(canvas: Canvas, look: Look) -> None:
    """Over-ear headphones; form 1 is an open pair for children with ears."""
    canvas.shadow(415, 652, 250, 30)
    band = "M226 500C200 250 300 176 400 176S600 250 574 500"
    canvas.line(band, look.dark, 40)
    canvas.line(band, look.base, 28)
    canvas.line("M250 330C270 240 330 196 400 192", colors.lighten(look.base, 0.6), 7, 0.6)
    if look.form == 1:
        for x in (296, 504):
            canvas.solid(oval(x, 206, 44, 44), look.accent, "ball")
    for side in (-1, 1):
        x = 400 + side * 172
        canvas.solid(
            rounded(x - 44 - side * 26, 430, 88, 200, 44), colors.darken(look.accent, 0.45), "side"
        )
        canvas.solid(rounded(x - 46 + side * 16, 440, 92, 180, 46), look.base, "round")
        canvas.line(f"M{x + side * 34} 480v100", look.accent, 10, 0.9)
    parts.mark(canvas, look, 244, 530, 50)


@shape("earbuds", 400, 360, "desk", focus=(400, 460))
def earbuds(canvas: Canvas, look: Look) -> None:
    """Earbuds in an open charging case."""
    canvas.shadow(415, 650, 240, 32)
    lid = "M230 440C230 320 300 292 400 292S570 320 570 440Z"
    canvas.solid(lid, colors.darken(look.base, 0.16), "round")
    canvas.path("M256 436C260 350 310 326 400 326S540 350 544 436Z", colors.darken(look.base, 0.45))
    canvas.solid(oval(400, 446, 170, 36), colors.darken(look.base, 0.3), "flat")
    for side in (-1, 1):
        x = 400 + side * 74
        canvas.solid(rounded(x - 16, 396, 32, 84, 14), colors.lighten(look.base, 0.3), "side")
        canvas.solid(oval(x, 392, 42, 40), colors.lighten(look.base, 0.3), "ball")
        canvas.solid(oval(x + side * 12, 392, 18, 22), look.accent, "flat")
    body = "M230 446A170 36 0 0 0 570 446V560C570 630 500 648 400 648S230 630 230 560Z"
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    canvas.dot(400, 540, 8, "#8fe3b4")
    parts.mark(canvas, look, 400, 592, 56)
    canvas.gleam("M256 490V570", 10, 0.5)


@shape("speaker", 380, 440, "room", focus=(400, 500))
def speaker(canvas: Canvas, look: Look) -> None:
    """A speaker; forms: upright box, barrel, retro radio."""
    canvas.shadow(415, 652, 240, 32)
    if look.form == 1:
        canvas.solid(
            lathe(400, [(300, 130), (320, 150), (600, 150), (640, 136)]),
            look.base,
            "side",
            patterns.paint(canvas, "weave", look.dark, look.dark, 0.6),
        )
        canvas.solid(oval(400, 302, 132, 26), look.accent, "flat")
        canvas.line("M380 302h40M400 290v24", "#ffffff", 6, 0.8)
        canvas.line("M548 340q50 40 0 90", look.accent, 16)
        return
    if look.form == 2:
        canvas.line("M240 380Q400 270 560 380", look.accent, 18)
        canvas.solid(rounded(190, 370, 420, 276, 40), look.base, "round")
        canvas.solid(
            rounded(216, 410, 220, 200, 20),
            look.accent,
            "flat",
            patterns.paint(canvas, "dots", colors.darken(look.accent, 0.3), scale=0.5),
        )
        canvas.solid(rounded(460, 420, 124, 70, 12), "#f6e3b4", "flat")
        canvas.line("M474 456H570M520 430V484", "#a8432f", 4)
        for x in (490, 554):
            canvas.solid(oval(x, 560, 27, 27), parts.BRASS, "ball")
        return
    parts.box(canvas, (250, 250, 270, 396), 70, look.base, radius=20)
    for cy, radius in ((350, 66), (520, 102)):
        canvas.solid(oval(385, cy, radius + 14, radius + 14), look.accent, "flat")
        canvas.solid(oval(385, cy, radius, radius), "#34322f", "ball")
        canvas.solid(oval(385, cy, radius * 0.4, radius * 0.4), "#55514c", "ball")


@shape("keyboard", 640, 280, "desk", flat=True, focus=(280, 380))
def keyboard(canvas: Canvas, look: Look) -> None:
    """A keyboard from above; form 1 has round keys, form 2 is a number pad."""
    if look.form == 2:
        _pad(canvas, look)
        return
    with canvas.floating(14):
        canvas.solid(rounded(90, 268, 620, 264, 30), look.base, "down")
    cap = colors.lighten(look.base, 0.6) if colors.brightness(look.base) < 0.7 else "#fffaf0"
    for row in range(4):
        for column in range(12):
            x, y = 112 + column * 48.6, 288 + row * 48
            fill = look.accent if (row, column) in ((0, 0), (1, 11), (2, 11)) else cap
            radius = 20 if look.form == 1 else 9
            _key(canvas, x, y, 41, fill, radius=radius)
    for x, width, fill in ((112, 84, cap), (209, 285, look.accent), (506, 90, cap), (609, 79, cap)):
        _key(canvas, x, 480, width, fill, radius=9)


def _key(canvas: Canvas, x: float, y: float, width: float, fill: str, *, radius: float) -> None:
    canvas.raw(
        f'<rect x="{x:.0f}" y="{y + 5:.0f}" width="{width}" height="38" rx="{radius}" '
        f'fill="{colors.darken(fill, 0.3)}"/>'
    )
    canvas.raw(
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width}" height="37" rx="{radius}" fill="{fill}"/>'
    )


def _pad(canvas: Canvas, look: Look) -> None:
    with canvas.floating(14):
        canvas.solid(rounded(270, 230, 260, 340, 30), look.base, "down")
    cap = colors.lighten(look.base, 0.6)
    for row in range(4):
        for column in range(3):
            last = row == 3 and column == 2
            _key(
                canvas,
                296 + column * 72,
                320 + row * 58,
                60,
                look.accent if last else cap,
                radius=10,
            )
    canvas.solid(oval(470, 276, 30, 30), look.accent, "ball")


@shape("mouse", 330, 480, "desk", flat=True, focus=(400, 330))
def mouse(canvas: Canvas, look: Look) -> None:
    """A mouse from above; form 1 stands on a mouse mat."""
    if look.form == 1:
        with canvas.floating(8):
            canvas.solid(
                rounded(190, 160, 420, 480, 30), look.accent, "flat", parts.cloth(canvas, look)
            )
    with canvas.floating(16):
        body = "M400 180C500 180 530 280 530 400S500 624 400 624S270 520 270 400S300 180 400 180Z"
        canvas.solid(body, look.base, "ball")
    canvas.crease("M400 184V380M276 372Q400 410 524 372", 5, 0.3)
    canvas.solid(rounded(384, 246, 32, 90, 16), look.accent, "side")
    parts.mark(canvas, look, 400, 516, 80)


@shape("power_bank", 320, 460, "desk", focus=(380, 430))
def power_bank(canvas: Canvas, look: Look) -> None:
    """A power bank with a cable; form 1 is a wall charger, form 2 a round wireless pad."""
    canvas.shadow(415, 652, 200, 28)
    if look.form == 1:
        parts.box(canvas, (290, 420, 190, 226), 66, look.base, radius=30)
        for x in (346, 412):
            canvas.solid(rounded(x, 360, 18, 66, 6), parts.STEEL, "side")
        for y in (480, 536, 592):
            canvas.line(f"M350 {y}H420", "#2f2a26", 14)
            canvas.line(f"M360 {y}H410", look.accent, 5)
        return
    if look.form == 2:
        canvas.solid(lathe(400, [(600, 190), (628, 190)], flat=0.26), look.dark, "side")
        canvas.solid(oval(400, 600, 190, 62), look.base, "flat", parts.cloth(canvas, look))
        canvas.line(oval(400, 600, 130, 42), look.accent, 6)
        parts.mark(canvas, look, 400, 598, 64)
        canvas.line("M580 620Q660 660 700 600", "#f4ead6", 12)
        return
    parts.box(
        canvas, (280, 230, 210, 416), 46, look.base, radius=28, pattern=parts.cloth(canvas, look)
    )
    for index in range(4):
        canvas.dot(324 + index * 26, 600, 7, "#ffffff" if index < 3 else look.dark)
    parts.mark(canvas, look, 385, 420, 110)
    canvas.line("M470 216C480 150 600 170 590 300S560 560 620 640", "#f4ead6", 13)
    canvas.solid(rounded(604, 610, 34, 40, 6), parts.STEEL, "side")


@shape("phone_case", 320, 560, "desk", flat=True, focus=(400, 380))
def phone_case(canvas: Canvas, look: Look) -> None:
    """A phone case from behind."""
    with canvas.group("rotate(7 400 400)"):
        with canvas.floating(16):
            canvas.solid(
                rounded(254, 120, 292, 570, 58), look.base, "flat", parts.cloth(canvas, look)
            )
        canvas.line(rounded(262, 128, 276, 554, 50), colors.lighten(look.base, 0.5), 4, 0.5)
        canvas.solid(rounded(284, 150, 126, 126, 36), colors.darken(look.base, 0.5), "flat")
        for x, y in ((318, 184), (376, 184), (318, 242)):
            canvas.solid(oval(x, y, 23, 23), "#26282c", "ball")
            canvas.dot(x - 6, y - 6, 5, "#b9d3e8")
        canvas.dot(376, 242, 9, "#f7e9b8")
        parts.mark(canvas, look, 400, 460, 190)
        canvas.path("M300 130H380L300 690H270V200Z", "#ffffff", 0.1)


@shape("cable", 460, 460, "desk", flat=True, focus=(470, 300))
def cable(canvas: Canvas, look: Look) -> None:
    """A braided cable, coiled; form 1 is a hub with ports."""
    if look.form == 1:
        with canvas.floating(14):
            canvas.line("M400 340V200Q400 150 460 140", look.dark, 16)
            canvas.solid(
                rounded(210, 330, 380, 150, 30), look.base, "down", parts.cloth(canvas, look)
            )
            canvas.solid(rounded(444, 116, 80, 48, 10), parts.STEEL, "down")
        for x in (244, 330, 416, 502):
            canvas.solid(rounded(x, 392, 58, 28, 6), "#2d2f33", "flat")
            canvas.line(f"M{x + 12} 402h34", look.accent, 4)
        return
    with canvas.floating(10):
        for radius in (170, 144, 118):
            canvas.line(oval(400, 420, radius, radius * 0.9), look.dark, 19)
            canvas.line(oval(400, 420, radius, radius * 0.9), look.base, 13)
            canvas.line(oval(400, 420, radius, radius * 0.9), look.accent, 4, 0.7, "6 12")
        canvas.line("M516 300Q560 240 520 190", look.base, 15)
        canvas.line("M282 540Q220 600 260 640", look.base, 15)
        canvas.solid(rounded(494, 120, 44, 76, 10), look.accent, "side")
        canvas.solid(rounded(504, 90, 24, 34, 4), parts.STEEL, "side")
        canvas.solid(rounded(244, 620, 44, 70, 10), look.accent, "side")
        canvas.solid(rounded(330, 540, 140, 34, 10), colors.darken(look.base, 0.3), "down")


@shape("watch", 300, 560, "desk", flat=True, focus=(400, 400))
def watch(canvas: Canvas, look: Look) -> None:
    """A watch; form 0 shows a screen with rings, form 1 has hands."""
    with canvas.group("rotate(-8 400 400)"):
        with canvas.floating(14):
            strap = "M330 300L346 120H454L470 300ZM330 500L346 690H454L470 500Z"
            canvas.solid(strap, look.base, "side", parts.cloth(canvas, look, 0.7))
            if look.form == 1:
                canvas.solid(oval(400, 400, 136, 136), parts.STEEL, "ball")
            else:
                canvas.solid(rounded(276, 276, 248, 248, 62), "#55514c", "flat")
            canvas.solid(rounded(522, 372, 22, 56, 8), parts.BRASS, "down")
        for y in (160, 200, 590, 630, 664):
            canvas.dot(400, y, 6, look.dark)
        if look.form == 1:
            _dial(canvas, look)
        else:
            canvas.solid(rounded(294, 294, 212, 212, 46), "#1d1f24", "flat")
            canvas.line(
                "M326 470v-40M362 470v-84M398 470v-56M434 470v-110M470 470v-70", look.accent, 17
            )
            canvas.line("M326 338H400", "#f4ead6", 12)
            canvas.dot(462, 336, 15, "#e05a45")


def _dial(canvas: Canvas, look: Look) -> None:
    canvas.solid(oval(400, 400, 112, 112), "#fbf5e6", "flat")
    for index, (x, y) in enumerate(ring(400, 400, 94, 12)):
        canvas.dot(x, y, 7 if index % 3 == 0 else 3.5, look.accent)
    canvas.line("M400 400L354 362", "#2f2a26", 10)
    canvas.line("M400 400L458 344", "#2f2a26", 6)
    canvas.line("M400 400V478", look.accent, 3)
    canvas.dot(400, 400, 9, look.accent)
