"""Filter forms of the lists: every field may stay empty."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.catalog import types
from jishi.surfaces.design import choices
from jishi.surfaces.merchant_console import words

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

ORDER_QUEUES = {
    "to_ship": _("To ship"),
    "held": _("Held"),
    "awaiting_payment": _("Awaiting payment"),
    "shipped": _("Shipped"),
    "received": _("Received"),
    "completed": _("Completed"),
    "canceled": _("Canceled"),
}


class OrderFilter(forms.Form):
    """Which orders to list. q: number, four digits of the phone, or an article's code."""

    q = forms.CharField(
        label=_("Find"),
        required=False,
        max_length=64,
        widget=forms.TextInput(
            attrs={"placeholder": _("Number, phone tail, code"), "data-list-search": True}
        ),
    )
    queue = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of(ORDER_QUEUES, _("Any state"))
    )
    flag = forms.ChoiceField(
        label=_("Flag"), required=False, choices=choices.of(words.FLAGS, _("Any flag"))
    )
    placed_from = forms.DateField(label=_("Placed from"), required=False, widget=DAY)
    placed_to = forms.DateField(label=_("Placed until"), required=False, widget=DAY)


class CaseFilter(forms.Form):
    """Which after-sale cases to list."""

    q = forms.CharField(label=_("Case or order number"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("case", _("Any state"))
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=choices.of(words.CASE_KINDS, _("Any kind"))
    )


class ProductFilter(forms.Form):
    """Which products to list; the categories are set per shop."""

    q = forms.CharField(label=_("Title or code"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=choices.of_states("my_product", _("Any state")),
    )
    order = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("", _("Newest first")), ("best_selling", _("Best selling first"))],
    )


def products_filter(asked: Any, categories: Sequence[tuple[str, str]]) -> ProductFilter:
    """Return the filters of the list of products with the categories in them."""
    form = ProductFilter(asked)
    form.fields["category"] = forms.TypedChoiceField(
        label=_("Category"),
        choices=[("", _("Any category")), *categories],
        coerce=UUID,
        empty_value=None,
        required=False,
    )
    return form


def products_wanted(asked: Mapping[str, Any], merchant_id: UUID) -> types.ProductFilter:
    """Return the products that cleaned filters ask for; what is asked wrongly is left out."""
    return types.ProductFilter(
        merchant_ids=frozenset({merchant_id}),
        states=(types.ProductState(asked["state"]),) if asked.get("state") else (),
        category_id=asked.get("category"),
        text=asked.get("q") or "",
        sort=types.ProductSort(asked.get("order") or types.ProductSort.NEWEST),
    )


class StockFilter(forms.Form):
    """Which stock levels to list; the locations are set per shop."""

    q = forms.CharField(label=_("Article code"), required=False, max_length=64)
    low = forms.BooleanField(label=_("Only low stock"), required=False)


class CouponFilter(forms.Form):
    """Which coupons to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("coupon", _("Any state"))
    )


class ReviewFilter(forms.Form):
    """Which reviews to list."""

    q = forms.CharField(label=_("Words in the review"), required=False, max_length=64)
    stars = forms.ChoiceField(
        label=_("Stars"),
        required=False,
        choices=[("", _("Any")), *((str(star), str(star)) for star in range(5, 0, -1))],
    )
    reply = forms.ChoiceField(
        label=_("Reply"),
        required=False,
        choices=[("", _("Any")), ("no", _("Without a reply")), ("yes", _("With a reply"))],
    )


class SaleFilter(forms.Form):
    """Which sold lines to list."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("sale", _("Any state"))
    )
