"""Facts that stock announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("inventory.stock_changed.v1", key="variant_id")
class StockChanged(Event):
    """What may be sold of a variant has changed; at most once per variant and use case."""

    variant_id: str
    product_id: str
    merchant_id: str


@fact("inventory.stock_ran_low.v1", key="variant_id")
class StockRanLow(Event):
    """What may be sold of a variant has fallen to the merchant's threshold or below.

    available, threshold: units.
    """

    variant_id: str
    product_id: str
    merchant_id: str
    available: int
    threshold: int


@fact("inventory.back_in_stock.v1", key="variant_id")
class BackInStock(Event):
    """A variant that had sold out can be bought again. available: units."""

    variant_id: str
    product_id: str
    merchant_id: str
    available: int


@fact("inventory.stock_disproved.v1", key="variant_id")
class StockDisproved(Event):
    """A nightly proof found a counter that does not equal its rows."""

    variant_id: str
    location_id: str
    bucket: str
    counter: int
    proved: int
