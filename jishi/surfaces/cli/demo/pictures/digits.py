"""Write numbers as strokes, so that no font is needed."""

from jishi.surfaces.cli.demo.pictures.canvas import Canvas
from jishi.surfaces.cli.demo.pictures.geometry import num

# Each glyph lives in a box of 10 by 16 units.
_GLYPHS = {
    "0": "M5 1C1 1 1 15 5 15S9 1 5 1Z",
    "1": "M2 4L6 1V15",
    "2": "M1 4C2 0 9 0 9 5C9 9 3 11 1 15H9",
    "3": "M1 3C4 0 9 1 8 5C8 7 6 8 4 8C7 8 9 9 9 11C9 16 3 16 1 13",
    "4": "M7 15V1L1 11H9",
    "5": "M8 1H2L1.5 7C6 5 9 7 9 10.5C9 16 3 16 1 13",
    "6": "M8 1C3 4 1 7 1 11C1 16 9 16 9 11C9 6 2 6 1 10",
    "7": "M1 1H9L4 15",
    "8": "M5 7C1 6 1 1 5 1S9 6 5 7C0 8 0 15 5 15S10 8 5 7Z",
    "9": "M9 6C9 0 1 0 1 5C1 10 8 10 9 6C9 10 7 13 3 15",
    ".": "M4 15h.1",
    "c": "M8 8C5 5 2 8 2 10.5S5 16 8 13.5",
    "m": "M1 15V7M1 9C2 6 5 6 5 9V15M5 9C6 6 9 6 9 9V15",
    " ": "",
}


def write(canvas: Canvas, text: str, cx: float, y: float, ink: str) -> None:
    """Write digits, point, c and m, centered at `cx` with the top at `y`."""
    advance, scale = 13, 1.5
    with canvas.group(
        f"translate({num(cx - len(text) * advance * scale / 2)} {num(y)}) scale({scale:g})"
    ):
        for index, letter in enumerate(text):
            if _GLYPHS[letter]:
                with canvas.group(f"translate({index * advance} 0)"):
                    canvas.line(_GLYPHS[letter], ink, 1.8)
