"""The form of a freight template, and its tables of regions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.fulfillment.shipping.types import (
    BlockedRegion,
    ChargeBy,
    FreeCondition,
    FreightTemplate,
    Rate,
    RegionRate,
    Surcharge,
    Tariff,
)
from jishi.surfaces.design import choices
from jishi.surfaces.merchant_console import words

FEE: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": 0, "required": False}
UNITS: dict[str, Any] = {"min_value": 0, "max_value": 100_000_000, "required": False}


class TemplateForm(forms.Form):
    """Name, what is counted, and the rate for everywhere that has none of its own."""

    name = forms.CharField(label=_("Name"), max_length=60)
    currency = forms.ChoiceField(label=_("Currency"))
    charge = forms.ChoiceField(label=_("Charged"), choices=choices.of(words.CHARGES))
    first = forms.IntegerField(
        label=_("First units"), help_text=_("Pieces, grams or cubic centimeters."), **UNITS
    )
    first_fee = forms.DecimalField(
        label=_("First fee"), help_text=_("Empty: only the regions below are served."), **FEE
    )
    step = forms.IntegerField(label=_("Each further units"), **UNITS)
    step_fee = forms.DecimalField(label=_("Fee for each"), **FEE)
    volumetric_divisor = forms.IntegerField(
        label=_("Volumetric divisor"),
        help_text=_("cm³ per kilogram: 6000 by air, 8000 by land; empty for actual weight."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    is_default = forms.BooleanField(label=_("For products that name no template"), required=False)

    def __init__(self, *args: Any, currencies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the markets' currencies."""
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies  # type: ignore[attr-defined]


class RegionsField(forms.CharField):
    """Division codes parted by spaces or commas; cleans to a tuple."""

    def clean(self, value: Any) -> Any:
        """Return the codes."""
        return tuple(super().clean(value).upper().replace(",", " ").replace("，", " ").split())


class RateRow(forms.Form):
    """A rate for some regions."""

    codes = RegionsField(label=_("Regions"), max_length=500)
    first = forms.IntegerField(label=_("First units"), **UNITS)
    first_fee = forms.DecimalField(label=_("First fee"), **FEE)
    step = forms.IntegerField(label=_("Each further units"), **UNITS)
    step_fee = forms.DecimalField(label=_("Fee for each"), **FEE)


class FreeRow(forms.Form):
    """When freight is waived; all that is given must be met."""

    codes = RegionsField(label=_("Regions (empty: all)"), max_length=500, required=False)
    min_amount = forms.DecimalField(label=_("Goods from"), **FEE)
    min_pieces = forms.IntegerField(label=_("Pieces from"), **UNITS)
    max_weight_g = forms.IntegerField(label=_("Grams at most"), **UNITS)


class BlockedRow(forms.Form):
    """Regions that are not delivered to."""

    codes = RegionsField(label=_("Regions"), max_length=500)
    reason_zh = forms.CharField(label=_("Reason (Chinese)"), max_length=100, required=False)
    reason_en = forms.CharField(label=_("Reason (English)"), max_length=100, required=False)


class SurchargeRow(forms.Form):
    """What remote regions cost on top."""

    codes = RegionsField(label=_("Regions"), max_length=500)
    fee = forms.DecimalField(label=_("On top"), **(FEE | {"required": True}))


TABLES: dict[str, tuple[Any, type[forms.Form]]] = {
    "rates": (_("Rates of their own"), RateRow),
    "free": (_("Free of freight"), FreeRow),
    "blocked": (_("Not delivered to"), BlockedRow),
    "surcharges": (_("Remote surcharge"), SurchargeRow),
}
"""Name of a table → its heading, and the form of a row."""


def tables(data: Any = None, template: FreightTemplate | None = None) -> dict[str, Any]:
    """Return the tables as formsets: what there is, and two rows to add."""
    initial = _initial_rows(template) if template else {}
    return {
        name: formset_factory(row, extra=2, can_delete=True)(
            data, initial=initial.get(name, []), prefix=name
        )
        for name, (_heading, row) in TABLES.items()
    }


def read_tariff(form: TemplateForm, found: dict[str, Any]) -> Tariff:
    """Return the tariff that a valid form and its tables describe."""
    data, currency = form.cleaned_data, form.cleaned_data["currency"]

    def minor(amount: Decimal | None) -> int:
        return from_decimal(amount, currency).minor if amount is not None else 0

    def rate(row: dict[str, Any]) -> Rate:
        step = row["step"] or 0
        return Rate(row["first"] or 0, minor(row["first_fee"]), step, minor(row["step_fee"]))

    rows = {name: _filled(formset) for name, formset in found.items()}
    return Tariff(
        charge=ChargeBy(data["charge"]),
        default_rate=None if data["first_fee"] is None else rate(data),
        region_rates=tuple(RegionRate(row["codes"], rate(row)) for row in rows["rates"]),
        free_conditions=tuple(
            FreeCondition(
                row["codes"],
                minor(row["min_amount"]) if row["min_amount"] is not None else None,
                row["min_pieces"],
                row["max_weight_g"],
            )
            for row in rows["free"]
        ),
        blocked_regions=tuple(BlockedRegion(row["codes"], _reason(row)) for row in rows["blocked"]),
        surcharges=tuple(Surcharge(row["codes"], minor(row["fee"])) for row in rows["surcharges"]),
        volumetric_divisor=data["volumetric_divisor"],
    )


def initial_of(template: FreightTemplate) -> dict[str, object]:
    """Return a saved template as the values its form starts with."""
    tariff = template.tariff
    return {
        "name": template.name,
        "currency": template.currency,
        "charge": tariff.charge,
        "volumetric_divisor": tariff.volumetric_divisor,
        "is_default": template.is_default,
        **(_rate(tariff.default_rate, template.currency) if tariff.default_rate else {}),
    }


def _initial_rows(template: FreightTemplate) -> dict[str, list[dict[str, object]]]:
    tariff, currency = template.tariff, template.currency
    return {
        "rates": [
            {"codes": " ".join(row.region_codes), **_rate(row.rate, currency)}
            for row in tariff.region_rates
        ],
        "free": [
            {
                "codes": " ".join(row.region_codes),
                "min_amount": _major(row.min_amount_minor, currency),
                "min_pieces": row.min_pieces,
                "max_weight_g": row.max_weight_g,
            }
            for row in tariff.free_conditions
        ],
        "blocked": [
            {
                "codes": " ".join(row.region_codes),
                "reason_zh": row.reason.get("zh-hans", ""),
                "reason_en": row.reason.get("en", ""),
            }
            for row in tariff.blocked_regions
        ],
        "surcharges": [
            {"codes": " ".join(row.region_codes), "fee": _major(row.fee_minor, currency)}
            for row in tariff.surcharges
        ],
    }


def _filled(formset: Any) -> list[dict[str, Any]]:
    return [row for row in formset.cleaned_data if row and not row.get("DELETE")]


def _reason(row: dict[str, Any]) -> dict[str, str]:
    texts = {"zh-hans": row["reason_zh"], "en": row["reason_en"]}
    return {locale: text for locale, text in texts.items() if text}


def _rate(rate: Rate, currency: str) -> dict[str, object]:
    return {
        "first": rate.first,
        "first_fee": _major(rate.first_fee_minor, currency),
        "step": rate.step or None,
        "step_fee": _major(rate.step_fee_minor, currency) if rate.step else None,
    }


def _major(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else to_decimal(Money(minor, currency))
