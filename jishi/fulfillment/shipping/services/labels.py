"""Electronic waybills: asked for, bought outside the transaction, given back."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.fulfillment.shipping.errors import (
    CarrierNotSupported,
    CarrierRefused,
    LabelExists,
    LabelNotOffered,
    UnknownCarrier,
)
from jishi.fulfillment.shipping.models import Carrier, Shipment
from jishi.fulfillment.shipping.ports import Label, LabelRequest
from jishi.fulfillment.shipping.queries.places import address_of
from jishi.fulfillment.shipping.rules.shipments import OPEN, SHIPMENT
from jishi.fulfillment.shipping.services import gateways, moves
from jishi.fulfillment.shipping.types import (
    Direction,
    LabelState,
    ShipmentAction,
    ShipmentKind,
    ShipmentState,
)
from jishi.goods.inventory import queries as inventory_queries

LEAST_WEIGHT_G = 100
"""Carriers refuse a parcel of no weight; this is said of one that was never weighed."""


@transactional
def request_label(*, actor: Actor, shipment_id: UUID, carrier_code: str) -> None:
    """Ask for an electronic waybill; a job buys it. Asking again is no error.

    Raises: UnknownCarrier, LabelNotOffered, LabelExists, IllegalMove, ShipmentNotFound,
        Forbidden.
    Locks: the shipment.
    """
    row = moves.lock_to_ship(actor, shipment_id)
    SHIPMENT.advance(ShipmentState(row.state), ShipmentAction.DISPATCH)
    carrier = Carrier.objects.filter(code=carrier_code, is_active=True).first()
    if carrier is None:
        raise UnknownCarrier(field="carrier", carrier=carrier_code)
    is_offered = gateways.find_gateway(carrier.adapter) is not None
    if not is_offered or row.kind != ShipmentKind.PARCEL:
        raise LabelNotOffered(field="carrier", carrier=carrier_code)
    if row.label_state in {LabelState.REQUESTED, LabelState.BOUGHT}:
        if row.carrier_id != carrier.pk:
            raise LabelExists(field="carrier")
        return
    row.carrier, row.label_state, row.label_error = carrier, LabelState.REQUESTED, ""
    row.save(update_fields=["carrier", "label_state", "label_error"])


@outbound
def buy_label(*, actor: Actor, shipment_id: UUID) -> None:
    """Order the waybill that was asked for, and note its number or why there is none.

    The shipment's number is the carrier's reference, so that a repeated call yields the
    same waybill.
    Raises: CarrierUnavailable; the request stands and is repeated.
    """
    row = Shipment.objects.select_related("carrier").filter(pk=shipment_id).first()
    if row is None or row.label_state != LabelState.REQUESTED or row.carrier is None:
        return
    gateway = gateways.find_gateway(row.carrier.adapter)
    if gateway is None:
        _record_refusal(actor=actor, shipment_id=shipment_id, error=LabelNotOffered.code)
        return
    try:
        label = gateway.order_label(_request_of(row))
    except (CarrierRefused, CarrierNotSupported) as error:
        message = str(error.params.get("message") or error.code)
        _record_refusal(actor=actor, shipment_id=shipment_id, error=message)
        return
    _record_label(actor=actor, shipment_id=shipment_id, label=label)


@outbound
def void_label(*, actor: Actor, shipment_id: UUID) -> None:
    """Give back the waybill of a shipment that will not leave.

    A carrier that refuses keeps it; nothing more can be done from here.
    Raises: CarrierUnavailable; it is tried again.
    """
    row = Shipment.objects.select_related("carrier").filter(pk=shipment_id).first()
    if row is None or not _is_to_void(row) or row.carrier is None:
        return
    gateway = gateways.find_gateway(row.carrier.adapter)
    error = ""
    if gateway is not None:
        try:
            gateway.cancel_label(Label(row.number, row.carrier.code, row.tracking_no))
        except (CarrierRefused, CarrierNotSupported) as refusal:
            error = str(refusal.params.get("message") or refusal.code)
    _record_void(actor=actor, shipment_id=shipment_id, error=error)


@transactional
def _record_label(*, actor: Actor, shipment_id: UUID, label: Label) -> None:
    del actor  # The carrier decides; nobody acts.
    row = moves.lock_one(shipment_id)
    if row.label_state == LabelState.REQUESTED:
        row.label_state, row.label_url = LabelState.BOUGHT, label.url[:500]
        # A parcel that left with another number meanwhile keeps that one.
        if row.state in OPEN or row.state == ShipmentState.CANCELED:
            row.tracking_no = label.number
        row.save(update_fields=["label_state", "label_url", "tracking_no"])


@transactional
def _record_refusal(*, actor: Actor, shipment_id: UUID, error: str) -> None:
    del actor  # The carrier decides; nobody acts.
    row = moves.lock_one(shipment_id)
    if row.label_state == LabelState.REQUESTED:
        row.label_state, row.label_error = LabelState.FAILED, error[:200]
        row.save(update_fields=["label_state", "label_error"])


@transactional
def _record_void(*, actor: Actor, shipment_id: UUID, error: str) -> None:
    del actor  # The carrier decides; nobody acts.
    row = moves.lock_one(shipment_id)
    if _is_to_void(row):
        row.label_state, row.label_error = LabelState.VOIDED, error[:200]
        row.save(update_fields=["label_state", "label_error"])


def _is_to_void(row: Shipment) -> bool:
    return row.state == ShipmentState.CANCELED and row.label_state == LabelState.BOUGHT


def _request_of(row: Shipment) -> LabelRequest:
    here, there = _location_address(row), Address(**row.address)
    is_return = row.direction == Direction.RETURN
    titles = row.lines.order_by("pk").values_list("title", "quantity")
    return LabelRequest(
        reference=row.number,
        carrier=row.carrier.code if row.carrier else "",
        sender=there if is_return else here,
        recipient=here if is_return else there,
        cargo="; ".join(f"{title} ×{quantity}" for title, quantity in titles)[:100],
        weight_g=max(row.weight_g or 0, LEAST_WEIGHT_G),
        remark=row.note[:100],
    )


def _location_address(row: Shipment) -> Address:
    if row.location_id is None:
        raise LabelNotOffered(field="location")
    return address_of(inventory_queries.get_location(row.location_id))
