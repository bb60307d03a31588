"""Forms about products, markets and locations."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import choices
from jishi.surfaces.design.fields import MoneyField
from jishi.surfaces.design.hours import HoursFields
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm, words_of


class ProductFilter(forms.Form):
    """Which products to list."""

    q = forms.CharField(label=_("Title or code"), required=False, max_length=64)
    shop = forms.SlugField(label=_("Code of the shop"), required=False, max_length=40)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("product", _("Any state"))
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=choices.of(choices.PRODUCT_KINDS, _("Any kind"))
    )


class ReviewFilter(forms.Form):
    """Which products to review."""

    q = forms.CharField(label=_("Title or code"), required=False, max_length=64)
    shop = forms.SlugField(label=_("Code of the shop"), required=False, max_length=40)


class ApproveForm(forms.Form):
    """The version somebody has looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class MarketForm(NamedForm):
    """A market."""

    code = forms.SlugField(label=_("Code"), max_length=16, help_text=_("Lower case: cn, us, hk."))
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters: CNY, USD.")
    )
    countries = forms.CharField(
        label=_("Countries"),
        max_length=200,
        help_text=_("Two letters each, parted by commas: CN, HK."),
    )
    locales = forms.MultipleChoiceField(
        label=_("Languages"), widget=forms.CheckboxSelectMultiple, choices=settings.LANGUAGES
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    is_default = forms.BooleanField(label=_("For visitors who chose none"), required=False)

    def clean_currency(self) -> str:
        """Write it in capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def clean_countries(self) -> tuple[str, ...]:
        """Read the codes, in capitals."""
        return tuple(code.upper() for code in words_of(self.cleaned_data["countries"]))


class LocationForm(HoursFields, NamedForm):
    """A warehouse or store of the platform."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, words.LOCATION_KINDS[kind]) for kind in ("warehouse", "store")],
    )
    region_code = forms.CharField(
        label=_("Code of the division"),
        max_length=12,
        required=False,
        help_text=_("As in the register of divisions: 440305."),
    )
    province = forms.CharField(label=_("Province"), max_length=40)
    city = forms.CharField(label=_("City"), max_length=40)
    district = forms.CharField(label=_("District"), max_length=40, required=False)
    line = forms.CharField(label=_("Street and number"), max_length=200)
    contact_name = forms.CharField(label=_("Contact"), max_length=40)
    contact_phone = forms.CharField(label=_("Phone"), max_length=24)
    served_regions = forms.CharField(
        label=_("Serves first"),
        required=False,
        max_length=400,
        help_text=_("Beginnings of division codes, the most preferred first: 44, 45."),
    )
    parcel_cost = MoneyField(
        label=_("Cost of a parcel"),
        currency="CNY",
        max_minor=10_000_000,
        required=False,
        help_text=_("Handling and packing; the way is added by distance."),
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    field_order = (
        "name_zh",
        "name_en",
        "code",
        "kind",
        "region_code",
        "province",
        "city",
        "district",
        "line",
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

    def clean_served_regions(self) -> tuple[str, ...]:
        """Read the codes."""
        return words_of(self.cleaned_data["served_regions"])

    def clean_region_code(self) -> str:
        """Refuse a division that does not exist."""
        code = str(self.cleaned_data["region_code"])
        if code and accounts_queries.find_region(code) is None:
            raise forms.ValidationError(_("There is no division with this code."))
        return code
