"""Forms of the product editor: basics with typed attributes, options, variants, times."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.foundation.kernel.text import TextMap
from jishi.goods.catalog.types import (
    AttributeKind,
    AttributeScalar,
    AttributeValue,
    Axis,
    AxisValue,
    CategoryAttributeInfo,
    CategoryNode,
    ProductDraft,
    ShopCategoryInfo,
)
from jishi.surfaces.design import choices
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.pages import say

LANGUAGES = (("zh", "zh-hans", _("Chinese")), ("en", "en", _("English")))
"""Suffix of a field's name, locale of the text, name of the language."""

AREA = forms.Textarea(attrs={"rows": 8})
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MAX_AXES = 3
PREFIX = "attribute_"


class TextMapForm(forms.Form):
    """A form with texts in both languages: fields `<name>_zh` and `<name>_en`."""

    def texts(self, name: str) -> dict[str, str]:
        """Return what was written, by locale."""
        given = {
            locale: self.cleaned_data.get(f"{name}_{suffix}") or ""
            for suffix, locale, _n in LANGUAGES
        }
        return {locale: text for locale, text in given.items() if text}


def spread(name: str, texts: TextMap | None) -> dict[str, str]:
    """Return a text as the initial values of its two fields."""
    return {f"{name}_{suffix}": (texts or {}).get(locale, "") for suffix, locale, _n in LANGUAGES}


class NewProductForm(TextMapForm):
    """What must be known before a product can be described."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$",
        label=_("Code"),
        help_text=_("Your own number for it; letters, digits and -._/+. It never changes."),
        max_length=64,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.of(choices.PRODUCT_KINDS))
    category_id = forms.TypedChoiceField(label=_("Category"), coerce=UUID)
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)

    def __init__(self, *args: Any, categories: Sequence[CategoryNode], **kwargs: Any) -> None:
        """Offer the platform's categories as an indented list."""
        super().__init__(*args, **kwargs)
        options = [("", _("Choose a category")), *category_choices(categories)]
        self.fields["category_id"].choices = options  # type: ignore[attr-defined]


