"""Forms that change an order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping.types import Carrier, ShipmentLine
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import choices
from jishi.surfaces.design.fields import MoneyField, PhoneField
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.pages import say


class ShipForm(forms.Form):
    """By whom a parcel travels. The carrier may be left out where a label was bought."""

    carrier = forms.ChoiceField(label=_("Carrier"))
    tracking_no = forms.CharField(
        label=_("Tracking number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, *args: Any, carriers: Sequence[Carrier], **kwargs: Any) -> None:
        """Offer the carriers."""
        super().__init__(*args, **kwargs)
        offered = [(carrier.code, say(carrier.name)) for carrier in carriers]
        self.fields["carrier"].choices = [("", _("Choose a carrier")), *offered]  # type: ignore[attr-defined]


class CourierForm(forms.Form):
    """Who brings a parcel that the shop delivers itself."""

    courier_name = forms.CharField(label=_("Courier"), max_length=60)
    courier_phone = PhoneField(label=_("Courier’s phone"))


class SplitForm(forms.Form):
    """How many units of each line go into a parcel of their own."""

    def __init__(self, *args: Any, lines: Sequence[ShipmentLine], **kwargs: Any) -> None:
        """Make a quantity per line of the parcel."""
        super().__init__(*args, **kwargs)
        for line in lines:
            self.fields[line.order_line_id.hex] = forms.IntegerField(
                label=f"{line.title} ({line.code})",
                help_text=_("{count} in this parcel").format(count=line.quantity),
                min_value=0,
                max_value=line.quantity,
                initial=0,
            )


class HoldForm(forms.Form):
    """Why an order is held."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class FlagForm(forms.Form):
    """A colored flag that staff see."""

    flag = forms.ChoiceField(
        label=_("Flag"), choices=choices.of(words.FLAGS), widget=forms.RadioSelect
    )


class NoteForm(forms.Form):
    """A note for staff; empty takes it away."""

    note = forms.CharField(
        label=_("Note"),
        help_text=_("Buyers do not see it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReductionForm(forms.Form):
    """How much is taken off before payment."""

    def __init__(self, *args: Any, currency: str, limit_minor: int, **kwargs: Any) -> None:
        """Take the order's currency and what is to be paid for its goods."""
        super().__init__(*args, **kwargs)
        self.fields["reduction_minor"] = MoneyField(
            label=_("Take off"), currency=currency, min_minor=1, max_minor=limit_minor
        )


class AddressForm(forms.Form):
    """Where an order goes. In China the divisions are recognized in one line."""

    name = forms.CharField(label=_("Recipient"), max_length=50)
    phone = PhoneField(label=_("Phone"))
    line = forms.CharField(
        label=_("Address"),
        help_text=_("Province, city, district, street and number in one line."),
        max_length=200,
    )
    city = forms.CharField(label=_("City"), max_length=60)
    province = forms.CharField(label=_("State or province"), max_length=60, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """Take the country, which cannot change."""
        super().__init__(*args, **kwargs)
        self.country = country
        if country == "CN":
            del self.fields["city"], self.fields["province"], self.fields["postal_code"]
        else:
            self.fields["line"].help_text = _("Street and number.")

    def clean(self) -> dict[str, Any]:
        """Recognize the divisions of a Chinese address."""
        data = super().clean() or {}
        if "line" in data:
            data["address"] = self._chinese(data) if self.country == "CN" else self._foreign(data)
        return data

    def _chinese(self, data: dict[str, Any]) -> Address | None:
        found = accounts_queries.parse_address(data["line"])
        if len(found.region_code) < 6:
            self.add_error("line", _("Write the address with province, city and district."))
            return None
        return Address(
            name=data.get("name", ""),
            phone=data.get("phone", ""),
            country="CN",
            province=found.province,
            city=found.city,
            district=found.district,
            line=found.line,
            region_code=found.region_code,
        )

    def _foreign(self, data: dict[str, Any]) -> Address:
        return Address(
            name=data.get("name", ""),
            phone=data.get("phone", ""),
            country=self.country,
            province=data.get("province", ""),
            city=data.get("city", ""),
            district="",
            line=data["line"],
            postal_code=data.get("postal_code", ""),
        )


class WordsField(forms.CharField):
    """Words, one a line; cleans to a tuple without empty or repeated ones."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        """Return the words."""
        text = super().clean(value)
        return tuple(dict.fromkeys(word.strip() for word in text.splitlines() if word.strip()))


class ReviewRulesForm(forms.Form):
    """When a paid order waits for a person; what is left empty does not count."""

    any_note = forms.BooleanField(label=_("Hold orders with a note of the buyer"), required=False)
    note_words = WordsField(
        label=_("Words in the note"),
        required=False,
        max_length=1000,
        help_text=_("One a line. Orders whose note contains one are held."),
    )
    address_words = WordsField(
        label=_("Words in the address"),
        required=False,
        max_length=1000,
        help_text=_("One a line: a street, a town, a forwarder."),
    )
    units_from = forms.IntegerField(
        label=_("Units of one article, from"), required=False, min_value=1, max_value=1_000_000
    )
    daily_orders_from = forms.IntegerField(
        label=_("Orders of one buyer within 24 hours, from"),
        required=False,
        min_value=2,
        max_value=1000,
        help_text=_("By account or phone number."),
    )
    flagged_buyers = forms.BooleanField(
        label=_("Hold orders of buyers who carry a red flag from before"), required=False
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take the currency of the limit."""
        super().__init__(*args, **kwargs)
        self.fields["from_amount"] = MoneyField(
            label=_("Amount of the order, from"), currency=currency, min_minor=1, required=False
        )
        self.order_fields(["from_amount"])


class LocationChoiceForm(forms.Form):
    """From where an order is sent."""

    location = forms.ChoiceField(label=_("Send everything from"), widget=forms.RadioSelect)
    is_locked = forms.BooleanField(
        label=_("Lock it there"),
        required=False,
        help_text=_("Nobody moves it again before it is unlocked."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the places."""
        super().__init__(*args, **kwargs)
        self.fields["location"].choices = places  # type: ignore[attr-defined]
