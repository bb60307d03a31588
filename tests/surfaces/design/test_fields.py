"""Fields tie their label, help and errors to the control, and keep what was typed."""

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from jishi.foundation.kernel.money import Money
from jishi.surfaces.design.fields import MoneyField, PhoneField, QuantityInput


class Parcel(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Recipient", help_text="As on the door")
    note = forms.CharField(widget=forms.Textarea, required=False)
    speed = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("a", "Standard\nArrives tomorrow"), ("b", "Express")]
    )
    insured = MoneyField(currency="CNY", max_minor=100_000)
    count = forms.IntegerField(widget=QuantityInput, min_value=1, max_value=9, initial=2)
    gift = forms.BooleanField(required=False, help_text="No prices inside")
    phone = PhoneField(required=False)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def render(form: forms.Form, name: str) -> str:
    source = "{% load jishi_design %}{% field bound %}"
    return Template(source).render(Context({"bound": form[name]}))


def test_label_and_help_belong_to_the_control():
    html = render(Parcel(), "name")
    assert '<label class="field__label" for="id_name">Recipient</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<p class="field__help" id="id_name_helptext">As on the door</p>' in html


def test_an_error_belongs_to_the_control_and_nothing_typed_is_lost():
    html = render(Parcel({"name": "", "phone": '"><b>'}), "phone")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_error"' in html
    assert 'id="id_phone_error"' in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html


def test_an_optional_field_says_so():
    assert "optional" in render(Parcel(), "note")
    assert "optional" not in render(Parcel(), "name")


def test_choices_are_a_fieldset_of_cards_with_notes():
    html = render(Parcel(), "speed")
    assert "<fieldset" in html
    assert "<legend" in html
    assert 'Standard<small class="muted">Arrives tomorrow</small>' in html
    assert 'for="id_speed_0"' in html


def test_choices_with_an_error_are_described_by_it():
    html = render(Parcel({}), "speed")
    assert 'aria-describedby="id_speed_error"' in html


def test_a_checkbox_has_its_label_beside_it():
    html = render(Parcel(), "gift")
    assert '<label class="check" for="id_gift">' in html
    assert 'id="id_gift_helptext"' in html


def test_an_amount_shows_its_currency_and_asks_for_decimals():
    with override("zh-hans"):
        html = render(Parcel(), "insured")
    assert "<span>¥</span>" in html
    assert 'inputmode="decimal"' in html


@pytest.mark.parametrize("typed", ["1,234.50", "1234.5", " 1234.50 "])
def test_an_amount_cleans_to_exact_money(typed):
    field = MoneyField(currency="CNY")
    assert field.clean(typed) == Money(123450, "CNY")


@pytest.mark.parametrize("typed", ["1.234", "-1", "1000.01", "abc", "NaN", "1e9"])
def test_an_amount_out_of_bounds_or_shape_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField(currency="CNY", max_minor=100_000).clean(typed)


def test_an_amount_without_decimals_takes_none():
    assert MoneyField(currency="JPY").clean("1299") == Money(1299, "JPY")
    with pytest.raises(forms.ValidationError):
        MoneyField(currency="JPY").clean("12.5")


def test_money_is_shown_as_a_plain_number():
    form = Parcel(initial={"insured": Money(1299, "CNY")})
    assert 'value="12.99"' in render(form, "insured")


def test_a_quantity_field_steps_within_its_bounds():
    html = render(Parcel({"count": "9"}), "count")
    assert 'name="count" value="8" data-step="-1"' in html
    assert 'data-step="1" aria-label="One more" disabled' in html


def test_the_summary_links_every_error_to_its_field():
    form = Parcel({})
    form.add_error(None, "The whole is wrong")
    html = render_to_string("design/error_summary.html", {"form": form})
    assert 'role="alert"' in html
    assert '<a href="#id_name">Recipient: This field is required.</a>' in html
    assert "<li>The whole is wrong</li>" in html
    assert "Please check 5 things" in html
