"""How far every order of the town has come, and how many of each there are."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from jishi.foundation.kernel.actors import Actor


class Reach(IntEnum):
    """How far the goods of an order travel."""

    PLACED = 0
    PAID = 1
    SHIPPED = 2
    DELIVERED = 3
    RECEIVED = 4
    COMPLETED = 5


class Fate(StrEnum):
    """What becomes of an order."""

    COMPLETED = "completed"
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    RECEIVED = "received"
    DELIVERED = "delivered"
    UNPAID = "unpaid"
    CANCELED = "canceled"
    PARTLY_SHIPPED = "partly_shipped"
    PACKED = "packed"
    HELD = "held"
    TRANSFER = "transfer"
    ON_DELIVERY = "on_delivery"
    REFUND_ASKED = "refund_asked"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    RETURN_ASKED = "return_asked"
    RETURN_AGREED = "return_agreed"
    RETURN_SENT = "return_sent"
    RETURN_REFUSED = "return_refused"
    RETURNED = "returned"


PLAN: dict[Fate, tuple[Reach, int]] = {
    Fate.COMPLETED: (Reach.COMPLETED, 16),
    Fate.TO_SHIP: (Reach.PAID, 6),
    Fate.SHIPPED: (Reach.SHIPPED, 5),
    Fate.RECEIVED: (Reach.RECEIVED, 7),
    Fate.DELIVERED: (Reach.DELIVERED, 4),
    Fate.UNPAID: (Reach.PLACED, 2),
    Fate.CANCELED: (Reach.PLACED, 3),
    Fate.PARTLY_SHIPPED: (Reach.PAID, 2),
    Fate.PACKED: (Reach.PAID, 3),
    Fate.HELD: (Reach.PAID, 1),
    Fate.TRANSFER: (Reach.PLACED, 1),
    Fate.ON_DELIVERY: (Reach.SHIPPED, 2),
    Fate.REFUND_ASKED: (Reach.PAID, 1),
    Fate.REFUNDING: (Reach.PAID, 1),
    Fate.REFUNDED: (Reach.PAID, 1),
    Fate.RETURN_ASKED: (Reach.RECEIVED, 1),
    Fate.RETURN_AGREED: (Reach.RECEIVED, 1),
    Fate.RETURN_SENT: (Reach.RECEIVED, 1),
    Fate.RETURN_REFUSED: (Reach.RECEIVED, 1),
    Fate.RETURNED: (Reach.RECEIVED, 1),
}
"""Where the goods of each fate end, and how many orders of sixty meet it."""


@dataclass(slots=True)
class Sale:
    """One placed group. line_of_product: who buys what is known by the order itself."""

    fate: Fate
    buyer: Actor
    group_id: UUID
    total_minor: int
    order_ids: tuple[UUID, ...]

    @property
    def reach(self) -> Reach:
        """How far its goods travel."""
        return PLAN[self.fate][0]


def draw(count: int) -> list[Fate]:
    """Return the fates of so many orders: one of each first, then by their share."""
    left = {fate: many for fate, (_reach, many) in PLAN.items()}
    drawn: list[Fate] = []
    while len(drawn) < count:
        if not any(left.values()):
            left = {fate: many for fate, (_reach, many) in PLAN.items()}
        for fate in [fate for fate, many in left.items() if many][: count - len(drawn)]:
            drawn.append(fate)
            left[fate] -= 1
    return drawn
