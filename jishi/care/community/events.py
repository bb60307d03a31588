"""Facts that community announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("community.product_favored.v1", key="product_id")
class ProductFavored(Event):
    """Somebody put a product among the favorites."""

    product_id: str
    user_id: str


@fact("community.shop_followed.v1", key="merchant_id")
class ShopFollowed(Event):
    """Somebody follows a shop."""

    merchant_id: str
    user_id: str


@fact("community.favorite_got_cheaper.v1", key="product_id")
class FavoriteGotCheaper(Event):
    """A product costs clearly less than when some people noted it; many fans, several events.

    price_minor: the lowest price of the market now. user_ids: the fans to be told.
    """

    product_id: str
    market_code: str
    price_minor: int
    currency: str
    user_ids: list[str]
