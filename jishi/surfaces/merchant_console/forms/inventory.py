"""Forms that change stock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory.types import StockItem
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design.fields import MoneyField, PhoneField, QuantityInput
from jishi.surfaces.design.hours import HoursFields
from jishi.surfaces.merchant_console.forms.batches import RowsForm
from jishi.surfaces.merchant_console.forms.catalog import TextMapForm

Choices = Sequence[tuple[str, str]]


class ReceiveForm(RowsForm):
    """Goods that arrived: article code and units per row."""

    location_id = forms.TypedChoiceField(label=_("Location"), coerce=UUID)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For instance the supplier’s delivery note."),
        max_length=200,
        required=False,
    )
    width = 2
    field_order = ("location_id", "rows", "file", "reason")

    def __init__(self, *args: Any, locations: Choices, merchant_id: UUID, **kwargs: Any) -> None:
        """Offer the shop's locations; codes are looked up among its variants."""
        super().__init__(*args, **kwargs)
        self.merchant_id = merchant_id
        self.fields["location_id"].choices = locations  # type: ignore[attr-defined]
        self.fields["rows"].help_text = _("One article a row: code, units.")

    def clean(self) -> dict[str, Any]:
        """Turn the rows into items, or say which row is wrong."""
        data = super().clean() or {}
        if self.errors:
            return data
        codes = {row[0] for row in data["table"]}
        known = catalog_queries.find_variants_by_code(self.merchant_id, codes)
        data["items"] = []
        for place, (code, units, *_rest) in enumerate(data["table"], start=1):
            if code not in known:
                message = _("Row {row}: no article has the code {code}.")
                self.add_error("rows", message.format(row=place, code=code))
            elif not (units.isdecimal() and 0 < int(units) <= 10_000_000):
                self.add_error(
                    "rows", _("Row {row}: write a whole number of units.").format(row=place)
                )
            else:
                data["items"].append(StockItem(known[code].variant_id, int(units)))
        return data


class LevelReceiveForm(forms.Form):
    """Units of one article that arrived at one location."""

    quantity = forms.IntegerField(
        label=_("Units received"),
        min_value=1,
        max_value=10_000_000,
        widget=QuantityInput,
        initial=1,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class AdjustForm(forms.Form):
    """What was counted, and why it differs."""

    new_on_hand = forms.IntegerField(label=_("Units counted"), min_value=0, max_value=100_000_000)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SafetyForm(forms.Form):
    """Units kept back from sale."""

    safety = forms.IntegerField(label=_("Kept back from sale"), min_value=0, max_value=10_000_000)


class CardKeysForm(forms.Form):
    """Card keys to be sold, one a line."""

    keys = forms.CharField(
        label=_("Card keys"),
        help_text=_("One a line. Keys that were added before are passed over."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )


class VoidKeysForm(forms.Form):
    """Why keys are withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class LocationForm(HoursFields, TextMapForm):
    """A place where stock lies."""

    code = forms.RegexField(
        r"^[a-z0-9-]{1,40}$",
        label=_("Code"),
        help_text=_("Lower-case letters, digits and hyphens."),
        max_length=40,
    )
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("warehouse", _("Warehouse")), ("store", _("Store"))]
    )
    address = forms.CharField(
        label=_("Address"),
        help_text=_("Province, city, district, street and number in one line."),
        max_length=200,
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=50)
    contact_phone = PhoneField(label=_("Phone"))
    served_regions = forms.CharField(
        label=_("Serves"),
        help_text=_("Division codes such as 44 31 3205, the most favored first; empty serves all."),
        required=False,
        max_length=500,
    )
    parcel_cost = MoneyField(
        label=_("Cost of a parcel"),
        currency="CNY",
        max_minor=10_000_000,
        required=False,
        help_text=_("Handling and packing; the way is added by distance."),
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)
    is_active = forms.BooleanField(
        label=_("Goods are sold from here"), required=False, initial=True
    )
    field_order = (
        "code",
        "name_zh",
        "name_en",
        "kind",
        "address",
        "contact_name",
        "contact_phone",
        "served_regions",
        "parcel_cost",
        "position",
        "weekdays",
        "cutoff",
        "daily_capacity",
        "time_zone",
        "is_active",
    )

    def clean(self) -> dict[str, Any]:
        """Recognize the divisions of the address."""
        data = super().clean() or {}
        if "address" in data:
            data["place"] = accounts_queries.parse_address(data["address"])
            if len(data["place"].region_code) < 6:
                self.add_error("address", _("Write the address with province, city and district."))
        return data
