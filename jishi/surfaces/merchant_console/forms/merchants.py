"""Forms of the application and of the shop's profile."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import choices
from jishi.surfaces.design.fields import PhoneField
from jishi.surfaces.merchant_console.forms.catalog import TextMapForm

STORY = forms.Textarea(attrs={"rows": 4})


class EntityForm(forms.Form):
    """Who sells in the eyes of the law."""

    entity_type = forms.ChoiceField(
        label=_("Who sells"), choices=choices.of(choices.ENTITY_TYPES), widget=forms.RadioSelect
    )
    legal_name = forms.CharField(label=_("Name on the licence or identity card"), max_length=100)
    license_no = forms.CharField(
        label=_("Unified social credit code"),
        help_text=_("18 characters; private persons have none."),
        max_length=40,
        required=False,
    )
    license_file = forms.FileField(
        label=_("Picture or PDF of the licence, or of the identity card"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    license_expires_on = forms.DateField(
        label=_("Valid until"),
        help_text=_("Empty if it has no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ContactForm(forms.Form):
    """Whom the platform calls; shown to nobody else."""

    name = forms.CharField(label=_("Name"), max_length=50)
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("E-mail"))


class ProfileForm(TextMapForm):
    """How the shop presents itself."""

    name_zh = forms.CharField(label=_("Name of the shop (Chinese)"), max_length=40)
    name_en = forms.CharField(label=_("Name of the shop (English)"), max_length=40, required=False)
    story_zh = forms.CharField(
        label=_("Its story (Chinese)"), max_length=2000, required=False, widget=STORY
    )
    story_en = forms.CharField(
        label=_("Its story (English)"), max_length=2000, required=False, widget=STORY
    )
    logo = forms.FileField(
        label=_("Logo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )


class ShopForm(ProfileForm):
    """How the shop presents itself, its address, and what it means to sell."""

    code = forms.CharField(
        label=_("Word in addresses"),
        help_text=_("3 to 40 lower-case letters, digits and hyphens."),
        max_length=40,
    )
    category_ids = forms.TypedMultipleChoiceField(
        label=_("What it means to sell"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, categories: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the categories at the top."""
        super().__init__(*args, **kwargs)
        self.fields["category_ids"].choices = categories  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """The platform's agreement with its merchants."""

    accepts = forms.BooleanField(label=_("I have read the agreement and accept it"))
