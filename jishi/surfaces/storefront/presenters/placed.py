"""Orders that were just placed."""

from dataclasses import dataclass

from django.urls import reverse

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import localized
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.trade.orders.types import GroupView


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """One order of a group. url: of its own page, which members have."""

    number: str
    url: str
    total_minor: int
    units: int
    pictures: tuple[tuple[ShownPicture | None, str], ...]


def orders_of(group: GroupView, locale: str) -> tuple[PlacedOrder, ...]:
    """Return the orders of a group."""
    return tuple(
        PlacedOrder(
            number=order.number,
            url=_url(ids.encode("ord", order.order_id)) if group.user_id else "",
            total_minor=order.total_minor,
            units=sum(line.quantity for line in order.lines),
            pictures=tuple(
                (pictures.of_url(line.image_url), localized(line.title, locale))
                for line in order.lines[:6]
            ),
        )
        for order in group.orders
    )


def region_of(group: GroupView) -> str:
    """Return the division where a group's goods go; empty if nothing is sent."""
    return next((order.address.region_code for order in group.orders if order.address), "")


def _url(key: str) -> str:
    return reverse("storefront:order", args=[key])
