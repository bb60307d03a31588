"""An address to send to: divisions of China to choose from, free text elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.addresses import Address
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import ParsedAddress
from jishi.surfaces.design.fields import PhoneField

CHINA = "CN"
FIELD_OF = {"region_code": "district"}
"""Names that refusals use → fields of the form."""

PROBLEMS = {
    "name": _("Enter the name of the person who receives it, at most 50 characters."),
    "phone": _("Enter a phone number that the courier can call."),
    "line": _("Enter street, building and room, at most 200 characters."),
    "region_code": _("Choose province, city and district."),
    "city": _("Enter the city."),
    "postal_code": _("Check the postal code."),
    "country": _("Choose a country."),
}
"""Why a part of an address was refused."""


class AddressForm(forms.Form):
    """An address. The choices of city and district follow from what is chosen above them."""

    name = forms.CharField(
        label=_("Recipient"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Phone"), max_length=25)
    country = forms.ChoiceField(label=_("Country or region"))
    province = forms.ChoiceField(label=_("Province"), required=False)
    city = forms.ChoiceField(label=_("City"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    line = forms.CharField(
        label=_("Street, building, room"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("For news about this order."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    save = forms.BooleanField(label=_("Keep in my address book"), required=False, initial=True)

    def __init__(
        self,
        data: Any = None,
        *,
        countries: tuple[tuple[str, str], ...],
        is_member: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="address_%s")
        self.fields["country"].choices = countries
        if len(countries) == 1:
            self.fields["country"].widget = forms.HiddenInput()
            self.fields["country"].initial = countries[0][0]
        del self.fields["email" if is_member else "save"]
        self._offer_regions()

    @property
    def is_china(self) -> bool:
        """Whether the address lies in China, where divisions are chosen from a list."""
        return self._given("country") == CHINA

    @property
    def region_code(self) -> str:
        """The most special division that was chosen."""
        return self.cleaned_data["district"] or self.cleaned_data["city"]

    def address(self) -> Address:
        """Return what was filled in; the house completes and checks it."""
        given = self.cleaned_data
        return Address(
            name=given["name"],
            phone=given["phone"],
            country=given["country"],
            province=given["province"],
            city=given["city"],
            district=given["district"],
            line=given["line"],
            postal_code=given["postal_code"],
            region_code=self.region_code if self.is_china else "",
        )

    def refuse(self, field: str | None) -> None:
        """Put the reason of a refusal beside the field at fault."""
        name = FIELD_OF.get(field or "", field or "")
        text = PROBLEMS.get(field or "", _("Check this part of the address."))
        self.add_error(name if name in self.fields else None, text)

    def _given(self, name: str) -> str:
        if self.is_bound:
            return str(self.data.get(name, ""))
        initial = self.get_initial_for_field(self.fields[name], name)
        return str(initial or "")

    def _offer_regions(self) -> None:
        if not self.is_china:
            for name, limit in (("province", 60), ("city", 60), ("district", 60)):
                label = self.fields[name].label
                self.fields[name] = forms.CharField(
                    label=_("State or province") if name == "province" else label,
                    max_length=limit,
                    required=name == "city",
                )
            return
        above = ""
        for name, prompt in (
            ("province", _("Province")),
            ("city", _("City")),
            ("district", _("District")),
        ):
            listed = region_choices(above) if above or name == "province" else []
            field = self.fields[name]
            field.choices = [("", prompt), *listed]
            field.required = bool(listed) or name != "district"
            field.error_messages["required"] = _("Please choose.")
            chosen = self._given(name)
            above = chosen if chosen in {code for code, _label in listed} else ""
            if self.is_bound and not above:
                self.data = _without(self.data, name)


def region_choices(parent_code: str) -> list[tuple[str, str]]:
    """Return the divisions inside one, for a select."""
    return [(region.code, region.name) for region in accounts_queries.list_regions(parent_code)]


def initial_of(address: Address, *, email: str = "") -> dict[str, Any]:
    """Return what a form starts with to change an address."""
    code = address.region_code
    values: dict[str, Any] = {
        "name": address.name,
        "phone": address.phone,
        "country": address.country,
        "province": address.province,
        "city": address.city,
        "district": address.district,
        "line": address.line,
        "postal_code": address.postal_code,
        "email": email,
    }
    return values | _divisions(code) if address.country == CHINA else values


def initial_of_pasted(found: ParsedAddress) -> dict[str, Any]:
    """Return what a form starts with after an address was recognized in a text."""
    return {
        "name": found.name,
        "phone": found.phone,
        "country": CHINA,
        "line": found.line,
        "postal_code": found.postal_code,
    } | _divisions(found.region_code)


def _divisions(code: str) -> dict[str, str]:
    path = [region.code for region in accounts_queries.list_region_path(code)] if code else []
    names = ("province", "city", "district")
    return dict(zip(names, (*path, "", "", "")[:3], strict=True))


def _without(data: Any, name: str) -> Any:
    """Return form data without a choice that no longer fits what is chosen above it."""
    changed = data.copy()
    changed[name] = ""
    return changed
