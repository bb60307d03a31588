"""Forms about categories, brands and attributes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.catalog.types import AttributeOption, CategoryAttributeDraft
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm

Choices = list[tuple[str, str]]


class CategoryForm(NamedForm):
    """A category, where it hangs, its terms and its attributes."""

    slug = forms.SlugField(label=_("Word in the address"), max_length=60)
    parent_id = forms.ChoiceField(label=_("Below"), required=False)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)
    commission = forms.DecimalField(
        label=_("Commission in percent"),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("Empty takes the rate of the category above."),
    )
    return_days = forms.IntegerField(
        label=_("Days to return without a reason"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Empty takes the days of the category above."),
    )
    is_active = forms.BooleanField(label=_("Shown to buyers"), required=False, initial=True)
    required = forms.MultipleChoiceField(
        label=_("Attributes that must be filled in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    optional = forms.MultipleChoiceField(
        label=_("Attributes that may be filled in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any, *, parents: Choices, attributes: Choices, initial: dict[str, Any]
    ) -> None:
        """Take the categories it may hang below, and all attributes."""
        super().__init__(data, initial=initial)
        self.fields["parent_id"].choices = [("", _("At the top")), *parents]  # type: ignore[attr-defined]
        for name in ("required", "optional"):
            if attributes:
                self.fields[name].choices = attributes  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse an attribute that is marked twice."""
        data = super().clean() or {}
        if set(data.get("required", ())) & set(data.get("optional", ())):
            self.add_error("optional", _("An attribute is either required or optional."))
        return data


def bindings(data: dict[str, Any]) -> tuple[CategoryAttributeDraft, ...]:
    """Return the attributes that a category asks for, required ones first."""
    must = [CategoryAttributeDraft(code, is_required=True) for code in data.get("required", ())]
    return (*must, *(CategoryAttributeDraft(code) for code in data.get("optional", ())))


class MoveForm(forms.Form):
    """Where a category goes."""

    parent_id = forms.ChoiceField(label=_("Below"), required=False)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=9999, initial=0)

    def __init__(self, data: Any, *, parents: Choices, initial: dict[str, Any]) -> None:
        """Take the categories it may hang below."""
        super().__init__(data, initial=initial)
        self.fields["parent_id"].choices = [("", _("At the top")), *parents]  # type: ignore[attr-defined]


class DeleteCategoryForm(forms.Form):
    """Where the products of a category go."""

    reassign_to = forms.ChoiceField(label=_("Move its products to"), required=False)

    def __init__(self, data: Any, *, others: Choices) -> None:
        """Take the other categories."""
        super().__init__(data)
        self.fields["reassign_to"].choices = [("", _("It has no products")), *others]  # type: ignore[attr-defined]


class BrandForm(NamedForm):
    """A brand."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    logo = forms.FileField(
        label=_("Brand logo"), required=False, help_text=_("Without a file the present one stays.")
    )


class AttributeForm(NamedForm):
    """An attribute of products."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.of(words.ATTRIBUTE_KINDS))
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=20, help_text=_("For numbers: ml, cm, W.")
    )
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line: code | Chinese | English."),
    )
    is_filterable = forms.BooleanField(label=_("Buyers can filter by it"), required=False)

    def clean_options(self) -> tuple[AttributeOption, ...]:
        """Read the lines; each has three parts."""
        found = []
        for line in self.cleaned_data["options"].splitlines():
            parts = [part.strip() for part in line.replace("｜", "|").split("|")]
            if not any(parts):
                continue
            if len(parts) != 3 or not all(parts):
                raise forms.ValidationError(_("A line has three parts: code | Chinese | English."))
            found.append(AttributeOption(parts[0], {"zh-hans": parts[1], "en": parts[2]}))
        return tuple(found)


def spell_options(options: tuple[AttributeOption, ...]) -> str:
    """Return choices as lines of the form."""
    return "\n".join(
        f"{one.code} | {one.name.get('zh-hans', '')} | {one.name.get('en', '')}" for one in options
    )
