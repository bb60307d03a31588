"""Draw tickets, cards and courses: goods without weight."""

from jishi.surfaces.cli.demo.pictures import color as colors
from jishi.surfaces.cli.demo.pictures import emblems
from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import oval, rounded
from jishi.surfaces.cli.demo.pictures.look import Look
from jishi.surfaces.cli.demo.pictures.shapes import parts
from jishi.surfaces.cli.demo.pictures.shapes.registry import shape


@shape("ticket", 600, 400, "desk", flat=True, focus=(340, 400))
def ticket(canvas: Canvas, look: Look) -> None:
    """Two tickets with a stub."""
    outline = (
        "M120 280Q120 262 138 262H520a24 24 0 0 0 48 0H662Q680 262 680 280V520Q680 538 662 538H568"
        "a24 24 0 0 0 -48 0H138Q120 538 120 520Z"
    )
    with canvas.group("rotate(9 400 400) translate(24 30)"), canvas.floating(10):
        canvas.solid(outline, look.accent, "flat")
    with canvas.group("rotate(-5 400 400)"):
        with canvas.floating(13):
            canvas.solid(outline, look.base, "flat", parts.cloth(canvas, look))
        canvas.line("M544 292V510", colors.contrasting(look.base), 5, 0.8, "2 14")
        canvas.solid(rounded(150, 292, 170, 216, 10), look.pale, "flat")
        emblems.draw(canvas, look.emblem, (235, 400), 136, (look.base, look.accent))
        ink = colors.contrasting(look.base, 0.8)
        parts.text_lines(canvas, (346, 330, 160), 5, ink, 34)
        for index in range(12):
            x = 588 + index * 6
            canvas.line(f"M{x} 310V490", ink, 2 + index % 3, 0.8)


@shape("card", 560, 440, "desk", flat=True, focus=(350, 400))
def card(canvas: Canvas, look: Look) -> None:
    """A membership or gift card in its sleeve; form 1 comes in an envelope."""
    with canvas.group("rotate(-7 400 400)"):
        with canvas.floating(14):
            if look.form == 1:
                canvas.solid(
                    rounded(150, 290, 480, 330, 12), colors.lighten(look.accent, 0.4), "flat"
                )
                canvas.line("M156 300L390 470L624 300", colors.darken(look.accent, 0.1), 4, 0.6)
            canvas.solid(
                rounded(170, 200, 460, 290, 26), look.base, "flat", parts.cloth(canvas, look, 1.3)
            )
        canvas.path(
            "M170 420Q300 330 420 400T630 330V464a26 26 0 0 1 -26 26H196a26 26 0 0 1 -26 -26Z",
            look.accent,
            0.85,
        )
        pale = colors.contrasting(look.base, 0.85)
        emblems.draw(canvas, look.emblem, (520, 290), 120, (pale, look.accent))
        canvas.solid(rounded(206, 262, 68, 52, 10), "#e0c27a", "flat")
        parts.text_lines(canvas, (206, 236, 120), 1, pale)
        for index in range(4):
            parts.text_lines(
                canvas, (206 + index * 66, 452, 46), 1, colors.contrasting(look.accent, 0.8)
            )


@shape("course", 600, 430, "desk", focus=(380, 420))
def course(canvas: Canvas, look: Look) -> None:
    """A course playing on a laptop; form 1 on a tablet, as an e-book."""
    canvas.shadow(410, 650, 330, 26)
    if look.form == 1:
        canvas.solid(rounded(250, 230, 300, 416, 30), "#3a3633", "flat")
        canvas.solid(rounded(272, 254, 256, 368, 10), "#fbf5e6", "flat")
        canvas.solid(rounded(296, 280, 208, 170, 8), look.base, "flat", parts.cloth(canvas, look))
        emblems.draw(canvas, look.emblem, (400, 366), 110, (look.accent, look.pale))
        parts.text_lines(canvas, (310, 486, 180), 5, look.dark, 26)
        return
    canvas.solid(rounded(180, 240, 440, 320, 22), "#3a3633", "flat")
    canvas.solid(rounded(200, 260, 400, 272, 8), look.base, "flat", parts.cloth(canvas, look))
    emblems.draw(canvas, look.emblem, (400, 372), 170, (look.accent, look.pale))
    canvas.solid(oval(560, 300, 26, 26), "#fbf5e6", "flat")
    canvas.path("M552 286L576 300L552 314Z", "#c8321f")
    canvas.line("M226 508H574", "#fbf5e6", 8, 0.5)
    canvas.line("M226 508H380", "#fbf5e6", 8)
    canvas.dot(380, 508, 11, "#fbf5e6")
    canvas.solid(
        "M110 620L170 560H630L690 620Q690 646 660 646H140Q110 646 110 620Z", "#b9b2a6", "down"
    )
    canvas.path("M340 600H460L470 618H330Z", "#8f887c")
