"""The form of an area of own delivery, and the table of its slots."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.fulfillment.shipping.types import DeliveryZone, Slot, ZoneDraft
from jishi.surfaces.design.hours import WEEKDAYS
from jishi.surfaces.merchant_console.forms.shipping import FEE, RegionsField

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ZoneForm(forms.Form):
    """Where the shop delivers itself, for how much, and until when it takes orders."""

    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60, required=False)
    region_codes = RegionsField(
        label=_("Regions"),
        help_text=_("Division codes such as 4403 (a city) or 440305 (a district)."),
        max_length=500,
    )
    currency = forms.ChoiceField(label=_("Currency"))
    fee = forms.DecimalField(label=_("Fee"), **FEE)
    free_from = forms.DecimalField(
        label=_("Free from"), help_text=_("Goods of your shop in an order; empty for never."), **FEE
    )
    cutoff_minutes = forms.IntegerField(
        label=_("Minutes before a slot"),
        help_text=_("Until then the slot can be ordered."),
        min_value=0,
        max_value=10_080,
        initial=60,
    )
    days_ahead = forms.IntegerField(
        label=_("Days offered"),
        help_text=_("Today is the first."),
        min_value=1,
        max_value=14,
        initial=3,
    )
    location_id = forms.TypedChoiceField(
        label=_("Leaves from"), coerce=UUID, empty_value=None, required=False
    )
    template_ids = forms.TypedMultipleChoiceField(
        label=_("Only goods with these freight templates"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all goods."),
    )
    is_active = forms.BooleanField(label=_("Offered"), required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        currencies: Sequence[str],
        places: Sequence[tuple[UUID, str]],
        templates: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the markets' currencies, and the shop's places and templates."""
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "currency": [(one, one) for one in currencies],
            "location_id": [("", _("Any of our places")), *places],
            "template_ids": list(templates),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class SlotRow(forms.Form):
    """A slot of a weekday."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    starts = forms.TimeField(label=_("Begins"), widget=TIME)
    ends = forms.TimeField(label=_("Slot ends"), widget=TIME)
    capacity = forms.IntegerField(label=_("Parcels at most"), min_value=1, max_value=100_000)

    def has_changed(self) -> bool:
        """Take a row without times for an empty one; its weekday is always chosen."""
        return any(name in self.changed_data for name in ("starts", "ends", "capacity"))


def slots(data: Any = None, zone: DeliveryZone | None = None) -> Any:
    """Return the slots as a formset: what there is, and some rows to add."""
    initial = [
        {
            "weekday": slot.weekday,
            "starts": slot.starts,
            "ends": slot.ends,
            "capacity": slot.capacity,
        }
        for slot in (zone.slots if zone else ())
    ]
    made = formset_factory(SlotRow, extra=3 if zone else 7, can_delete=True)
    return made(data, initial=initial, prefix="slots")


def initial_of(zone: DeliveryZone) -> dict[str, object]:
    """Return a saved area as the values its form starts with."""
    return {
        "name_zh": zone.name.get("zh-hans", ""),
        "name_en": zone.name.get("en", ""),
        "region_codes": " ".join(zone.region_codes),
        "currency": zone.currency,
        "fee": to_decimal(Money(zone.fee_minor, zone.currency)),
        "free_from": to_decimal(Money(zone.free_from_minor, zone.currency))
        if zone.free_from_minor
        else None,
        "cutoff_minutes": zone.cutoff_minutes,
        "days_ahead": zone.days_ahead,
        "location_id": zone.location_id,
        "template_ids": [str(one) for one in zone.template_ids],
        "is_active": zone.is_active,
    }


def read_draft(form: ZoneForm, found: Any, *, merchant_id: UUID, zone_id: UUID | None) -> ZoneDraft:
    """Return what a valid form and its slots describe."""
    data = form.cleaned_data

    def minor(name: str) -> int:
        return from_decimal(data[name], data["currency"]).minor if data[name] is not None else 0

    rows = [row for row in found.cleaned_data if row and not row.get("DELETE")]
    return ZoneDraft(
        merchant_id=merchant_id,
        name={"zh-hans": data["name_zh"], "en": data["name_en"] or data["name_zh"]},
        currency=data["currency"],
        region_codes=data["region_codes"],
        fee_minor=minor("fee"),
        free_from_minor=minor("free_from"),
        cutoff_minutes=data["cutoff_minutes"],
        days_ahead=data["days_ahead"],
        location_id=data["location_id"],
        template_ids=tuple(data["template_ids"]),
        is_active=data["is_active"],
        slots=tuple(
            Slot(row["weekday"], row["starts"], row["ends"], row["capacity"]) for row in rows
        ),
        zone_id=zone_id,
    )
