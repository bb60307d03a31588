"""Settings of the platform, room by room, and their change log."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import operations, preferences
from jishi.foundation.platform.operations import AuditFilter
from jishi.foundation.platform.preferences import PREFERENCES, Preference
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, TimelineEntry
from jishi.surfaces.operator_console import timeline, words
from jishi.surfaces.operator_console.forms import settings as forms
from jishi.surfaces.operator_console.forms.people import room_of
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorPage

PERMISSION = "preferences.edit"
LOG_LENGTH = 20


class Settings(OperatorPage, kit.ConsolePage):
    """The rooms that have settings."""

    title = lazy("Settings")
    permission = PERMISSION
    section = "settings"
    template_name = "operator_console/settings/index.html"

    def page_actions(self) -> list[Action]:
        """Lead to the mode of the site, and to settings as a file."""
        return [
            Action(_("Mode of the site"), self.url("mode"), icon="store"),
            Action(_("Export and import"), self.url("settings_transfer"), icon="download"),
        ]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List the rooms with the numbers of their settings."""
        counts: dict[str, int] = {}
        for one in PREFERENCES.values():
            room = one.name.partition(".")[0]
            counts[room] = counts.get(room, 0) + 1
        rooms = [
            {"name": room_of(room), "count": count, "url": self.url("settings_room", room)}
            for room, count in counts.items()
        ]
        return self.show(rooms=sorted(rooms, key=lambda one: str(one["name"])))


class Room(OperatorPage, kit.ConsolePage):
    """The settings of one room, with what is in force."""

    permission = PERMISSION
    section = "settings"
    template_name = "operator_console/settings/room.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the room."""
        return room_of(self.kwargs["room"])

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("All settings"), self.url("settings"), icon="arrow-left")]

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """List the settings."""
        room = kwargs["room"]
        found = [one for one in PREFERENCES.values() if one.name.partition(".")[0] == room]
        if not found:
            raise NotFound
        return self.show(rows=[self._row(one) for one in found])

    def _row(self, one: Preference[Any]) -> dict[str, object]:
        value = one.get()
        return {
            "name": one.name,
            "help": _(one.help),
            "value": _("Set") if one.is_secret and value else spell(one, value),
            "default": spell(one, one.default),
            "is_changed": value != one.default,
            "url": self.url("setting", one.name),
        }


def spell(one: Preference[Any], value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if one.name in words.CHOSEN:
        return str(words.CHOSEN[one.name].get(value, value)).partition("\n")[0]
    if isinstance(value, list):
        return ", ".join(value) or "—"
    return "—" if value == "" else str(value)


class Setting(OperatorForm):
    """One setting: what it means, its default, and who changed it when."""

    permission = PERMISSION
    section = "settings"
    template_name = "operator_console/settings/setting.html"
    success_message = lazy("The setting is in force.")

    @cached_property
    def preference(self) -> Preference[Any]:
        """The setting of the address. Raises: NotFound."""
        name = self.kwargs["name"]
        if name not in PREFERENCES:
            raise NotFound
        return PREFERENCES.get(name)

    @property
    def aliases(self) -> dict[str, str]:  # type: ignore[override]
        """Every refusal is about the one field."""
        return {self.preference.name: "value"}

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it as its help does, without the stop."""
        return _("Change a setting")

    def back_url(self) -> str:
        """Return to the room."""
        return self.url("settings_room", self.preference.name.partition(".")[0])

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Return the field for its type."""
        return forms.SettingForm(data, preference=self.preference)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Set it."""
        preferences.set_value(actor=self.actor, name=self.preference.name, value=data["value"])

    def extra(self) -> dict[str, object]:
        """Add name, default and the change log."""
        one = self.preference
        return {
            "preference": one,
            "default": spell(one, one.default),
            "timeline": self._log(),
        }

    def _log(self) -> Sequence[TimelineEntry]:
        wanted = AuditFilter(subject_type="preference", subject_id=self.preference.name)
        return timeline.of_audit(operations.list_audit(wanted, limit=LOG_LENGTH).items)
