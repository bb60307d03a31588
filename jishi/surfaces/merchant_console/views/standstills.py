"""The shop's orders that do not go on, and the rules by which others wait for a person."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.surfaces.design import choices, kit
from jishi.surfaces.merchant_console.forms.orders import ReviewRulesForm
from jishi.surfaces.merchant_console.pages import ShopPage
from jishi.surfaces.merchant_console.views.order_actions import OrderForm
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import ReviewRules, StuckView

HOUSE_CURRENCY = "CNY"
"""The currency in which limits are set."""


class Row:
    """An order in the list."""

    def __init__(self, stuck: StuckView) -> None:
        """Take what was found."""
        self.order_id: UUID = stuck.order_id
        self.number, self.since = stuck.number, stuck.since
        self.trouble = choices.STANDSTILLS[stuck.trouble]


class Standstills(ShopPage, kit.ListPage):
    """What people were told of, the longest first."""

    title = lazy("Orders that stand still")
    permission = "orders.view"
    section = "orders"
    file_name = "standstills"
    empty_title = lazy("Everything goes on")
    empty_text = lazy("Orders appear here within five minutes of standing still.")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="trouble", label=lazy("What is wrong")),
        kit.Column(name="since", label=lazy("Standing since")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return them; one statement."""
        found = orders_queries.list_stuck(frozenset({self.shop.id}))
        return Page(items=tuple(map(Row, found)))

    def row_id(self, _item: Row) -> str:
        """Return nothing: rows are not marked."""
        return ""

    def row_url(self, item: Row) -> str:
        """Return the order's page."""
        return self.url("order", item.order_id)


class Push(OrderForm, kit.ConfirmPage):
    """Do the missing step again."""

    title = lazy("Push this order on?")
    permission = "orders.review"
    text = lazy(
        "The step it stands at is done again. If it has gone on meanwhile, nothing happens."
    )
    submit_label = lazy("Push on")
    success_message = lazy("The step was done again.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Push it."""
        orders.push(actor=self.actor, order_id=self.order.order_id)


class Rules(ShopPage, kit.FormPage):
    """When a paid order waits for a person instead of going to the warehouse."""

    title = lazy("Order review rules")
    permission = "preferences.edit"
    section = "order_rules"
    text = lazy(
        "A paid order that meets one of these rules is held until somebody releases it. Every "
        "other order goes to the warehouse at once."
    )
    form_class = ReviewRulesForm
    success_message = lazy("The rules are in force for orders paid from now on.")

    def initial(self) -> dict[str, Any]:
        """Start with the rules in force."""
        now = orders_queries.review_rules(self.shop.id)
        return {
            "from_amount": Money(now.from_minor, HOUSE_CURRENCY) if now.from_minor else None,
            "any_note": now.any_note,
            "note_words": "\n".join(now.note_words),
            "address_words": "\n".join(now.address_words),
            "units_from": now.units_from or None,
            "daily_orders_from": now.daily_orders_from or None,
            "flagged_buyers": now.flagged_buyers,
        }

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form in the currency of the limits."""
        return ReviewRulesForm(data, files, initial=self.initial(), currency=HOUSE_CURRENCY)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Set them all at once."""
        wanted = ReviewRules(
            from_minor=data["from_amount"].minor if data["from_amount"] else 0,
            any_note=data["any_note"],
            note_words=data["note_words"],
            address_words=data["address_words"],
            units_from=data["units_from"] or 0,
            daily_orders_from=data["daily_orders_from"] or 0,
            flagged_buyers=data["flagged_buyers"],
        )
        orders.set_review_rules(actor=self.actor, merchant_id=self.shop.id, wanted=wanted)

    def success_url(self, _result: object) -> str:
        """Stay here."""
        return self.back_url()

    def back_url(self) -> str:
        """Stay here."""
        return self.url("order_rules")
