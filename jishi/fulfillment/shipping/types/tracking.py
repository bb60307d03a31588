"""What carriers report about a parcel, in the words of the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TrackingState(StrEnum):
    """Where a parcel is, whatever the carrier calls it.

    Source: rules 3.17.
    """

    CREATED = "created"
    PICKED = "picked"
    TRANSIT = "transit"
    CUSTOMS_PENDING = "customs_pending"
    CUSTOMS = "customs"
    CLEARED = "cleared"
    CUSTOMS_EXCEPTION = "customs_exception"
    DELIVERING = "delivering"
    AT_POINT = "at_point"
    SIGNED = "signed"
    EXCEPTION = "exception"
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One line of a parcel's trace.

    at: when it happened, by the carrier's clock. text: the carrier's words.
    place: where, as the carrier writes it; may be empty.
    """

    at: datetime
    state: TrackingState
    text: str
    place: str = ""
