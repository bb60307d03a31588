"""Orders that do not go on by themselves, and the push that sets them going again."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.paging import Page
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import choices, kit
from jishi.surfaces.operator_console.pages import OperatorConfirm, OperatorList, say
from jishi.surfaces.operator_console.views.orders import OfOrder
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import StuckView


class Row:
    """An order in the list, with the name of its shop."""

    def __init__(self, stuck: StuckView, shop: str) -> None:
        """Take what was found and the name."""
        self.order_id: UUID = stuck.order_id
        self.number, self.since, self.shop = stuck.number, stuck.since, shop
        self.trouble = choices.STANDSTILLS[stuck.trouble]


class Standstills(OperatorList):
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
        kit.Column(name="shop", label=lazy("Shop")),
        kit.Column(name="since", label=lazy("Standing since")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return them, with the names of their shops; two statements."""
        found = orders_queries.list_stuck()
        names = merchants_queries.names_of({one.merchant_id for one in found})
        return Page(items=tuple(Row(one, say(names.get(one.merchant_id))) for one in found))

    def row_url(self, item: Row) -> str:
        """Return the order's page."""
        return self.url("order", item.order_id)


class Push(OfOrder, OperatorConfirm):
    """Do the missing step again."""

    title = lazy("Push this order on?")
    permission = "orders.review"
    text = lazy(
        "The step it stands at is done again. If it has gone on meanwhile, nothing happens."
    )
    submit_label = lazy("Push on")
    success_message = lazy("The step was done again.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Push it."""
        orders.push(actor=self.actor, order_id=self.order.order_id)
