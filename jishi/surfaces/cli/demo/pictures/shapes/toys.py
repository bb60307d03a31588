"""Draw toys and children's books."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import oval, polygon, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape

_PINK = "#efb5a4"
_BRIGHT = ("#d9573f", "#e8b04a", "#4f8f6f", "#4b6f9a", "#e39a7b", "#8a6fa0")


@shape("plush", 420, 500, "kids", focus=(400, 330))
def plush(canvas: Canvas, look: Look) -> None:
    """A sitting soft toy; forms: bear, rabbit, cat, mouse with big ears, panda."""
    canvas.shadow(420, 650, 250, 34)
    base, belly = look.base, colors.lighten(look.base, 0.5)
    limbs = "#3a3735" if look.form == 4 else base
    for side in (-1, 1):
        canvas.solid(oval(400 + side * 128, 606, 76, 52), limbs, "ball")
        canvas.solid(oval(400 + side * 140, 604, 44, 34), belly, "flat")
    canvas.solid(oval(400, 530, 134, 122), base, "ball")
    canvas.solid(oval(400, 548, 82, 80), belly, "flat")
    for side in (-1, 1):
        with canvas.group(f"rotate({-side * 28} {400 + side * 122} 500)"):
            canvas.solid(oval(400 + side * 128, 510, 40, 82), limbs, "soft")
        _ear(canvas, look, side)
    canvas.solid(oval(400, 328, 158, 136), base, "ball")
    canvas.solid(oval(400, 378, 74, 54), belly, "flat")
    for side in (-1, 1):
        if look.form == 4:
            canvas.path(oval(400 + side * 64, 324, 36, 42), limbs)
        canvas.dot(400 + side * 62, 322, 15, "#2b211c")
        canvas.dot(396 + side * 62, 316, 5, "#ffffff")
        canvas.path(oval(400 + side * 104, 366, 25, 16), "#e07f6a", 0.45)
    canvas.solid(oval(400, 360, 22, 16), "#3d2b24", "ball")
    canvas.line("M400 374v16M400 390q-16 16 -32 4M400 390q16 16 32 4", "#3d2b24", 5)
    scarf = "M330 446Q400 488 470 446L476 474Q400 516 324 474Z"
    canvas.solid(
        scarf, look.accent, "round", patterns.paint(canvas, look.pattern, "#fff6e6", scale=0.6)
    )
    canvas.solid("M424 480l50 92l-44 8l-28 -92Z", colors.darken(look.accent, 0.1), "soft")
    emblems.draw(canvas, look.emblem, (390, 556), 70, (look.accent, belly))


def _ear(canvas: Canvas, look: Look, side: int) -> None:
    if look.form == 1:
        with canvas.group(f"rotate({side * 10} {400 + side * 70} 230)"):
            canvas.solid(oval(400 + side * 72, 190, 38, 112), look.base, "soft")
            canvas.path(oval(400 + side * 72, 200, 20, 82), _PINK, 0.8)
    elif look.form == 2:
        outer = [(400 + side * 30, 210), (400 + side * 118, 132), (400 + side * 146, 290)]
        inner = [(400 + side * 70, 210), (400 + side * 112, 166), (400 + side * 126, 250)]
        canvas.solid(polygon(outer), look.base, "soft")
        canvas.path(polygon(inner), _PINK, 0.8)
    elif look.form == 3:
        canvas.solid(oval(400 + side * 172, 300, 92, 100), look.base, "ball")
        canvas.path(oval(400 + side * 176, 304, 60, 68), _PINK, 0.7)
    else:
        fur = "#3a3735" if look.form == 4 else look.base
        canvas.solid(oval(400 + side * 122, 222, 56, 54), fur, "ball")
        canvas.solid(oval(400 + side * 124, 226, 32, 30), colors.lighten(fur, 0.3), "flat")


@shape("blocks", 500, 400, "kids", focus=(400, 500))
def blocks(canvas: Canvas, look: Look) -> None:
    """Building blocks; form 1 is a castle, form 2 a stacking ring toy, form 3 a bead maze."""
    canvas.shadow(415, 650, 290, 32)
    palette = (look.base, look.accent, *_BRIGHT[:4])
    if look.form == 2:
        canvas.line("M400 230V640", parts.WOOD, 24)
        for index in range(6):
            rx, y = 190 - index * 24, 606 - index * 58
            canvas.solid(rounded(400 - rx, y - 26, rx * 2, 60, 30), palette[index], "round")
        canvas.solid(oval(400, 242, 44, 44), look.accent, "ball")
        return
    if look.form == 3:
        canvas.solid(rounded(170, 600, 460, 46, 20), parts.WOOD, "down")
        for index, d in enumerate(
            (
                "M220 606C220 260 420 260 400 460S560 620 560 606",
                "M280 606C300 420 560 180 600 420S420 520 440 606",
            )
        ):
            canvas.line(d, palette[index], 12)
        for index, (x, y) in enumerate(
            (
                (230, 480),
                (262, 400),
                (330, 340),
                (404, 430),
                (470, 300),
                (560, 330),
                (590, 440),
                (448, 520),
            )
        ):
            canvas.solid(oval(x, y, 34, 32), palette[index % 6], "ball")
        return
    parts.box(canvas, (180, 540, 104, 104), 40, palette[0])
    parts.box(canvas, (430, 540, 104, 104), 40, palette[1])
    canvas.solid("M284 540H430V644H392a35 35 0 0 0 -70 0H284Z", palette[2], "flat")
    parts.box(canvas, (226, 440, 250, 92), 40, palette[3])
    if look.form == 1:
        for x in (226, 390):
            canvas.solid(rounded(x, 330, 90, 112, 4), palette[4], "side")
            canvas.solid(f"M{x - 10} 332L{x + 45} 240L{x + 100} 332Z", palette[5], "soft")
        parts.mark(canvas, look, 352, 490, 66)
        return
    canvas.solid("M250 436L352 340L454 436Z", palette[4], "soft")
    canvas.solid(oval(352, 320, 34, 34), palette[5], "ball")
    canvas.solid(rounded(560, 596, 120, 50, 25), palette[4], "down")
    emblems.draw(canvas, look.emblem, (232, 594), 64, ("#fff6e6", palette[0]))
    emblems.draw(canvas, "star", (482, 594), 60, ("#fff6e6", palette[1]))


@shape("puzzle", 520, 520, "kids", flat=True, focus=(400, 400))
def puzzle(canvas: Canvas, look: Look) -> None:
    """A puzzle with one piece to go; form 1 is a game board."""
    with canvas.floating(12):
        canvas.solid(rounded(150, 150, 500, 500, 16), look.base, "flat", parts.cloth(canvas, look))
    if look.form == 1:
        for row in range(8):
            for column in range(8):
                if (row + column) % 2:
                    canvas.path(
                        rounded(176 + column * 56, 176 + row * 56, 56, 56, 0), look.accent, 0.85
                    )
        for x, y, tone in (
            (260, 250, "#2f2a26"),
            (372, 372, "#fbf5e6"),
            (540, 316, "#2f2a26"),
            (428, 540, "#fbf5e6"),
        ):
            with canvas.floating(5):
                canvas.solid(oval(x, y, 24, 24), tone, "ball")
        return
    emblems.draw(canvas, look.emblem, (400, 400), 380, (look.accent, look.pale))
    for index in (1, 2, 3):
        at = 150 + index * 125
        canvas.crease(f"M{at} 150" + "v46q-26 8 -20 26q20 12 20 26v27" * 4, 3, 0.3)
        canvas.crease(f"M150 {at}" + "h46q8 -26 26 -20q12 20 26 20h27" * 4, 3, 0.3)
    canvas.path(rounded(527, 527, 120, 120, 6), colors.darken(look.base, 0.35))
    with canvas.group("rotate(18 660 660)"), canvas.floating(9):
        canvas.solid(rounded(590, 580, 118, 118, 8), look.accent, "flat")
        canvas.solid(oval(590, 640, 20, 20), look.accent, "")


@shape("book", 420, 500, "kids", focus=(380, 380))
def book(canvas: Canvas, look: Look) -> None:
    """A book standing upright; forms: picture book, novel, boxed set, board book."""
    canvas.shadow(420, 650, 250, 28)
    if look.form == 2:
        for index, tone in enumerate((look.base, look.accent, look.dark, look.pale, *_BRIGHT[2:4])):
            x = 208 + index * 64
            canvas.solid(
                rounded(x, 270 + index % 3 * 12, 60, 378 - index % 3 * 12, 6), tone, "side"
            )
            emblems.draw(canvas, look.emblem, (x + 30, 350), 40, (colors.contrasting(tone), tone))
            canvas.line(f"M{x + 30} 420V{500 + index % 3 * 24}", colors.contrasting(tone), 9, 0.7)
            canvas.line(f"M{x + 6} 610H{x + 54}", colors.contrasting(tone), 6, 0.7)
        return
    width, height = (300, 330) if look.form == 3 else (320, 440)
    x, y = 380 - width // 2, 646 - height
    spine = 26 if look.form != 1 else 44
    pages = f"M{x + width} {y + 8}l{spine} -14v{height - 4}l{-spine} 8Z"
    canvas.solid(pages, "#f3ead6", "shade")
    canvas.solid(f"M{x} {y}l{spine} -18h{width}l{-spine} 18Z", "#fbf5e6", "flat")
    canvas.solid(rounded(x, y, width, height, 6), look.base, "flat", parts.cloth(canvas, look, 1.4))
    canvas.crease(f"M{x + 26} {y}v{height}", 8, 0.18)
    _cover(canvas, look, (x + 30, y, width - 30, height))


def _cover(canvas: Canvas, look: Look, area: tuple[float, float, float, float]) -> None:
    x, y, width, height = area
    center = x + width / 2
    if look.form == 1:
        canvas.solid(rounded(x + 24, y + 60, width - 50, height - 170, 8), look.pale, "flat")
        emblems.draw(
            canvas, look.emblem, (center, y + height * 0.42), 150, (look.base, look.accent)
        )
    else:
        hill = height * 0.66
        canvas.path(
            f"M{x} {y + hill}q{width * 0.3:.0f} -60 {width * 0.55:.0f} -14t{width * 0.45:.0f} -20"
            f"V{y + height - 6}H{x}Z",
            look.accent,
            0.55,
        )
        canvas.dot(x + width * 0.76, y + height * 0.24, 34, look.pale, 0.8)
        pale = colors.contrasting(look.base, 0.8)
        emblems.draw(canvas, look.emblem, (center, y + height * 0.54), 180, (pale, look.accent))
    ink = colors.contrasting(look.base, 0.85)
    parts.text_lines(canvas, (x + width * 0.16, y + height * 0.12, width * 0.6), 2, ink, 24)
    parts.text_lines(canvas, (x + width * 0.3, y + height * 0.92, width * 0.4), 1, ink)


@shape("toy_car", 540, 340, "kids", focus=(400, 500))
def toy_car(canvas: Canvas, look: Look) -> None:
    """A wooden vehicle; forms: car, train, plane, excavator."""
    canvas.shadow(410, 652, 310, 28)
    (_car, _train, _plane, _digger)[look.form % 4](canvas, look)


def _wheels(canvas: Canvas, spots: tuple[int, ...], radius: float = 54) -> None:
    for x in spots:
        canvas.solid(oval(x, 648 - radius, radius, radius), "#5a3d28", "ball")
        canvas.solid(oval(x, 648 - radius, radius * 0.45, radius * 0.45), "#e8c98f", "ball")


def _car(canvas: Canvas, look: Look) -> None:
    body = (
        "M150 590V500Q160 470 230 460L300 360Q320 340 400 340H470"
        "Q520 340 550 380L600 460Q650 470 656 520V590Z"
    )
    canvas.solid(body, look.base, "flat", parts.cloth(canvas, look))
    canvas.solid("M320 380H410V456H272Z", "#dbe9ee", "flat")
    canvas.solid("M430 380H480Q510 380 530 410L556 456H430Z", "#dbe9ee", "flat")
    canvas.line("M150 530H656", look.accent, 14)
    canvas.dot(640, 520, 17, "#ffe39a")
    _wheels(canvas, (260, 544))
    parts.mark(canvas, look, 360, 524, 56)


def _train(canvas: Canvas, look: Look) -> None:
    canvas.solid(rounded(140, 420, 190, 170, 14), look.accent, "flat")
    for x in (172, 244):
        canvas.solid(rounded(x, 450, 54, 60, 10), "#dbe9ee", "flat")
    canvas.line("M330 570H390", "#5a3d28", 14)
    canvas.solid(rounded(380, 330, 130, 260, 14), look.base, "flat")
    canvas.solid(rounded(364, 310, 162, 34, 12), look.accent, "flat")
    canvas.solid(rounded(408, 372, 76, 74, 10), "#dbe9ee", "flat")
    canvas.solid(rounded(500, 450, 160, 140, 40), look.base, "down")
    canvas.solid("M560 456L548 360H632L616 456Z", look.accent, "side")
    for x, y, radius in ((596, 310, 26), (630, 264, 34), (680, 220, 42)):
        canvas.dot(x, y, radius, "#ffffff", 0.75)
    _wheels(canvas, (190, 284, 430), 44)
    _wheels(canvas, (520, 610), 34)


def _plane(canvas: Canvas, look: Look) -> None:
    canvas.solid("M160 470L110 360H180L240 450Z", look.accent, "soft")
    canvas.solid(
        "M150 500Q150 430 300 420L560 430Q680 450 690 520Q680 570 560 576L300 570Q160 560 150 500Z",
        look.base,
        "down",
        parts.cloth(canvas, look),
    )
    canvas.solid("M360 430L420 330H500L520 440Z", "#dbe9ee", "flat")
    canvas.solid("M340 520H540L440 640H350Z", look.accent, "soft")
    canvas.solid(oval(700, 510, 18, 100), parts.WOOD, "side")
    canvas.dot(700, 510, 18, look.accent)
    parts.mark(canvas, look, 270, 500, 60)


def _digger(canvas: Canvas, look: Look) -> None:
    canvas.line("M420 440L560 300L660 400", look.base, 34)
    canvas.line("M424 434L560 300L656 396", look.pale, 8, 0.6)
    canvas.solid("M620 400L700 390L712 480Q660 500 630 470Z", "#5a5148", "soft")
    canvas.solid(rounded(180, 420, 260, 130, 20), look.base, "flat", parts.cloth(canvas, look))
    canvas.solid(rounded(200, 330, 150, 110, 16), look.accent, "flat")
    canvas.solid(rounded(222, 352, 106, 72, 10), "#dbe9ee", "flat")
    canvas.solid(rounded(150, 556, 340, 92, 46), "#4a433c", "down")
    for x in (200, 280, 360, 440):
        canvas.solid(oval(x, 602, 28, 28), "#8a8178", "ball")


@shape("kite", 520, 620, "outdoor", flat=True, focus=(400, 320))
def kite(canvas: Canvas, look: Look) -> None:
    """A paper kite; form 1 is a swallow, form 2 a shadow lantern."""
    with canvas.floating(20):
        if look.form == 1:
            canvas.solid(
                "M400 200C300 120 180 160 120 300C240 280 320 300 360 360"
                "L260 600L400 470L540 600L440 360"
                "C480 300 560 280 680 300C620 160 500 120 400 200Z",
                look.base,
                "flat",
                parts.cloth(canvas, look),
            )
            for side in (-1, 1):
                canvas.dot(400 + side * 34, 250, 15, "#fbf5e6")
                canvas.dot(400 + side * 34, 250, 7, "#2f2a26")
                canvas.solid(oval(400 + side * 160, 240, 50, 36), look.accent, "flat")
            emblems.draw(canvas, look.emblem or "plum", (400, 400), 76, (look.accent, "#fbf5e6"))
        else:
            canvas.solid(
                "M400 90L610 310L400 560L190 310Z", look.base, "flat", parts.cloth(canvas, look)
            )
            canvas.path("M400 90L610 310H400Z", look.accent, 0.85)
            canvas.path("M400 560L190 310H400Z", look.accent, 0.85)
            emblems.draw(canvas, look.emblem, (400, 310), 170, ("#fbf5e6", look.dark))
    canvas.line("M400 90V560M190 310H610" if look.form != 1 else "M400 200V470", "#8a5a34", 5, 0.7)
    tail = (
        "M400 560Q450 600 400 640T420 720" if look.form != 1 else "M400 470Q440 560 400 620T420 720"
    )
    canvas.line(tail, "#8a5a34", 4)
    for x, y in ((418, 610), (404, 660), (420, 710)):
        canvas.path(f"M{x} {y}l-28 -14v28ZM{x} {y}l28 -14v28Z", look.accent)
