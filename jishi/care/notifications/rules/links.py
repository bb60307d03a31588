"""Where a text leads: paths without language prefix, per audience. Surfaces serve them."""

from collections.abc import Mapping
from types import MappingProxyType

from jishi.care.notifications.types import Audience, Value

LINKS: Mapping[tuple[Audience, str], str] = MappingProxyType(
    {
        (Audience.USER, "payment"): "/pay/{group_id}/",
        (Audience.USER, "order"): "/account/orders/{order_number}/",
        (Audience.USER, "review"): "/account/reviews/",
        (Audience.USER, "case"): "/account/aftersales/{case_number}/",
        (Audience.USER, "coupons"): "/account/coupons/",
        (Audience.USER, "security"): "/account/security/",
        (Audience.USER, "account"): "/account/",
        (Audience.USER, "product"): "/products/{slug}/",
        (Audience.USER, "application"): "/sell/",
        (Audience.USER, "home"): "/",
        (Audience.MERCHANT, "order"): "/merchant/orders/{order_number}/",
        (Audience.MERCHANT, "case"): "/merchant/aftersales/{case_number}/",
        (Audience.MERCHANT, "product"): "/merchant/products/{product_id}/",
        (Audience.MERCHANT, "stock"): "/merchant/inventory/",
        (Audience.MERCHANT, "reviews"): "/merchant/reviews/",
    }
)


def path(audience: Audience, link: str, values: Mapping[str, Value]) -> str:
    """Return the path a text leads to; empty if it leads nowhere or a part is unknown."""
    pattern = LINKS.get((audience, link), "")
    texts = {name: value for name, value in values.items() if isinstance(value, str) and value}
    try:
        return pattern.format(**texts)
    except KeyError:
        return ""
