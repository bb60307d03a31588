"""Telling of orders, their payments and their parcels."""

from datetime import datetime
from uuid import UUID

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.notifications.rules import rendering, words
from jishi.care.notifications.services.posting import Notice, Reader, post
from jishi.care.notifications.services.shops import shop_values
from jishi.care.notifications.types import Value
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentKind
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import GroupView, OrderView

_REASONS = {"orders.held": words.HOLD_REASONS, "orders.stuck": words.STANDSTILLS}
"""Where the words of an event's reason stand; those of other events are cancellations."""


@transactional
def tell_of_order(*, actor: Actor, event: str, order_id: UUID, reason: str = "") -> None:
    """Tell the buyer and the shop what happened to an order, whoever has a text for it.

    reason: a code of `rules.words`, or a person's words.
    """
    order = orders_queries.get_order(order_id)
    known = _REASONS.get(event, words.CANCEL_REASONS)
    values = order_values(order) | {"reason": words.said(known, reason)}
    post(
        Notice(
            event=event,
            subject=f"{order_id}:{reason}",
            values=values,
            users=(reader_of(order),),
            shop=order.merchant_id,
        )
    )


@transactional
def tell_of_group(
    *,
    actor: Actor,
    event: str,
    group_id: UUID,
    minutes: int = 0,
    until: str = "",
) -> None:
    """Tell the buyer of a payment that is due; paid ones are passed over.

    until: ISO 8601; empty takes the time by which the group has to be paid.
    """
    group = orders_queries.get_group(group_id)
    if not group.is_awaiting_payment:
        return
    limit = datetime.fromisoformat(until) if until else group.pay_until
    values: dict[str, Value] = {
        "order_number": group.number,
        "group_key": ids.encode("grp", group_id),
        "amount": rendering.money_text(group.total_minor, group.currency),
        "minutes": str(minutes),
        "until": rendering.moment_text(limit) if limit else "",
    }
    post(Notice(event, f"{group_id}:{until}", values, users=(_group_reader(group),)))


@transactional
def tell_of_refund(
    *,
    actor: Actor,
    refund_id: UUID,
    cause: UUID,
    group_id: UUID,
    amount_minor: int,
    currency: str,
) -> None:
    """Tell the buyer of a refund that no after-sale case tells of: a late or double payment."""
    if aftersales_queries.is_case(cause):
        return
    group = orders_queries.get_group(group_id)
    values: dict[str, Value] = {
        "order_number": group.orders[0].number if group.orders else group.number,
        "amount": rendering.money_text(amount_minor, currency),
    }
    post(Notice("payments.refunded", str(refund_id), values, users=(_group_reader(group),)))


@transactional
def tell_of_shipment(
    *,
    actor: Actor,
    event: str,
    shipment_id: UUID,
    trouble: str = "",
) -> None:
    """Tell the buyer and the shop what happened to a parcel.

    Returns are told of by their case. Goods without a parcel are told of once they are
    delivered, in their own words.
    """
    shipment = shipping_queries.get_shipment(shipment_id)
    if shipment.direction != Direction.OUTBOUND:
        return
    if shipment.kind != ShipmentKind.PARCEL:
        if event != "shipping.delivered":
            return
        event = "shipping.issued"
    order = orders_queries.get_order(shipment.reference)
    values = order_values(order) | _parcel_values(shipment, trouble)
    post(
        Notice(
            event=event,
            subject=f"{shipment_id}:{shipment.tracking_no}:{trouble}",
            values=values,
            users=(reader_of(order),),
            shop=order.merchant_id,
        )
    )


def order_values(order: OrderView) -> dict[str, Value]:
    """Return what texts can say of an order."""
    return shop_values(order.merchant_id) | {
        "order_number": order.number,
        "order_key": ids.encode("ord", order.order_id),
        "amount": rendering.money_text(order.total_minor, order.currency),
        "product": order.lines[0].title if order.lines else "",
        "count": str(sum(line.quantity for line in order.lines)),
    }


def reader_of(order: OrderView) -> Reader:
    """Return the buyer of an order as a reader."""
    return Reader(user_id=order.user_id, email=order.email, phone=order.phone, locale=order.locale)


def _group_reader(group: GroupView) -> Reader:
    return Reader(user_id=group.user_id, email=group.email, phone=group.phone, locale=group.locale)


def _parcel_values(shipment: Shipment, trouble: str) -> dict[str, Value]:
    return {
        "carrier": shipment.carrier_name,
        "tracking_no": shipment.tracking_no,
        "shipment_number": shipment.number,
        "trouble": words.said(words.TROUBLES, trouble),
    }
