"""Forms that decide after-sale cases."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.fulfillment.shipping.types import ShipmentLine
from jishi.surfaces.design.fields import MoneyField
from jishi.surfaces.merchant_console import words

WORDS = forms.Textarea(attrs={"rows": 3})


class DecideForm(forms.Form):
    """How much is given back, with words to the buyer where it is less than asked for."""

    def __init__(self, *args: Any, currency: str, limit_minor: int, **kwargs: Any) -> None:
        """Take the currency and what the buyer asked for."""
        super().__init__(*args, **kwargs)
        self.fields["amount_minor"] = MoneyField(
            label=_("Give back"),
            help_text=_("Less than asked for needs a note that the buyer reads."),
            currency=currency,
            max_minor=limit_minor,
        )
        self.fields["note"] = forms.CharField(
            label=_("Note to the buyer"), max_length=500, required=False, widget=WORDS
        )


class RejectForm(forms.Form):
    """Why a case is rejected."""

    note = forms.CharField(
        label=_("Note to the buyer"),
        help_text=_("Say why, and what they can do."),
        max_length=500,
        widget=WORDS,
    )


class ReceiveReturnForm(forms.Form):
    """In which condition the units of each line came back."""

    note = forms.CharField(label=_("What was seen"), max_length=500, required=False, widget=WORDS)

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
                )
        self.order_fields([name for name in self.fields if name != "note"])

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
