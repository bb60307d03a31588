"""Parcels: buyers follow them, shops send them and take back what returns."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import localized
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, ShipmentFilter, ShipmentState
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import ReturnedLine
from jishi.surfaces.rest_api import access, locales, shapes
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import care as schemas
from jishi.trade.orders import queries as orders_queries

router = Router(tags=["parcels"])

WORK = "warehouse.work"


@router.get("/carriers", response=list[schemas.Carrier])
def list_carriers(request: HttpRequest) -> HttpResponse:
    """List the companies that carry parcels."""
    locale = locales.of(request)
    return reply(
        [
            {"code": one.code, "name": localized(one.name, locale)}
            for one in shipping_queries.list_carriers()
        ]
    )


@router.get("/orders/{order_id}/shipments", response=list[schemas.Shipment], auth=access.Bearer())
def list_of_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Return the parcels of an order with their traces, to its buyer or staff of its shop."""
    order = orders_queries.get_order_for(_actor(request), access.decode("ord", order_id))
    found = shipping_queries.get_shipments_of([order.order_id]).get(order.order_id, ())
    locale = locales.of(request)
    return reply([shapes.shipment(one, locale) for one in found])


@router.get("/merchant/shipments", response=schemas.ShipmentList, auth=access.Bearer())
def list_shipments(
    request: HttpRequest,
    state: ShipmentState | None = None,
    direction: Direction | None = None,
    cursor: str = "",
    limit: int = 24,
) -> HttpResponse:
    """List the parcels of the shops one packs for, newest first."""
    page = shipping_queries.list_shipments(
        ShipmentFilter(
            merchant_ids=access.shops_of(_actor(request), WORK),
            states=(state,) if state else (),
            direction=direction,
            cursor=cursor,
            limit=limit,
        )
    )
    locale = locales.of(request)
    items = [shapes.shipment(one, locale) for one in page.items]
    return reply({"items": items, "next_cursor": page.next_cursor})


@router.post("/shipments/{shipment_id}/ship", response=schemas.Shipment, auth=access.Bearer())
def ship(request: HttpRequest, shipment_id: str, body: schemas.Waybill) -> HttpResponse:
    """Send a parcel; stock falls with it, and the buyer is told."""
    target = access.decode("shp", shipment_id)
    warehouse.ship(
        actor=_actor(request),
        shipment_id=target,
        carrier_code=body.carrier,
        tracking_no=body.tracking_no,
    )
    return reply(shapes.shipment(shipping_queries.get_shipment(target), locales.of(request)))


@router.post("/shipments/{shipment_id}/receive", response=schemas.Shipment, auth=access.Bearer())
def receive_return(
    request: HttpRequest, shipment_id: str, body: schemas.ReturnReceipt
) -> HttpResponse:
    """Take in what came back; units of grade A go on sale again."""
    target = access.decode("shp", shipment_id)
    warehouse.receive_return(
        actor=_actor(request),
        shipment_id=target,
        lines=[ReturnedLine(one.line, one.grade, one.quantity) for one in body.lines],
        note=body.note,
    )
    return reply(shapes.shipment(shipping_queries.get_shipment(target), locales.of(request)))


def _actor(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined,no-any-return]
