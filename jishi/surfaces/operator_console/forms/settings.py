"""One setting as a form, its field chosen by the type of its default."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from jishi.foundation.platform import transfer
from jishi.foundation.platform.preferences import Preference
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import DAY


class SettingForm(forms.Form):
    """One setting."""

    def __init__(self, data: Any, *, preference: Preference[Any]) -> None:
        """Take the setting."""
        super().__init__(data, initial={"value": shown_value(preference)})
        self.fields["value"] = field_of(preference)


def field_of(preference: Preference[Any]) -> forms.Field:
    """Return the field for a setting."""
    label: Any = now(preference.help)
    given = preference.default
    if preference.name in words.CHOSEN:
        found = choices.of(words.CHOSEN[preference.name])
        return forms.ChoiceField(label=_("Choose one"), choices=found, widget=forms.RadioSelect)
    if isinstance(given, bool):
        return forms.BooleanField(label=label, required=False)
    if isinstance(given, int):
        return forms.IntegerField(label=label)
    if isinstance(given, list):
        return LinesField(
            label=label, required=False, help_text=_("One a line."),
            widget=forms.Textarea(attrs={"rows": 6}),
        )  # fmt: skip
    if preference.is_secret:
        return forms.CharField(
            label=label,
            required=False,
            max_length=4000,
            strip=True,
            help_text=_("It is never shown. Empty removes it."),
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        )
    return forms.CharField(label=label, required=False, max_length=4000)


class LinesField(forms.CharField):
    """Texts, one a line; cleans to a list."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        text = super().clean(value)
        return [line.strip() for line in str(text).splitlines() if line.strip()]


class SettingsFileForm(forms.Form):
    """A file of settings, or its content as it was kept between two clicks.

    Cleans to `text`.
    """

    file = forms.FileField(label=_("File of settings (JSON)"), required=False)
    kept = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file."""
        data = super().clean() or {}
        given = data.get("file")
        if given is None and not data.get("kept"):
            self.add_error("file", now("Choose a file."))
        elif given is not None and given.size > transfer.LARGEST_BYTES:
            self.add_error("file", now("The file is too large."))
        elif given is not None:
            data["text"] = given.read().decode("utf-8-sig", errors="replace")
        else:
            data["text"] = data["kept"]
        return data


def shown_value(preference: Preference[Any]) -> Any:
    """Return the value in force, nothing of a secret."""
    return "" if preference.is_secret else preference.get()


class AuditFilter(forms.Form):
    """Which entries of the audit trail to list."""

    subject_type = forms.CharField(label=_("Kind of record"), required=False, max_length=60)
    subject_id = forms.CharField(label=_("Record"), required=False, max_length=64)
    who = forms.CharField(label=_("Phone or e-mail of who did it"), required=False, max_length=100)
    action = forms.CharField(
        label=_("Action"), required=False, max_length=100, help_text=_("Its beginning: merchants.")
    )
    since = forms.DateField(label=_("First day"), required=False, widget=DAY)
    until = forms.DateField(label=_("Last day"), required=False, widget=DAY)


class ModerationFilter(forms.Form):
    """Which reviews to list."""

    q = forms.CharField(label=_("Words in the review"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("review", _("Any state"))
    )
