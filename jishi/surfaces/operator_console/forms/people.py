"""Forms about customers, staff and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm

Choices = list[tuple[str, str]]


class PersonFilter(forms.Form):
    """Which customers to list. q: the beginning of a name, phone or e-mail address."""

    q = forms.CharField(label=_("Name, phone or e-mail"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("account", _("Any state"))
    )


class AccountForm(forms.Form):
    """A new account for somebody who will work here."""

    contact = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=100,
        help_text=_("The person signs in with a code that is sent there."),
    )
    nickname = forms.CharField(label=_("Name"), max_length=24)


class StaffForm(forms.Form):
    """Who gets which role."""

    contact = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=100,
        help_text=_("Of somebody who has an account here."),
    )
    role = forms.ChoiceField(label=_("Role"))
    warehouse = forms.ChoiceField(
        label=_("Only in one warehouse"),
        required=False,
        help_text=_("Leave empty for everywhere."),
    )

    def __init__(
        self, data: Any, *, roles: Choices, warehouses: Choices, initial: dict[str, Any]
    ) -> None:
        """Take the roles and warehouses to choose from."""
        super().__init__(data, initial=initial)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["warehouse"].choices = [("", _("Everywhere")), *warehouses]  # type: ignore[attr-defined]


class RoleForm(NamedForm):
    """A role: its name, and what it allows, room by room."""

    permissions = forms.MultipleChoiceField(
        label=_("What it allows"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer every permission with its explanation."""
        super().__init__(*args, **options)
        self.fields["permissions"].choices = permission_choices()  # type: ignore[attr-defined]


def permission_choices() -> Choices:
    """Return every permission as a choice: room and explanation, its name as the note."""
    return [
        (one.name, f"{room_of(one.name)}: {now(one.help)}\n{one.name}")
        for one in PERMISSIONS.values()
    ]


def room_of(name: str) -> str:
    """Return the room of a permission or setting in words."""
    room = name.partition(".")[0]
    return str(words.ROOMS.get(room, room))
