"""Orders, groups and their lines; queues and badges."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.foundation.platform import audit, prepared
from jishi.foundation.platform.audit import Move
from jishi.trade.orders import rules
from jishi.trade.orders.errors import OrderNotFound
from jishi.trade.orders.models import Order, OrderGroup, OrderLine
from jishi.trade.orders.types import (
    DiscountShare,
    Flag,
    FulfillmentStatus,
    GroupView,
    LineSource,
    OrderFilter,
    OrderKind,
    OrderLineView,
    OrderStatus,
    OrderView,
    PaymentStatus,
    QueueCount,
)

_QUEUES = {
    "to_ship": Q(
        status=OrderStatus.CONFIRMED,
        fulfillment_status__in=[FulfillmentStatus.TO_SHIP, FulfillmentStatus.PARTIALLY_SHIPPED],
        is_held=False,
    ),
    "held": Q(status=OrderStatus.CONFIRMED, is_held=True),
    "awaiting_payment": Q(status=OrderStatus.AWAITING_PAYMENT),
    "in_aftersale": Q(has_open_aftersale=True),
    "to_receive": Q(
        status=OrderStatus.CONFIRMED,
        fulfillment_status__in=[FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED],
    ),
}


GROUPS_LOOKED_AT = 2_000
"""So far back a member's payments are listed."""


def get_order(order_id: UUID) -> OrderView:
    """Return an order with its lines, in two statements.

    Raises: OrderNotFound.
    """
    found = list_by_ids([order_id])
    if not found:
        raise OrderNotFound
    return found[0]


def get_order_for(actor: Actor, order_id: UUID) -> OrderView:
    """Return an order to its buyer or to staff who may see the merchant's orders.

    Raises: OrderNotFound if it is neither.
    """
    order = get_order(order_id)
    mine = actor.owns(order.user_id)
    if not (mine or actor.may("orders.view", merchant_id=order.merchant_id)):
        raise OrderNotFound
    return order


def find_by_number(number: str) -> OrderView | None:
    """Return the order of a number, or None."""
    order_id = Order.objects.filter(number=number).values_list("id", flat=True).first()
    return get_order(order_id) if order_id else None


def find_for_guest(*, number: str, contact: str) -> GroupView | None:
    """Return the group that an order number and its e-mail or phone name together."""
    contact = contact.strip()
    row = (
        OrderGroup.objects.filter(Q(number=number) | Q(orders__number=number))
        .filter(Q(email__iexact=contact) | Q(phone=contact))
        .first()
        if contact
        else None
    )
    return get_group(row.id) if row else None


def list_by_ids(order_ids: Iterable[UUID]) -> list[OrderView]:
    """Return orders with lines, newest first, in two statements."""
    rows = list(
        Order.objects.filter(pk__in=list(order_ids)).select_related("group").order_by("-id")
    )
    return _views(rows)


def list_by_groups(group_ids: Collection[UUID]) -> list[OrderView]:
    """Return the orders of some groups with lines, in two statements."""
    rows = Order.objects.filter(group__in=group_ids).select_related("group").order_by("id")
    return _views(list(rows))


def list_group_ids(user_id: UUID) -> list[UUID]:
    """Return the newest groups of a member, no more than GROUPS_LOOKED_AT, in one statement."""
    rows = OrderGroup.objects.filter(user_id=user_id).order_by("-id")
    return list(rows.values_list("id", flat=True)[:GROUPS_LOOKED_AT])


def get_group(group_id: UUID) -> GroupView:
    """Return a group with its orders and lines, in three statements.

    Raises: OrderNotFound.
    """
    group = _group(group_id)
    if group is None:
        raise OrderNotFound
    rows = _orders_of(group_id)
    for row in rows:
        row.group = group
    return GroupView(
        group_id=group.id,
        number=group.number,
        user_id=group.user_id,
        email=group.email,
        phone=group.phone,
        currency=group.currency,
        total_minor=group.total_minor,
        placed_at=group.created_at,
        pay_until=group.pay_until,
        orders=tuple(_views(rows)),
        locale=group.locale,
    )


