"""Facts that markets announce."""

from jishi.foundation.kernel.events import Event, fact


@fact("markets.market_changed.v1", key="market_code")
class MarketChanged(Event):
    """A market was made or changed."""

    market_code: str
