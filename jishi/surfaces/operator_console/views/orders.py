"""Orders of all merchants."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.addresses import mask_phone
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Shipment
from jishi.money.payments import queries as payments_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import choices, kit, statuses
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.operator_console import timeline
from jishi.surfaces.operator_console.forms import sales as forms
from jishi.surfaces.operator_console.forms.parts import ReasonForm, midnight
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
    shop_facts,
)
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import (
    FulfillmentStatus,
    OrderFilter,
    OrderKind,
    OrderLineView,
    OrderStatus,
    OrderView,
    PaymentStatus,
    Trouble,
)

QUEUES: dict[str, dict[str, Any]] = {
    "to_ship": {
        "statuses": (OrderStatus.CONFIRMED,),
        "fulfillment_statuses": (FulfillmentStatus.TO_SHIP, FulfillmentStatus.PARTIALLY_SHIPPED),
        "is_held": False,
    },
    "held": {"statuses": (OrderStatus.CONFIRMED,), "is_held": True},
    "awaiting_payment": {"statuses": (OrderStatus.AWAITING_PAYMENT,)},
    "cash": {
        "statuses": (OrderStatus.CONFIRMED,),
        "payment_statuses": (PaymentStatus.UNPAID,),
    },
    "shipped": {
        "statuses": (OrderStatus.CONFIRMED,),
        "fulfillment_statuses": (FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED),
    },
    "received": {
        "statuses": (OrderStatus.CONFIRMED,),
        "fulfillment_statuses": (FulfillmentStatus.RECEIVED,),
    },
    "completed": {"statuses": (OrderStatus.COMPLETED,)},
    "canceled": {"statuses": (OrderStatus.CANCELED,)},
}
"""What each saved view asks for."""

NOT_SHIPPED = {
    FulfillmentStatus.NONE,
    FulfillmentStatus.TO_SHIP,
    FulfillmentStatus.WAITING_STOCK,
}


class Row:
    """An order in the list, with the name of its shop."""

    def __init__(self, order: OrderView, shop: str) -> None:
        """Take the order and the name."""
        self.order, self.shop = order, shop
        self.number, self.label, self.placed_at = order.number, order.label, order.placed_at
        self.payment, self.delivery = order.payment_status, order.fulfillment_status
        self.total = Money(order.total_minor, order.currency)
        self.group = order.group_number
        phone = order.address.phone if order.address else order.phone
        name = order.address.name if order.address else ""
        self.who = f"{name} {mask_phone(phone)}".strip() if phone else name


class Orders(OperatorList):
    """Orders of all shops, newest first."""

    title = lazy("Orders")
    permission = "orders.view"
    section = "orders"
    filter_form = forms.OrderFilter
    file_name = "orders"
    empty_text = lazy("Orders appear here as soon as somebody places one.")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="label", label=lazy("State"), axis="order_stage"),
        kit.Column(name="shop", label=lazy("Shop")),
        kit.Column(name="total", label=lazy("Total"), kind="money"),
        kit.Column(name="payment", label=lazy("Payment"), axis="payment_status"),
        kit.Column(name="delivery", label=lazy("Delivery"), axis="fulfillment", shown=False),
        kit.Column(name="who", label=lazy("Recipient")),
        kit.Column(name="group", label=lazy("Placed together as"), shown=False),
        kit.Column(name="placed_at", label=lazy("Placed")),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return the queues, with the numbers of those that wait."""
        counts = {queue.name: queue.count for queue in orders_queries.count_queues(None)}
        views = [
            kit.SavedView(label, f"queue={name}", counts.get(name))
            for name, label in forms.ORDER_QUEUES.items()
        ]
        return (kit.SavedView(_("All"), ""), *views)

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return the orders that the filters ask for."""
        asked = wanted.filters
        criteria = OrderFilter(
            merchant_ids=shop_ids(asked.get("shop")),
            text=asked.get("q") or "",
            placed_from=midnight(asked.get("placed_from")),
            placed_to=midnight(asked.get("placed_to"), days=1),
            **QUEUES.get(asked.get("queue") or "", {}),
        )
        page = orders_queries.list_orders(criteria, cursor=wanted.cursor, limit=wanted.limit)
        names = merchants_queries.names_of({order.merchant_id for order in page.items})
        rows = tuple(Row(order, say(names.get(order.merchant_id))) for order in page.items)
        return Page(items=rows, next_cursor=page.next_cursor, total=page.total)

    def row_url(self, item: Row) -> str:
        """Return the order's page."""
        return self.url("order", item.order.order_id)


