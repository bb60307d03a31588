"""Draw things for the bath and the dressing table."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("soap", 480, 300, "bath", focus=(400, 540))
def soap(canvas: Canvas, look: Look) -> None:
    """Bars of soap on a dish with foam; form 1 is wrapped in paper."""
    canvas.shadow(415, 650, 280, 30)
    canvas.solid(rounded(170, 616, 460, 30, 15), parts.WOOD, "down")
    if look.form == 1:
        parts.box(
            canvas,
            (220, 480, 270, 134),
            90,
            look.base,
            radius=10,
            pattern=parts.cloth(canvas, look),
        )
        canvas.solid(rounded(290, 480, 130, 134, 0), parts.LABEL, "flat")
        emblems.draw(canvas, look.emblem, (355, 536), 84, (look.base, look.accent))
        parts.text_lines(canvas, (320, 590, 70), 1, look.dark)
        return
    parts.box(
        canvas, (200, 520, 260, 96), 100, look.base, radius=26, pattern=parts.cloth(canvas, look)
    )
    parts.box(canvas, (260, 430, 230, 88), 90, look.accent, radius=26)
    emblems.draw(
        canvas, look.emblem, (374, 474), 66, (colors.contrasting(look.accent), look.accent)
    )
    for x, y, radius in (
        (560, 590, 30),
        (598, 600, 22),
        (532, 606, 20),
        (580, 566, 20),
        (180, 600, 24),
        (206, 610, 16),
    ):
        canvas.dot(x, y, radius, "#ffffff", 0.9)
        canvas.path(oval(x, y, radius, radius), canvas.light("ball"), 0.35)


@shape("pump_bottle", 240, 480, "bath", focus=(400, 500))
def pump_bottle(canvas: Canvas, look: Look) -> None:
    """A pump bottle; form 1 has a flip cap, form 2 is a spray."""
    canvas.shadow(420, 652, 160, 28)
    if look.form == 1:
        canvas.solid(
            "M300 330Q400 310 500 330L490 600Q400 620 310 600Z",
            look.base,
            "round",
            parts.cloth(canvas, look),
        )
        canvas.solid(lathe(400, [(598, 84), (644, 80)]), look.accent, "side")
        parts.paper_label(canvas, look, (336, 370, 128, 190), 60)
        return
    canvas.solid(
        lathe(400, [(330, 60), (366, 104), (420, 112), (642, 108)]),
        look.base,
        "side",
        parts.cloth(canvas, look),
    )
    canvas.solid(lathe(400, [(286, 46), (338, 48)]), look.accent, "side")
    canvas.line("M400 290V230", look.accent, 22)
    if look.form == 2:
        canvas.solid("M350 170H430L450 240H360L330 210Z", look.accent, "flat")
        for y in (176, 196, 216):
            canvas.line(f"M316 {y}q-40 {y - 196} -80 {(y - 196) * 2}", "#ffffff", 7, 0.6, "2 14")
    else:
        canvas.solid(
            "M300 196H440Q452 200 450 236H392Q380 220 330 222L300 226Z", look.accent, "flat"
        )
    parts.paper_label(canvas, look, (326, 424, 148, 180), 10)
    canvas.gleam("M312 400V610", 8, 0.45)


@shape("tube", 320, 460, "bath", focus=(400, 450))
def tube(canvas: Canvas, look: Look) -> None:
    """A squeeze tube standing on its cap beside its box; form 1 is a small tin of balm."""
    canvas.shadow(420, 652, 200, 28)
    if look.form == 1:
        canvas.solid(lathe(400, [(560, 170), (640, 170)], flat=0.26), look.base, "side")
        canvas.mouth(400, 560, 170, 46, look.base, lip=12)
        canvas.solid(oval(400, 564, 150, 36), "#fbf0d8", "flat")
        with canvas.group("rotate(-14 560 470)"):
            canvas.solid(oval(540, 470, 140, 128), look.base, "ball", parts.cloth(canvas, look))
            emblems.draw(canvas, look.emblem, (540, 470), 120, (look.accent, look.pale))
        return
    parts.box(canvas, (430, 340, 110, 306), 40, look.accent)
    emblems.draw(canvas, look.emblem, (485, 450), 70, (colors.contrasting(look.accent), look.base))
    canvas.solid("M256 210H444L408 580H292Z", look.base, "round", parts.cloth(canvas, look))
    canvas.solid(rounded(250, 190, 200, 34, 4), colors.darken(look.base, 0.12), "flat")
    for x in range(262, 446, 14):
        canvas.crease(f"M{x} 194v26", 2, 0.2)
    canvas.solid(lathe(350, [(576, 62), (640, 60)], flat=0.2), look.accent, "side")
    ink = colors.contrasting(look.base, 0.75)
    emblems.draw(canvas, look.emblem, (350, 340), 100, (ink, look.accent))
    parts.text_lines(canvas, (310, 420, 80), 4, ink, 22)


@shape("comb", 500, 400, "bath", flat=True, focus=(360, 400))
def comb(canvas: Canvas, look: Look) -> None:
    """A wooden comb; form 1 is a paddle brush, form 2 a hand mirror."""
    with canvas.group("rotate(-12 400 400)"), canvas.floating(12):
        if look.form == 0:
            for x in range(186, 620, 21):
                canvas.solid(rounded(x, 400, 12, 150, 5), look.base, "side")
            canvas.solid(
                "M160 420C160 250 640 250 640 420Q400 390 160 420Z",
                look.base,
                "flat",
                parts.cloth(canvas, look),
            )
            parts.mark(canvas, look, 400, 346, 90)
            return
        canvas.solid(rounded(364, 470, 72, 240, 34), look.base, "side")
        canvas.solid(oval(400, 310, 160, 200), look.base, "flat", parts.cloth(canvas, look))
        if look.form == 2:
            canvas.solid(oval(400, 306, 128, 164), "#cfdfe4", "flat")
            canvas.line("M320 300L400 190M340 370L470 200", "#ffffff", 16, 0.7)
            return
        canvas.solid(oval(400, 310, 120, 160), look.accent, "ball")
        for row in range(7):
            for column in range(5 if row % 2 else 4):
                x = 312 + column * 44 if row % 2 else 334 + column * 44
                canvas.dot(x, 190 + row * 40, 8, "#3a2c22")
                canvas.dot(x - 2, 186 + row * 40, 4, "#f4ead6")


@shape("toothbrush", 380, 440, "bath", focus=(400, 480))
def toothbrush(canvas: Canvas, look: Look) -> None:
    """Toothbrushes in a cup; form 1 is an electric one on its base."""
    canvas.shadow(420, 652, 190, 28)
    if look.form == 1:
        canvas.solid(lathe(400, [(610, 90), (644, 96)], flat=0.24), look.dark, "side")
        canvas.solid(
            lathe(400, [(360, 34), (400, 46), (620, 50)]),
            look.base,
            "side",
            parts.cloth(canvas, look, 0.7),
        )
        canvas.solid(rounded(388, 220, 24, 150, 8), "#f7f1e5", "side")
        canvas.solid(rounded(378, 190, 30, 84, 12), "#f7f1e5", "side")
        canvas.line("M372 204v60", look.accent, 16)
        canvas.dot(400, 450, 15, look.accent)
        return
    for turn, tone in ((-14, look.accent), (12, parts.WOOD)):
        with canvas.group(f"rotate({turn} 400 640)"):
            canvas.solid(rounded(388, 240, 24, 320, 10), tone, "side")
            canvas.solid(rounded(386, 226, 28, 90, 12), tone, "side")
            canvas.line("M378 244v60", "#fbf7ec", 20)
    body = lathe(400, [(440, 116), (640, 106)])
    canvas.solid(body, look.base, "round", parts.cloth(canvas, look))
    canvas.path("M284 440a116 20 0 0 0 232 0a116 20 0 0 1 -232 0Z", look.dark)
    canvas.line("M284 442a116 20 0 0 0 232 0", look.pale, 8)
    parts.mark(canvas, look, 396, 548, 100)


@shape("dropper", 220, 420, "bath", focus=(400, 520))
def dropper(canvas: Canvas, look: Look) -> None:
    """A dropper bottle with a sprig; form 1 is a jar of cream, form 2 a perfume."""
    canvas.shadow(420, 652, 170, 28)
    if look.form == 1:
        canvas.solid(
            lathe(400, [(540, 150), (640, 140)], flat=0.18),
            look.base,
            "round",
            parts.cloth(canvas, look),
        )
        canvas.solid(lathe(400, [(470, 156), (540, 156)], flat=0.18), look.accent, "side")
        canvas.solid(oval(400, 470, 156, 28), colors.lighten(look.accent, 0.3), "flat")
        parts.mark(canvas, look, 400, 610, 60)
        return
    if look.form == 2:
        canvas.solid(rounded(360, 290, 80, 90, 8), parts.WOOD, "side")
        canvas.solid(rounded(290, 400, 220, 246, 30), look.base, "flat")
        canvas.solid(rounded(376, 374, 48, 34, 4), parts.BRASS, "side")
        parts.glass(canvas, rounded(290, 400, 220, 246, 30))
        parts.paper_label(canvas, look, (340, 470, 120, 130))
        return
    canvas.solid(lathe(400, [(420, 46), (460, 92), (500, 98), (642, 94)]), look.base, "side")
    canvas.solid(lathe(400, [(360, 40), (430, 44)]), "#2f2a26", "side")
    canvas.solid(rounded(376, 270, 48, 100, 24), look.accent, "side")
    parts.paper_label(canvas, look, (330, 498, 140, 116))
    canvas.line("M520 644Q560 560 540 480", "#5f8f56", 6)
    for x, y, turn in ((540, 490, 20), (552, 540, -40), (546, 560, 60), (538, 610, -50)):
        with canvas.group(f"rotate({turn} {x} {y})"):
            canvas.solid(oval(x, y - 20, 12, 27), "#79a574", "soft")


@shape("sachet", 420, 420, "bath", focus=(400, 500))
def sachet(canvas: Canvas, look: Look) -> None:
    """A drawstring sachet of herbs; form 1 is a reed diffuser."""
    canvas.shadow(415, 650, 230, 30)
    if look.form == 1:
        for dx in (-90, -50, -10, 40, 90):
            canvas.line(f"M{400 + dx * 0.25:.0f} 480L{400 + dx} 230", "#b98352", 8)
        canvas.solid(lathe(400, [(540, 112), (634, 108)]), look.base, "round")
        parts.glass(canvas, lathe(400, [(430, 44), (470, 60), (520, 118), (640, 114)]))
        parts.paper_label(canvas, look, (342, 540, 116, 84))
        return
    body = "M330 400Q240 440 226 560Q226 650 400 650T574 560Q560 440 470 400Z"
    canvas.solid(body, look.base, "ball", parts.cloth(canvas, look))
    canvas.solid(
        "M322 396Q280 320 300 290Q350 320 400 300Q450 320 500 290Q520 320 478 396Z",
        look.base,
        "round",
        parts.cloth(canvas, look),
    )
    canvas.line("M318 400Q400 426 482 400", look.accent, 15)
    canvas.line("M400 414Q350 470 370 520M404 414Q450 460 440 520", look.accent, 7)
    parts.mark(canvas, look, 400, 560, 120)
