"""Which warehouse sends an order, decided by a person."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as lazy

from jishi.surfaces.design import candidates, kit
from jishi.surfaces.merchant_console.forms.orders import LocationChoiceForm
from jishi.surfaces.merchant_console.views.order_actions import OrderForm
from jishi.trade.orders import services as orders


class ChooseLocation(OrderForm):
    """Send everything from one place, whatever the plan chose."""

    title = lazy("Choose the warehouse")
    permission = "orders.review"
    text = lazy("Parcels that have not left are made anew there. What the buyer pays stays.")
    submit_label = lazy("Send from there")
    success_message = lazy("The order is sent from there.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the places, the cheapest first."""
        return LocationChoiceForm(data, files, places=candidates.of_order(self.order))

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Move it."""
        orders.choose_location(
            actor=self.actor,
            order_id=self.order.order_id,
            location_id=UUID(data["location"]),
            is_locked=data["is_locked"],
        )


class UnlockLocation(OrderForm, kit.ConfirmPage):
    """Let it be sent from elsewhere again."""

    title = lazy("Unlock the warehouse?")
    permission = "orders.review"
    text = lazy("The order stays where it is planned, but can be moved again.")
    submit_label = lazy("Unlock")
    success_message = lazy("The warehouse is no longer locked.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Unlock it."""
        orders.unlock_location(actor=self.actor, order_id=self.order.order_id)
