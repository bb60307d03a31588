"""Words of this console: states that only shops see, and names of choices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import choices, statuses
from jishi.surfaces.design.statuses import Status

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "my_product": {**statuses.STATUSES["product"], "pending": Status(_("In review"), "wait")},
    "my_shop": {
        "draft": Status(_("Being filled in"), "wait"),
        "submitted": Status(_("Under review"), "busy"),
        "rejected": Status(_("Sent back"), "bad"),
        "open": Status(pgettext_lazy("shop", "Open"), "good"),
        "suspended": Status(_("Suspended"), "bad"),
        "closed": Status(pgettext_lazy("shop", "Closed")),
    },
}
"""Axes of states, apart from those of the other surfaces."""

REASONS = choices.CASE_REASONS
CASE_KINDS: Mapping[str, Text] = {
    "refund_only": _("Refund only"),
    "return_refund": _("Return and refund"),
}
BEARERS: Mapping[str, Text] = {
    "shopper": _("Buyer"),
    "merchant": _("Shop"),
    "platform": _("Platform"),
}
MOVEMENTS: Mapping[str, Text] = {
    "reserve": _("Reserved at checkout"),
    "release": _("Reservation released"),
    "allocate": _("Paid, to be shipped"),
    "deallocate": _("Will not be shipped"),
    "ship": _("Shipped"),
    "restock": _("Came back into stock"),
    "receive": _("Goods received"),
    "adjust": _("Counted"),
}
SOURCING: Mapping[str, Text] = {
    "single_location": _("One location has everything"),
    "fewest_locations": _("The fewest locations"),
    "few_locations": _("Few locations"),
    "region": _("its region is favored"),
    "wait": _("it can send sooner"),
    "cost": _("it costs least"),
    "position": _("it comes first in order"),
}
FLAGS: Mapping[str, Text] = {
    "none": _("No flag"),
    "red": _("Red"),
    "amber": _("Amber"),
    "jade": _("Green"),
    "indigo": _("Blue"),
}
RETURN_POLICIES: Mapping[str, Text] = {
    "no_reason": _("Returns without a reason"),
    "on_consent": _("No-reason returns if the buyer agreed to none"),
    "excluded": _("No returns without a reason"),
}
LOCATION_KINDS: Mapping[str, Text] = {
    "warehouse": _("Warehouse"),
    "store": _("Store"),
    "virtual": _("Card keys and downloads"),
}
CHARGES: Mapping[str, Text] = {
    "piece": _("By piece"),
    "weight": _("By weight"),
    "volume": _("By volume"),
}
GRADES: Mapping[str, Text] = {
    "A": _("A: as new, back on sale"),
    "B": _("B: defective"),
    "C": _("C: scrap"),
    "D": _("D: not what was sold, disputed"),
}
COUNTERPARTS: Mapping[str, Text] = {
    "customer_funds": _("Buyers’ payments"),
    "commission_revenue": _("Commission of the platform"),
    "platform_subsidy": _("Discounts paid by the platform"),
    "refunds_due": _("Refunds to buyers"),
    "bank": _("Bank account"),
}
"""The other side of an entry of the shop's account."""

CAUSES: Mapping[str, Text] = {
    "settlements.accrue": _("Order paid"),
    "settlements.reverse": _("Refund"),
}
PERMISSIONS: Mapping[str, Text] = {
    "accounts.manage_roles": _("Make and change roles"),
    "accounts.manage_staff": _("Give roles to people and take them away"),
    "aftersales.decide": _("Agree to, reject and settle after-sale cases"),
    "aftersales.view": _("See after-sale cases"),
    "catalog.edit": _("Edit products and the shop’s categories"),
    "integrations.manage": _("Make and revoke API keys"),
    "inventory.edit": _("Receive and correct stock, keep locations, add card keys"),
    "inventory.view": _("See stock, locations and movements"),
    "ledger.view": _("See the entries of the shop’s account"),
    "merchants.edit": _("Change the shop’s profile"),
    "orders.edit": _("Change notes, flags, addresses and prices of orders"),
    "orders.review": _("Hold and release orders"),
    "orders.view": _("See orders"),
    "payments.view": _("See payments and refunds"),
    "preferences.edit": _("Change the shop’s settings"),
    "pricing.edit": _("Set prices"),
    "promotions.edit": _("Make, start and stop coupons"),
    "reviews.reply": _("Reply to reviews"),
    "settlements.view": _("See sales, commission and what is due"),
    "shipping.edit": _("Edit freight templates"),
    "shipping.ship": _("Split parcels and correct tracking numbers"),
    "warehouse.work": _("Pick, pack, ship and take back parcels"),
}
SOLD_OUT: Mapping[str, Text] = {
    "shop": _("As the shop’s settings say"),
    "delist": _("Take it off sale until there is stock again"),
    "keep": _("Keep it on sale, shown as sold out"),
}
"""What becomes of a product without stock."""

