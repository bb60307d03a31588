"""Forms about orders: finding one, asking for money back, sending back, reviewing."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.care.aftersales.types import CaseKind, LineEligibility, Reason
from jishi.foundation.kernel.money import Money
from jishi.surfaces.design.fields import MoneyField, QuantityInput
from jishi.surfaces.storefront.uploads import PicturesField
from jishi.surfaces.storefront.words_account import CASE_KINDS, CASE_REASONS, word


class FindOrderForm(forms.Form):
    """A number, and what the order was placed with."""

    number = forms.CharField(
        label=_("Order number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    contact = forms.CharField(
        label=_("E-mail address or phone number"),
        max_length=254,
        help_text=_("As given with the order."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )


class AskForm(forms.Form):
    """Asking for the money of one line back. The choices are what the house allows now."""

    kind = forms.ChoiceField(label=_("What would you like?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Why?"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, widget=QuantityInput)
    description = forms.CharField(
        label=_("Tell us more"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pictures = PicturesField(
        label=pgettext_lazy("shopper", "Pictures"),
        required=False,
        help_text=_("Up to 9. For faults, damage or wrong goods at least one is needed."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, line: LineEligibility) -> None:
        """Offer the kinds and reasons of a line, and as many units as are left."""
        super().__init__(data, files)
        self.allowed = {(kind, stage): set(found) for kind, stage, found in line.reasons}
        kinds = list(dict.fromkeys(kind for kind, _stage, _reasons in line.reasons))
        reasons = dict.fromkeys(one for _kind, _stage, found in line.reasons for one in found)
        self.fields["kind"].choices = [(kind, word(CASE_KINDS, kind)) for kind in kinds]
        self.fields["kind"].initial = kinds[0] if kinds else ""
        self.fields["reason"].choices = [
            ("", _("Please choose.")),
            *((one, word(CASE_REASONS, one)) for one in reasons),
        ]
        most = max(line.unshipped_quantity, line.shipped_quantity)
        self.fields["quantity"].max_value = most
        self.fields["quantity"].initial = most
        self.fields["quantity"].widget.attrs |= {"max": most}

    def clean(self) -> dict[str, Any]:
        """Refuse a reason that does not go with the kind."""
        given = super().clean() or {}
        kind, reason = given.get("kind"), given.get("reason")
        fitting = [found for (known, _stage), found in self.allowed.items() if known == kind]
        if kind and reason and not any(Reason(reason) in found for found in fitting):
            self.add_error("reason", _("This reason does not fit here. Choose another one."))
        return given

    @property
    def kind_given(self) -> CaseKind:
        """Return what is asked for."""
        return CaseKind(self.cleaned_data["kind"])


class SendBackForm(forms.Form):
    """The parcel with which goods go back."""

    carrier = forms.ChoiceField(label=pgettext_lazy("shopper", "Carrier"))
    tracking_no = forms.CharField(
        label=_("Tracking number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, carriers: list[tuple[str, str]], **given: Any) -> None:
        """Offer the carriers of the house."""
        super().__init__(data, **given)
        self.fields["carrier"].choices = [("", _("Please choose.")), *carriers]


class AmendForm(forms.Form):
    """An answer to a refusal: other words, pictures, or a smaller amount."""

    amount = forms.CharField()
    description = forms.CharField(
        label=_("What should the shop know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pictures = PicturesField(label=pgettext_lazy("shopper", "Pictures"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, most: Money, **given: Any) -> None:
        """Offer an amount of at most what was asked for."""
        super().__init__(data, files, **given)
        self.fields["amount"] = MoneyField(
            label=_("Amount"), currency=most.currency, max_minor=most.minor, initial=most
        )


class ReviewForm(forms.Form):
    """What a buyer says of one line."""

    rating = forms.TypedChoiceField(
        label=pgettext_lazy("shopper", "Stars"),
        coerce=int,
        choices=[
            (5, pgettext_lazy("stars", "Very good")),
            (4, pgettext_lazy("stars", "Good")),
            (3, pgettext_lazy("stars", "Fair")),
            (2, pgettext_lazy("stars", "Poor")),
            (1, pgettext_lazy("stars", "Bad")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Give one to five stars.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pictures = PicturesField(label=pgettext_lazy("shopper", "Pictures"), required=False)
    is_anonymous = forms.BooleanField(label=_("Hide my nickname"), required=False)

    def __init__(self, *given: Any, line_id: UUID, **options: Any) -> None:
        """Take the line that is reviewed."""
        super().__init__(*given, **options)
        self.line_id = line_id


class FollowUpForm(forms.Form):
    """What a buyer adds to a review later."""

    text = forms.CharField(
        label=_("In your own words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    pictures = PicturesField(label=pgettext_lazy("shopper", "Pictures"), required=False)
