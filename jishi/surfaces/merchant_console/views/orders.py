"""Orders: the list, and everything about one order."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseFilter
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentKind, ShipmentState
from jishi.goods.inventory import queries as inventory_queries
from jishi.surfaces.design import choices, kit, statuses
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.merchant_console import cells, timeline, words
from jishi.surfaces.merchant_console.forms.filters import OrderFilter
from jishi.surfaces.merchant_console.pages import ShopPage, say
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import (
    Flag,
    FulfillmentStatus,
    OrderKind,
    OrderLineView,
    OrderStatus,
    OrderView,
    Trouble,
)
from jishi.trade.orders.types import OrderFilter as Criteria

QUEUES: dict[str, dict[str, Any]] = {
    "to_ship": {
        "statuses": (OrderStatus.CONFIRMED,),
        "fulfillment_statuses": (FulfillmentStatus.TO_SHIP, FulfillmentStatus.PARTIALLY_SHIPPED),
        "is_held": False,
    },
    "held": {"statuses": (OrderStatus.CONFIRMED,), "is_held": True},
    "awaiting_payment": {"statuses": (OrderStatus.AWAITING_PAYMENT,)},
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

NOT_SHIPPED = {FulfillmentStatus.NONE, FulfillmentStatus.TO_SHIP, FulfillmentStatus.WAITING_STOCK}
BEFORE_LEAVING = {ShipmentState.PENDING, ShipmentState.PICKING, ShipmentState.PACKED}


class Orders(ShopPage, kit.ListPage):
    """The shop's orders, newest first."""

    title = lazy("Orders")
    permission = "orders.view"
    section = "orders"
    filter_form = OrderFilter
    file_name = "orders"
    empty_text = lazy("Orders appear here as soon as somebody places one.")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="label", label=lazy("State"), axis="order_stage"),
        kit.Column(name="goods", label=lazy("Goods"), value=cells.goods),
        kit.Column(name="total", label=lazy("Total"), kind="money", value=cells.total),
        kit.Column(name="who", label=lazy("Recipient"), value=cells.recipient),
        kit.Column(name="flag", label=lazy("Flag"), value=cells.flag),
        kit.Column(name="placed_at", label=lazy("Placed")),
        kit.Column(
            name="payment_status", label=lazy("Payment"), axis="payment_status", shown=False
        ),
        kit.Column(name="buyer_note", label=lazy("Buyer’s note"), shown=False),
        kit.Column(name="promised_at", label=lazy("Promised"), shown=False),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return the queues, with the numbers of those that wait."""
        found = orders_queries.count_queues(frozenset({self.shop.id}))
        counts = {queue.name: queue.count for queue in found}
        names = ("to_ship", "held", "awaiting_payment", "shipped", "completed", "canceled")
        labels = dict(OrderFilter.base_fields["queue"].choices)  # type: ignore[attr-defined]
        views = [kit.SavedView(labels[name], f"queue={name}", counts.get(name)) for name in names]
        return (kit.SavedView(_("All"), ""), *views)

    @property
    def bulk_actions(self) -> Sequence[kit.BulkAction]:  # type: ignore[override]
        """Return what can be printed, for those who pack."""
        if not self.may("warehouse.work"):
            return ()
        return (
            kit.BulkAction("slips", _("Print packing slips"), self._slips),
            kit.BulkAction("picks", _("Print pick lists"), self._picks),
        )

    def fetch(self, wanted: kit.Wanted) -> Page[OrderView]:
        """Return the orders that the filters ask for."""
        asked = wanted.filters
        criteria = Criteria(
            merchant_ids=frozenset({self.shop.id}),
            text=asked.get("q") or "",
            placed_from=midnight(asked.get("placed_from")),
            placed_to=midnight(asked.get("placed_to"), days=1),
            flag=Flag(asked["flag"]) if asked.get("flag") else None,
            **QUEUES.get(asked.get("queue") or "", {}),
        )
        return orders_queries.list_orders(criteria, cursor=wanted.cursor, limit=wanted.limit)

    def row_id(self, item: OrderView) -> str:
        """Return the public id."""
        return ids.encode("ord", item.order_id)

    def row_url(self, item: OrderView) -> str:
        """Return the order's page."""
        return self.url("order", item.order_id)

    def _slips(self, *, ids: list[str], **_given: object) -> str:
        return self.url("slips", query=urlencode({"order": ids}, doseq=True))

    def _picks(self, *, ids: list[str], **_given: object) -> str:
        return self.url("picks", query=urlencode({"order": ids}, doseq=True))


