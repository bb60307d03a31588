"""How a form field is shown, and the few fields and widgets Django lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_symbol
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel import money as money_values
from jishi.foundation.kernel.money import Money
from jishi.surfaces.design.formats import current_locale


@dataclass(frozen=True, slots=True)
class QuantitySteps:
    """The values that a quantity's two buttons submit without JavaScript."""

    less: int
    more: int
    can_less: bool
    can_more: bool


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One choice of a field: its control, and a label whose second line is a note."""

    control: str
    control_id: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownField:
    """A bound field prepared for its template.

    template: which of `design/field/` shows it. control: the rendered widget, empty for choices.
    steps: what the buttons of a quantity submit. unit: the currency symbol before an amount.
    """

    bound: forms.BoundField
    template: str
    control: str = ""
    choices: tuple[ShownChoice, ...] = ()
    steps: QuantitySteps | None = None
    unit: str = ""


class QuantityInput(forms.NumberInput):
    """A whole number between a minus and a plus button."""


class MoneyInput(forms.TextInput):
    """An amount in major units, with the currency before it."""

    input_type = "text"


class MoneyField(forms.DecimalField):
    """An amount of one currency; cleans to `Money`.

    currency: ISO 4217 code. Bounds are in minor units.
    """

    widget = MoneyInput

    def __init__(
        self, *, currency: str, min_minor: int = 0, max_minor: int | None = None, **options: Any
    ) -> None:
        """Take the currency, bounds in minor units, and the options of a decimal field."""
        self.currency = currency
        top = money_values.MAX_MINOR if max_minor is None else max_minor
        super().__init__(
            min_value=self._major(min_minor),
            max_value=self._major(top),
            decimal_places=money_values.precision(currency),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show `Money` as a plain decimal; keep what was typed."""
        return money_values.to_decimal(value) if isinstance(value, Money) else value

    def to_python(self, value: Any) -> Any:
        """Read `1,299.00` as well as `1299`."""
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        """Return `Money`, or None when empty and not required."""
        amount = super().clean(value)
        return None if amount is None else money_values.from_decimal(amount, self.currency)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare in major units."""
        return super().has_changed(self.prepare_value(initial), data)

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for a decimal keyboard."""
        return {"inputmode": "decimal", "autocomplete": "off"}

    def _major(self, minor: int) -> Decimal:
        return money_values.to_decimal(Money(minor, self.currency))


class PhoneField(forms.CharField):
    """A telephone number, with the phone's number pad and its own autofill."""

    default_validators = [RegexValidator(r"^\+?[\d\s\-()]{5,24}$", _("Enter a telephone number."))]
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (QuantityInput, "quantity"),
    (MoneyInput, "money"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "plain"),
    (forms.Select, "plain"),
    (forms.FileInput, "file"),
)
"""Widget → template of `design/field/`, the more special first."""


def present(bound: forms.BoundField, kind: str = "") -> ShownField:
    """Prepare a bound field: choose its template and render its control.

    Django ties help and errors to the control by the ids `<id>_helptext` and `<id>_error`;
    the templates give these ids to the texts.
    """
    kind = kind or kind_of(bound.field.widget)
    template = f"design/field/{kind}.html"
    if kind == "choices":
        return ShownField(bound, template, choices=tuple(_choices(bound)))
    css = "" if kind == "checkbox" else "input num" if kind == "money" else "input"
    return ShownField(
        bound,
        template,
        control=bound.as_widget(attrs={"class": css} if css else {}),
        steps=_steps_of(bound) if kind == "quantity" else None,
        unit=_symbol(bound.field) if kind == "money" else "",
    )


def kind_of(widget: forms.Widget) -> str:
    """Return which template of `design/field/` shows a widget."""
    return next((kind for known, kind in KINDS if isinstance(widget, known)), "plain")


def steps(value: int, low: int = 1, high: int | None = None) -> QuantitySteps:
    """Return what the buttons beside a quantity submit, within its bounds."""
    can_less, can_more = value > low, high is None or value < high
    return QuantitySteps(
        value - 1 if can_less else low, value + 1 if can_more else value, can_less, can_more
    )


def visible_errors(form: forms.BaseForm) -> Iterable[tuple[str, str, str]]:
    """Yield (field id, label, error) of every error, for the summary at the top of a form."""
    for error in form.non_field_errors():
        yield "", "", str(error)
    for bound in form:
        for error in bound.errors:
            yield bound.id_for_label or bound.auto_id, str(bound.label), str(error)


def _choices(bound: forms.BoundField) -> Iterable[ShownChoice]:
    for choice in bound.subwidgets:
        title, _, note = str(choice.choice_label).partition("\n")
        yield ShownChoice(choice.tag(), choice.id_for_label, title, note)


def _steps_of(bound: forms.BoundField) -> QuantitySteps:
    field = bound.field
    low, high = getattr(field, "min_value", None), getattr(field, "max_value", None)
    typed = str(bound.value() or "")
    return steps(int(typed) if typed.isdecimal() else low or 1, low or 1, high)


def _symbol(field: forms.Field) -> str:
    currency = getattr(field, "currency", "")
    return get_currency_symbol(currency, locale=current_locale()) if currency else ""
