"""What markets may refuse."""

from jishi.foundation.kernel.errors import InvalidInput, NotFound


class MarketNotFound(NotFound):
    """No market has that code."""

    code = "markets.not_found"


class BadMarket(InvalidInput):
    """A field of the market is not valid; `field` tells which."""

    code = "markets.bad_market"


class DefaultMarketNeeded(InvalidInput):
    """The default market stays the default until another one is made it."""

    code = "markets.default_needed"
