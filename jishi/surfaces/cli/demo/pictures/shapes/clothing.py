"""Draw clothes, laid out flat."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import patterns
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape

_SHORT = (
    "M318 148Q400 236 482 148Q548 166 588 196Q642 262 700 344L606 400L566 348"
    "Q560 480 570 656Q400 684 230 656Q240 480 234 348L194 400L100 344Q158 262 212 196"
    "Q252 166 318 148Z"
)
_LONG = (
    "M322 150Q400 200 478 150Q548 164 590 200Q640 330 690 560L606 588L560 380"
    "Q556 500 566 650Q400 676 234 650Q244 500 240 380L194 588L110 560Q160 330 210 200"
    "Q252 164 322 150Z"
)


def _sleeves(canvas: Canvas, length: int = 344) -> None:
    for side in (-1, 1):
        x = 400 + side * 164
        canvas.crease(f"M{x} {length}Q{x - side * 6} 280 {x + side * 16} 210", 5, 0.22)
        canvas.crease(f"M{x - side * 8} 430Q{x - side * 40} 480 {x - side * 26} 570", 9, 0.08)


@shape("tee", 600, 540, "wardrobe", flat=True, focus=(400, 330))
def tee(canvas: Canvas, look: Look) -> None:
    """A T-shirt with a print; form 1 has a polo collar."""
    with canvas.floating():
        canvas.path(
            "M318 150Q400 128 482 150L470 186Q400 220 330 186Z", colors.darken(look.base, 0.35)
        )
        canvas.solid(_SHORT, look.base, "flat", parts.cloth(canvas, look))
        _sleeves(canvas)
    trim = colors.darken(look.base, 0.22)
    if look.form == 1:
        canvas.solid("M312 142L400 226L370 262L292 172Z", look.accent, "flat")
        canvas.solid("M488 142L400 226L430 262L508 172Z", look.accent, "flat")
        canvas.line("M400 230V330", trim, 5)
        for y in (262, 300):
            canvas.dot(400, y, 7, "#f7f1e5")
    else:
        canvas.line("M318 148Q400 236 482 148", trim, 17)
        canvas.line("M318 146Q400 232 482 146", colors.lighten(look.base, 0.15), 9, 0.8)
    canvas.line("M236 636Q400 664 564 636", trim, 2.5, 0.7, "5 6")
    canvas.path("M300 560Q340 480 330 400Q380 520 350 640Z", "#fff9ee", 0.1)
    parts.mark(canvas, look, 400, 390, 170)


@shape("shirt", 590, 540, "wardrobe", flat=True, focus=(400, 280))
def shirt(canvas: Canvas, look: Look) -> None:
    """A buttoned shirt; form 1 has a stand collar and knotted buttons."""
    with canvas.floating():
        canvas.path("M330 140Q400 110 470 140L450 190H350Z", colors.darken(look.base, 0.4))
        canvas.solid(_LONG, look.base, "flat", parts.cloth(canvas, look))
        _sleeves(canvas, 380)
    canvas.crease("M388 200V664M414 200V664", 3, 0.22)
    if look.form == 1:
        canvas.line("M326 146Q400 214 474 146", look.accent, 20)
        for y in (230, 310, 390, 470):
            canvas.line(f"M378 {y}H424", look.accent, 8)
            canvas.dot(401, y, 9, colors.darken(look.accent, 0.25))
        return
    for side in (-1, 1):
        collar = f"M{400 + side * 76} 138L400 204L{400 + side * 58} 256L{400 + side * 116} 170Z"
        canvas.solid(collar, colors.lighten(look.base, 0.16), "flat", parts.cloth(canvas, look))
        cuff = (
            f"M{400 + side * 206} 570L{400 + side * 290} 542"
            f"L{400 + side * 298} 566L{400 + side * 212} 596Z"
        )
        canvas.solid(cuff, colors.darken(look.base, 0.1), "flat")
    for y in range(240, 640, 66):
        canvas.dot(401, y, 7, look.accent)
    canvas.solid("M456 310H530V380L493 400L456 380Z", colors.darken(look.base, 0.07), "flat")
    parts.mark(canvas, look, 493, 350, 44)


@shape("jacket", 600, 550, "wardrobe", flat=True, focus=(400, 330))
def jacket(canvas: Canvas, look: Look) -> None:
    """A jacket; forms: shell with hood, quilted down, padded vest, fleece."""
    body = _LONG
    if look.form == 2:
        body = (
            "M322 150Q400 200 478 150Q540 160 566 210Q540 280 560 340Q556 500 566 650"
            "Q400 676 234 650Q244 500 240 340Q260 280 234 210Q260 160 322 150Z"
        )
    pattern = parts.cloth(canvas, look)
    with canvas.floating():
        if look.form in (0, 1):
            hood = "M300 170C290 90 350 66 400 66S510 90 500 170Q450 230 400 232Q350 230 300 170Z"
            canvas.solid(hood, look.dark, "soft")
            canvas.path(
                "M334 166C330 116 360 96 400 96S470 116 466 166Q400 240 334 166Z", "#2b2420", 0.6
            )
        canvas.solid(body, look.base, "flat", pattern)
        if look.form != 2:
            _sleeves(canvas, 380)
    if look.form in (1, 2):
        for y in range(236, 650, 62):
            canvas.crease(f"M242 {y}Q400 {y + 22} 558 {y}", 7, 0.2)
            canvas.line(f"M246 {y + 9}Q400 {y + 31} 554 {y + 9}", "#fff9ee", 3, 0.35)
    if look.form == 0:
        canvas.solid(
            "M212 200Q260 166 322 150Q400 200 478 150Q548 164 590 200L606 260Q400 310 194 260Z",
            look.accent,
            "flat",
        )
    if look.form == 3:
        canvas.solid("M316 146Q400 204 484 146L470 236Q400 262 330 236Z", look.accent, "soft")
    canvas.line("M400 196V662", colors.darken(look.base, 0.45), 9)
    canvas.line("M400 196V662", parts.BRASS, 3, 1, "4 5")
    for side in (-1, 1):
        canvas.line(
            f"M{400 + side * 70} 500L{400 + side * 112} 560", colors.darken(look.base, 0.4), 8
        )
    parts.mark(canvas, look, 474, 330, 56)


@shape("dress", 430, 600, "wardrobe", flat=True, focus=(400, 300))
def dress(canvas: Canvas, look: Look) -> None:
    """A dress; form 1 is a wrap with sash, form 2 a skirt with pleats."""
    with canvas.floating():
        if look.form == 2:
            skirt = "M296 190H504L610 660Q400 706 190 660Z"
            canvas.solid(skirt, look.base, "flat", parts.cloth(canvas, look))
            for step in range(-4, 5):
                canvas.crease(
                    f"M{400 + step * 22} 230L{400 + step * 46} {684 - abs(step) * 4}", 5, 0.18
                )
        else:
            body = (
                "M316 110L346 104Q400 200 454 104L484 110Q500 150 556 200L510 262L492 244"
                "Q486 310 498 350Q580 500 606 676Q400 722 194 676Q220 500 302 350"
                "Q314 310 308 244L290 262L244 200Q300 150 316 110Z"
            )
            canvas.solid(body, look.base, "flat", parts.cloth(canvas, look))
            canvas.crease("M330 380Q290 520 276 680M400 380V700M470 380Q510 520 524 680", 9, 0.12)
    if look.form == 2:
        canvas.solid(rounded(290, 176, 220, 44, 8), look.accent, "flat")
        return
    canvas.solid("M302 326Q400 352 498 326L500 366Q400 392 300 366Z", look.accent, "side")
    if look.form == 1:
        canvas.line(
            "M346 106Q380 240 490 320M454 106Q420 200 380 250", colors.darken(look.base, 0.3), 8
        )
        canvas.solid("M470 350l70 120l-36 8l-52 -120Z", look.accent, "flat")
    parts.mark(canvas, look, 330, 600, 90)


@shape("sweater", 590, 540, "wardrobe", flat=True, focus=(400, 340))
def sweater(canvas: Canvas, look: Look) -> None:
    """A knitted sweater; form 1 is a hooded sweatshirt, form 2 a cardigan."""
    knit = patterns.paint(canvas, "knit", look.dark, scale=0.8)
    with canvas.floating():
        if look.form == 1:
            hood = "M296 176C290 96 340 70 400 70S510 96 504 176Q400 250 296 176Z"
            canvas.solid(hood, look.dark, "soft")
        canvas.solid(
            _LONG, look.base, "flat", parts.cloth(canvas, look) or ("" if look.form == 1 else knit)
        )
        _sleeves(canvas, 380)
    ribs = colors.darken(look.base, 0.16)
    for x in range(240, 566, 11):
        canvas.line(f"M{x} 624v32", ribs, 4, 0.6)
    if look.form == 1:
        canvas.line("M322 152Q400 230 478 152", ribs, 16)
        canvas.line("M370 196v110M430 196v100", "#f4ead6", 7)
        canvas.solid("M300 510H500L530 610H270Z", colors.darken(look.base, 0.08), "flat")
    elif look.form == 2:
        canvas.line("M322 150Q380 330 400 400V664M478 150Q420 330 400 400", look.accent, 18)
        for y in (430, 500, 570, 634):
            canvas.dot(400, y, 10, "#f4ead6")
    else:
        canvas.line("M322 148Q400 226 478 148", ribs, 26)
        canvas.line("M322 146Q400 222 478 146", colors.lighten(look.base, 0.2), 4, 0.7, "3 9")
        for index in range(7):
            canvas.path(f"M{256 + index * 42} 300l21 -22l21 22l-21 22Z", look.accent, 0.9)
    parts.mark(canvas, look, 400, 430, 150)


@shape("trousers", 360, 600, "wardrobe", flat=True, focus=(400, 250))
def trousers(canvas: Canvas, look: Look) -> None:
    """Trousers; form 1 are shorts, form 2 wide and cropped."""
    hem = (700, 430, 640)[look.form % 3]
    flare = (0, 30, 46)[look.form % 3]
    body = (
        f"M282 110H518Q548 300 {560 + flare} {hem}L{424 + flare // 3} {hem + 8}L400 300"
        f"L{376 - flare // 3} {hem + 8}L{240 - flare} {hem}Q252 300 282 110Z"
    )
    with canvas.floating():
        canvas.solid(body, look.base, "flat", parts.cloth(canvas, look))
    canvas.crease(
        f"M400 160V300M320 200L{300 - flare} {hem - 10}M480 200L{500 + flare} {hem - 10}", 5, 0.16
    )
    canvas.solid("M278 100H522L526 142H274Z", colors.darken(look.base, 0.12), "flat")
    for x in (306, 386, 478):
        canvas.solid(rounded(x, 96, 14, 52, 4), colors.darken(look.base, 0.25), "flat")
    canvas.line("M292 160Q300 220 270 240M508 160Q500 220 530 240", look.accent, 4, 0.9, "7 5")
    canvas.dot(400, 122, 10, parts.BRASS)


@shape("scarf", 480, 520, "wardrobe", flat=True, focus=(360, 330))
def scarf(canvas: Canvas, look: Look) -> None:
    """A scarf, looped; form 1 is a folded square of silk."""
    pattern = parts.cloth(canvas, look)
    with canvas.floating():
        if look.form == 1:
            canvas.solid("M180 220L620 180L640 600L220 640Z", look.base, "flat", pattern)
            canvas.line("M200 240L602 204L620 582L238 618Z", look.accent, 10)
            canvas.solid("M180 220L620 180L230 430Z", look.pale, "flat", pattern)
            parts.mark(canvas, look, 450, 450, 170)
            return
        canvas.solid("M470 330L560 330L600 660H480Z", look.dark, "soft", pattern)
        canvas.solid(
            "M400 130C580 130 630 250 600 330C560 430 250 430 200 330C170 250 220 130 400 130Z",
            look.base,
            "round",
            pattern,
        )
        canvas.path(oval(400, 226, 116, 56), colors.darken(look.base, 0.5))
        canvas.solid("M330 320L450 330L430 690H290Z", look.base, "round", pattern)
    canvas.crease("M230 330Q400 440 580 320M250 290Q400 390 560 286", 8, 0.15)
    for x in range(292, 436, 13):
        canvas.line(f"M{x} 690v36", look.accent, 6)
    for x in range(484, 600, 13):
        canvas.line(f"M{x} 660v32", look.accent, 6)


@shape("hat", 480, 340, "wardrobe", focus=(400, 500))
def hat(canvas: Canvas, look: Look) -> None:
    """A hat; forms: bucket hat, knitted beanie, cap, straw hat."""
    canvas.shadow(415, 650, 270, 32)
    pattern = parts.cloth(canvas, look)
    if look.form == 1:
        canvas.solid(oval(400, 300, 54, 50), look.accent, "ball")
        knit = pattern or patterns.paint(canvas, "knit", look.dark)
        canvas.solid("M230 570C220 380 290 310 400 310S580 380 570 570Z", look.base, "round", knit)
        canvas.solid(rounded(216, 540, 368, 106, 30), look.accent, "round", knit)
        parts.mark(canvas, look, 400, 592, 60)
        return
    if look.form == 2:
        canvas.solid(
            "M216 600C206 420 280 350 400 350S590 430 584 600Z", look.base, "round", pattern
        )
        canvas.solid(
            "M216 596Q100 600 90 640Q240 620 400 646Q500 640 584 600Q400 560 216 596Z",
            look.accent,
            "down",
        )
        canvas.crease(
            "M400 350Q380 460 392 580M300 380Q270 480 276 586M500 380Q520 480 520 590", 4, 0.2
        )
        parts.mark(canvas, look, 372, 500, 90)
        return
    woven = patterns.paint(canvas, "weave", look.dark, look.dark) if look.form == 3 else pattern
    canvas.solid(oval(400, 590, 290 if look.form == 3 else 240, 60), look.base, "down", woven)
    canvas.solid(
        "M250 580C250 400 300 350 400 350S550 400 550 580Q400 620 250 580Z",
        look.base,
        "round",
        woven,
    )
    canvas.solid("M249 540Q400 584 551 540V584Q400 626 249 584Z", look.accent, "round")
    parts.mark(canvas, look, 400, 470, 90)


@shape("socks", 420, 520, "wardrobe", flat=True, focus=(360, 320))
def socks(canvas: Canvas, look: Look) -> None:
    """A pair of socks; form 1 are gloves."""
    pattern = parts.cloth(canvas, look, 0.9)
    for dx, turn in ((-92, -6), (80, 6)):
        with canvas.group(f"translate({dx} 0) rotate({turn} 400 400)"), canvas.floating(12):
            if look.form == 1:
                glove = (
                    "M330 660V440Q300 400 270 340q-10 -40 26 -36q26 20 44 60L336 190q4 -36 30 -30"
                    "q14 4 16 36q2 -50 30 -46q24 4 22 52q10 -36 32 -26q18 8 12 46q14 -20 28 -8"
                    "q10 10 4 40L480 440V660Z"
                )
                canvas.solid(glove, look.base, "flat", pattern)
                canvas.solid(rounded(322, 600, 166, 66, 12), look.accent, "flat")
                continue
            leg = (
                "M340 140H462V420Q470 500 420 560L356 636Q310 676 262 640Q232 604 270 566L340 480Z"
            )
            canvas.solid(leg, look.base, "flat", pattern)
            canvas.solid(rounded(334, 128, 134, 60, 12), look.accent, "flat")
            canvas.path("M462 420Q470 500 420 560Q390 500 462 420Z", look.accent, 0.9)
            canvas.path(
                "M262 640Q232 604 270 566Q330 590 322 656Q290 662 262 640Z", look.accent, 0.9
            )
            parts.mark(canvas, look, 402, 300, 80)
