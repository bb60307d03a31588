"""A canvas that knows how many pages there are before it writes the first."""

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from jishi.surfaces.design.papers.faces import CHINESE

Foot = Callable[[int, int], str]
"""Words the foot of a page, given its number and the count of pages."""


class CountedPages(Canvas):  # type: ignore[misc]
    """Holds every page back until all are drawn, then sets the foot of each."""

    foot: Foot

    @classmethod
    def of(cls, foot: Foot) -> type["CountedPages"]:
        """Return the canvas with its foot."""
        return type("CountedPages", (cls,), {"foot": staticmethod(foot)})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        pages = len(self._held)
        for number, held in enumerate(self._held, start=1):
            self.__dict__.update(held)
            if pages > 1:
                self.setFont(CHINESE, 8)
                self.setFillColor(HexColor("#6b6358"))
                self.drawRightString(A4[0] - 20 * mm, 10 * mm, self.foot(number, pages))
            super().showPage()
        super().save()