def shop_ids(code: str | None) -> frozenset[Any] | None:
    """Return the shop of a code: None without a code, nothing for an unknown one."""
    if not code:
        return None
    try:
        return frozenset({merchants_queries.get_merchant(code).id})
    except NotFound:
        return frozenset()


class OfOrder(OperatorPage):
    """What every page of one order shares."""

    permission = "orders.view"
    section = "orders"

    @cached_property
    def order(self) -> OrderView:
        """The order. Raises: NotFound."""
        return orders_queries.get_order(self.kwargs["order_id"])  # type: ignore[attr-defined]

    def back_url(self) -> str:
        """Return the order's page."""
        return self.url("order", self.order.order_id)


class Line:
    """A line of an order as its table shows it."""

    def __init__(self, order: OrderView, line: OrderLineView) -> None:
        """Take the order for its currency."""
        self.code, self.quantity = line.code, line.quantity
        self.shipped, self.returned = line.shipped_quantity, line.returned_quantity
        self.title = " · ".join(part for part in (say(line.title), say(line.options)) if part)
        self.unit = Money(line.unit_list_minor, order.currency)
        self.off = Money(-line.discount_minor, order.currency)
        self.paid = Money(line.payable_minor, order.currency)


LINE_COLUMNS = (
    kit.Column(name="title", label=lazy("Article")),
    kit.Column(name="code", label=lazy("Code")),
    kit.Column(name="quantity", label=lazy("Units"), kind="number"),
    kit.Column(name="unit", label=lazy("Unit price"), kind="money"),
    kit.Column(name="off", label=lazy("Discount"), kind="money"),
    kit.Column(name="paid", label=lazy("To pay"), kind="money"),
    kit.Column(name="shipped", label=lazy("Shipped"), kind="number"),
    kit.Column(name="returned", label=lazy("Returned"), kind="number"),
)
PARCEL_COLUMNS = (
    kit.Column(name="number", label=lazy("Parcel")),
    kit.Column(name="state", label=lazy("State"), axis="parcel"),
    kit.Column(
        name="carrier",
        label=lazy("Carrier"),
        value=lambda one: f"{say(one.carrier_name)} {one.tracking_no}".strip(),
    ),
    kit.Column(name="shipped_at", label=lazy("Shipped")),
    kit.Column(name="delivered_at", label=lazy("Delivered")),
)


