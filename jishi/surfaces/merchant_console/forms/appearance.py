"""The form of how a shop's front looks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.parties.merchants.types import Accent
from jishi.surfaces.merchant_console.forms.catalog import TextMapForm

ACCENTS = (
    (Accent.CINNABAR, _("Cinnabar")),
    (Accent.JADE, _("Jade")),
    (Accent.INDIGO, _("Indigo")),
    (Accent.AMBER, _("Amber")),
    (Accent.PLUM, _("Plum")),
    (Accent.PINE, _("Pine")),
    (Accent.INK, _("Ink")),
)
PLACES = (("", _("Not shown")), *((str(place), str(place)) for place in range(1, 5)))
PICTURE = forms.FileInput(attrs={"accept": "image/*"})
LONG = forms.Textarea(attrs={"rows": 4})


class AppearanceForm(TextMapForm):
    """Color, banner, sub-domain, and up to four blocks above the goods."""

    accent = forms.ChoiceField(label=_("Accent color"), choices=ACCENTS, widget=forms.RadioSelect)
    banner = forms.FileField(label=_("Banner picture"), required=False, widget=PICTURE)
    remove_banner = forms.BooleanField(label=_("Remove the banner"), required=False)
    label = forms.CharField(
        label=_("Sub-domain"),
        required=False,
        max_length=30,
        help_text=_("3 to 30 lower-case letters, digits and hyphens; empty for none."),
    )
    featured_place = forms.ChoiceField(
        label=_("Place of featured goods"), choices=PLACES, required=False
    )
    featured_zh = forms.CharField(label=_("Their title (Chinese)"), max_length=40, required=False)
    featured_en = forms.CharField(label=_("Their title (English)"), max_length=40, required=False)
    products = forms.TypedMultipleChoiceField(
        label=_("Featured goods"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At most 12."),
    )
    categories_place = forms.ChoiceField(
        label=_("Place of categories"), choices=PLACES, required=False
    )
    coupons_place = forms.ChoiceField(label=_("Place of coupons"), choices=PLACES, required=False)
    text_place = forms.ChoiceField(label=_("Place of a text"), choices=PLACES, required=False)
    title_zh = forms.CharField(label=_("Its title (Chinese)"), max_length=40, required=False)
    title_en = forms.CharField(label=_("Its title (English)"), max_length=40, required=False)
    text_zh = forms.CharField(
        label=_("The text (Chinese)"), max_length=1000, required=False, widget=LONG
    )
    text_en = forms.CharField(
        label=_("The text (English)"), max_length=1000, required=False, widget=LONG
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the shop's goods."""
        super().__init__(*args, **kwargs)
        self.fields["products"].choices = products  # type: ignore[attr-defined]
