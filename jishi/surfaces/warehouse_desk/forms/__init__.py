"""Forms of the desk: few fields, big ones."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.fulfillment.shipping.types import Carrier, ShipmentLine
from jishi.surfaces.design.fields import PhoneField
from jishi.surfaces.warehouse_desk import words

SCANNED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ScanForm(forms.Form):
    """A code or barcode, as a scanner types it; more units at once by hand."""

    code = forms.CharField(
        label=_("Scan a code"),
        max_length=64,
        widget=forms.TextInput(attrs=SCANNED | {"autofocus": True, "enterkeyhint": "send"}),
    )
    quantity = forms.IntegerField(
        label=_("Units"), min_value=1, max_value=100_000, required=False, initial=1
    )


class WeightForm(forms.Form):
    """The weight with the box, and whether an odd one is right."""

    weight_g = forms.IntegerField(
        label=_("Weight with the box (g)"),
        help_text=_("Empty without scales."),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"autofocus": True, "inputmode": "numeric"}),
    )
    confirms_weight = forms.BooleanField(
        label=_("I looked again: the weight is right"), required=False
    )


class HandOverForm(forms.Form):
    """Who takes a parcel, under which number."""

    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    tracking_no = forms.CharField(
        label=_("Tracking number"),
        help_text=_("Leave both empty if the parcel has a label, or is collected here."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=SCANNED | {"autofocus": True}),
    )

    def __init__(self, *args: Any, carriers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the carriers."""
        super().__init__(*args, **kwargs)
        self.fields["carrier"].choices = [("", "—"), *carriers]  # type: ignore[attr-defined]


class CourierForm(forms.Form):
    """Who brings a parcel that the shop delivers itself."""

    courier_name = forms.CharField(label=_("Courier"), max_length=60)
    courier_phone = PhoneField(label=_("Courier’s phone"))


class CollectForm(forms.Form):
    """A parcel that is collected at the counter needs no words."""


class ReturnForm(forms.Form):
    """In which condition the units of each line came back."""

    note = forms.CharField(
        label=_("What was seen"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, lines: Sequence[ShipmentLine], **kwargs: Any) -> None:
        """Make a quantity per line and grade; as new is what one expects."""
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            for grade, label in words.GRADES.items():
                self.fields[f"{line.order_line_id.hex}_{grade}"] = forms.IntegerField(
                    label=str(label),
                    min_value=0,
                    max_value=line.quantity,
                    initial=line.quantity if grade == "A" else 0,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def groups(self) -> list[tuple[ShipmentLine, list[forms.BoundField]]]:
        """Return the quantities line by line."""
        return [
            (line, [self[f"{line.order_line_id.hex}_{grade}"] for grade in words.GRADES])
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse more units than were sent, and nothing at all."""
        data = super().clean() or {}
        units = 0
        for line in self.lines:
            given = [data.get(f"{line.order_line_id.hex}_{grade}") or 0 for grade in words.GRADES]
            units += sum(given)
            if sum(given) > line.quantity:
                message = _("Only {count} were sent.").format(count=line.quantity)
                self.add_error(f"{line.order_line_id.hex}_A", message)
        if not units and not self.errors:
            self.add_error(None, _("Write how many units came back."))
        return data


def carrier_choices(carriers: Sequence[Carrier], locale: str) -> list[tuple[str, str]]:
    """Return carriers as choices in a language."""
    return [(one.code, one.name.get(locale) or one.code) for one in carriers]
