"""What staff and buyers may still change on an order."""

from dataclasses import asdict
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.money import apportion
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.money.payments import services as payments
from jishi.trade.orders.errors import AlreadyShipped, BadPriceChange, NotCancelable, OrderNotFound
from jishi.trade.orders.models import Order, OrderGroup, OrderLine
from jishi.trade.orders.services.moving import lines_of, lock_group, lock_order
from jishi.trade.orders.types import Flag, FulfillmentStatus, OrderStatus

_NOT_SHIPPED = {FulfillmentStatus.NONE, FulfillmentStatus.TO_SHIP, FulfillmentStatus.WAITING_STOCK}


@transactional
def hold(*, actor: Actor, order_id: UUID, reason: str) -> None:
    """Keep a confirmed order from being fulfilled until it is released.

    Raises: AlreadyShipped if a parcel has left.
    """
    order = lock_order(order_id)
    actor.require("orders.review", merchant_id=order.merchant_id)
    if order.fulfillment_status not in _NOT_SHIPPED:
        raise AlreadyShipped
    order.is_held, order.hold_reason = True, clean(reason, max_length=200)
    order.save(update_fields=["is_held", "hold_reason"])
    shipping.cancel_shipments(actor=actor, references=[order.id], reason="held")
    _audit(actor, "orders.hold", order, {"is_held": False}, {"is_held": True})


@transactional
def set_flag(*, actor: Actor, order_id: UUID, flag: Flag) -> None:
    """Put a colored flag on an order, for staff only."""
    order = _editable(actor, order_id)
    before, order.flag = order.flag, flag
    order.save(update_fields=["flag"])
    _audit(actor, "orders.flag", order, {"flag": before}, {"flag": flag})


@transactional
def set_note(*, actor: Actor, order_id: UUID, note: str) -> None:
    """Write the staff's note on an order; buyers do not see it."""
    order = _editable(actor, order_id)
    before, order.merchant_note = order.merchant_note, clean(note, max_length=500)
    order.save(update_fields=["merchant_note"])
    _audit(actor, "orders.note", order, {"note": before}, {"note": order.merchant_note})


@transactional
def change_address(*, actor: Actor, order_id: UUID, address: Address) -> None:
    """Send an order elsewhere in the same province, before anything has been shipped.

    The buyer may, and staff with `orders.edit`. Freight stays as paid, so the province
    may not change.
    Raises: OrderNotFound; AlreadyShipped; BadPriceChange if freight would differ.
    """
    order = lock_order(order_id)
    staff = actor.may("orders.edit", merchant_id=order.merchant_id)
    if not (staff or actor.owns(order.user_id)):
        raise OrderNotFound
    if order.fulfillment_status not in _NOT_SHIPPED or order.status == OrderStatus.CANCELED:
        raise AlreadyShipped
    if order.address is None or order.address["region_code"][:2] != address.region_code[:2]:
        raise BadPriceChange(field="address")
    before, order.address = order.address, asdict(address)
    order.phone_tail = address.phone[-4:]
    order.save(update_fields=["address", "phone_tail"])
    shipping.change_address(actor=actor, reference=order.id, address=address)
    _audit(actor, "orders.address", order, {"address": before}, {"address": order.address})


@transactional
def reduce_price(*, actor: Actor, order_id: UUID, reduction_minor: int) -> None:
    """Take something off an order that has not been paid yet, spread over its lines.

    reduction_minor: positive, at most what is to be paid for goods. The merchant bears it.
    Raises: BadPriceChange; NotCancelable if the order is paid.
    Locks: the group's orders, then its payment.
    """
    found = Order.objects.filter(pk=order_id).values_list("group_id", flat=True).first()
    orders = {order.id: order for order in lock_group(found)} if found else {}
    if order_id not in orders:
        raise OrderNotFound
    order = orders[order_id]
    actor.require("orders.edit", merchant_id=order.merchant_id)
    if order.status != OrderStatus.AWAITING_PAYMENT:
        raise NotCancelable
    lines = lines_of([order])[order.id]
    goods = [line.payable_goods_minor for line in lines]
    if not 0 < reduction_minor <= sum(goods):
        raise BadPriceChange(field="reduction_minor", limit=sum(goods))
    for line, share in zip(lines, apportion(reduction_minor, goods), strict=True):
        _reduce_line(line, share)
    OrderLine.objects.bulk_update(
        lines, ["discount_minor", "shares", "payable_goods_minor", "payable_minor"]
    )
    before = order.total_minor
    order.discount_minor += reduction_minor
    order.total_minor -= reduction_minor
    order.save(update_fields=["discount_minor", "total_minor"])
    total = sum(member.total_minor for member in orders.values())
    OrderGroup.objects.filter(pk=order.group_id).update(total_minor=total)
    payments.change_amount(actor=actor, reference=order.group_id, amount_minor=total)
    _audit(actor, "orders.reduce_price", order, {"total": before}, {"total": order.total_minor})


@transactional
def claim_guest_orders(*, actor: Actor, user_id: UUID, email: str, phone: str) -> int:
    """Give a member the guest orders placed with a contact that was now verified.

    Returns how many groups were claimed.
    """
    contact = {"email__iexact": email} if email else {"phone": phone}
    groups = list(OrderGroup.objects.filter(user=None, **contact).values_list("id", flat=True))
    OrderGroup.objects.filter(pk__in=groups).update(user_id=user_id)
    Order.objects.filter(group_id__in=groups).update(user_id=user_id)
    return len(groups)


def _reduce_line(line: OrderLine, share: int) -> None:
    if not share:
        return
    line.shares = [
        *line.shares,
        {"stage": "manual", "source_id": "", "amount_minor": share, "platform_minor": 0},
    ]
    line.discount_minor += share
    line.payable_goods_minor -= share
    line.payable_minor -= share


def _editable(actor: Actor, order_id: UUID) -> Order:
    order = lock_order(order_id)
    actor.require("orders.edit", merchant_id=order.merchant_id)
    return order


def _audit(
    actor: Actor, action: str, order: Order, before: dict[str, object], after: dict[str, object]
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_type="order",
        subject_id=order.id,
        merchant_id=order.merchant_id,
        before=before,
        after=after,
    )
