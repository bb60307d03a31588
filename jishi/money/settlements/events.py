"""Facts that settlements announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("settlements.sale_accrued.v1", key="order_id")
class SaleAccrued(Event):
    """A confirmed order's commission and due are in the books, in minor units."""

    order_id: str
    merchant_id: str
    currency: str
    due_minor: int
    commission_minor: int


@fact("settlements.sale_reversed.v1", key="order_id")
class SaleReversed(Event):
    """A part of a line was taken back, in minor units."""

    order_id: str
    order_line_id: str
    merchant_id: str
    currency: str
    refund_minor: int
    due_minor: int
    commission_minor: int


@fact("settlements.sale_released.v1", key="order_id")
class SaleReleased(Event):
    """What a merchant is due from an order may be paid out."""

    order_id: str
    merchant_id: str
    currency: str
    due_minor: int
