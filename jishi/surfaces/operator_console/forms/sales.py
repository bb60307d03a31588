"""Forms about orders and money."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import choices
from jishi.surfaces.design.fields import MoneyField
from jishi.surfaces.operator_console.forms.parts import DAY, LONG

ORDER_QUEUES = {
    "to_ship": _("To ship"),
    "held": _("Held"),
    "awaiting_payment": _("Awaiting payment"),
    "cash": _("Cash to come"),
    "shipped": _("Shipped"),
    "received": _("Received"),
    "completed": _("Completed"),
    "canceled": _("Canceled"),
}


class OrderFilter(forms.Form):
    """Which orders to list. q: number, four digits of the phone, or an article's code."""

    q = forms.CharField(
        label=_("Number, phone tail or article code"), required=False, max_length=64
    )
    queue = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of(ORDER_QUEUES, _("Any state"))
    )
    shop = forms.SlugField(label=_("Code of the shop"), required=False, max_length=40)
    placed_from = forms.DateField(label=_("Placed from"), required=False, widget=DAY)
    placed_to = forms.DateField(label=_("Placed until"), required=False, widget=DAY)


class MovementFilter(forms.Form):
    """Whose movements to list."""

    q = forms.CharField(
        label=_("Number of an order, a payment or a refund"), required=False, max_length=64
    )


class TransferForm(forms.Form):
    """What arrived by bank."""

    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, data: Any, *, currency: str, initial: dict[str, Any]) -> None:
        """Take the currency of the payment."""
        super().__init__(data, initial=initial)
        self.fields["received"] = MoneyField(
            label=_("Amount that arrived"), currency=currency, min_minor=1
        )
        self.order_fields(["received", "note"])


class NoteForm(forms.Form):
    """Why a proof is refused."""

    note = forms.CharField(label=_("Reason"), widget=LONG, max_length=200)


class ManualRefundForm(forms.Form):
    """The bank's number of a refund that a person made."""

    provider_no = forms.CharField(label=_("Number at the bank"), required=False, max_length=64)


class LedgerFilter(forms.Form):
    """Which accounts to list."""

    currency = forms.CharField(label=_("Currency"), required=False, min_length=3, max_length=3)
    code = forms.CharField(label=_("Account"), required=False, max_length=60)


class LocationChoiceForm(forms.Form):
    """From where an order is sent."""

    location = forms.ChoiceField(label=_("Send everything from"), widget=forms.RadioSelect)
    is_locked = forms.BooleanField(
        label=_("Lock it there"),
        required=False,
        help_text=_("Nobody moves it again before it is unlocked."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the places."""
        super().__init__(*args, **kwargs)
        self.fields["location"].choices = places  # type: ignore[attr-defined]
