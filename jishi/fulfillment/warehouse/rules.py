"""How a parcel is picked, checked and taken back.

Source: rules 3.21.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from jishi.foundation.kernel.money import at_rate
from jishi.foundation.kernel.states import StateMachine
from jishi.fulfillment.warehouse.errors import (
    AmbiguousNumber,
    BadQuantity,
    BadReturn,
    BadWeight,
    NotAccountedFor,
    NothingToShip,
    TooMany,
    WrongItem,
)
from jishi.fulfillment.warehouse.types import (
    PickAction,
    PickLine,
    PickState,
    ReturnedLine,
)

_S = PickState
_A = PickAction

MAX_WEIGHT_G = 1_000_000

PICKING = StateMachine(
    name="pick_task",
    initial=_S.WAITING,
    moves={
        (_S.WAITING, _A.START): _S.PICKING,
        # Small shops note the number and are done; nothing is scanned then.
        (_S.WAITING, _A.SHIP): _S.HANDED_OVER,
        (_S.WAITING, _A.CANCEL): _S.CANCELED,
        (_S.PICKING, _A.PUT_BACK): _S.WAITING,
        (_S.PICKING, _A.FINISH): _S.PICKED,
        (_S.PICKING, _A.SHIP): _S.HANDED_OVER,
        (_S.PICKING, _A.CANCEL): _S.CANCELED,
        (_S.PICKED, _A.PUT_BACK): _S.WAITING,
        (_S.PICKED, _A.PACK): _S.PACKED,
        (_S.PICKED, _A.SHIP): _S.HANDED_OVER,
        (_S.PICKED, _A.CANCEL): _S.CANCELED,
        (_S.PACKED, _A.UNPACK): _S.PICKED,
        (_S.PACKED, _A.HAND_OVER): _S.HANDED_OVER,
        (_S.PACKED, _A.SHIP): _S.HANDED_OVER,
        (_S.PACKED, _A.CANCEL): _S.CANCELED,
    },
)

OPEN = (PickState.WAITING, PickState.PICKING, PickState.PICKED, PickState.PACKED)
"""States of parcels that are still in the house."""


def match(lines: Sequence[PickLine], scanned: str) -> PickLine:
    """Return the line that a scanned code or barcode belongs to.

    Among several lines of the same goods the first that still lacks units.
    Raises: WrongItem if none belongs to it.
    """
    wanted = scanned.strip().casefold()
    found = [line for line in lines if wanted and wanted in _codes(line)]
    if not found:
        raise WrongItem(field="code", scanned=scanned.strip()[:64])
    return next((line for line in found if line.left > 0), found[0])


def check_quantity(line: PickLine, quantity: int) -> None:
    """Refuse a quantity that is not positive or exceeds what is left.

    Raises: BadQuantity, TooMany.
    """
    if quantity < 1:
        raise BadQuantity(field="quantity")
    if quantity > line.left:
        raise TooMany(field="quantity", code=line.code, left=line.left)


def check_accounted(lines: Sequence[PickLine]) -> None:
    """Refuse to finish while units were neither scanned nor missed.

    Raises: NotAccountedFor.
    """
    left = sum(line.left for line in lines)
    if left:
        raise NotAccountedFor(left=left)


def expected_weight_g(
    quantities: Mapping[UUID, int], weights_g: Mapping[UUID, int], packaging_g: int
) -> int:
    """Return what a parcel should weigh, or 0 if a weight is unknown.

    quantities: units per variant. weights_g: of one unit.
    """
    if not quantities or not all(weights_g.get(variant_id) for variant_id in quantities):
        return 0
    goods = sum(weights_g[variant_id] * count for variant_id, count in quantities.items())
    return goods + packaging_g


def weight_tolerance_g(expected_g: int, *, rate_bp: int, least_g: int) -> int:
    """Return by how much a weight may differ: a part of it, but at least some grams."""
    return max(at_rate(expected_g, rate_bp), least_g)


def is_weight_off(weight_g: int, expected_g: int, tolerance_g: int) -> bool:
    """Return whether a weight is suspicious; nothing is known against an expectation of 0."""
    return expected_g > 0 and abs(weight_g - expected_g) > tolerance_g


def check_weight(weight_g: int) -> None:
    """Refuse a weight that no parcel has.

    Raises: BadWeight.
    """
    if not 1 <= weight_g <= MAX_WEIGHT_G:
        raise BadWeight(field="weight_g")


def check_returned(sent: Mapping[UUID, int], returned: Sequence[ReturnedLine]) -> None:
    """Refuse returned goods that were not sent, or more than were.

    One order line may come back in several grades, and fewer units than were sent.
    sent: units per order line.
    Raises: BadReturn.
    """
    counted: dict[UUID, int] = {}
    for line in returned:
        if line.quantity < 1:
            raise BadReturn(field="lines")
        counted[line.order_line_id] = counted.get(line.order_line_id, 0) + line.quantity
    is_repeated = len({(line.order_line_id, line.grade) for line in returned}) != len(returned)
    fits = all(count <= sent.get(line_id, 0) for line_id, count in counted.items())
    if not returned or is_repeated or not fits:
        raise BadReturn(field="lines")


def clean_number(text: str) -> str:
    """Return a document number as it is stored: without spaces, in upper case."""
    return "".join(text.split()).upper()


def only(shipment_ids: Sequence[UUID], number: str) -> UUID:
    """Return the one shipment that a number names.

    Raises: NothingToShip if there is none, AmbiguousNumber if there are several.
    """
    if not shipment_ids:
        raise NothingToShip(field="number", number=number)
    if len(shipment_ids) > 1:
        raise AmbiguousNumber(field="number", number=number)
    return shipment_ids[0]


def _codes(line: PickLine) -> set[str]:
    return {code.casefold() for code in (line.code, line.barcode) if code}