def list_orders(
    wanted: OrderFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[OrderView]:
    """Return a page of orders, newest first, in two statements."""
    size = clamp_limit(limit)
    rows = _filtered(wanted).select_related("group").order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_uuid(decode_cursor(cursor, 1)[0]))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_views(found[:size])), next_cursor=following)


def count_orders(wanted: OrderFilter) -> int:
    """Return how many orders a filter finds."""
    return _filtered(wanted).count()


def count_queues(merchant_ids: frozenset[UUID] | None) -> list[QueueCount]:
    """Return how many orders wait in each queue and since when, in one statement."""
    rows = _of_merchants(Order.objects.all(), merchant_ids)
    counts = {name: Count("id", filter=condition) for name, condition in _QUEUES.items()}
    oldest = {
        f"{name}_since": Min("confirmed_at", filter=condition)
        for name, condition in _QUEUES.items()
    }
    found = rows.aggregate(**counts, **oldest)
    return [QueueCount(name, found[name], found[f"{name}_since"]) for name in _QUEUES]


def count_by_label(user_id: UUID) -> dict[str, int]:
    """Return the badge counts of the member center, in one statement."""
    mine = Order.objects.filter(user_id=user_id)
    confirmed = Q(status=OrderStatus.CONFIRMED)
    return mine.aggregate(
        to_pay=Count("id", filter=Q(status=OrderStatus.AWAITING_PAYMENT)),
        to_ship=Count(
            "id",
            filter=confirmed
            & Q(
                fulfillment_status__in=[
                    FulfillmentStatus.TO_SHIP,
                    FulfillmentStatus.PARTIALLY_SHIPPED,
                ]
            ),
        ),
        to_receive=Count(
            "id",
            filter=confirmed
            & Q(fulfillment_status__in=[FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED]),
        ),
        to_review=Count(
            "id",
            filter=confirmed & Q(fulfillment_status=FulfillmentStatus.RECEIVED, is_reviewed=False),
        ),
        in_aftersale=Count("id", filter=Q(has_open_aftersale=True)),
    )


def has_ordered(user_id: UUID) -> bool:
    """Return whether a member has ever had an order confirmed."""
    return Order.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()


def has_bought(user_id: UUID, product_id: UUID) -> UUID | None:
    """Return the line by which a member received a product, or None."""
    return (
        OrderLine.objects.filter(
            product_id=product_id, order__user_id=user_id, order__received_at__isnull=False
        )
        .values_list("id", flat=True)
        .first()
    )


def list_returnable_lines(order_id: UUID) -> tuple[OrderLineView, ...]:
    """Return the lines of an order that still have units to return."""
    return tuple(line for line in get_order(order_id).lines if line.returnable_quantity > 0)


def list_moves(order: OrderView) -> list[Move]:
    """Return what happened to an order and its group, oldest first."""
    return audit.list_moves([order.order_id, order.group_id])