class BasicsForm(NewProductForm):
    """Everything about a product that is not its options, prices, pictures or stock."""

    subtitle_zh = forms.CharField(label=_("Subtitle (Chinese)"), max_length=200, required=False)
    subtitle_en = forms.CharField(label=_("Subtitle (English)"), max_length=200, required=False)
    brand_id = forms.TypedChoiceField(
        label=_("Brand"), coerce=UUID, empty_value=None, required=False
    )
    keywords = forms.CharField(
        label=_("Search words"), help_text=_("Parted by spaces."), max_length=500, required=False
    )
    description_zh = forms.CharField(
        label=_("Description (Chinese)"),
        help_text=_("HTML: headings, paragraphs, lists, tables and pictures."),
        required=False,
        widget=AREA,
    )
    description_en = forms.CharField(label=_("Description (English)"), required=False, widget=AREA)
    return_policy = forms.ChoiceField(label=_("Returns"), choices=choices.of(words.RETURN_POLICIES))
    freight_template_id = forms.TypedChoiceField(
        label=_("Freight template"), coerce=UUID, empty_value=None, required=False
    )
    shop_category_ids = forms.TypedMultipleChoiceField(
        label=_("Shop categories"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    slug = forms.CharField(label=_("Address of the page"), max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        attributes: Sequence[CategoryAttributeInfo],
        brands: Sequence[tuple[str, str]],
        templates: Sequence[tuple[str, str]],
        shop_categories: Sequence[ShopCategoryInfo],
        **kwargs: Any,
    ) -> None:
        """Offer the shop's choices and make a typed field per attribute of the category."""
        super().__init__(*args, **kwargs)
        del self.fields["code"]
        self.fields["brand_id"].choices = [("", _("No brand")), *brands]  # type: ignore[attr-defined]
        default = ("", _("The shop’s default"))
        self.fields["freight_template_id"].choices = [default, *templates]  # type: ignore[attr-defined]
        own = [(str(item.shop_category_id), say(item.name)) for item in shop_categories]
        self.fields["shop_category_ids"].choices = own  # type: ignore[attr-defined]
        if not own:
            del self.fields["shop_category_ids"]
        self.attributes = attributes
        for item in attributes:
            self.fields |= attribute_fields(item)

    def attribute_names(self) -> list[str]:
        """Return the names of the attributes' fields."""
        return [name for name in self.fields if name.startswith(PREFIX)]

    def values(self) -> tuple[AttributeValue, ...]:
        """Return the attributes as the catalog takes them; blanks are left out."""
        found = []
        for item in self.attributes:
            value = self._value(item)
            if value not in ("", {}, None):
                found.append(AttributeValue(item.attribute.code, value))  # type: ignore[arg-type]
        return tuple(found)

    def _value(self, item: CategoryAttributeInfo) -> AttributeScalar | None:
        name = f"{PREFIX}{item.attribute.code}"
        if item.attribute.kind == AttributeKind.TEXT:
            return self.texts(name)
        given = self.cleaned_data.get(name)
        if item.attribute.kind == AttributeKind.BOOL:
            return {"yes": True, "no": False}.get(str(given))
        return "" if given is None else str(given)


def attribute_fields(item: CategoryAttributeInfo) -> dict[str, forms.Field]:
    """Return the fields of one attribute: two for a text, one for the other kinds."""
    attribute, name = item.attribute, f"{PREFIX}{item.attribute.code}"
    label = say(attribute.name)
    if attribute.kind == AttributeKind.TEXT:
        return {
            f"{name}_{suffix}": forms.CharField(
                label=f"{label} ({language})",
                max_length=500,
                required=item.is_required and suffix == "zh",
            )
            for suffix, _locale, language in LANGUAGES
        }
    if attribute.kind == AttributeKind.NUMBER:
        shown = f"{label} ({attribute.unit})" if attribute.unit else label
        return {name: forms.DecimalField(label=shown, required=item.is_required)}
    options: list[tuple[str, Any]] = [("yes", _("Yes")), ("no", _("No"))]
    if attribute.kind == AttributeKind.ENUM:
        options = [(option.code, say(option.name)) for option in attribute.options]
    return {
        name: forms.ChoiceField(
            label=label, choices=[("", "—"), *options], required=item.is_required
        )
    }


def attribute_initial(draft: ProductDraft) -> dict[str, object]:
    """Return a product's attributes as the initial values of their fields."""
    initial: dict[str, object] = {}
    for item in draft.attributes:
        name = f"{PREFIX}{item.code}"
        if isinstance(item.value, bool):
            initial[name] = "yes" if item.value else "no"
        elif isinstance(item.value, str):
            initial[name] = item.value
        else:
            initial |= spread(name, item.value)
    return initial


def category_choices(nodes: Sequence[CategoryNode]) -> list[tuple[str, str]]:
    """Return categories with everything below them, indented by depth."""
    found = []
    for node in nodes:
        found.append((str(node.category_id), "　" * node.depth + say(node.name)))
        found += category_choices(node.children)
    return found


class AxesForm(forms.Form):
    """Up to three options that variants differ in, each with its values line by line."""

    def __init__(self, *args: Any, axes: Sequence[Axis] = (), **kwargs: Any) -> None:
        """Make the fields of every axis, filled with what there is."""
        super().__init__(*args, **kwargs)
        for place in range(MAX_AXES):
            axis = axes[place] if place < len(axes) else None
            self._add(place, axis)
        self.known = {axis.code: axis for axis in axes}

    def _add(self, place: int, axis: Axis | None) -> None:
        number = place + 1
        example = ("Color", "Size", "")[place]
        self.fields[f"code_{place}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=axis.code if axis else ""
        )
        self.fields[f"name_zh_{place}"] = forms.CharField(
            label=_("Option {number} (Chinese)").format(number=number),
            required=False,
            max_length=40,
            initial=axis.name.get("zh-hans", "") if axis else "",
        )
        self.fields[f"name_en_{place}"] = forms.CharField(
            label=_("Option {number} (English)").format(number=number),
            required=False,
            max_length=40,
            initial=axis.name.get("en", "") if axis else "",
            widget=forms.TextInput(attrs={"placeholder": example}),
        )
        self.fields[f"values_{place}"] = forms.CharField(
            label=_("Values of option {number}").format(number=number),
            help_text=_("One a line: code = Chinese | English. Without a code one is made."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=written(axis) if axis else "",
        )

    def clean(self) -> dict[str, Any]:
        """Read the axes."""
        data = super().clean() or {}
        axes = [self._axis(place, data) for place in range(MAX_AXES)]
        data["axes"] = tuple(axis for axis in axes if axis is not None)
        return data

    def _axis(self, place: int, data: dict[str, Any]) -> Axis | None:
        name = texts_of(data.get(f"name_zh_{place}", ""), data.get(f"name_en_{place}", ""))
        values = read_values(data.get(f"values_{place}", ""))
        if not name and not values:
            return None
        if not name:
            self.add_error(f"name_zh_{place}", _("Name the option."))
        if not values:
            self.add_error(f"values_{place}", _("Write at least one value."))
        code = data.get(f"code_{place}") or made_code(name.get("en", ""), f"option-{place + 1}")
        return Axis(code=code, name=name, values=values)


def read_values(text: str) -> tuple[AxisValue, ...]:
    """Read `code = Chinese | English` line by line; codes that are missing are made."""
    found: dict[str, AxisValue] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        head, mark, rest = line.partition("=")
        chinese, _bar, english = (rest if mark else line).partition("|")
        name = texts_of(chinese, english)
        code = head.strip().lower() if mark else made_code(english or chinese, f"v{number}")
        while code in found:
            code = f"{code}-{number}"
        found[code] = AxisValue(code=code, name=name)
    return tuple(found.values())


def written(axis: Axis) -> str:
    """Return the values on offer as they are written in the box."""
    return "\n".join(
        f"{value.code} = {value.name.get('zh-hans', '')} | {value.name.get('en', '')}"
        for value in axis.values
        if not value.is_archived
    )


def texts_of(chinese: str, english: str) -> dict[str, str]:
    """Return a text in the languages it was written in."""
    given = {"zh-hans": chinese.strip(), "en": english.strip()}
    return {locale: text for locale, text in given.items() if text}


def made_code(text: str, otherwise: str) -> str:
    """Return a code from the Latin letters and digits of a text."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:32].strip("-")
    return plain or otherwise


class VariantForm(forms.Form):
    """A row of the variants' grid. The code tells which variant and never changes."""

    code = forms.CharField(widget=forms.HiddenInput)
    barcode = forms.CharField(label=_("Barcode"), max_length=64, required=False)
    weight_g = forms.IntegerField(label=_("Weight (g)"), min_value=0, max_value=10_000_000)
    length_mm = forms.IntegerField(label=_("Length (mm)"), min_value=0, max_value=10_000_000)
    width_mm = forms.IntegerField(label=_("Width (mm)"), min_value=0, max_value=10_000_000)
    height_mm = forms.IntegerField(label=_("Height (mm)"), min_value=0, max_value=10_000_000)
    cost = forms.DecimalField(
        label=_("Cost (CNY)"), min_value=0, decimal_places=2, max_digits=14, required=False
    )
    is_active = forms.BooleanField(label=_("On offer"), required=False)


class ScheduleForm(forms.Form):
    """When a product goes on and off sale by itself, and what happens when it sells out."""

    publish_at = forms.DateTimeField(label=_("On sale from"), required=False, widget=MOMENT)
    unpublish_at = forms.DateTimeField(label=_("Off sale from"), required=False, widget=MOMENT)
    sold_out_policy = forms.ChoiceField(
        label=_("When it sells out"),
        choices=choices.of(words.SOLD_OUT),
        widget=forms.RadioSelect,
        help_text=_("Holds from the next change of its stock on."),
    )


class ShopCategoryForm(TextMapForm):
    """A category of the shop's own."""

    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=40)
    name_en = forms.CharField(label=_("Name (English)"), max_length=40, required=False)
    parent_id = forms.TypedChoiceField(
        label=pgettext_lazy("category", "Below"), coerce=UUID, empty_value=None, required=False
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)

    def __init__(self, *args: Any, parents: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the categories at the top as parents."""
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [("", _("At the top")), *parents]  # type: ignore[attr-defined]


class PictureUpload(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several pictures; cleans to a list."""

    widget = PictureUpload(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Check every file."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(PicturesField, self).clean(one, initial) for one in given if one]


class MediaForm(forms.Form):
    """New pictures for a product."""

    pictures = PicturesField(
        label=_("Add pictures"),
        help_text=_("JPEG, PNG, WebP, AVIF, GIF or SVG, up to 10 MB each."),
        required=False,
    )


class MediaItemForm(forms.Form):
    """One picture: its place, what it shows, and of which choice."""

    file_id = forms.UUIDField(widget=forms.HiddenInput)
    position = forms.IntegerField(label=_("Position"), min_value=1, max_value=99)
    alt_zh = forms.CharField(label=_("What it shows (Chinese)"), max_length=200, required=False)
    alt_en = forms.CharField(label=_("What it shows (English)"), max_length=200, required=False)
    axis_value = forms.ChoiceField(label=_("Shows only"), required=False)
    remove = forms.BooleanField(label=_("Take away"), required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the choices of the product's options."""
        super().__init__(*args, **kwargs)
        self.fields["axis_value"].choices = [("", _("Every variant")), *choices]  # type: ignore[attr-defined]
