"""Where a text leads: paths without language prefix, per audience. Surfaces serve them."""

from collections.abc import Mapping
from types import MappingProxyType

from jishi.care.notifications.types import Audience, Value

LINKS: Mapping[tuple[Audience, str], str] = MappingProxyType(
    {
        (Audience.USER, "payment"): "/pay/{group_key}/",
        (Audience.USER, "order"): "/account/orders/{order_number}/",
        (Audience.USER, "review"): "/account/reviews/",
        (Audience.USER, "case"): "/account/aftersales/{case_number}/",
        (Audience.USER, "coupons"): "/account/coupons/",
        (Audience.USER, "points"): "/account/points/",
        (Audience.USER, "security"): "/account/security/",
        (Audience.USER, "account"): "/account/",
        (Audience.USER, "product"): "/p/{slug}/",
        (Audience.USER, "application"): "/merchant/apply/",
        (Audience.USER, "console"): "/merchant/",
        (Audience.USER, "home"): "/",
        (Audience.MERCHANT, "order"): "/merchant/{shop_code}/orders/{order_key}/",
        (Audience.MERCHANT, "case"): "/merchant/{shop_code}/after-sale/{case_key}/",
        (Audience.MERCHANT, "product"): "/merchant/{shop_code}/products/{product_key}/",
        (Audience.MERCHANT, "stock"): "/merchant/{shop_code}/stock/",
        (Audience.MERCHANT, "review"): "/merchant/{shop_code}/reviews/{review_key}/",
    }
)

GUEST_PATH = "/orders/find/"
"""Where guests look their order up, with its number and the contact the mail went to."""


def path(audience: Audience, link: str, values: Mapping[str, Value]) -> str:
    """Return the path a text leads to; empty if it leads nowhere or a part is unknown."""
    pattern = LINKS.get((audience, link), "")
    texts = {name: value for name, value in values.items() if isinstance(value, str) and value}
    try:
        return pattern.format(**texts)
    except KeyError:
        return ""
