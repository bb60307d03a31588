"""Draw paper goods and things to write and paint with."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape

_PAINTS = (
    "#d9573f",
    "#e88b3f",
    "#f0c24f",
    "#8fae5d",
    "#4f8f6f",
    "#5f9fb5",
    "#4b6f9a",
    "#7d6a9c",
    "#c9788a",
    "#8a5a3c",
    "#3a3d40",
    "#f7f1e5",
)


@shape("notebook", 400, 540, "desk", flat=True, focus=(400, 360))
def notebook(canvas: Canvas, look: Look) -> None:
    """A notebook from above; forms: elastic band, spiral, thread-bound, open planner."""
    if look.form == 3:
        _planner(canvas, look)
        return
    with canvas.group("rotate(-5 400 400)"):
        with canvas.floating(15):
            canvas.solid(rounded(226, 148, 360, 510, 14), "#efe4cc", "flat")
            canvas.solid(
                rounded(216, 140, 360, 510, 14), look.base, "flat", parts.cloth(canvas, look)
            )
        if look.form == 1:
            canvas.crease("M262 140V650", 2, 0.2)
            for y in range(170, 640, 26):
                canvas.line(f"M206 {y}q14 -14 34 0", "#6f7479", 6)
        elif look.form == 2:
            canvas.line("M250 140V650", look.accent, 5)
            for y in (180, 290, 400, 510, 610):
                canvas.line(f"M216 {y}H250", look.accent, 5)
            canvas.solid(rounded(300, 190, 76, 190, 4), parts.LABEL, "flat")
            parts.text_lines(canvas, (322, 220, 32), 6, look.base, 24)
        else:
            canvas.crease("M248 140V650", 7, 0.16)
            canvas.solid(rounded(520, 136, 20, 518, 2), look.accent, "side")
            canvas.solid("M330 640h22v70l-11 -14l-11 14Z", look.accent, "flat")
        parts.mark(canvas, look, 400 if look.form != 2 else 450, 430, 180)


def _planner(canvas: Canvas, look: Look) -> None:
    with canvas.floating(14):
        canvas.solid(rounded(110, 190, 580, 420, 16), look.base, "flat")
        canvas.solid("M130 204Q270 186 400 210V596Q270 576 130 594Z", "#fbf5e6", "flat")
        canvas.solid("M670 204Q530 186 400 210V596Q530 576 670 594Z", "#f6eedb", "flat")
    canvas.crease("M400 210V596", 6, 0.3)
    parts.text_lines(canvas, (160, 240, 100), 1, look.accent)
    cells = (f"M{156 + n % 4 * 56} {270 + n // 4 * 58}h48v48h-48Z" for n in range(20))
    canvas.line("".join(cells), look.base, 2, 0.5)
    for x, y, name in ((180, 294, "star"), (292, 352, "heart"), (236, 468, "sun")):
        emblems.draw(canvas, name, (x, y), 34, (look.accent, look.base))
    canvas.line("".join(f"M430 {y}H640" for y in range(250, 570, 32)), look.base, 2, 0.4)
    emblems.draw(canvas, look.emblem, (560, 520), 90, (look.accent, look.pale))


@shape("pen", 420, 560, "desk", flat=True, focus=(420, 330))
def pen(canvas: Canvas, look: Look) -> None:
    """A pen beside a written line; forms: fountain pen, gel pens, calligraphy brushes, pencils."""
    with canvas.group("rotate(24 400 400)"):
        if look.form == 1:
            for index, tone in enumerate((look.base, look.accent, look.dark)):
                _gel_pen(canvas, 310 + index * 84, tone)
        elif look.form == 2:
            for index, x in enumerate((320, 400, 480)):
                _brush(canvas, look, x, 1 - index * 0.14)
        elif look.form == 3:
            for index in range(5):
                tone = (look.base, look.accent, *_PAINTS)[index]
                _pencil(canvas, 272 + index * 62, tone)
        else:
            _fountain_pen(canvas, look)


def _fountain_pen(canvas: Canvas, look: Look) -> None:
    with canvas.floating(12):
        canvas.solid("M368 560L400 700L432 560Z", parts.BRASS, "side")
        canvas.solid(rounded(356, 470, 88, 100, 20), "#34302c", "side")
        canvas.solid(
            rounded(350, 250, 100, 240, 18), look.base, "side", parts.cloth(canvas, look, 0.7)
        )
        canvas.solid(
            "M350 270V130Q352 90 400 90T450 130V270Z",
            look.base,
            "side",
            parts.cloth(canvas, look, 0.7),
        )
    for y in (262, 478):
        canvas.solid(rounded(346, y, 108, 16, 6), parts.BRASS, "side")
    canvas.line("M440 130V230", parts.BRASS, 12)
    canvas.line("M400 600V676", "#6b4f22", 3)
    canvas.dot(400, 600, 6, "#6b4f22")
    parts.mark(canvas, look, 396, 380, 60)


def _gel_pen(canvas: Canvas, x: float, tone: str) -> None:
    with canvas.floating(9):
        canvas.solid(f"M{x - 18} 590L{x} 680L{x + 18} 590Z", "#d9d3c6", "side")
        canvas.solid(rounded(x - 24, 170, 48, 430, 14), tone, "side")
        canvas.solid(rounded(x - 26, 500, 52, 90, 12), colors.darken(tone, 0.3), "side")
        canvas.solid(rounded(x - 12, 130, 24, 46, 8), colors.darken(tone, 0.2), "side")
        canvas.line(f"M{x + 16} 190V300", "#d9d3c6", 9)


def _brush(canvas: Canvas, look: Look, x: float, scale: float) -> None:
    half = 18 * scale
    with canvas.floating(9):
        canvas.solid(
            rounded(x - half, 100, half * 2, 400, 8),
            look.base,
            "side",
            parts.cloth(canvas, look, 0.5),
        )
        canvas.solid(rounded(x - half - 3, 490, half * 2 + 6, 30, 6), "#4a3526", "side")
        tip = f"M{x - half} 518C{x - half * 1.7} 590 {x - half * 0.6} 640 {x} 700"
        canvas.solid(
            tip + f"C{x + half * 0.6} 640 {x + half * 1.7} 590 {x + half} 518Z", look.accent, "side"
        )
    canvas.line(f"M{x} 104V84q-16 -14 0 -20q16 6 0 20", "#c8321f", 4)


def _pencil(canvas: Canvas, x: float, tone: str) -> None:
    with canvas.floating(8):
        canvas.solid(f"M{x - 22} 580L{x} 680L{x + 22} 580Z", "#ecd3a6", "side")
        canvas.solid(f"M{x - 8} 646L{x} 680L{x + 8} 646Z", tone, "")
        canvas.solid(
            f"M{x - 22} 150H{x + 22}V580L{x + 11} 566L{x} 580L{x - 11} 566L{x - 22} 580Z",
            tone,
            "side",
        )
        canvas.crease(f"M{x - 8} 150V570M{x + 8} 150V570", 2, 0.25)
        canvas.path(rounded(x - 22, 150, 44, 22, 4), "#f4ead6", 0.9)


@shape("paints", 540, 400, "desk", flat=True, focus=(330, 360))
def paints(canvas: Canvas, look: Look) -> None:
    """A tin of watercolors; form 1 is a box of crayons, form 2 clay in pots."""
    with canvas.floating(14):
        canvas.solid(rounded(130, 210, 540, 190, 20), look.base, "flat", parts.cloth(canvas, look))
        canvas.solid(rounded(130, 400, 540, 200, 20), "#f7f3ea", "flat")
    parts.mark(canvas, look, 400, 306, 120)
    if look.form == 1:
        for index, tone in enumerate(_PAINTS[:11]):
            x = 150 + index * 46.5
            canvas.solid(f"M{x:.0f} 470L{x + 20:.0f} 424L{x + 40:.0f} 470Z", tone, "side")
            canvas.solid(rounded(x, 466, 40, 130, 4), tone, "side")
            canvas.path(rounded(x, 510, 40, 50, 0), "#fbf5e6", 0.5)
        return
    for index, tone in enumerate(_PAINTS):
        x, y = 156 + index % 6 * 84, 420 + index // 6 * 86
        if look.form == 2:
            canvas.solid(oval(x + 35, y + 36, 36, 34), tone, "ball")
        else:
            canvas.solid(rounded(x, y, 70, 70, 10), "#e2dccd", "shade")
            canvas.solid(rounded(x + 6, y + 6, 58, 58, 8), tone, "flat")
    with canvas.group("rotate(-24 600 640)"), canvas.floating(8):
        canvas.solid(rounded(420, 640, 240, 18, 9), look.accent, "down")
        canvas.solid("M424 638H380Q340 640 320 650Q340 662 380 660H424Z", "#4a3526", "down")


@shape("tape", 480, 360, "desk", focus=(330, 520))
def tape(canvas: Canvas, look: Look) -> None:
    """Rolls of paper tape; form 1 is a stack of sticky notes."""
    canvas.shadow(410, 650, 280, 30)
    if look.form == 1:
        for index, tone in enumerate((look.base, look.pale, look.accent)):
            parts.box(canvas, (220 + index * 14, 560 - index * 76, 290, 84), 100, tone)
        parts.mark(canvas, look, 400, 450, 60)
        return
    second = colors.mix(look.base, look.accent, 0.5)
    for cx, cy, radius, tone, ink in (
        (520, 520, 124, second, look.base),
        (300, 500, 146, look.base, look.accent),
    ):
        canvas.solid(
            oval(cx + 44, cy, radius, radius),
            colors.darken(tone, 0.3),
            "shade",
            patterns.paint(canvas, look.pattern, ink, scale=0.6),
        )
        canvas.solid(oval(cx, cy, radius, radius), colors.lighten(tone, 0.45), "flat")
        for ring in (0.9, 0.8, 0.7):
            canvas.line(oval(cx, cy, radius * ring, radius * ring), ink, 4, 0.5)
        canvas.solid(oval(cx, cy, radius * 0.56, radius * 0.56), "#b98352", "flat")
        canvas.path(oval(cx + 6, cy, radius * 0.46, radius * 0.48), "#4a3526", 0.75)
    strip = "M300 646H150L140 630L150 614H300Z"
    canvas.solid(strip, look.base, "flat", parts.cloth(canvas, look, 0.6))


@shape("ink_set", 520, 360, "desk", focus=(400, 500))
def ink_set(canvas: Canvas, look: Look) -> None:
    """An inkstone with brush and stick; form 1 is a bottle of ink, form 2 a seal."""
    canvas.shadow(410, 650, 280, 30)
    if look.form == 1:
        canvas.solid(
            "M270 470Q260 440 330 430H470Q540 440 530 470L560 610"
            "Q560 648 510 648H290Q240 648 240 610Z",
            look.base,
            "round",
        )
        canvas.solid(lathe(400, [(360, 66), (434, 70)]), "#2f2a26", "side")
        canvas.solid(oval(400, 360, 66, 13), "#55504a", "flat")
        parts.paper_label(canvas, look, (310, 490, 180, 130), 8)
        return
    if look.form == 2:
        parts.box(canvas, (330, 380, 120, 264), 60, look.base)
        canvas.solid("M330 380Q350 300 430 300T510 356L450 380Z", look.base, "ball")
        canvas.solid(rounded(150, 570, 130, 78, 16), look.accent, "round")
        emblems.draw(canvas, look.emblem, (388, 560), 80, (look.dark, look.base))
        return
    canvas.solid(
        lathe(340, [(590, 180), (640, 176)], flat=0.26), colors.darken(look.base, 0.2), "side"
    )
    canvas.solid(oval(340, 590, 180, 56), look.base, "flat")
    canvas.path(oval(348, 592, 130, 36), "#14110f", 0.85)
    canvas.path(oval(310, 584, 50, 9), "#ffffff", 0.25)
    with canvas.group("rotate(-10 560 600)"):
        canvas.solid(rounded(500, 560, 150, 48, 6), "#22201e", "down")
        canvas.line("M524 584H620", parts.BRASS, 6)
    canvas.line("M250 540L600 330", look.accent, 20)
    canvas.line("M250 536L600 326", colors.lighten(look.accent, 0.5), 5, 0.7)
    canvas.path("M262 522L284 560Q230 600 190 590Q220 560 262 522Z", "#3a2c22")
    emblems.draw(canvas, look.emblem, (470, 606), 50, (look.accent, look.base))


@shape("organizer", 460, 420, "desk", focus=(400, 500))
def organizer(canvas: Canvas, look: Look) -> None:
    """A desk organizer with tools; form 1 is a scissors set, form 2 a file box."""
    canvas.shadow(415, 650, 260, 30)
    if look.form == 1:
        for side in (-1, 1):
            with canvas.group(f"rotate({side * 22} 400 450)"):
                canvas.solid(
                    f"M{400 - side * 16} 220L{400 + side * 16} 460L{400 - side * 10} 470Z",
                    parts.STEEL,
                    "soft",
                )
                canvas.line(oval(400 + side * 30, 560, 46, 70), look.base, 24)
                canvas.line(f"M{400} 460L{400 + side * 10} 500", look.base, 22)
        canvas.dot(400, 456, 13, parts.BRASS)
        return
    if look.form == 2:
        for index, tone in enumerate((look.accent, "#fbf5e6", look.pale)):
            canvas.solid(rounded(270 + index * 22, 300 + index * 24, 250, 200, 10), tone, "flat")
        parts.box(canvas, (230, 400, 270, 246), 80, look.base, pattern=parts.cloth(canvas, look))
        parts.paper_label(canvas, look, (300, 460, 130, 110))
        return
    for x, top, tone in (
        (290, 260, "#e88b3f"),
        (322, 236, "#4f8f6f"),
        (356, 276, "#4b6f9a"),
        (470, 300, look.accent),
    ):
        canvas.solid(rounded(x, top, 24, 260, 6), tone, "side")
        canvas.solid(f"M{x} {top}l12 -40l12 40Z", "#ecd3a6", "side")
    canvas.line("M420 290L434 450", parts.STEEL, 14)
    parts.box(canvas, (230, 420, 170, 226), 70, look.base, pattern=parts.cloth(canvas, look))
    parts.box(canvas, (400, 530, 150, 116), 70, look.accent)
    parts.mark(canvas, look, 315, 540, 90)


@shape("calendar", 480, 440, "desk", focus=(400, 480))
def calendar(canvas: Canvas, look: Look) -> None:
    """A desk calendar; form 1 is a set of greeting cards, form 2 a print in a frame."""
    canvas.shadow(415, 650, 270, 28)
    if look.form == 1:
        for turn, tone in ((-14, look.accent), (0, look.pale), (14, look.base)):
            with canvas.group(f"rotate({turn} 400 650)"), canvas.floating(8):
                canvas.solid(
                    rounded(290, 330, 220, 310, 8),
                    tone,
                    "flat",
                    parts.cloth(canvas, look) if turn == 0 else "",
                )
                emblems.draw(
                    canvas,
                    look.emblem,
                    (400, 460),
                    120,
                    ("#fbf5e6" if turn else look.accent, look.dark),
                )
                parts.text_lines(canvas, (350, 580, 100), 2, "#fbf5e6" if turn else look.accent, 20)
        return
    if look.form == 2:
        canvas.solid(rounded(240, 220, 320, 426, 6), parts.WOOD, "flat")
        canvas.solid(rounded(262, 242, 276, 382, 2), "#fbf5e6", "shade")
        canvas.solid(rounded(300, 284, 200, 300, 2), look.base, "flat", parts.cloth(canvas, look))
        emblems.draw(canvas, look.emblem, (400, 430), 150, (look.accent, look.pale))
        return
    canvas.solid("M200 640L250 280H560L610 640Z", colors.darken(look.base, 0.3), "flat")
    canvas.solid("M180 640L236 270H546L600 640Z", "#fbf5e6", "flat")
    canvas.solid("M194 548L236 270H546L588 548Z", look.base, "flat", parts.cloth(canvas, look))
    emblems.draw(canvas, look.emblem, (391, 390), 170, (look.accent, look.pale))
    for x in range(262, 540, 27):
        canvas.line(f"M{x} 286v-30", "#6f7479", 6)
    for row in range(2):
        for column in range(9):
            canvas.dot(
                230 + column * 40, 578 + row * 32, 8, look.accent if column == 8 else look.dark, 0.7
            )


@shape("stickers", 480, 520, "desk", flat=True, focus=(400, 400))
def stickers(canvas: Canvas, look: Look) -> None:
    """A sheet of stickers or bookmarks around the emblem; form 1 are bookmarks."""
    if look.form == 1:
        for index, tone in enumerate((look.base, look.accent, look.pale)):
            x = 226 + index * 126
            with canvas.group(f"rotate({index * 5 - 5} {x} 400)"), canvas.floating(9):
                canvas.solid(
                    rounded(x, 170, 96, 440, 8),
                    tone,
                    "flat",
                    parts.cloth(canvas, look) if index == 0 else "",
                )
                ink = colors.contrasting(tone)
                emblems.draw(canvas, look.emblem, (x + 48, 420), 80, (ink, look.base))
                canvas.line(f"M{x + 48} 190Q{x + 70} 140 {x + 44} 96", look.accent, 6)
        return
    with canvas.floating(12):
        canvas.solid(rounded(180, 140, 440, 520, 18), "#fbf5e6", "flat")
    names = (look.emblem, "star", "cloud", "cup", look.emblem, "heart", "leaf", "moon", look.emblem)
    for index, name in enumerate(names):
        x, y = 262 + index % 3 * 138, 236 + index // 3 * 164
        tone = (look.base, look.accent, *_PAINTS[1:8])[index]
        with canvas.floating(3):
            canvas.dot(x, y, 62, "#ffffff")
        canvas.dot(x, y, 55, colors.lighten(tone, 0.55))
        emblems.draw(canvas, name, (x, y), 74, (colors.darken(tone, 0.12), "#fff6e6"))
