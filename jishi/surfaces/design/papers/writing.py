"""Papers drawn: A4, the house's ink and line, pages counted."""

from collections.abc import Sequence
from functools import singledispatch
from io import BytesIO

from django.utils.translation import gettext as _
from reportlab.graphics.barcode import code128
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from jishi.surfaces.design.papers.faces import is_wide, markup
from jishi.surfaces.design.papers.pages import CountedPages
from jishi.surfaces.design.papers.types import Barcode, Block, Columns, Part, Sheet, Sums, Table

MARGIN = 18 * mm
PADDING = 6
"""Points that the layout keeps free inside the margins."""
WIDTH = A4[0] - 2 * (MARGIN + PADDING)
INK, MUTED, LINE = HexColor("#1b1a17"), HexColor("#6b6358"), HexColor("#e7e0d6")
ACCENT = HexColor("#c8321f")


def write(sheets: Sequence[Sheet], *, title: str, language: str) -> bytes:
    """Return a PDF of the sheets, each from a new page.

    title, language: of the document, for its reader's program.
    """
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author=sheets[0].issuer if sheets else "",
        lang=language,
        creator="Jishi",
    )
    story: list[Flowable] = []
    for sheet in sheets:
        story += [*_drawn(sheet), PageBreak()]
    document.build(story[:-1], canvasmaker=CountedPages.of(_foot))
    return file.getvalue()


def _foot(page: int, pages: int) -> str:
    return _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def _drawn(sheet: Sheet) -> list[Flowable]:
    head = [[_text(sheet.title, 20, bold=True), _facts(sheet.facts)]]
    story: list[Flowable] = [
        _text(sheet.issuer, 10, MUTED),
        Spacer(0, 2 * mm),
        _grid(head, [WIDTH * 0.4, WIDTH * 0.6]),
        Spacer(0, 3 * mm),
        HRFlowable(width="100%", color=INK, thickness=1),
    ]
    for part in sheet.parts:
        story += [Spacer(0, 5 * mm), *_part(part)]
    if sheet.note:
        story += [Spacer(0, 8 * mm), _text(sheet.note, 8, MUTED)]
    return story


@singledispatch
def _part(part: Part) -> list[Flowable]:
    raise TypeError(part)


@_part.register
def _block(part: Block) -> list[Flowable]:
    return [_text(part.title, 8, MUTED), *(_text(line) for line in part.lines)]


@_part.register
def _columns(part: Columns) -> list[Flowable]:
    width = WIDTH / len(part.blocks)
    return [_grid([[_block(block) for block in part.blocks]], [width] * len(part.blocks))]


@_part.register
def _table(part: Table) -> list[Flowable]:
    def row(cells: Sequence[str], size: float, color: Color) -> list[Flowable]:
        return [
            _text(cell, size, color, right=place in part.right) for place, cell in enumerate(cells)
        ]

    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]
    rows = [row(part.head, 8, MUTED), *(row(cells, 9.5, INK) for cells in part.rows)]
    widths = [WIDTH * share for share in part.widths]
    return [Grid(rows, colWidths=widths, repeatRows=1, style=TableStyle(style))]


@_part.register
def _sums(part: Sums) -> list[Flowable]:
    def row(label: str, amount: str) -> list[Flowable]:
        return [_text(label, 9.5, MUTED, right=True), _text(amount, 9.5, right=True)]

    label, amount = part.total
    total = [
        _text(label, 9.5, MUTED, right=True),
        _text(amount, 13, ACCENT, right=True, bold=True),
    ]
    rows = [*(row(*each) for each in part.rows), total, *(row(*each) for each in part.after)]
    return [_grid(rows, [WIDTH * 0.7, WIDTH * 0.3])]


@_part.register
def _barcode(part: Barcode) -> list[Flowable]:
    bars = code128.Code128(part.value, barHeight=12 * mm, barWidth=0.33 * mm, quiet=False)
    return [bars, Spacer(0, 1 * mm), _text(part.value, 9)]


def _facts(facts: Sequence[tuple[str, str]]) -> Flowable:
    rows = [[_text(label, 9, MUTED, right=True), _text(value, 9.5)] for label, value in facts]
    return _grid(rows or [["", ""]], [WIDTH * 0.22, WIDTH * 0.38])


def _grid(rows: list[list[object]], widths: Sequence[float]) -> Flowable:
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    return Grid(rows, colWidths=widths, style=TableStyle(style))


def _text(
    text: str, size: float = 10, color: Color = INK, *, right: bool = False, bold: bool = False
) -> Flowable:
    style = ParagraphStyle(
        "paper",
        fontSize=size,
        leading=size * 1.45,
        textColor=color,
        alignment=TA_RIGHT if right else 0,
        wordWrap="CJK" if is_wide(text) else None,
    )
    return Paragraph(markup(text, bold=bold) or "&nbsp;", style)
