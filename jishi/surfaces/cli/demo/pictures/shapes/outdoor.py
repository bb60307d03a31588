"""Draw gear for camping, walking and sport."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import lathe, oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.living import glow
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("tent", 660, 380, "outdoor", focus=(400, 520), zoom=1.6)
def tent(canvas: Canvas, look: Look) -> None:
    """A tent; forms: dome, tipi, tunnel, canopy."""
    canvas.shadow(405, 650, 370, 30)
    (_dome, _tipi, _tunnel, _canopy)[look.form % 4](canvas, look)


def _dome(canvas: Canvas, look: Look) -> None:
    shell = "M84 646C140 420 280 280 400 272S660 420 716 646Z"
    canvas.solid(shell, look.base, "round", parts.cloth(canvas, look))
    canvas.solid("M260 646C290 480 350 340 400 272C450 340 510 480 540 646Z", look.accent, "soft")
    canvas.path("M330 646C350 540 380 440 400 400C420 440 450 540 470 646Z", "#3b2a1e")
    canvas.solid(
        "M330 646C350 540 380 440 400 400L360 646Z", colors.lighten(look.accent, 0.35), "soft"
    )
    canvas.crease("M400 272C330 340 230 500 206 646M400 272C470 340 570 500 594 646", 6, 0.3)
    canvas.line("M130 560L50 646M670 560L750 646", "#e8d9b8", 5)
    parts.mark(canvas, look, 580, 560, 64)


def _tipi(canvas: Canvas, look: Look) -> None:
    canvas.line("M372 230L440 330M428 230L360 330", "#8a5a34", 12)
    canvas.solid("M400 262L650 646H150Z", look.base, "round", parts.cloth(canvas, look))
    canvas.path("M400 400L470 646H330Z", "#4a3526")
    canvas.solid("M400 400L330 646H286Q370 560 400 400Z", look.pale, "soft")
    canvas.solid("M400 400L470 646H514Q430 560 400 400Z", look.pale, "soft")
    canvas.crease("M400 262L240 646M400 262L560 646", 5, 0.2)
    canvas.line("M318 390L482 390", look.accent, 14)


def _tunnel(canvas: Canvas, look: Look) -> None:
    canvas.solid(
        "M250 646C250 420 330 330 470 330S720 440 730 646Z",
        look.dark,
        "round",
        parts.cloth(canvas, look),
    )
    canvas.solid(
        "M80 646C80 400 180 300 330 300S580 400 580 646Z",
        look.base,
        "round",
        parts.cloth(canvas, look),
    )
    canvas.path("M200 646C200 490 260 420 330 420S460 490 460 646Z", "#4a3526")
    canvas.solid("M200 646C200 490 260 420 330 420Q260 500 262 646Z", look.accent, "soft")
    canvas.line("M80 640C80 400 180 300 330 300S580 400 580 640", look.accent, 9)


def _canopy(canvas: Canvas, look: Look) -> None:
    canvas.line("M140 400V646M660 400V646", "#8a5a34", 12)
    canvas.line("M140 400L60 646M660 400L740 646", "#e8d9b8", 4)
    canvas.solid(
        "M100 430Q250 350 400 280Q550 350 700 430Q550 400 400 420Q250 400 100 430Z",
        look.base,
        "round",
        parts.cloth(canvas, look),
    )
    canvas.line("M100 430Q250 400 400 420Q550 400 700 430", look.accent, 8)
    canvas.crease("M400 280V420", 4, 0.3)
    parts.box(canvas, (330, 560, 130, 84), 40, "#b98352")


@shape("camp_lantern", 260, 440, "outdoor", focus=(400, 470))
def camp_lantern(canvas: Canvas, look: Look) -> None:
    """A camping lantern; form 1 is a torch, form 2 a string of bulbs."""
    canvas.shadow(420, 652, 180, 28)
    if look.form == 2:
        canvas.line("M150 260Q280 420 400 400T660 260", "#3a342e", 9)
        for x, y in ((190, 310), (270, 376), (360, 404), (450, 396), (540, 350), (616, 296)):
            glow(canvas, x, y + 70, 90)
            canvas.solid(rounded(x - 13, y + 10, 26, 36, 6), look.base, "side")
            canvas.path(oval(x, y + 72, 24, 32), "#ffe9a8")
        return
    if look.form == 1:
        canvas.path("M330 350L220 120H580L470 350Z", "#ffe6a6", 0.45)
        canvas.solid(lathe(400, [(330, 84), (400, 76), (420, 56), (640, 56)]), look.base, "side")
        canvas.solid(oval(400, 330, 84, 22), "#fff3cf", "flat")
        canvas.solid(rounded(384, 460, 32, 60, 14), look.accent, "flat")
        return
    glow(canvas, 400, 450, 260)
    canvas.line("M290 330C290 200 510 200 510 330", look.dark, 13)
    canvas.solid(lathe(400, [(590, 120), (612, 128), (642, 128)]), look.base, "side")
    canvas.path(lathe(400, [(380, 92), (480, 104), (596, 96)]), "#fff0bd")
    canvas.path(oval(400, 500, 36, 60), "#ffd36e")
    parts.glass(canvas, lathe(400, [(380, 92), (480, 104), (596, 96)]))
    for dx in (-96, 96):
        canvas.line(f"M{400 + dx} 380V600", look.dark, 10)
    canvas.solid(lathe(400, [(310, 40), (330, 96), (380, 116)]), look.base, "side")
    canvas.solid(oval(400, 310, 40, 12), look.accent, "flat")
    canvas.dot(400, 630, 13, look.accent)


@shape("sleeping_bag", 560, 330, "outdoor", focus=(320, 520))
def sleeping_bag(canvas: Canvas, look: Look) -> None:
    """A rolled sleeping bag; form 1 is a yoga mat rolled with a strap."""
    canvas.shadow(410, 650, 320, 32)
    body = rounded(150, 440, 490, 206, 90)
    canvas.solid(body, look.base, "down", parts.cloth(canvas, look))
    if look.form == 0:
        for x in range(240, 600, 60):
            canvas.crease(f"M{x} 444q-26 100 0 200", 6, 0.16)
    canvas.solid(oval(200, 543, 92, 103), colors.lighten(look.base, 0.2), "ball")
    spiral = (
        "M200 543a20 20 0 1 1 -22 -20a44 46 0 1 1 -24 60a64 68 0 1 1 110 -20a70 80 0 0 0 -40 -92"
    )
    canvas.line(spiral, look.accent if look.form == 0 else look.dark, 11, 0.75)
    for x in (330, 510):
        canvas.line(f"M{x} 442q-30 100 0 202", look.accent, 22)
        canvas.solid(rounded(x - 32, 526, 40, 30, 6), parts.BRASS, "flat")
    if look.form == 1:
        canvas.line("M330 442C340 330 500 330 510 442", look.accent, 16)
    parts.mark(canvas, look, 424, 544, 84)


@shape("flask", 200, 500, "outdoor", focus=(400, 470))
def flask(canvas: Canvas, look: Look) -> None:
    """A water bottle; forms: steel with a loop, sports, tumbler, thermos with a cup."""
    canvas.shadow(420, 652, 140, 26)
    pattern = parts.cloth(canvas, look)
    if look.form == 2:
        canvas.line("M430 150L412 300", look.accent, 14)
        canvas.solid("M300 300H500L470 640Q400 654 330 640Z", look.base, "side", pattern)
        canvas.solid(lathe(400, [(276, 104), (306, 108)]), look.accent, "side")
        canvas.solid(oval(400, 276, 104, 18), colors.lighten(look.accent, 0.3), "flat")
    elif look.form == 1:
        canvas.solid(
            lathe(400, [(300, 70), (340, 92), (460, 80), (560, 92), (642, 86)]),
            look.base,
            "side",
            pattern,
        )
        canvas.solid(lathe(400, [(220, 40), (250, 62), (306, 72)]), look.accent, "side")
        canvas.solid(rounded(378, 176, 44, 50, 10), look.dark, "side")
    else:
        canvas.solid(
            lathe(400, [(280, 60), (330, 96), (380, 100), (642, 98)]), look.base, "side", pattern
        )
        canvas.solid(lathe(400, [(196, 60), (288, 64)]), look.accent, "side")
        canvas.solid(oval(400, 196, 60, 11), colors.lighten(look.accent, 0.3), "flat")
        if look.form == 0:
            canvas.line("M350 200C340 120 460 120 450 200", look.dark, 16)
        else:
            canvas.solid(lathe(400, [(590, 100), (644, 98)]), look.accent, "side")
    parts.mark(canvas, look, 396, 490, 100)
    canvas.gleam("M330 400V600", 9, 0.45)


@shape("camp_chair", 480, 440, "outdoor", focus=(400, 440))
def camp_chair(canvas: Canvas, look: Look) -> None:
    """A folding chair; form 1 is a folding table."""
    canvas.shadow(410, 650, 280, 30)
    if look.form == 1:
        canvas.line("M240 480L520 646M560 480L280 646", "#7d5426", 18)
        canvas.solid("M170 440H590L660 490H220Z", look.base, "flat")
        for y in (452, 464, 476):
            canvas.crease(f"M{190 + (y - 440)} {y}H{610 + (y - 440)}", 3, 0.25)
        canvas.solid("M220 490H660V506H220Z", look.dark, "flat")
        canvas.solid("M330 470q-8 -50 8 -60h44q16 10 8 60Z", look.accent, "round")
        return
    canvas.line("M230 330L300 646M570 330L500 646M230 646L560 500M570 646L240 500", "#4a4640", 15)
    canvas.line("M218 240L252 470M582 240L548 470", "#7d5426", 17)
    back = "M222 236Q400 276 578 236L562 410Q400 450 238 410Z"
    canvas.solid(back, look.base, "round", parts.cloth(canvas, look))
    canvas.solid(
        "M238 450Q400 500 562 450L590 530Q400 590 210 530Z",
        look.base,
        "down",
        parts.cloth(canvas, look),
    )
    canvas.line("M190 420H270M530 420H610", "#b98352", 22)
    canvas.line("M228 252Q400 292 572 252", look.accent, 9)
    parts.mark(canvas, look, 400, 346, 90)


@shape("camp_stove", 440, 360, "outdoor", focus=(400, 500))
def camp_stove(canvas: Canvas, look: Look) -> None:
    """A pot on a camping stove; form 1 is a set of nested pots."""
    canvas.shadow(410, 650, 250, 28)
    if look.form == 1:
        for cx, top, radius, tone in ((440, 360, 140, look.base), (310, 500, 110, look.accent)):
            canvas.solid(lathe(cx, [(top, radius), (640, radius * 0.96)]), tone, "side")
            canvas.mouth(cx, top, radius, radius * 0.18, tone)
        canvas.line("M566 470Q640 480 640 560", look.dark, 14)
        return
    canvas.line("M400 560L300 646M400 560L500 646M400 560V644", "#4a4640", 14)
    canvas.solid(lathe(400, [(566, 46), (600, 50), (640, 44)]), look.accent, "side")
    for x in (360, 384, 416, 440):
        canvas.path(
            f"M{x} 556C{x + 12} 534 {x + 10} 522 {x} 508C{x - 10} 522 {x - 12} 534 {x} 556Z",
            "#5b9ad9",
        )
    canvas.line("M300 508H500", "#4a4640", 12)
    canvas.solid(lathe(400, [(370, 130), (490, 128), (504, 120)]), look.base, "side")
    canvas.solid(lathe(400, [(340, 30), (350, 100), (376, 134)]), look.base, "side")
    canvas.solid(oval(400, 332, 22, 18), look.accent, "ball")
    canvas.line("M530 420L640 396", look.dark, 22)
    parts.mark(canvas, look, 392, 438, 70)


@shape("poles", 420, 600, "outdoor", flat=True, focus=(330, 250))
def poles(canvas: Canvas, look: Look) -> None:
    """A pair of walking poles; form 1 is a pair of badminton rackets."""
    for dx, turn in ((-70, 12), (70, -12)):
        with canvas.group(f"translate({dx} 0) rotate({turn} 400 400)"), canvas.floating(9):
            if look.form == 1:
                canvas.line(oval(400, 230, 94, 120), look.base, 13)
                strings = "".join(
                    f"M{400 + step * 24} {120 + abs(step) * 12}V{340 - abs(step) * 12}"
                    f"M{312 + abs(step) * 8} {230 + step * 28}H{488 - abs(step) * 8}"
                    for step in range(-3, 4)
                )
                canvas.line(strings, "#fbf7ec", 2.5)
                canvas.line("M400 350V580", look.base, 11)
                canvas.solid(rounded(386, 560, 28, 140, 10), look.accent, "side")
                continue
            canvas.line("M400 240V700", parts.STEEL, 12)
            canvas.line("M400 240V480", look.base, 18)
            canvas.solid(rounded(382, 110, 36, 150, 16), "#4a3526", "side")
            canvas.solid(rounded(388, 470, 24, 40, 6), look.accent, "side")
            canvas.solid(oval(400, 650, 34, 12), look.accent, "flat")
            canvas.line("M390 130Q330 170 372 240", look.accent, 9)


@shape("ball", 460, 460, "outdoor", focus=(400, 440))
def ball(canvas: Canvas, look: Look) -> None:
    """A ball; forms: basketball, football, tennis balls, jump rope."""
    canvas.shadow(415, 650, 230, 30)
    if look.form == 3:
        canvas.line("M260 560C120 300 680 260 560 520C500 640 300 620 330 480", look.base, 13)
        for x, y, turn in ((258, 590, 20), (330, 470, -14)):
            with canvas.group(f"rotate({turn} {x} {y})"):
                canvas.solid(rounded(x - 18, y - 80, 36, 140, 16), look.accent, "side")
        return
    if look.form == 2:
        for cx, cy, radius in ((320, 540, 106), (510, 560, 88), (430, 410, 84)):
            canvas.solid(oval(cx, cy, radius, radius), look.base, "ball")
            canvas.line(
                f"M{cx - radius * 0.9:.0f} {cy - radius * 0.4:.0f}"
                f"Q{cx} {cy} {cx - radius * 0.2:.0f} "
                f"{cy + radius * 0.96:.0f}",
                "#fdf8ea",
                8,
            )
        return
    canvas.solid(oval(400, 440, 206, 206), look.base, "ball")
    if look.form == 1:
        patch = "M400 370L466 418L440 496H360L334 418Z"
        canvas.path(patch, look.accent)
        canvas.line(
            "M400 370V252M466 418L586 384M440 496L508 604M360 496L292 604M334 418L214 384",
            look.accent,
            7,
        )
        for d in (
            "M330 250L400 292L470 250Q400 222 330 250Z",
            "M586 384L600 470L548 460Z",
            "M214 384L200 470L252 460Z",
            "M450 634L508 604L420 600Z",
        ):
            canvas.path(d, look.accent)
        canvas.path(oval(400, 440, 206, 206), canvas.light("ball"), 0.6)
        return
    for d in ("M194 440H606M400 234V646", "M262 284Q360 440 262 596", "M538 284Q440 440 538 596"):
        canvas.line(d, look.accent, 8)
