"""A setting as a form: one field of the preference's own type."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.platform.preferences import Preference
from jishi.surfaces.design import choices
from jishi.surfaces.merchant_console import words


class SettingForm(forms.Form):
    """One value: a switch, a whole number, a text, or a list of texts."""

    def __init__(self, *args: Any, part: Preference[Any], value: Any, **kwargs: Any) -> None:
        """Make the field for the preference's type, with the value that holds now."""
        super().__init__(*args, **kwargs)
        shown = " ".join(value) if isinstance(part.default, list) else value
        self.part = part
        self.fields["value"] = _field(part)
        self.initial["value"] = shown

    def clean_value(self) -> Any:
        """Return the value in the preference's type; refuse one out of bounds."""
        given = self.cleaned_data["value"]
        value = given.split() if isinstance(self.part.default, list) else given
        if self.part.check is not None and not self.part.check(value):
            raise forms.ValidationError(_("The value is out of bounds."))
        return value


def _field(part: Preference[Any]) -> forms.Field:
    label = lazy("Value")
    if isinstance(part.default, bool):
        return forms.BooleanField(
            label=str(words.PREFERENCES.get(part.name, label)), required=False
        )
    if isinstance(part.default, int):
        return forms.IntegerField(label=label)
    names = words.PREFERENCE_CHOICES.get(part.name)
    if names:
        return forms.ChoiceField(label=label, choices=choices.of(names))
    return forms.CharField(label=label, required=False, max_length=500)


def shown_value(part: Preference[Any], value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return " ".join(value)
    return str(words.PREFERENCE_CHOICES.get(part.name, {}).get(str(value), value))
