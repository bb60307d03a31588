"""Confirming: what happens once a group is paid, or will be on delivery."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import DEFAULT_LOCALE, localized
from jishi.foundation.platform import audit, outbox, timers
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import ShipmentKind, ShipmentLineRequest, ShipmentRequest
from jishi.fulfillment.warehouse import services as warehouse
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import SalesCount
from jishi.goods.inventory import services as inventory
from jishi.goods.promotions import services as promotions
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.settlements import services as settlements
from jishi.money.settlements.types import Sale, SoldLine
from jishi.money.wallets import services as wallets
from jishi.trade.orders import rules
from jishi.trade.orders.events import OrderConfirmed, OrderHeld
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.services import rulings
from jishi.trade.orders.services.moving import (
    CLOSE_TIMER,
    POINTS_REDEEMED,
    REMIND_TIMER,
    derive_fulfillment,
    derive_payment,
    lines_of,
    lock_group,
    lock_order,
    move,
)
from jishi.trade.orders.types import OrderAction, OrderKind, OrderStatus

_NOWHERE = Address("", "", "", "", "", "", "")
"""Where virtual goods go."""


@transactional
def confirm(*, actor: Actor, group_id: UUID) -> None:
    """Confirm every order of a paid group and hand it to fulfillment.

    A group that was canceled meanwhile is refunded instead; confirming twice is no error.
    Emits: OrderConfirmed, once per order; OrderHeld for those that a person must see first.
    Locks: the group's orders, then its payment or the stock levels.
    """
    orders = lock_group(group_id)
    if rules.is_canceled([OrderStatus(order.status) for order in orders]):
        payments.refund_late_capture(actor=actor, reference=group_id)
        return
    waiting = [order for order in orders if order.status == OrderStatus.AWAITING_PAYMENT]
    for order in orders:
        derive_payment(order, is_paid=True, actor=actor)
        if order not in waiting:
            order.save(update_fields=["payment_status"])
    _confirm_all(waiting, group_id, actor=actor)


@transactional
def confirm_on_delivery(*, actor: Actor, group_id: UUID) -> None:
    """Confirm a group whose buyer pays the courier: it ships unpaid.

    Emits: OrderConfirmed, once per order.
    Locks: the group's orders, then the stock levels.
    """
    orders = lock_group(group_id)
    for order in orders:
        order.is_cash_on_delivery = True
    waiting = [order for order in orders if order.status == OrderStatus.AWAITING_PAYMENT]
    _confirm_all(waiting, group_id, actor=actor)


@transactional
def confirm_settled(*, actor: Actor, group_id: UUID) -> None:
    """Confirm a group whose payment was settled without the orders hearing of it.

    Does nothing if it was not. Emits, locks: what `confirm` or `confirm_on_delivery` does.
    """
    payment = payments_queries.list_payments([group_id]).get(group_id)
    if payment is None:
        return
    if payment.captured_minor - payment.refunded_minor > 0:
        confirm(actor=actor, group_id=group_id)
    elif payment.is_agreed:
        confirm_on_delivery(actor=actor, group_id=group_id)


@transactional
def release(*, actor: Actor, order_id: UUID) -> None:
    """Let a held order go on to fulfillment."""
    order = lock_order(order_id)
    actor.require("orders.review", merchant_id=order.merchant_id)
    if not order.is_held:
        return
    order.is_held, order.hold_reason = False, ""
    order.save(update_fields=["is_held", "hold_reason"])
    audit.record(
        actor=actor,
        action="orders.release",
        subject_type="order",
        subject_id=order.id,
        merchant_id=order.merchant_id,
        before={"is_held": True},
        after={"is_held": False},
    )
    if order.status == OrderStatus.CONFIRMED:
        fulfill([order], lines_of([order]), actor=actor)


def _confirm_all(orders: list[Order], group_id: UUID, *, actor: Actor) -> None:
    if not orders:
        return
    moment = clock.now()
    lines = lines_of(orders)
    for order in orders:
        _confirm_one(order, lines[order.id], moment, actor=actor)
    Order.objects.bulk_update(
        orders,
        [
            "status",
            "payment_status",
            "fulfillment_status",
            "confirmed_at",
            "is_held",
            "hold_reason",
            "is_cash_on_delivery",
        ],
    )
    timers.cancel(CLOSE_TIMER, [group_id])
    timers.cancel(REMIND_TIMER, [group_id])
    promotions.redeem(actor=actor, group_id=group_id)
    if any(rules.points_in(line.shares) for each in lines.values() for line in each):
        wallets.capture(actor=actor, reference=group_id, to=POINTS_REDEEMED)
    settlements.accrue_many(actor=actor, sales=[_sale(order, lines[order.id]) for order in orders])
    catalog.record_sales(actor=Actor.system("orders"), counts=_sold(lines))
    # One call for the whole group, so that stock rows are locked in one order.
    inventory.allocate(actor=actor, owner_id=group_id)
    fulfill([order for order in orders if not order.is_held], lines, actor=actor)


def _confirm_one(order: Order, lines: list[OrderLine], moment: datetime, *, actor: Actor) -> None:
    move(order, OrderAction.CONFIRM, actor=actor)
    order.confirmed_at = moment
    derive_fulfillment(order, lines, actor=actor)
    order.hold_reason = rulings.why_held(order, lines)
    order.is_held = bool(order.hold_reason)
    ids = {"order_id": str(order.id), "merchant_id": str(order.merchant_id)}
    outbox.emit(
        OrderConfirmed(**ids, group_id=str(order.group_id), user_id=str(order.user_id or ""))
    )
    if order.is_held:
        outbox.emit(OrderHeld(**ids, reason=order.hold_reason))


def fulfill(orders: list[Order], lines: dict[UUID, list[OrderLine]], *, actor: Actor) -> None:
    """Ask for one shipment per order and location; what has no weight is delivered at once."""
    requests = [
        request for order in orders for request in _shipment_requests(order, lines[order.id])
    ]
    if not requests:
        return
    shipment_ids = shipping.create_shipments(actor=actor, requests=requests)
    for shipment_id, request in zip(shipment_ids, requests, strict=True):
        if request.kind == ShipmentKind.VIRTUAL:
            warehouse.deliver_virtual(actor=Actor.system("orders"), shipment_id=shipment_id)


def _shipment_requests(order: Order, lines: list[OrderLine]) -> list[ShipmentRequest]:
    by_location: dict[UUID, list[ShipmentLineRequest]] = defaultdict(list)
    for line in lines:
        for source in line.sources:
            by_location[UUID(source["location_id"])].append(
                ShipmentLineRequest(
                    order_line_id=line.id,
                    variant_id=line.variant_id,
                    title=_label_title(line),
                    quantity=source["quantity"],
                    code=line.code,
                )
            )
    physical = order.kind == OrderKind.PHYSICAL
    return [
        ShipmentRequest(
            reference=order.id,
            group_id=order.group_id,
            reference_number=order.number,
            merchant_id=order.merchant_id,
            location_id=location_id,
            kind=ShipmentKind.PARCEL if physical else ShipmentKind.VIRTUAL,
            address=Address(**order.address) if order.address else _NOWHERE,
            lines=tuple(parts),
            promised_at=order.promised_at,
            note=order.buyer_note,
        )
        for location_id, parts in sorted(by_location.items())
    ]


def _label_title(line: OrderLine) -> str:
    """Return what a packing slip says: title and options in the default language."""
    parts = (localized(line.title, DEFAULT_LOCALE), localized(line.options, DEFAULT_LOCALE))
    return " ".join(part for part in parts if part)


def _sale(order: Order, lines: list[OrderLine]) -> Sale:
    return Sale(
        order_id=order.id,
        merchant_id=order.merchant_id,
        currency=order.currency,
        lines=tuple(
            SoldLine(
                order_line_id=line.id,
                quantity=line.quantity,
                payable_minor=line.payable_minor,
                commission_rate_bp=line.commission_rate_bp,
                platform_subsidy_minor=sum(share["platform_minor"] for share in line.shares),
                freight_minor=line.freight_minor,
                tax_minor=line.tax_minor,
            )
            for line in lines
        ),
    )


def _sold(lines: dict[UUID, list[OrderLine]]) -> list[SalesCount]:
    return [
        SalesCount(product_id=line.product_id, quantity=line.quantity)
        for members in lines.values()
        for line in members
    ]