def _filtered(wanted: OrderFilter) -> "QuerySet[Order]":
    rows = _of_merchants(Order.objects.all(), wanted.merchant_ids)
    exact: dict[str, Any] = {
        "user_id": wanted.user_id,
        "status__in": list(wanted.statuses) or None,
        "payment_status__in": list(wanted.payment_statuses) or None,
        "fulfillment_status__in": list(wanted.fulfillment_statuses) or None,
        "created_at__gte": wanted.placed_from,
        "created_at__lt": wanted.placed_to,
        "is_held": wanted.is_held,
        "flag": wanted.flag,
        "pk__in": list(wanted.order_ids) if wanted.order_ids is not None else None,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    return rows.filter(_matching(wanted.text.strip())) if wanted.text.strip() else rows


def _matching(text: str) -> Q:
    """Match a number, the number of the group, the tail of a phone, or an article code."""
    found = Q(number=text.upper()) | Q(group__number=text.upper())
    if text.isdigit():
        found |= Q(phone_tail=text[-4:]) if len(text) in {4, 11} else Q()
        found |= Q(group__phone=text)
    by_code = OrderLine.objects.filter(code=text).values("order_id")
    return found | Q(pk__in=by_code)


def _of_merchants(
    rows: "QuerySet[Order]", merchant_ids: frozenset[UUID] | None
) -> "QuerySet[Order]":
    return rows if merchant_ids is None else rows.filter(merchant_id__in=merchant_ids)


def _uuid(key: str | int | None) -> UUID:
    try:
        return UUID(str(key))
    except ValueError as error:
        raise OrderNotFound from error


def _views(rows: list[Order]) -> list[OrderView]:
    lines: dict[UUID, list[OrderLineView]] = {row.id: [] for row in rows}
    for line in _lines_of(lines):
        lines[line.order_id].append(line_view(line))
    return [_view(row, tuple(lines[row.id])) for row in rows]


@prepared.finding
def _group(group_id: UUID) -> QuerySet[OrderGroup]:
    return OrderGroup.objects.filter(pk=group_id)


@prepared.reading
def _orders_of(group_id: UUID) -> QuerySet[Order]:
    return Order.objects.filter(group_id=group_id).order_by("id")


@prepared.reading
def _lines_of(order_ids: Collection[UUID]) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id__in=order_ids).order_by("id")


def line_view(line: OrderLine) -> OrderLineView:
    """Return the value of a line's row."""
    return OrderLineView(
        line_id=line.id,
        order_id=line.order_id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        code=line.code,
        title=line.title,
        options=line.options,
        image_url=line.image_url,
        quantity=line.quantity,
        unit_list_minor=line.unit_list_minor,
        list_minor=line.list_minor,
        shares=tuple(DiscountShare(**share) for share in line.shares),
        payable_goods_minor=line.payable_goods_minor,
        freight_minor=line.freight_minor,
        tax_minor=line.tax_minor,
        payable_minor=line.payable_minor,
        shipped_quantity=line.shipped_quantity,
        returned_quantity=line.returned_quantity,
        refunded_minor=line.refunded_minor,
        commission_rate_bp=line.commission_rate_bp,
        return_days=line.return_days,
        sources=tuple(
            LineSource(UUID(source["location_id"]), source["quantity"]) for source in line.sources
        ),
    )


def _view(row: Order, lines: tuple[OrderLineView, ...]) -> OrderView:
    status = OrderStatus(row.status)
    fulfillment = FulfillmentStatus(row.fulfillment_status)
    label = rules.buyer_label(
        status=status,
        fulfillment=fulfillment,
        has_open_aftersale=row.has_open_aftersale,
        is_held=row.is_held,
        is_reviewed=row.is_reviewed,
    )
    group = row.group
    return OrderView(
        order_id=row.id,
        number=row.number,
        group_id=row.group_id,
        group_number=group.number,
        merchant_id=row.merchant_id,
        user_id=row.user_id,
        email=group.email,
        phone=group.phone,
        kind=OrderKind(row.kind),
        status=status,
        payment_status=PaymentStatus(row.payment_status),
        fulfillment_status=fulfillment,
        label=label,
        currency=row.currency,
        goods_minor=row.goods_minor,
        discount_minor=row.discount_minor,
        freight_minor=row.freight_minor,
        tax_minor=row.tax_minor,
        total_minor=row.total_minor,
        refunded_minor=row.refunded_minor,
        address=Address(**row.address) if row.address else None,
        buyer_note=row.buyer_note,
        merchant_note=row.merchant_note,
        flag=Flag(row.flag),
        is_held=row.is_held,
        is_location_locked=row.is_location_locked,
        hold_reason=row.hold_reason,
        has_open_aftersale=row.has_open_aftersale,
        is_cash_on_delivery=row.is_cash_on_delivery,
        placed_at=row.created_at,
        confirmed_at=row.confirmed_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        received_at=row.received_at,
        completed_at=row.completed_at,
        canceled_at=row.canceled_at,
        cancel_reason=row.cancel_reason,
        pay_until=group.pay_until,
        promised_at=row.promised_at,
        lines=lines,
        locale=group.locale,
    )
