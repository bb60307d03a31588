"""A record: its facts, its parts, what happened to it, and what can be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from jishi.surfaces.design.kit.base import ConsolePage, Text
from jishi.surfaces.design.kit.columns import Column
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record: a table of items, a list of facts, or a template of its own."""

    title: Text
    columns: Sequence[Column] = ()
    items: Sequence[object] = ()
    facts: Sequence[Fact] = ()
    template: str = ""
    context: dict[str, object] = field(default_factory=dict)

    def rows(self) -> list[list[tuple[Column, object]]]:
        """Return the table's cells."""
        return [[(column, column.cell(item)) for column in self.columns] for item in self.items]


class RecordPage(ConsolePage):
    """One record. Subclasses give `load` and `heading`, and whichever parts there are."""

    template_name = "design/console/record.html"
    record: Any

    def load(self, **kwargs: Any) -> Any:
        """Return the record for the URL's arguments.

        Raises: NotFound if there is none for this actor.
        """
        raise NotImplementedError

    def heading(self) -> str:
        """Return the record's name or number."""
        raise NotImplementedError

    def status(self) -> tuple[str, str] | None:
        """Return (axis, state) of the pill beside the heading."""
        return None

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return ()

    def facts(self) -> Sequence[Fact]:
        """Return named values for the side."""
        return ()

    def sections(self) -> Sequence[Section]:
        """Return the parts of the record, in reading order."""
        return ()

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return what happened, latest first."""
        return ()

    def next_actions(self) -> list[Action]:
        """Return exactly what may be done now."""
        return []

    def page_actions(self) -> list[Action]:
        """Show the next actions beside the heading."""
        return self.next_actions()

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the record."""
        self.record = self.load(**kwargs)
        return self.show(
            title=self.heading(),
            status=self.status(),
            crumbs=self.crumbs(),
            facts=self.facts(),
            sections=self.sections(),
            timeline=self.timeline(),
        )
