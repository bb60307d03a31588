"""How kinds of activities and their settings read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

KINDS: Mapping[str, tuple[Text, Text]] = {
    "limited_price": (_("Limited-time price"), _("A lower price of some articles for a time.")),
    "flash_sale": (_("Flash sale"), _("Few units, a low price, so many per person.")),
    "full_reduction": (_("Spend and save"), _("An amount off from an amount on.")),
    "quantity_discount": (_("Buy more, pay less"), _("A lower rate from so many units on.")),
    "nth_unit": (_("Second unit cheaper"), _("Every second, third or n-th unit at a lower rate.")),
    "pick_price": (_("Pick some for one price"), _("So many units, whichever, for one price.")),
    "bundle": (_("Bundle"), _("Given articles together for less.")),
    "member_price": (_("Member price"), _("Lower prices for members of a level.")),
}
"""Code of a kind → its name, and what it does."""

SETTINGS: Mapping[str, Text] = {
    "takes_coupons": _("Coupons may come on top"),
    "takes_reductions": _("Other offers may come on top"),
    "takes_member_price": _("Member prices may come on top"),
    "is_repeating": _("Once for every full amount"),
    "threshold_minor": _("From goods worth"),
    "off_minor": _("Amount off"),
    "minimum_quantity": _("From so many units"),
    "rate_bp": _("Percent to pay"),
    "nth": _("Which unit is cheaper"),
    "count": _("How many units"),
    "price_minor": _("Price together"),
    "steps": _("Steps"),
    "rates": _("Percent to pay by level"),
}
"""Name of a setting → its label."""

STOP_REASONS: Mapping[str, Text] = {"": "", "budget": _("Its budget is used up")}


def kind_name(code: str) -> str:
    """Return the name of a kind."""
    return str(KINDS[code][0]) if code in KINDS else code
