"""The life of a shipment, and what may be done to it when."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from jishi.foundation.kernel.states import StateMachine
from jishi.fulfillment.shipping.errors import (
    BadQuantities,
    BadTrackingNumber,
    TooManyFixes,
    TrackingNumberFinal,
)
from jishi.fulfillment.shipping.types.shipments import (
    FreightBearer,
    LabelState,
    LineQuantity,
    ReturnFault,
    ShipmentAction,
    ShipmentKind,
    ShipmentState,
)

_S = ShipmentState
_A = ShipmentAction

SHIPMENT = StateMachine(
    name="shipment",
    initial=_S.PENDING,
    moves={
        (_S.PENDING, _A.START_PICKING): _S.PICKING,
        (_S.PENDING, _A.DISPATCH): _S.HANDED_OVER,
        (_S.PENDING, _A.CANCEL): _S.CANCELED,
        (_S.PICKING, _A.STOP_PICKING): _S.PENDING,
        (_S.PICKING, _A.PACK): _S.PACKED,
        (_S.PICKING, _A.DISPATCH): _S.HANDED_OVER,
        (_S.PICKING, _A.CANCEL): _S.CANCELED,
        (_S.PACKED, _A.UNPACK): _S.PICKING,
        (_S.PACKED, _A.DISPATCH): _S.HANDED_OVER,
        (_S.PACKED, _A.CANCEL): _S.CANCELED,
        (_S.HANDED_OVER, _A.MOVE): _S.IN_TRANSIT,
        (_S.HANDED_OVER, _A.DELIVER): _S.DELIVERED,
        (_S.HANDED_OVER, _A.FAIL): _S.EXCEPTION,
        (_S.HANDED_OVER, _A.TURN_BACK): _S.RETURNED,
        (_S.HANDED_OVER, _A.RELABEL): _S.HANDED_OVER,
        (_S.IN_TRANSIT, _A.DELIVER): _S.DELIVERED,
        (_S.IN_TRANSIT, _A.FAIL): _S.EXCEPTION,
        (_S.IN_TRANSIT, _A.TURN_BACK): _S.RETURNED,
        (_S.IN_TRANSIT, _A.RELABEL): _S.HANDED_OVER,
        (_S.EXCEPTION, _A.MOVE): _S.IN_TRANSIT,
        (_S.EXCEPTION, _A.DELIVER): _S.DELIVERED,
        (_S.EXCEPTION, _A.TURN_BACK): _S.RETURNED,
        (_S.EXCEPTION, _A.RELABEL): _S.HANDED_OVER,
        # A neighbor signed, the recipient refused: only coming back undoes a delivery.
        (_S.DELIVERED, _A.TURN_BACK): _S.RETURNED,
    },
)

RECEIVING = StateMachine(
    name="shipment",
    initial=_S.PENDING,
    moves={
        # Shoppers bring goods back without a tracking number, too.
        (_S.PENDING, _A.RECEIVE): _S.DELIVERED,
        (_S.HANDED_OVER, _A.RECEIVE): _S.DELIVERED,
        (_S.IN_TRANSIT, _A.RECEIVE): _S.DELIVERED,
        (_S.EXCEPTION, _A.RECEIVE): _S.DELIVERED,
    },
)
"""How returns arrive at the location, whatever the carrier has reported."""

TURNING_BACK = StateMachine(
    name="shipment",
    initial=_S.HANDED_OVER,
    moves={
        (_S.HANDED_OVER, _A.RECEIVE): _S.RETURNED,
        (_S.IN_TRANSIT, _A.RECEIVE): _S.RETURNED,
        (_S.EXCEPTION, _A.RECEIVE): _S.RETURNED,
    },
)
"""How parcels that nobody accepted arrive again. What was delivered comes back as a return."""

OPEN = (ShipmentState.PENDING, ShipmentState.PICKING, ShipmentState.PACKED)
"""States in which the goods are still in the house."""

UNDERWAY = (ShipmentState.HANDED_OVER, ShipmentState.IN_TRANSIT, ShipmentState.EXCEPTION)
"""States in which a carrier has the goods."""

WITHOUT_CARRIER = (ShipmentKind.PICKUP, ShipmentKind.VIRTUAL)
"""Kinds that change hands without a carrier."""

BEARERS: Mapping[ReturnFault, FreightBearer] = MappingProxyType(
    {
        ReturnFault.SHOPPER_CHOICE: FreightBearer.SHOPPER,
        ReturnFault.GOODS: FreightBearer.MERCHANT,
        ReturnFault.CARRIER: FreightBearer.MERCHANT,
        ReturnFault.PLATFORM: FreightBearer.PLATFORM,
    }
)
"""Who pays for a return. Source: rules 3.14; the merchant claims from the carrier."""

_TRACKING_NO = re.compile(r"[A-Z0-9-]{5,40}")


def clean_tracking_number(text: str) -> str:
    """Return a tracking number without spaces and in upper case.

    Raises: BadTrackingNumber if it is not 5 to 40 letters, digits or hyphens.
    """
    number = "".join(text.split()).upper()
    if not _TRACKING_NO.fullmatch(number):
        raise BadTrackingNumber(field="tracking_no")
    return number


def is_same_recipient(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Return whether two addresses name one person: only then may a parcel carry both."""
    return (one["name"], one["phone"]) == (other["name"], other["phone"])


def check_fix(
    *, shipped_at: datetime, fixes: int, at: datetime, within_h: int, max_fixes: int
) -> None:
    """Refuse a correction that comes too late or too often.

    Raises: TrackingNumberFinal, TooManyFixes.
    Source: features E-08 b.
    """
    if at >= shipped_at + timedelta(hours=within_h):
        raise TrackingNumberFinal(hours=within_h)
    if fixes >= max_fixes:
        raise TooManyFixes(fixes=max_fixes)


def check_split(present: Mapping[UUID, int], taken: Sequence[LineQuantity]) -> None:
    """Refuse to take more than there is, twice from a line, nothing, or everything.

    present: units per order line in the shipment.
    Raises: BadQuantities.
    """
    check_quantities(present, taken)
    if sum(item.quantity for item in taken) == sum(present.values()):
        raise BadQuantities(field="lines")


def check_quantities(present: Mapping[UUID, int], taken: Sequence[LineQuantity]) -> None:
    """Refuse quantities that are not there.

    Raises: BadQuantities if there are none, a line is named twice or has fewer units.
    """
    lines = [item.order_line_id for item in taken]
    fits = all(1 <= item.quantity <= present.get(item.order_line_id, 0) for item in taken)
    if not lines or len(set(lines)) != len(lines) or not fits:
        raise BadQuantities(field="lines")


def is_addressed(state: ShipmentState, label: LabelState) -> bool:
    """Return whether an address is already on the box or on its label."""
    return state == ShipmentState.PACKED or label in {LabelState.REQUESTED, LabelState.BOUGHT}


def is_late(*, state: ShipmentState, ship_by: datetime, at: datetime) -> bool:
    """Return whether a parcel should have left already."""
    return state in OPEN and at >= ship_by
