"""The first page of a working day: queues with counts and age, alerts, then figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from jishi.surfaces.design.kit.base import ConsolePage, Text
from jishi.surfaces.design.types import QueueTile, StatTile


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to know before starting. tone: `info`, `warning` or `error`."""

    text: Text
    tone: str = "warning"
    url: str = ""
    action: Text = ""


class QueuePage(ConsolePage):
    """Today's work. Subclasses give `queues`, and alerts and figures where there are any."""

    template_name = "design/console/queues.html"

    def queues(self) -> Sequence[QueueTile]:
        """Return what waits, most pressing first; each tile leads to its list."""
        raise NotImplementedError

    def alerts(self) -> Sequence[Alert]:
        """Return what must be known now."""
        return ()

    def figures(self) -> Sequence[StatTile]:
        """Return the day's figures; each leads to the list or report behind it."""
        return ()

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show today's work."""
        return self.show(queues=self.queues(), alerts=self.alerts(), figures=self.figures())
