"""Forms about levels, points and growth of members."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.operator_console.forms.parts import LONG, NamedForm

WHOLE = Decimal(100)


class MemberSearch(forms.Form):
    """Whom to look up. q: the beginning of a name, phone or e-mail address."""

    q = forms.CharField(label=_("Name, phone or e-mail"), required=False, max_length=64)


class LevelForm(NamedForm):
    """A level of members."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Lower-case letters, digits and underscores, such as silver; it stays."),
    )
    threshold = forms.IntegerField(
        label=_("Growth needed"),
        min_value=0,
        max_value=100_000_000,
        help_text=_("Of the last 365 days. The lowest level starts at 0."),
    )
    rate = forms.DecimalField(
        label=_("Members pay, in percent of the plain price"),
        min_value=Decimal("0.01"),
        max_value=WHOLE,
        decimal_places=2,
        initial=WHOLE,
        help_text=_("100 for the plain price, 95 for 5 % off."),
    )
    factor = forms.DecimalField(
        label=_("Points are multiplied by"),
        min_value=Decimal(1),
        max_value=Decimal(10),
        decimal_places=2,
        initial=Decimal(1),
    )


class AdjustForm(forms.Form):
    """What to give a member or take, and why."""

    points = forms.IntegerField(
        label=_("Points"),
        initial=0,
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text=_("Above zero gives, below zero takes."),
    )
    growth = forms.IntegerField(
        label=_("Growth"), initial=0, min_value=-1_000_000, max_value=1_000_000
    )
    reason = forms.CharField(
        label=_("Reason"), widget=LONG, max_length=200, help_text=_("The member reads it.")
    )
