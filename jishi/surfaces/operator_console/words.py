"""Words of this console: states that only operators see, and names of choices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import statuses
from jishi.surfaces.design.statuses import Status

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "delivery": {
        "waiting": Status(_("Waiting"), "wait"),
        "sent": Status(_("Sent"), "good"),
        "failed": Status(_("Failed"), "bad"),
        "skipped": Status(_("Skipped")),
    },
    "work": {
        "parked": Status(_("Gave up"), "bad"),
        "retrying": Status(_("Trying again"), "busy"),
        "ready": Status(_("Queued"), "wait"),
        "armed": Status(_("Set"), "wait"),
        "running": Status(_("Being done"), "busy"),
        "done": Status(_("Done"), "good"),
        "fired": Status(_("Done"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "canceled": Status(_("Canceled")),
    },
}
"""Axes of states, apart from those of the other surfaces."""

POINT_CAUSES: Mapping[str, Text] = {
    "loyalty.order_completed": _("A completed order"),
    "loyalty.order_refunded": _("Taken back after a refund"),
    "loyalty.signed_in": _("Daily check-in"),
    "loyalty.adjusted": _("Changed by our staff"),
    "wallets.expired": _("Points expired"),
    "wallets.held": _("Spent on an order"),
    "wallets.released": _("Given back: the order was not paid"),
    "wallets.returned": _("Given back after a refund"),
}
"""Why points and growth of a member moved."""

STEPS: Mapping[str, Text] = {
    "entity": _("Who sells"),
    "contact": _("Contact"),
    "shop": _("The shop"),
    "agreement": _("Agreement"),
}
ATTRIBUTE_KINDS: Mapping[str, Text] = {
    "text": _("Text"),
    "number": _("Number with a unit"),
    "enum": _("One of a list"),
    "bool": _("Yes or no"),
}
AUDIENCES: Mapping[str, Text] = {
    "all": _("Everybody"),
    "new_user": _("Customers without an order"),
}
CHANNELS: Mapping[str, Text] = {
    "page": _("On pages of the shop"),
    "code": _("With a code"),
    "grant": _("Given by staff only"),
}
CHARGES: Mapping[str, Text] = {
    "piece": _("By piece"),
    "weight": _("By weight, in grams"),
    "volume": _("By volume, in cubic centimeters"),
}
LOCATION_KINDS: Mapping[str, Text] = {
    "warehouse": _("Warehouse"),
    "store": _("Store"),
    "virtual": _("Not a place"),
}
PROVIDERS: Mapping[str, Text] = {
    "alipay": _("Alipay"),
    "wechat": _("WeChat Pay"),
    "wechat_pay": _("WeChat Pay"),
    "stripe": _("Stripe"),
    "bank_transfer": _("Bank transfer"),
    "cash_on_delivery": _("Cash on delivery"),
    "simulated": _("Simulated payment"),
}
MONEY_KINDS: Mapping[str, Text] = {"paid": _("Paid in"), "refunded": _("Paid back")}
REFUND_KINDS: Mapping[str, Text] = {
    "asked": _("Refund asked for"),
    "stray": _("Paid too late or twice"),
    "canceled": _("Order was canceled"),
    "surplus": _("Paid too much"),
}
ACCOUNTS: Mapping[str, Text] = {
    "customer_funds": _("Customers’ money not yet earned"),
    "merchant_due": _("Due to merchants"),
    "commission_revenue": _("Commission earned"),
    "refunds_due": _("Refunds under way"),
    "platform_subsidy": _("Discounts paid by the platform"),
    "suspense": _("Not yet assigned"),
    "bank": _("In the bank"),
    "channel_fee": _("Fees of payment providers"),
    "clearing": _("At the provider"),
}
OBSTACLES: Mapping[str, Text] = {
    "unknown": _("Not known here"),
    "secret": _("A secret; set it by hand"),
    "bad_value": _("Not a valid value here"),
}
"""Why a setting of a file cannot be taken over."""
CASH_OUTCOMES: Mapping[str, Text] = {
    "matched": _("As due, paid"),
    "short": _("Too little, still open"),
    "over": _("Paid, too much was given"),
    "repeated": _("Paid before"),
    "unknown": _("No such payment on delivery"),
}
PROVIDER_KINDS: Mapping[str, Text] = {
    "oidc": _("OpenID Connect"),
    "wechat": _("WeChat website login"),
}
READERS: Mapping[str, Text] = {"user": _("Customer"), "merchant": _("Shop")}
MEDIA: Mapping[str, Text] = {
    "site": _("Inbox"),
    "email": _("E-mail"),
    "sms": _("Text message"),
}
ROOMS: Mapping[str, Text] = {
    "accounts": _("Accounts"),
    "aftersales": _("After-sale"),
    "audit": _("Audit trail"),
    "cart": _("Cart"),
    "catalog": _("Catalog"),
    "checkout": _("Checkout"),
    "community": _("Favorites and footprints"),
    "integrations": _("Apps"),
    "inventory": _("Stock"),
    "ledger": _("Ledger"),
    "loyalty": _("Points and levels"),
    "markets": _("Markets"),
    "merchants": _("Merchants"),
    "notifications": _("Notifications"),
    "orders": _("Orders"),
    "payments": _("Payments"),
    "platform": _("Platform"),
    "preferences": _("Settings"),
    "pricing": _("Prices"),
    "promotions": _("Coupons"),
    "reviews": _("Reviews"),
    "search": _("Search"),
    "settlements": _("Settlements"),
    "shipping": _("Delivery"),
    "site": _("The site"),
    "wallets": _("Balances"),
    "warehouse": _("Warehouse"),
}
ACTORS: Mapping[str, Text] = {
    "guest": _("Guest"),
    "customer": _("Customer"),
    "staff": _("Staff"),
    "app": _("App"),
    "system": _("System"),
}
CHOSEN: Mapping[str, Mapping[str, Text]] = {
    "site.mode": {
        "marketplace": _(
            "Marketplace\nMany merchants. Shops can apply, have pages of their own, and carts "
            "and orders are grouped by shop."
        ),
        "brand_store": _(
            "Brand store\nOne brand. Nobody can apply, and names of shops are not shown to buyers."
        ),
    },
    "shipping.merge_policy": {
        "max_first": _("Highest first fee once\nFurther units cost their step fee."),
        "sum": _("Every template in full\nFees of all templates are added."),
    },
}
"""Settings with a few fixed values, and what each means."""

GAUGES: Mapping[str, Text] = {
    "outbox_pending": _("Events waiting"),
    "outbox_oldest_seconds": _("Age of the oldest, seconds"),
    "outbox_parked": _("Events that gave up"),
    "jobs_ready": _("Jobs waiting"),
    "jobs_parked": _("Jobs that gave up"),
    "timers_overdue": _("Timers overdue"),
    "timers_parked": _("Timers that gave up"),
    "audit_unsealed": _("Audit entries not sealed yet"),
}
MACHINES: Mapping[str, tuple[Text, str]] = {
    "order": (_("Order"), "order"),
    "payment": (_("Payment"), "payment_status"),
    "fulfillment": (_("Delivery"), "fulfillment"),
    "product": (_("Product"), "product"),
    "coupon": (_("Coupon"), "coupon"),
    "merchant": (_("Merchant"), "merchant"),
}
"""State machine → how it is called, and the axis that words its states."""


def declare_states() -> None:
    """Register the axes for status pills."""
    for axis, states in STATES.items():
        statuses.declare(axis, states)


def provider(code: str) -> str:
    """Return the name of a payment provider."""
    return str(PROVIDERS.get(code, code))
