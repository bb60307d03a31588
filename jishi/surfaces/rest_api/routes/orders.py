"""Orders and their payment: of members, of visitors by the key of their cart, by look-up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.surfaces.rest_api import access, locales, shapes
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import sales as schemas
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import (
    CancelReason,
    FulfillmentStatus,
    GroupView,
    OrderFilter,
    OrderStatus,
)

router = Router(tags=["orders"])

LOOKUPS = "20/minute"


@router.get("/orders", response=schemas.OrderList, auth=access.MemberOnly())
def list_orders(
    request: HttpRequest,
    status: OrderStatus | None = None,
    cursor: str | None = None,
    limit: int = 24,
) -> HttpResponse:
    """List the member's orders, newest first."""
    wanted = OrderFilter(user_id=_member(request).user_id, statuses=(status,) if status else ())
    return _orders(request, wanted, cursor, limit)


@router.get("/merchant/orders", response=schemas.OrderList, auth=access.Bearer())
def list_of_shops(
    request: HttpRequest,
    status: OrderStatus | None = None,
    fulfillment_status: FulfillmentStatus | None = None,
    cursor: str | None = None,
    limit: int = 24,
) -> HttpResponse:
    """List the orders of the shops one may see, newest first."""
    wanted = OrderFilter(
        merchant_ids=access.shops_of(_actor(request), "orders.view"),
        statuses=(status,) if status else (),
        fulfillment_statuses=(fulfillment_status,) if fulfillment_status else (),
    )
    return _orders(request, wanted, cursor, limit)


@router.post("/orders/lookup", response=schemas.Group)
def look_up(request: HttpRequest, body: schemas.Lookup) -> HttpResponse:
    """Find orders by number and the e-mail or phone they were placed with."""
    access.limit(request, "orders.lookup", LOOKUPS)
    found = orders_queries.find_for_guest(number=body.number.strip(), contact=body.contact)
    if found is None:
        raise NotFound
    return reply(shapes.group(found, locales.of(request)))


@router.get("/orders/{order_id}", response=schemas.Order, auth=access.Bearer())
def get_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Return an order to its buyer or to staff of its shop."""
    view = orders_queries.get_order_for(_actor(request), access.decode("ord", order_id))
    return reply(shapes.order(view, locales.of(request)))


@router.post("/orders/{order_id}/receive", response=schemas.Order, auth=access.MemberOnly())
def receive(request: HttpRequest, order_id: str) -> HttpResponse:
    """Confirm that an order arrived."""
    target = access.decode("ord", order_id)
    orders.receive(actor=_member(request), order_id=target)
    return reply(shapes.order(orders_queries.get_order(target), locales.of(request)))


@router.get("/carts/{key}/groups/{group_id}", response=schemas.Group)
def get_group(request: HttpRequest, key: str, group_id: str) -> HttpResponse:
    """Return what was placed from a cart."""
    return reply(shapes.group(_group(request, key, group_id), locales.of(request)))


@router.post("/carts/{key}/groups/{group_id}/cancel", response=schemas.Group)
def cancel(request: HttpRequest, key: str, group_id: str) -> HttpResponse:
    """Cancel a group that has not been paid."""
    group = _group(request, key, group_id)
    orders.cancel_own_group(group_id=group.group_id, reason=CancelReason.BUYER)
    return reply(shapes.group(orders_queries.get_group(group.group_id), locales.of(request)))


@router.get("/carts/{key}/groups/{group_id}/payment-methods", response=list[schemas.PaymentMethod])
def list_methods(request: HttpRequest, key: str, group_id: str) -> HttpResponse:
    """List the ways to pay a group."""
    group = _group(request, key, group_id)
    methods = payments_queries.list_methods(
        currency=group.currency,
        amount_minor=group.total_minor,
        scenes=tuple(PaymentScene),
        region_code=_region(group),
    )
    return reply([{"provider": one.provider, "scene": one.scene} for one in methods])


@router.post("/carts/{key}/groups/{group_id}/pay", response=schemas.PaymentAction)
def pay(request: HttpRequest, key: str, group_id: str, body: schemas.Pay) -> HttpResponse:
    """Begin to pay in one way; the answer says what the buyer does next."""
    group = _group(request, key, group_id)
    if body.scene not in set(PaymentScene):
        raise NotFound(field="scene")
    action = payments.authorize(
        actor=access.actor_of(request),
        reference=group.group_id,
        provider=body.provider,
        scene=PaymentScene(body.scene),
        return_url=body.return_url,
        subject=group.number,
        region_code=_region(group),
    )
    return reply(
        {
            "kind": action.kind,
            "url": action.url,
            "qr_content": action.qr_content,
            "instructions": action.instructions,
            "details": dict(action.details),
        }
    )


@router.get("/carts/{key}/groups/{group_id}/payment", response=schemas.Payment)
def get_payment(request: HttpRequest, key: str, group_id: str) -> HttpResponse:
    """Return how the payment of a group stands."""
    group = _group(request, key, group_id)
    view = payments_queries.get_payment(group.group_id)
    return reply(
        {
            "state": view.state,
            "currency": group.currency,
            "amount_minor": view.amount.minor,
            "captured_minor": view.captured_minor,
            "refunded_minor": view.refunded_minor,
        }
    )


def _orders(
    request: HttpRequest, wanted: OrderFilter, cursor: str | None, limit: int
) -> HttpResponse:
    page = orders_queries.list_orders(wanted, cursor=cursor, limit=limit)
    locale = locales.of(request)
    items = [shapes.order(one, locale) for one in page.items]
    return reply({"items": items, "next_cursor": page.next_cursor})


def _group(request: HttpRequest, key: str, group_id: str) -> GroupView:
    """Return a group that was placed from this cart. Raises: NotFound."""
    target: UUID = access.decode("grp", group_id)
    if key == "me":
        group = orders_queries.get_group(target)
        if not access.actor_of(request).owns(group.user_id):
            raise NotFound
        return group
    if not checkout_queries.is_placed_by(target, access.decode("cart", key)):
        raise NotFound
    return orders_queries.get_group(target)


def _region(group: GroupView) -> str:
    return next((o.address.region_code for o in group.orders if o.address), "")


def _actor(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined,no-any-return]


_member = _actor