class Order(OfOrder, kit.RecordPage):
    """One order: goods, how the total came about, parcels, and what happened."""

    def load(self, **_kwargs: Any) -> OrderView:
        """Return the order."""
        return self.order

    def heading(self) -> str:
        """Return the number."""
        return self.order.number

    def status(self) -> tuple[str, str]:
        """Return the state as buyers know it."""
        return "order_stage", self.order.label

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Orders"), "orders"), Link(self.order.number, "")]

    @cached_property
    def parcels(self) -> tuple[Shipment, ...]:
        """Its parcels, oldest first."""
        found = shipping_queries.get_shipments_of([self.order.order_id])
        return found.get(self.order.order_id, ())

    @cached_property
    def trouble(self) -> Trouble | None:
        """Why it stands still, if it does."""
        return orders_queries.trouble_of(self.order.order_id)

    def facts(self) -> Sequence[Fact]:
        """Return whose it is, where it goes and how it stands."""
        order = self.order
        merchant = merchants_queries.get_merchant(order.merchant_id)
        shop_url = self.url("merchant", merchant.id) if self.may("merchants.review") else ""
        facts = [
            Fact(_("Number"), order.number, "copy"),
            Fact(_("Placed together as"), order.group_number),
            *shop_facts(say(merchant.name), shop_url),
            Fact(_("Payment"), statuses.status_of("payment_status", order.payment_status).label),
            Fact(_("Delivery"), statuses.status_of("fulfillment", order.fulfillment_status).label),
            Fact(_("Placed"), order.placed_at, "time"),
        ]
        if order.is_held:
            facts.append(Fact(_("Held because"), choices.hold_reason(order.hold_reason)))
        if order.is_location_locked:
            facts.append(Fact(_("Warehouse"), _("Locked by hand")))
        if self.trouble:
            facts.append(Fact(_("Stands still"), choices.STANDSTILLS[self.trouble]))
        if order.user_id and self.may("accounts.view_customers"):
            url = self.url("customer", order.user_id)
            facts.append(Fact(_("Customer"), _("Open"), url=url))
        if order.address:
            recipient = f"{order.address.name} {order.address.phone}"
            facts += [Fact(_("Recipient"), recipient), Fact(_("Address"), order.address.one_line())]
        notes = ((_("Buyer’s note"), order.buyer_note), (_("Shop’s note"), order.merchant_note))
        return facts + [Fact(label, note) for label, note in notes if note]

    def sections(self) -> Sequence[kit.Section]:
        """Return goods, amounts and parcels."""
        order = self.order
        lines = [Line(order, line) for line in order.lines]
        return [
            kit.Section(_("Goods"), columns=LINE_COLUMNS, items=lines),
            kit.Section(
                _("Amount"),
                template="operator_console/orders/_amount.html",
                context={"rows": amounts(order), "total": Money(order.total_minor, order.currency)},
            ),
            kit.Section(_("Parcels"), columns=PARCEL_COLUMNS, items=self.parcels),
        ]

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of the order, latest first."""
        return timeline.of_moves(orders_queries.list_moves(self.order))

    def next_actions(self) -> list[Action]:
        """Return exactly what may be done with the order now."""
        order, actions = self.order, []
        is_waiting = (
            order.status == OrderStatus.CONFIRMED and order.fulfillment_status in NOT_SHIPPED
        )
        if self.may("orders.review") and self.trouble:
            push = self.url("order_push", order.order_id)
            actions.append(Action(_("Push on"), push, kind="primary", icon="refresh", confirm=True))
        if self.may("orders.review") and is_waiting and order.kind == OrderKind.PHYSICAL:
            name = "order_unlock" if order.is_location_locked else "order_location"
            label = _("Unlock the warehouse") if order.is_location_locked else _("Warehouse")
            actions.append(Action(label, self.url(name, order.order_id), icon="warehouse"))
        if self.may("orders.review") and order.is_held:
            url = self.url("order_release", order.order_id)
            actions.append(Action(_("Release"), url, kind="primary", confirm=True))
        elif self.may("orders.review") and is_waiting:
            actions.append(Action(_("Hold"), self.url("order_hold", order.order_id), icon="shield"))
        if self.may("payments.view") and payments_queries.list_payments([order.group_id]):
            url = self.url("payment", order.group_id)
            actions.append(Action(_("Payment"), url, icon="card"))
        return actions


def amounts(order: OrderView) -> list[tuple[str, str, Money]]:
    """Return how the total came about: (what, of which line, amount), discounts one by one."""
    rows = [(_("Goods"), "", Money(order.goods_minor, order.currency))]
    for line in order.lines:
        for share in line.shares:
            name = str(choices.STAGES.get(share.stage, share.stage))
            rows.append((name, line.code, Money(-share.amount_minor, order.currency)))
    for label, minor in ((_("Freight"), order.freight_minor), (_("Tax"), order.tax_minor)):
        if minor:
            rows.append((label, "", Money(minor, order.currency)))
    return rows


class Hold(OfOrder, OperatorForm):
    """Keep an order from being shipped."""

    title = lazy("Hold this order")
    permission = "orders.review"
    text = lazy("Its parcels are taken back from the warehouse until it is released.")
    form_class = ReasonForm
    submit_label = lazy("Hold")
    success_message = lazy("The order is held.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Hold it."""
        orders.hold(actor=self.actor, order_id=self.order.order_id, reason=data["reason"])


class Release(OfOrder, OperatorConfirm):
    """Let a held order go on."""

    title = lazy("Release this order?")
    permission = "orders.review"
    text = lazy("It goes to the warehouse to be shipped.")
    submit_label = lazy("Release")
    success_message = lazy("The order goes on to the warehouse.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Release it."""
        orders.release(actor=self.actor, order_id=self.order.order_id)

    def amount(self) -> Money:
        """Return what the order is worth."""
        return Money(self.order.total_minor, self.order.currency)
