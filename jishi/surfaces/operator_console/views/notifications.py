"""The words of notifications, and the log of what was sent."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.notifications import queries as notifications_queries
from jishi.care.notifications import services as notifications
from jishi.care.notifications.types import (
    DeliveryFilter,
    DeliveryState,
    DeliveryView,
    TemplateCard,
    Words,
)
from jishi.foundation.kernel.paging import Page
from jishi.surfaces.design import kit, statuses
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import marketing as forms
from jishi.surfaces.operator_console.forms.parts import text_map
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)

PERMISSION = "notifications.edit"


class Templates(OperatorList):
    """Every notification with the words in force."""

    title = lazy("Notifications")
    permission = PERMISSION
    section = "templates"
    file_name = "notifications"
    columns = (
        kit.Column(name="title", label=lazy("Title"), value=lambda one: say(one.words.title)),
        kit.Column(
            name="audience", label=lazy("To"), value=lambda one: words.READERS[one.audience]
        ),
        kit.Column(
            name="channels",
            label=lazy("By"),
            value=lambda one: " · ".join(str(words.MEDIA[channel]) for channel in one.channels),
        ),
        kit.Column(
            name="own",
            label=lazy("Words"),
            value=lambda one: _("Your own") if one.is_overridden else _("Built in"),
        ),
        kit.Column(name="event", label=lazy("Event")),
    )

    def page_actions(self) -> list[Action]:
        """Lead to the log."""
        return [Action(_("Delivery log"), self.url("deliveries"), icon="list")]

    def fetch(self, wanted: kit.Wanted) -> Page[TemplateCard]:
        """Return every template."""
        return Page(items=notifications_queries.list_templates())

    def row_url(self, item: TemplateCard) -> str:
        """Return the form of its words."""
        return self.url("template", item.key)


class OfTemplate(OperatorPage):
    """What every page of one notification shares."""

    permission = PERMISSION
    section = "templates"

    @cached_property
    def card(self) -> TemplateCard:
        """The notification. Raises: TemplateNotFound."""
        return notifications_queries.get_template(self.kwargs["key"])  # type: ignore[attr-defined]


class Template(OfTemplate, OperatorForm):
    """Change the words of a notification."""

    aliases = {"title": "title_zh", "body": "body_zh"}
    form_class: type[django_forms.Form] = forms.WordingForm

    @property
    def title(self) -> str:  # type: ignore[override]
        """Show its title."""
        return say(self.card.words.title)

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say which values can be named."""
        names = ", ".join(f"{{{name}}}" for name in self.card.variables)
        return _("Values that are filled in: {names}").format(names=names or "—")

    def page_actions(self) -> list[Action]:
        """Offer the way back to the built-in words."""
        if not self.card.is_overridden:
            return []
        url = self.url("template_reset", self.card.key)
        return [Action(_("Back to the built-in words"), url, confirm=True)]

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("templates")

    def initial(self) -> dict[str, Any]:
        """Start with the words in force."""
        return forms.wording_values(self.card.words.title, self.card.words.body)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Put them in force."""
        wording = Words(title=text_map(data, "title"), body=text_map(data, "body"))
        notifications.override(actor=self.actor, key=self.card.key, words=wording)


class ResetTemplate(OfTemplate, OperatorConfirm):
    """Go back to the built-in words."""

    title = lazy("Go back to the built-in words?")
    text = lazy("Your own words are lost.")
    submit_label = lazy("Go back")
    success_message = lazy("The built-in words are in force.")

    def back_url(self) -> str:
        """Return to the form."""
        return self.url("template", self.card.key)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Remove one's own."""
        notifications.remove_override(actor=self.actor, key=self.card.key)


class Deliveries(OperatorList):
    """The log of what was sent, newest first; those that failed can be sent again."""

    title = lazy("Delivery log")
    permission = PERMISSION
    section = "templates"
    filter_form = forms.DeliveryFilter
    file_name = "deliveries"
    columns = (
        kit.Column(name="title", label=lazy("Title"), value=lambda one: say(one.title)),
        kit.Column(name="state", label=lazy("State"), axis="delivery"),
        kit.Column(name="channel", label=lazy("By"), value=lambda one: words.MEDIA[one.channel]),
        kit.Column(name="recipient", label=lazy("To")),
        kit.Column(name="attempts", label=lazy("Tries"), kind="number"),
        kit.Column(name="error", label=lazy("What went wrong")),
        kit.Column(name="created_at", label=lazy("When")),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return one view per state, with its count."""
        counts = notifications_queries.count_deliveries()
        views = [
            kit.SavedView(
                statuses.status_of("delivery", state).label, f"state={state}", counts.get(state)
            )
            for state in DeliveryState
        ]
        return (kit.SavedView(_("All"), ""), *views)

    def fetch(self, wanted: kit.Wanted) -> Page[DeliveryView]:
        """Return the lines that the filters ask for."""
        state = wanted.filters.get("state")
        asked = DeliveryFilter(
            state=DeliveryState(state) if state else None,
            template=wanted.filters.get("template") or "",
        )
        return notifications_queries.list_deliveries(
            actor=wanted.actor, wanted=asked, cursor=wanted.cursor, limit=wanted.limit
        )

    def row_url(self, item: DeliveryView) -> str:
        """Return the page that sends it again."""
        is_stuck = item.state in {DeliveryState.FAILED, DeliveryState.SKIPPED}
        return self.url("delivery_resend", item.delivery_id) if is_stuck else ""


class Resend(OperatorConfirm):
    """Try a text again that failed or was skipped."""

    title = lazy("Send this text again?")
    permission = PERMISSION
    section = "templates"
    submit_label = lazy("Send again")
    success_message = lazy("The text is on its way.")

    def back_url(self) -> str:
        """Return to the log."""
        return self.url("deliveries")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Send it."""
        notifications.resend(actor=self.actor, delivery_id=self.kwargs["delivery_id"])
