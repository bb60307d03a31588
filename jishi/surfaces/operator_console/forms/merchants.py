"""Forms about merchants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.markets import queries as markets_queries
from jishi.parties.merchants.types import Step
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import LONG


class MerchantFilter(forms.Form):
    """Which merchants to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("merchant", _("Any state"))
    )


class ShopFilter(forms.Form):
    """Which shops to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=64)


class ObjectionsForm(forms.Form):
    """What an applicant must change, page by page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make a field per page."""
        super().__init__(*args, **options)
        for step in Step:
            self.fields[step] = forms.CharField(
                label=str(words.STEPS[step]), required=False, widget=LONG, max_length=500
            )


class TermsForm(forms.Form):
    """Commission and deposit of a merchant."""

    commission = forms.DecimalField(
        label=_("Commission in percent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("Empty takes the general rate. Categories and products may have their own."),
    )
    deposit = forms.DecimalField(label=_("Deposit"), min_value=0, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency of the deposit"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the currencies of the markets."""
        super().__init__(*args, **options)
        found = sorted({market.currency for market in markets_queries.list_markets()} | {"CNY"})
        self.fields["currency"].choices = [(code, code) for code in found]  # type: ignore[attr-defined]
