"""Draw the places products are used in: tea room, kitchen, desk, meadow and so on."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems, patterns
from jishi.surfaces.cli.demo.pictures.backdrop import Tint
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, polygon, rounded

WOOD, DARK_WOOD = "#c99c6c", "#9a6b41"


def setting(canvas: Canvas, name: str, tint: Tint) -> int:
    """Draw a room or landscape; return the level the product stands on."""
    canvas.path("M0 0H800V800H0Z", canvas.fade(colors.lighten(tint.wall, 0.2), tint.wall))
    _SETTINGS[name](canvas, tint)
    return 662


def sunlight(canvas: Canvas) -> None:
    """Let a beam of light fall across the picture."""
    canvas.path("M-40 60L330 -60H470L-40 470Z", "#fff6dc", 0.16)
    canvas.path("M180 900L760 -60H820L420 900Z", "#fff6dc", 0.1)


def _counter(canvas: Canvas, level: int, top: str = WOOD) -> None:
    canvas.path(f"M0 {level}H800V800H0Z", canvas.fade(colors.lighten(top, 0.22), top))
    canvas.path("M0 748H800V800H0Z", colors.darken(top, 0.3))
    for y, shift in ((level + 40, 60), (level + 84, 300), (level + 122, 10)):
        canvas.line(f"M{shift} {y}q160 -8 330 4", colors.darken(top, 0.3), 3, 0.25)


def _vessel(canvas: Canvas, cx: float, base: float, scale: float, fill: str) -> None:
    profile = [(-120, 26), (-96, 22), (-60, 50), (-24, 46), (0, 30)]
    points = [(base + y * scale, radius * scale) for y, radius in profile]
    canvas.solid(lathe(cx, points), fill, "round")


def _sprig(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.line(f"M{x} {y}Q{x - 10} {y - height / 2} {x + 8} {y - height}", "#6b7f4a", 5)
    leaves = ""
    for index in range(6):
        side = 1 if index % 2 else -1
        at = y - height * (0.3 + index * 0.13)
        leaves += f"M{x} {at:.0f}q{side * 8} -34 {side * 46} -36q{side * -4} 34 {side * -46} 36Z"
    canvas.path(leaves, canvas.fade("#8fae7d", "#6f8f5e"))


def _tea(canvas: Canvas, tint: Tint) -> None:
    canvas.dot(400, 300, 236, colors.darken(tint.shape, 0.22))
    canvas.dot(400, 300, 222, "#e3ecdc")
    with canvas.clip(oval(400, 300, 222, 222)):
        canvas.path("M150 430Q300 300 430 400T680 360V560H150Z", "#b9cdb0")
        for x, lean in ((270, 16), (330, -10), (520, 12)):
            canvas.line(f"M{x} 540Q{x + lean} 300 {x + lean * 2} 60", "#7d9a6a", 12)
            for y in (130, 220, 320):
                emblems.draw(canvas, "leaf", (x + lean + 40, y), 70, ("#8fae7d", "#6b8a5a"))
    _counter(canvas, 590, DARK_WOOD)
    canvas.solid(rounded(120, 628, 560, 44, 10), "#6b4a30", "down")
    for x in (126, 664):
        canvas.solid(lathe(x, [(640, 44), (676, 28), (690, 24)]), "#e9efe9", "round")
        canvas.path(oval(x, 641, 38, 7), "#b5772e")


def _kitchen(canvas: Canvas, tint: Tint) -> None:
    tiles = patterns.paint(canvas, "bricks", colors.darken(tint.shape, 0.1), scale=1.7)
    canvas.path("M0 0H800V570H0Z", tint.wall)
    canvas.path("M0 0H800V570H0Z", tiles, 0.55)
    canvas.solid("M60 190H740V212H60Z", WOOD, "down")
    for x, scale, fill in ((150, 0.9, "#c46b47"), (660, 0.95, "#8fb0a2")):
        _vessel(canvas, x, 190, scale, fill)
    canvas.path("M540 104h70v86h-70Z", "#f0e2c4")
    canvas.path("M546 84h58v22h-58Z", DARK_WOOD)
    _sprig(canvas, 420, 190, 110)
    canvas.line("M640 300H770", DARK_WOOD, 10)
    canvas.solid(
        "M664 300H746V470Q705 480 664 470Z",
        "#f4ead6",
        "soft",
        patterns.paint(canvas, "gingham", "#c8321f", scale=0.6),
    )
    _counter(canvas, 570)


def _desk(canvas: Canvas, _tint: Tint) -> None:
    _window(canvas, 440, 60)
    _counter(canvas, 590)
    for index, tone in enumerate(("#2f4b7c", "#c46b47", "#e9dcc6")):
        canvas.solid(rounded(30, 600 + index * 34, 190 - index * 14, 34, 5), tone, "down")
    canvas.solid(lathe(690, [(560, 46), (660, 42)]), "#8fb0a2", "round")
    for dx, tone in ((-22, "#c8321f"), (0, "#e8b04a"), (20, "#2f4b7c")):
        canvas.line(f"M{690 + dx * 0.6:.0f} 570L{690 + dx * 1.6:.0f} 450", tone, 10)


def _window(canvas: Canvas, x: int, y: int) -> None:
    canvas.path(rounded(x, y, 300, 340, 6), "#dbe9ee")
    canvas.dot(x + 210, y + 90, 40, "#fbe7a8")
    canvas.path(f"M{x} {y + 250}q80 -90 150 -20t150 -30v140H{x}Z", "#b9cdb0")
    frame = rounded(x, y, 300, 340, 6) + f"M{x + 150} {y}v340M{x} {y + 160}h300"
    canvas.line(frame, "#f7f1e5", 15)
    canvas.solid(f"M{x - 24} {y + 340}h348v20h-348Z", "#f7f1e5", "down")


def _outdoor(canvas: Canvas, _tint: Tint) -> None:
    canvas.path("M0 0H800V560H0Z", canvas.fade("#cfe0e6", "#f8e6c8"))
    canvas.dot(590, 190, 62, "#fbeebd")
    canvas.path("M0 420L150 250L250 340L400 200L560 360L660 280L800 400V600H0Z", "#a9c0c4")
    canvas.path("M400 200L452 252L420 262L396 246L366 270L348 252Z", "#f4f6f2")
    canvas.path("M0 480Q200 380 400 470T800 440V620H0Z", "#93b08d")
    canvas.path("M0 800V560Q220 500 440 548T800 530V800Z", canvas.fade("#8aa974", "#6b8a5a"))
    for x, y, height in ((70, 560, 190), (150, 540, 120), (700, 550, 210), (770, 540, 130)):
        wide = height * 0.34
        canvas.line(f"M{x} {y}v-{height * 0.3:.0f}", "#7d5a3c", 10)
        for step in range(3):
            base = y - height * (0.14 + step * 0.24)
            reach = wide * (1 - step * 0.24)
            peak = [(x - reach, base), (x, base - height * 0.42), (x + reach, base)]
            canvas.solid(polygon(peak), ("#47694f", "#55785a", "#638766")[step], "soft")
    spots = ((120, 700), (230, 756), (640, 730), (720, 680), (560, 770))
    grass = (f"M{x} {y}q-4 -20 -14 -28M{x} {y}q2 -24 4 -32M{x} {y}q6 -16 18 -24" for x, y in spots)
    canvas.line("".join(grass), "#55785a", 5)
    canvas.line("".join(f"M{x + 18} {y - 26}h.1" for x, y in spots), "#f7e3a0", 12)


def _kids(canvas: Canvas, tint: Tint) -> None:
    canvas.line("M-20 60Q200 190 400 110T820 70", DARK_WOOD, 4)
    for index, (x, y) in enumerate(
        ((60, 100), (170, 134), (290, 136), (410, 108), (530, 90), (660, 84))
    ):
        tone = ("#d9573f", "#e8b04a", "#4f8f6f", "#4b6f9a")[index % 4]
        canvas.path(f"M{x - 34} {y}H{x + 34}L{x} {y + 76}Z", tone, 0.85)
    for x, y, size in ((150, 330, 60), (640, 260, 74), (400, 290, 40)):
        emblems.draw(
            canvas, "cloud", (x, y), size * 1.6, (colors.lighten(tint.wall, 0.6), tint.wall)
        )
    canvas.path("M0 580H800V800H0Z", canvas.fade("#e3c39a", "#cfa878"))
    canvas.solid(oval(400, 690, 350, 84), "#f4ead6", "")
    canvas.line(oval(400, 690, 320, 72), "#c98a6a", 8, 0.7, "18 14")
    for x, y, tone in ((90, 640, "#d9573f"), (680, 700, "#4b6f9a")):
        canvas.solid(rounded(x, y, 64, 64, 6), tone, "flat")
        emblems.draw(canvas, "star", (x + 32, y + 32), 40, ("#fff6e6", tone))
    canvas.solid(oval(150, 750, 34, 34), "#e8b04a", "ball")


def _bath(canvas: Canvas, _tint: Tint) -> None:
    canvas.path("M0 0H800V600H0Z", "#dfe9e3")
    canvas.path("M0 0H800V600H0Z", patterns.paint(canvas, "grid", "#c4d6cc", scale=2.4), 0.8)
    canvas.path("M470 600V300a130 130 0 0 1 260 0V600Z", "#eef4f0")
    canvas.line("M470 600V300a130 130 0 0 1 260 0V600", "#b98352", 12)
    canvas.gleam("M510 330Q520 250 570 220", 12, 0.8)
    _counter(canvas, 590, "#cfc6b8")
    _vessel(canvas, 110, 660, 1.3, "#8fb0a2")
    _sprig(canvas, 110, 520, 170)
    for index, tone in enumerate(("#f4ead6", "#e9cbb8", "#f4ead6")):
        canvas.solid(rounded(600, 640 - index * 42, 190, 44, 22), tone, "down")


def _room(canvas: Canvas, _tint: Tint) -> None:
    canvas.solid(rounded(80, 90, 170, 220, 4), DARK_WOOD, "flat")
    canvas.path(rounded(98, 108, 134, 184, 2), "#fbf5e6")
    emblems.draw(canvas, "mountain", (165, 200), 100, ("#8fa6a0", "#e9dcc6"))
    _window(canvas, 470, 50)
    canvas.path("M0 640H800V800H0Z", "#d9b98a")
    canvas.solid(rounded(40, 600, 720, 46, 8), DARK_WOOD, "down")
    canvas.solid(rounded(60, 646, 680, 154, 4), WOOD, "down")
    canvas.crease("M400 650V800M220 700h60M520 700h60", 6, 0.4)
    _vessel(canvas, 690, 604, 1.2, "#c46b47")
    _sprig(canvas, 690, 470, 150)
    canvas.path("M40 600H760V668H40Z", colors.lighten(WOOD, 0.2))


def _bedroom(canvas: Canvas, tint: Tint) -> None:
    _window(canvas, 60, 60)
    for x in (30, 350):
        canvas.solid(f"M{x} 30h66Q{x + 40} 240 {x + 74} 480h-74Z", "#f4ead6", "soft")
    canvas.path("M0 590H800V800H0Z", canvas.fade("#e0bd92", "#cda272"))
    for y, x in ((640, 90), (690, 420), (740, 200)):
        canvas.line(f"M{x} {y}H{x + 300}", "#a8794a", 3, 0.35)
    canvas.solid(oval(400, 690, 330, 70), colors.lighten(tint.shape, 0.4), "")
    canvas.line("M690 650V470M660 660L690 560L722 660", DARK_WOOD, 12)
    canvas.solid("M640 470H742L716 380H664Z", "#f8e6bd", "soft")


_SETTINGS = {
    "tea": _tea,
    "kitchen": _kitchen,
    "desk": _desk,
    "outdoor": _outdoor,
    "kids": _kids,
    "bath": _bath,
    "room": _room,
    "bedroom": _bedroom,
    "wardrobe": _bedroom,
}


def rail(canvas: Canvas, tint: Tint) -> None:
    """Draw a clothes rail with a hanger for one garment, a plant and a bench."""
    canvas.path("M0 0H800V800H0Z", canvas.fade(colors.lighten(tint.wall, 0.25), tint.wall))
    canvas.path("M0 690H800V800H0Z", canvas.fade("#dcb98c", "#cda272"))
    canvas.line("M70 150H640M110 150V712M600 150V712", DARK_WOOD, 15)
    canvas.line("M380 150q22 -30 2 -40q-22 0 -18 20M380 160L290 214M380 160L470 214", "#6b4a30", 8)
    for x, tone in ((190, tint.shape), (540, tint.table)):
        canvas.line(f"M{x} 150V184", "#6b4a30", 6)
        canvas.solid(f"M{x - 22} 184h44l22 330h-88Z", tone, "soft")
    canvas.solid(lathe(700, [(610, 56), (720, 42)]), "#c46b47", "round")
    _sprig(canvas, 690, 620, 260)
    _sprig(canvas, 720, 620, 190)
    canvas.shadow(380, 728, 300, 26, 0.3)


_SURFACES = {
    "desk": ("#d3ad80", ""),
    "kitchen": ("#d9c3a0", ""),
    "bath": ("#d6dfd8", "grid"),
    "kids": ("#ead9bd", "dots"),
    "outdoor": ("#a9bf8d", ""),
    "bedroom": ("#d7b48a", ""),
}


def tabletop(canvas: Canvas, name: str) -> None:
    """Draw a surface from above with a few things that belong there."""
    fill, pattern = _SURFACES[name]
    canvas.path("M0 0H800V800H0Z", fill)
    if pattern:
        ink = colors.darken(fill, 0.14)
        canvas.path("M0 0H800V800H0Z", patterns.paint(canvas, pattern, ink, scale=2.2), 0.5)
    elif name != "outdoor":
        for y in range(130, 800, 160):
            canvas.line(f"M0 {y}H800", colors.darken(fill, 0.3), 4, 0.4)
            canvas.line(f"M60 {y - 70}q240 -20 520 6", colors.darken(fill, 0.2), 3, 0.25)
    else:
        spots = [(canvas.random.randint(0, 800), canvas.random.randint(0, 800)) for _ in range(36)]
        blades = "".join(f"M{x + 12} {y - 24}q-8 6 -12 24q-2 -18 -10 -22" for x, y in spots)
        canvas.line(blades, "#7f9a64", 5, 0.7)
    _prop(canvas, name)
    with canvas.floating(8):
        for turn, x, y in ((20, 60, 640), (50, 110, 700), (-10, 30, 560)):
            with canvas.group(f"rotate({turn} {x} {y})"):
                canvas.solid(oval(x, y, 26, 62), "#7d9a6a", "soft")
                canvas.line(f"M{x} {y + 56}V{y - 50}", "#dce8c8", 3, 0.6)


def _prop(canvas: Canvas, name: str) -> None:
    with canvas.floating(12):
        if name == "kids":
            for x, y, tone in ((690, 110, "#d9573f"), (740, 190, "#4b6f9a"), (640, 60, "#e8b04a")):
                canvas.solid(rounded(x - 34, y - 34, 68, 68, 8), tone, "flat")
        elif name == "bath":
            canvas.solid(rounded(590, -30, 260, 180, 16), "#f4ead6", "flat")
            canvas.line("M600 100H850M600 120H850", "#c98a6a", 6)
        elif name == "outdoor":
            canvas.dot(700, 110, 70, "#8f959b")
            canvas.solid(oval(700, 110, 70, 62), "#a8aeb0", "ball")
        else:
            canvas.dot(690, 120, 104, "#f7f1e5")
            canvas.line("M760 190L820 250", "#f7f1e5", 26)
            canvas.dot(690, 120, 84, "#e6dccb")
            canvas.solid(oval(690, 120, 76, 76), "#8a5a34", "ball")
