"""Settings in which a shop may differ from the platform."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import preferences
from jishi.foundation.platform.preferences import PREFERENCES, Preference
from jishi.surfaces.design import kit
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms.preferences import SettingForm, shown_value
from jishi.surfaces.merchant_console.pages import ShopPage


class Setting:
    """A preference as the list shows it."""

    def __init__(self, part: Preference[Any], value: Any) -> None:
        """Take the value that holds for the shop."""
        self.name, self.label = part.name, words.PREFERENCES.get(part.name, part.help)
        self.value = shown_value(part, value)
        self.default = shown_value(part, part.get())


class Settings(ShopPage, kit.ListPage):
    """Everything that may be set for this shop."""

    title = lazy("Settings")
    permission = "preferences.edit"
    section = "settings"
    file_name = "settings"
    columns = (
        kit.Column(name="label", label=lazy("Setting")),
        kit.Column(name="value", label=lazy("This shop’s")),
        kit.Column(name="default", label=lazy("The platform’s")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Setting]:
        """Return every preference that shops may set."""
        parts = [part for part in PREFERENCES.values() if part.per_merchant and not part.is_secret]
        return Page(tuple(Setting(part, part.get(self.shop.id)) for part in parts))

    def row_id(self, item: Setting) -> str:
        """Return the name."""
        return item.name

    def row_url(self, item: Setting) -> str:
        """Return its form."""
        return self.url("setting", item.name)


class SaveSetting(ShopPage, kit.FormPage):
    """Set one of them."""

    permission = "preferences.edit"
    section = "settings"

    @cached_property
    def part(self) -> Preference[Any]:
        """The preference, if shops may set it. Raises: NotFound."""
        name = self.kwargs["name"]
        if name not in PREFERENCES:
            raise NotFound
        part = PREFERENCES.get(name)
        if not part.per_merchant or part.is_secret:
            raise NotFound
        return part

    @property
    def title(self) -> str:  # type: ignore[override]
        """Say what is set."""
        return str(words.PREFERENCES.get(self.part.name, self.part.help))

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what holds elsewhere."""
        return _("The platform’s value: {value}").format(
            value=shown_value(self.part, self.part.get())
        )

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return a field of the preference's type."""
        return SettingForm(data, part=self.part, value=self.part.get(self.shop.id))

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Set it."""
        try:
            preferences.set_value(
                actor=self.actor,
                name=self.part.name,
                value=data["value"],
                merchant_id=self.shop.id,
            )
        except preferences.BadPreference as error:
            error.field = "value"
            raise

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("settings")
