"""Forms of staff, roles and API keys."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.surfaces.merchant_console.forms.catalog import MOMENT, TextMapForm

Choices = Sequence[tuple[str, Any]]


class RoleChoice(forms.Form):
    """Which role to give."""

    role_id = forms.TypedChoiceField(label=_("Role"), coerce=UUID)

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        """Offer the shop's roles and the built-in ones."""
        super().__init__(*args, **kwargs)
        self.fields["role_id"].choices = roles  # type: ignore[attr-defined]


class MemberForm(RoleChoice):
    """Whom to take into the staff, and as what."""

    contact = forms.CharField(
        label=_("Phone or e-mail of their account"),
        help_text=_("They need an account here first."),
        max_length=120,
    )
    field_order = ("contact", "role_id")


class RoleForm(TextMapForm):
    """A role of the shop's own."""

    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=40)
    name_en = forms.CharField(label=_("Name (English)"), max_length=40, required=False)
    permissions = forms.MultipleChoiceField(
        label=pgettext_lazy("role", "May"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, permissions: Choices, **kwargs: Any) -> None:
        """Offer the permissions that the actor holds."""
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = permissions  # type: ignore[attr-defined]


class AppForm(forms.Form):
    """A program that works for the shop."""

    name = forms.CharField(label=_("Name"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("role", "May"), widget=forms.CheckboxSelectMultiple
    )
    expires_at = forms.DateTimeField(
        label=_("Ends"), help_text=_("Empty for never."), required=False, widget=MOMENT
    )

    def __init__(self, *args: Any, permissions: Choices, **kwargs: Any) -> None:
        """Offer the permissions that the actor holds."""
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = permissions  # type: ignore[attr-defined]
