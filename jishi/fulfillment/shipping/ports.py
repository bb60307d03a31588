"""What a carrier gateway must offer: labels, tracking by question and by push."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping.types import TrackingEvent, TrackingState


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything a gateway knows of one parcel.

    carrier: our code, `sf`. events: oldest first. abort_reason: the gateway's words when it
    gave up watching, for the state `aborted`.
    """

    carrier: str
    number: str
    state: TrackingState
    events: tuple[TrackingEvent, ...]
    abort_reason: str = ""


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """What a label is ordered for.

    reference: ours and unique; asking again with it gives the same label.
    """

    reference: str
    carrier: str
    sender: Address
    recipient: Address
    cargo: str
    weight_g: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A waybill number issued by a carrier.

    url: where the gateway keeps the printable label, empty if it makes none.
    """

    reference: str
    carrier: str
    number: str
    url: str = ""


class CarrierGateway(Protocol):
    """Someone who speaks with carriers.

    Every call may raise CarrierUnavailable, CarrierRefused and CarrierNotSupported. None
    may be made inside a transaction, except `parse_push` and `acknowledge`.
    """

    @property
    def code(self) -> str:
        """Name the gateway; unique and stable."""
        ...

    def subscribe(self, *, carrier: str, number: str, phone: str = "") -> None:
        """Ask to be told of every change; asking twice is no error.

        phone: of sender or recipient; some carriers tell nothing without it.
        """
        ...

    def track(self, *, carrier: str, number: str, phone: str = "") -> Trace | None:
        """Ask where a parcel is; None if the carrier knows nothing of it yet."""
        ...

    def parse_push(self, *, headers: Mapping[str, str], body: bytes) -> Trace:
        """Read a push and prove its origin. Pushes repeat and may arrive out of order.

        Raises: PushSignatureInvalid, PushMalformed, CarrierNotSupported.
        """
        ...

    def acknowledge(self) -> bytes:
        """Return the body that tells the gateway that its push is kept."""
        ...

    def order_label(self, request: LabelRequest) -> Label:
        """Order a waybill number and its label, once per reference."""
        ...

    def cancel_label(self, label: Label) -> None:
        """Give a waybill number back before the parcel is picked up."""
        ...
