"""Forms about carriers and freight."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.kernel.text import LOCALES
from jishi.fulfillment.shipping.types import (
    BlockedRegion,
    ChargeBy,
    FreeCondition,
    FreightTemplate,
    Rate,
    Tariff,
)
from jishi.goods.markets import queries as markets_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm

NOT_DELIVERED = translation.gettext_noop("Not delivered to this region.")
FEE = {"min_value": 0, "max_digits": 12, "decimal_places": 2}


class CarrierForm(NamedForm):
    """A carrier."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    adapter = forms.CharField(
        label=_("Code at the tracking service"),
        required=False,
        max_length=40,
        help_text=_("Empty for a carrier whose parcels are not followed."),
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    is_active = forms.BooleanField(label=_("Offered to shops"), required=False, initial=True)


class FreightForm(forms.Form):
    """A freight template of the platform. Amounts are in major units of its currency."""

    name = forms.CharField(label=_("Name"), max_length=60)
    currency = forms.ChoiceField(label=_("Currency"))
    charge = forms.ChoiceField(label=_("Charged"), choices=choices.of(words.CHARGES))
    first = forms.IntegerField(label=_("First units"), min_value=0, initial=1)
    first_fee = forms.DecimalField(label=_("Fee for the first units"), **FEE)  # type: ignore[arg-type]
    step = forms.IntegerField(
        label=_("Further units"), min_value=0, initial=1, help_text=_("0 for no further fee.")
    )
    step_fee = forms.DecimalField(label=_("Fee for each of them"), initial=0, **FEE)  # type: ignore[arg-type]
    free_from = forms.DecimalField(
        label=_("Free from goods of"),
        required=False,
        help_text=_("Empty for never free."),
        **FEE,  # type: ignore[arg-type]
    )
    blocked = forms.MultipleChoiceField(
        label=_("Not delivered to"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    is_default = forms.BooleanField(label=_("For products that name no template"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer currencies and provinces."""
        super().__init__(*args, **options)
        found = sorted({market.currency for market in markets_queries.list_markets()})
        self.fields["currency"].choices = [(code, code) for code in found]  # type: ignore[attr-defined]
        provinces = [(one.code, one.name) for one in accounts_queries.list_regions()]
        self.fields["blocked"].choices = provinces  # type: ignore[attr-defined]

    def tariff(self, kept: Tariff | None) -> Tariff:
        """Return what was filled in. kept: the tariff as it is; what has no field here stays."""
        data, currency = self.cleaned_data, self.cleaned_data["currency"]
        charge = ChargeBy(data["charge"])
        rate = Rate(
            data["first"],
            from_decimal(data["first_fee"], currency).minor,
            data["step"],
            from_decimal(data["step_fee"], currency).minor,
        )
        held = kept or Tariff(charge=charge)
        drawn = replace(held, charge=charge, default_rate=rate)
        if kept is None or "free_from" in self.changed_data:
            drawn = replace(drawn, free_conditions=self._free(currency))
        if kept is None or "blocked" in self.changed_data:
            drawn = replace(drawn, blocked_regions=self._blocked())
        return drawn

    def _free(self, currency: str) -> tuple[FreeCondition, ...]:
        given = self.cleaned_data["free_from"]
        least = 0 if given is None else from_decimal(given, currency).minor
        return (FreeCondition(min_amount_minor=least),) if least else ()

    def _blocked(self) -> tuple[BlockedRegion, ...]:
        codes = tuple(self.cleaned_data["blocked"])
        return (BlockedRegion(codes, _in_both(NOT_DELIVERED)),) if codes else ()


def _in_both(words: str) -> dict[str, str]:
    """Return words in every language that pages are shown in."""
    texts = {}
    for locale in LOCALES:
        with translation.override(locale):
            texts[locale] = translation.gettext(words)
    return texts


def freight_values(template: FreightTemplate) -> dict[str, Any]:
    """Return a template as what its form starts with."""
    tariff, currency = template.tariff, template.currency
    rate = tariff.default_rate or Rate(1, 0)
    free = next((one.min_amount_minor for one in tariff.free_conditions), None)
    return {
        "name": template.name,
        "currency": currency,
        "charge": tariff.charge,
        "first": rate.first,
        "first_fee": _major(rate.first_fee_minor, currency),
        "step": rate.step,
        "step_fee": _major(rate.step_fee_minor, currency),
        "free_from": None if free is None else _major(free, currency),
        "blocked": [code for one in tariff.blocked_regions for code in one.region_codes],
        "is_default": template.is_default,
    }


def _major(minor: int, currency: str) -> Decimal:
    return to_decimal(Money(minor, currency))
