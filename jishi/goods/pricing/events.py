"""Facts that pricing announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("pricing.prices_changed.v1", key="product_id")
class PricesChanged(Event):
    """Prices of a product's variants changed in one or more markets."""

    product_id: str
    merchant_id: str
    market_codes: list[str]
