"""What cells of the lists show: amounts, names and short texts of a row."""

from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jishi.care.aftersales.types import CaseView
from jishi.foundation.kernel.money import Money
from jishi.goods.catalog.types import ProductCard, ShopCategoryInfo
from jishi.goods.inventory.types import LocationInfo
from jishi.goods.pricing.types import PriceInfo
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.pages import say
from jishi.trade.orders.types import Flag, OrderView


class HasCard(Protocol):
    """A row with a product in it."""

    card: ProductCard


def total(order: OrderView) -> Money:
    """Return what the order costs."""
    return Money(order.total_minor, order.currency)


def recipient(order: OrderView) -> str:
    """Return who gets it and in which city."""
    if order.address is None:
        return ""
    return f"{order.address.name} · {order.address.city or order.address.province}"


def goods(order: OrderView) -> str:
    """Return the first article, and how many units there are in all."""
    units = sum(line.quantity for line in order.lines)
    first = say(order.lines[0].title) if order.lines else ""
    return f"{first} ×{units}"


def flag(order: OrderView) -> str:
    """Return the flag's name; nothing without one."""
    return "" if order.flag == Flag.NONE else str(words.FLAGS[order.flag])


def asked_for(case: CaseView) -> Money:
    """Return what the buyer asks for."""
    return Money(case.requested_minor, case.currency)


def price(found: PriceInfo) -> Money:
    """Return a price as an amount."""
    return Money(found.amount_minor, found.currency)


def units(count: int | None) -> str:
    """Return units in stock, or that there is no limit."""
    return _("no limit") if count is None else str(count)


def pictured(row: HasCard) -> SafeString:
    """Return a product's title beside a small picture."""
    title = say(row.card.title)
    if not row.card.image_url:
        return format_html('<span class="with-thumb"><span class="thumb"></span>{}</span>', title)
    return format_html(
        '<span class="with-thumb"><img class="thumb" src="{}" width="40" height="40" alt=""'
        ' loading="lazy">{}</span>',
        row.card.image_url,
        title,
    )


def indented(category: ShopCategoryInfo) -> str:
    """Return a shop category's name, indented where it lies below another."""
    return ("　" if category.parent_id else "") + say(category.name)


def address(place: LocationInfo) -> str:
    """Return a place's address in one line."""
    return "".join(dict.fromkeys((place.province, place.city, place.district))) + place.line


def kind(place: LocationInfo) -> str:
    """Return the kind of a place."""
    return str(words.LOCATION_KINDS[place.kind])


def owner(place: LocationInfo) -> str:
    """Return whose place it is."""
    return _("This shop’s") if place.merchant_id else _("The platform’s")
