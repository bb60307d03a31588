"""Type faces of papers, and text cut so that each has the characters its face can draw.

Latin is set in Helvetica and Chinese in STSong-Light. Both are named by the PDF standard
and drawn by the reader's program, so that no font file is kept or sent.
"""

from itertools import groupby
from unicodedata import normalize
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

LATIN = "Helvetica"
LATIN_BOLD = "Helvetica-Bold"
CHINESE = "STSong-Light"
LATIN_ENCODING, CHINESE_ENCODING = "cp1252", "gbk"
"""What the faces have."""
MISSING = "□"
"""Stands for what neither face has."""

WIDE_FROM = 0x2E80
"""Characters from here on stand without spaces and may be broken anywhere."""

pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def markup(text: str, *, bold: bool = False) -> str:
    """Return a text as a paragraph's markup, each run in the face that has its characters."""
    latin = LATIN_BOLD if bold else LATIN
    drawable = "".join(map(_drawable, " ".join(text.split())))
    last = "\xff" if is_wide(drawable) else "\uffff"
    runs = groupby(drawable, key=lambda one: one <= last and _fits(one, LATIN_ENCODING))
    return "".join(
        f'<font name="{latin if is_latin else CHINESE}">{escape("".join(run))}</font>'
        for is_latin, run in runs
    )


def is_wide(text: str) -> bool:
    """Return whether a text is mainly Chinese, so that lines break between characters."""
    wide = sum(ord(character) >= WIDE_FROM for character in text)
    return wide * 2 > len(text.replace(" ", ""))


def _drawable(character: str) -> str:
    """Return what stands for a character: itself, its letter without marks, or a box."""
    if _fits(character, LATIN_ENCODING) or _fits(character, CHINESE_ENCODING):
        return character if character.isprintable() else MISSING
    letter = normalize("NFKD", character)[:1]
    return letter if letter.isascii() and letter.isprintable() else MISSING


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