class OfOrder(ShopPage):
    """What every page of one order shares."""

    permission = "orders.view"
    section = "orders"

    @cached_property
    def order(self) -> OrderView:
        """The order, if it is this shop's. Raises: NotFound."""
        order = orders_queries.get_order(self.kwargs["order_id"])  # type: ignore[attr-defined]
        self.mine(order.merchant_id)
        return order

    def order_crumbs(self, here: object = "") -> list[Link]:
        """Return the way back to the order."""
        crumbs = [self.crumb(_("Orders"), "orders")]
        crumbs.append(self.crumb(self.order.number, "order", self.order.order_id))
        return [*crumbs, Link(str(here), "")] if here else crumbs


class Order(OfOrder, kit.RecordPage):
    """One order: goods and prices, parcels, after-sale, and what happened."""

    def load(self, **_kwargs: Any) -> OrderView:
        """Return the order."""
        return self.order

    def heading(self) -> str:
        """Return the order's number."""
        return self.order.number

    def status(self) -> tuple[str, str]:
        """Return the state as buyers know it."""
        return "order_stage", self.order.label

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return self.order_crumbs()

    @cached_property
    def parcels(self) -> tuple[Shipment, ...]:
        """The parcels to the buyer, oldest first."""
        found = shipping_queries.get_shipments_of(
            [self.order.order_id], direction=Direction.OUTBOUND
        )
        return found.get(self.order.order_id, ())

    @cached_property
    def trouble(self) -> Trouble | None:
        """Why it stands still, if it does."""
        return orders_queries.trouble_of(self.order.order_id)

    def facts(self) -> Sequence[Fact]:
        """Return who buys, where it goes and what was paid."""
        order = self.order
        address = order.address
        facts = [
            Fact(_("Number"), order.number, "copy"),
            Fact(_("Payment"), statuses.status_of("payment_status", order.payment_status).label),
            Fact(_("Placed"), order.placed_at, "time"),
        ]
        if order.is_held:
            facts.append(Fact(_("Held because"), choices.hold_reason(order.hold_reason)))
        if order.is_location_locked:
            facts.append(Fact(_("Warehouse"), _("Locked by hand")))
        if self.trouble:
            facts.append(Fact(_("Stands still"), choices.STANDSTILLS[self.trouble]))
        if order.promised_at:
            facts.append(Fact(_("Promised"), order.promised_at, "time"))
        if address:
            line = f"{address.name} {address.phone}"
            facts += [Fact(_("Recipient"), line), Fact(_("Address"), address.one_line())]
        facts.append(Fact(_("Flag"), words.FLAGS[order.flag]))
        if order.merchant_note:
            facts.append(Fact(_("Note"), order.merchant_note))
        if order.buyer_note:
            facts.append(Fact(_("Buyer’s note"), order.buyer_note))
        if order.cancel_reason:
            facts.append(Fact(_("Canceled"), order.canceled_at, "time"))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return goods, amounts, parcels and after-sale cases."""
        order = self.order
        folder = "merchant_console/orders/"
        sections = [
            kit.Section(
                _("Goods"), columns=LINE_COLUMNS, items=[Line(order, line) for line in order.lines]
            ),
            kit.Section(
                _("Amount"),
                template=f"{folder}_amount.html",
                context={"rows": amounts(order), "total": cells.total(order)},
            ),
            kit.Section(
                _("Parcels"),
                template=f"{folder}_parcels.html",
                context={"parcels": self._shown_parcels()},
            ),
        ]
        cases = self._cases()
        if cases:
            context: dict[str, object] = {"cases": cases}
            sections.append(
                kit.Section(_("After-sale"), template=f"{folder}_cases.html", context=context)
            )
        return sections

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return moves of the order and traces of its parcels, latest first."""
        moves = timeline.of_moves(orders_queries.list_moves(self.order))
        return timeline.latest_first([*moves, *timeline.of_parcels(self.parcels)])

    def next_actions(self) -> list[Action]:
        """Return exactly what may be done with the order now."""
        order, number = self.order, self.order.order_id
        actions = []
        is_waiting = (
            order.fulfillment_status in NOT_SHIPPED and order.status == OrderStatus.CONFIRMED
        )
        if self.may("orders.review") and self.trouble:
            push = self.url("order_push", order.order_id)
            actions.append(Action(_("Push on"), push, kind="primary", icon="refresh", confirm=True))
        if self.may("orders.review") and is_waiting and order.kind == OrderKind.PHYSICAL:
            name = "order_unlock" if order.is_location_locked else "order_location"
            label = _("Unlock the warehouse") if order.is_location_locked else _("Warehouse")
            actions.append(Action(label, self.url(name, order.order_id), icon="warehouse"))
        if self.may("orders.review") and order.is_held:
            actions.append(Action(_("Release"), self.url("order_release", number), kind="primary"))
        elif self.may("orders.review") and is_waiting:
            actions.append(Action(_("Hold"), self.url("order_hold", number), icon="shield"))
        if self.may("orders.edit"):
            actions += self._edits(is_waiting=is_waiting)
        if self.may("warehouse.work") and any(
            parcel.state in BEFORE_LEAVING for parcel in self.parcels
        ):
            query = urlencode({"order": ids.encode("ord", number)})
            actions.append(
                Action(_("Packing slips"), self.url("slips", query=query), icon="printer")
            )
            actions.append(Action(_("Pick list"), self.url("picks", query=query), icon="list"))
        return actions

    def _edits(self, *, is_waiting: bool) -> list[Action]:
        order, number = self.order, self.order.order_id
        actions = [
            Action(_("Flag"), self.url("order_flag", number), icon="flag"),
            Action(_("Note"), self.url("order_note", number), icon="edit"),
        ]
        is_unpaid = order.status == OrderStatus.AWAITING_PAYMENT
        if order.address and (is_waiting or is_unpaid):
            actions.append(
                Action(_("Change address"), self.url("order_address", number), icon="pin")
            )
        if is_unpaid:
            actions.append(Action(_("Reduce price"), self.url("order_reduce", number), icon="yuan"))
        return actions

    def _cases(self) -> list[dict[str, object]]:
        if not self.may("aftersales.view"):
            return []
        found = aftersales_queries.list_cases(CaseFilter(order_id=self.order.order_id))
        return [{"case": case, "url": self.url("case", case.case_id)} for case in found.items]

    def _shown_parcels(self) -> list[dict[str, object]]:
        places = inventory_queries.get_locations(
            {parcel.location_id for parcel in self.parcels if parcel.location_id}
        )
        names = {place_id: say(place.name) for place_id, place in places.items()}
        titles = {line.line_id: say(line.title) for line in self.order.lines}
        days = self._booked_days()
        return [
            {
                "parcel": parcel,
                "leaves_on": days.get(parcel.location_id) if parcel.location_id else None,
                "lines": [
                    (titles.get(line.order_line_id, line.title), line.code, line.quantity)
                    for line in parcel.lines
                ],
                "place": names.get(parcel.location_id, "") if parcel.location_id else "",
                "carrier": say(parcel.carrier_name),
                "actions": self._parcel_actions(parcel),
            }
            for parcel in self.parcels
        ]

    def _booked_days(self) -> dict[UUID, date]:
        """Return on which day the order's parcel is counted, by location."""
        own = {
            (line.variant_id, source.location_id)
            for line in self.order.lines
            for source in line.sources
        }
        return {
            held.location_id: held.booked_day
            for held in inventory_queries.list_reservations(self.order.group_id)
            if held.booked_day and (held.variant_id, held.location_id) in own
        }

    def _parcel_actions(self, parcel: Shipment) -> list[Action]:
        args = (self.order.order_id, parcel.shipment_id)
        is_here = parcel.state in BEFORE_LEAVING and parcel.kind != ShipmentKind.VIRTUAL
        actions = []
        if is_here and self.may("warehouse.work"):
            actions.append(Action(_("Ship"), self.url("parcel_ship", *args), kind="primary"))
        units = sum(line.quantity for line in parcel.lines)
        is_open = parcel.state in {ShipmentState.PENDING, ShipmentState.PICKING}
        if is_open and units > 1 and self.may("shipping.ship"):
            actions.append(Action(_("Split"), self.url("parcel_split", *args)))
        has_left = parcel.state in {ShipmentState.HANDED_OVER, ShipmentState.IN_TRANSIT}
        if has_left and parcel.kind == ShipmentKind.OWN and self.may("shipping.ship"):
            actions.append(
                Action(_("Delivered"), self.url("parcel_delivered", *args), kind="primary")
            )
        elif has_left and self.may("shipping.ship"):
            actions.append(Action(_("Correct the number"), self.url("parcel_fix", *args)))
        return actions


class Line:
    """A line of an order as its table shows it."""

    def __init__(self, order: OrderView, line: OrderLineView) -> None:
        """Take the order for its currency."""
        self.line, self.currency = line, order.currency
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


def amounts(order: OrderView) -> list[tuple[str, str, Money]]:
    """Return how the total came about: (what, of which line, amount), discounts one by one."""
    rows = [(_("Goods"), "", Money(order.goods_minor, order.currency))]
    for line in order.lines:
        for share in line.shares:
            name = str(choices.STAGES.get(share.stage, share.stage))
            rows.append((name, line.code, Money(-share.amount_minor, order.currency)))
    rows.append((_("Freight"), "", Money(order.freight_minor, order.currency)))
    if order.tax_minor:
        rows.append((_("Tax"), "", Money(order.tax_minor, order.currency)))
    if order.refunded_minor:
        rows.append((_("Given back"), "", Money(-order.refunded_minor, order.currency)))
    return rows


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """Return when a day begins in the shop's time zone, or one some days later."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