PREFERENCES: Mapping[str, Text] = {
    "aftersales.instant_refund_minor": _(
        "Refunds before shipping agreed to at once, up to (cents)"
    ),
    "catalog.delist_sold_out": _("Products go off sale when they sell out, and come back"),
    "inventory.low_stock_threshold": _("Stock counts as low at or below (units)"),
    "orders.receive_after_ship_days": _("Receipt confirms itself after shipping (days)"),
    "orders.receive_after_sign_hours": _("Receipt confirms itself after signing (hours)"),
    "orders.review_from_minor": _("Orders are held from this amount on (cents; 0 never)"),
    "orders.review_notes": _("Hold orders with a buyer’s note"),
    "orders.review_note_words": _("Hold orders whose note has one of these words"),
    "orders.review_address_words": _("Hold orders whose address has one of these words"),
    "orders.review_units_from": _("Hold orders from this many units of one article on (0 never)"),
    "orders.review_daily_orders_from": _(
        "Hold orders from this many of one buyer in a day on (0 never)"
    ),
    "orders.review_flagged": _("Hold orders of buyers flagged red before"),
    "shipping.abroad_days": _("Longest delivery to another country (days)"),
    "shipping.free_from_currency": _("Free delivery: currency"),
    "shipping.free_from_minor": _("Free delivery from goods worth (cents; 0 never)"),
    "shipping.merge_policy": _("Several freight templates in one parcel"),
    "shipping.other_province_days": _("Longest delivery to another province (days)"),
    "shipping.own_delivery": _("Offer own delivery"),
    "shipping.pickup_ready_h": _("Ready for collection after (hours)"),
    "shipping.remote_days": _("Longest delivery to remote regions (days)"),
    "shipping.same_province_days": _("Longest delivery within the province (days)"),
    "shipping.ship_within_h": _("Parcels leave within (hours after payment)"),
    "warehouse.packaging_g": _("Weight of an empty box (grams)"),
    "warehouse.weight_tolerance_bp": _("A parcel’s weight may differ by (hundredths of a percent)"),
    "warehouse.weight_tolerance_g": _("A parcel’s weight may differ at least by (grams)"),
}
"""Settings in which shops may differ; a unit stands in parentheses."""

PREFERENCE_CHOICES: Mapping[str, Mapping[str, Text]] = {
    "shipping.merge_policy": {
        "max_first": _("The highest first fee once"),
        "sum": _("Every template in full"),
    },
    "shipping.free_from_currency": {"CNY": "CNY", "USD": "USD"},
}
MACHINES: Mapping[str, tuple[Text, str]] = {
    "order": (_("Order"), "order"),
    "payment": (_("Payment"), "payment_status"),
    "fulfillment": (_("Delivery"), "fulfillment"),
    "aftersale": (_("After-sale"), "case"),
    "product": (_("Product"), "my_product"),
    "shipment": (_("Parcel"), "parcel"),
    "coupon": (_("Coupon"), "coupon"),
    "merchant": (_("Application"), "my_shop"),
}
"""State machine → how it is called, and the axis that words its states."""


def declare_states() -> None:
    """Register the axes for status pills."""
    for axis, states in STATES.items():
        statuses.declare(axis, states)


def sourcing(reason: str) -> str:
    """Return which rules chose a location, of the text kept with a movement."""
    return " · ".join(_sourcing_part(part) for part in reason.split(", "))


def counterpart(code: str) -> str:
    """Return who is at the other side of an entry, by the code of the account."""
    return str(COUNTERPARTS.get(code.partition(":")[0], code))


def _sourcing_part(part: str) -> str:
    if part.startswith("in ") and part.endswith(" days"):
        days = part.removeprefix("in ").removesuffix(" days")
        return gettext("it can send in {days} days").format(days=days)
    return str(SOURCING.get(part, part))
