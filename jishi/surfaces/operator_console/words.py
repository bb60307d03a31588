"""Words of this console: states that only operators see, and names of choices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.surfaces.design import statuses
from jishi.surfaces.design.statuses import Status

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "op_merchant": {
        "draft": Status(_("Being filled in")),
        "submitted": Status(_("To be reviewed"), "wait"),
        "rejected": Status(_("Sent back"), "bad"),
        "open": Status(pgettext_lazy("shop", "Open"), "good"),
        "suspended": Status(_("Suspended"), "bad"),
        "closed": Status(pgettext_lazy("shop", "Closed")),
    },
    "op_product": {
        "draft": Status(_("Draft")),
        "pending": Status(_("To be reviewed"), "wait"),
        "rejected": Status(_("Rejected"), "bad"),
        "on_sale": Status(_("On sale"), "good"),
        "off_sale": Status(_("Off sale")),
        "blocked": Status(_("Blocked"), "bad"),
        "recycled": Status(_("In the recycle bin")),
    },
    "op_coupon": {
        "draft": Status(_("Draft")),
        "scheduled": Status(_("Scheduled"), "wait"),
        "active": Status(pgettext_lazy("coupon", "Running"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "ended": Status(_("Ended")),
        "voided": Status(_("Voided"), "bad"),
    },
    "op_order": {
        "to_pay": Status(_("Awaiting payment"), "wait"),
        "waiting_group": Status(_("Group forming"), "wait"),
        "in_review": Status(_("Held"), "wait"),
        "to_ship": Status(_("To ship"), "wait"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "to_receive": Status(_("Shipped"), "busy"),
        "to_pick_up": Status(_("To be collected"), "busy"),
        "to_review": Status(_("Received"), "good"),
        "completed": Status(_("Completed"), "good"),
        "in_aftersale": Status(_("In after-sale"), "wait"),
        "closed": Status(_("Canceled")),
    },
    "op_paid": {
        "unpaid": Status(_("Unpaid"), "wait"),
        "deposit_paid": Status(_("Deposit paid"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "partially_refunded": Status(_("Partly refunded"), "busy"),
        "refunded": Status(_("Refunded")),
    },
    "op_sent": {
        "none": Status(_("Nothing to do yet")),
        "waiting_group": Status(_("Group forming"), "wait"),
        "waiting_stock": Status(_("Waits for stock"), "wait"),
        "to_ship": Status(_("To ship"), "wait"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "shipped": Status(_("Shipped"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "to_pick_up": Status(_("To be collected"), "busy"),
        "to_verify": Status(_("To be redeemed"), "wait"),
        "received": Status(_("Received"), "good"),
    },
    "op_parcel": {
        "pending": Status(_("To pack"), "wait"),
        "picking": Status(_("Picking"), "busy"),
        "packed": Status(_("Packed"), "busy"),
        "handed_over": Status(_("Handed over"), "busy"),
        "in_transit": Status(_("On the way"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "exception": Status(_("Delivery problem"), "bad"),
        "returned": Status(_("Came back"), "bad"),
        "canceled": Status(_("Canceled")),
    },
    "op_payment": {
        "open": Status(_("Awaiting payment"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "closed": Status(pgettext_lazy("payment", "Closed")),
    },
    "op_attempt": {
        "created": Status(_("Payment begun"), "wait"),
        "superseded": Status(_("Replaced")),
        "paid": Status(_("Paid"), "good"),
        "closed": Status(pgettext_lazy("payment", "Closed")),
        "failed": Status(_("Failed"), "bad"),
        "mismatched": Status(_("Wrong amount"), "bad"),
    },
    "op_refund": {
        "requested": Status(_("To be sent"), "wait"),
        "processing": Status(_("Processing"), "busy"),
        "succeeded": Status(_("Refunded"), "good"),
        "failed": Status(_("Failed"), "bad"),
        "manual": Status(_("By hand"), "wait"),
    },
    "op_sale": {
        "accrued": Status(_("May still be returned"), "wait"),
        "released": Status(_("Ready for payout"), "good"),
        "reversed": Status(_("Taken back")),
    },
    "op_person": {
        "active": Status(_("Active account"), "good"),
        "closing": Status(_("Closing"), "wait"),
        "closed": Status(pgettext_lazy("account", "Closed")),
    },
    "op_review": {
        "visible": Status(_("Shown"), "good"),
        "pending": Status(_("Waits for a look"), "wait"),
        "hidden": Status(_("Hidden")),
    },
    "op_delivery": {
        "waiting": Status(_("Waiting"), "wait"),
        "sent": Status(_("Sent"), "good"),
        "failed": Status(_("Failed"), "bad"),
        "skipped": Status(_("Skipped")),
    },
    "op_parked": {
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
    "op_switch": {
        "on": Status(_("In use"), "good"),
        "off": Status(_("Switched off")),
    },
}
"""Axes of states, apart from those of the other surfaces."""

ENTITY_TYPES: Mapping[str, Text] = {
    "company": _("Company"),
    "sole_trader": _("Sole trader"),
    "person": _("Private person"),
}
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
COUPON_KINDS: Mapping[str, Text] = {
    "amount": _("Amount off"),
    "percent": _("Percentage off"),
    "free_freight": _("Free freight"),
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
PRODUCT_KINDS: Mapping[str, Text] = {
    "physical": _("Goods that are shipped"),
    "virtual": _("Service or download"),
    "card_key": _("Card keys"),
}
STAGES: Mapping[str, Text] = {
    "activity": _("Activity price"),
    "member": _("Member price"),
    "quantity": _("Quantity discount"),
    "reduction": _("Spend-and-save"),
    "cross_reduction": _("Spend-and-save across shops"),
    "shop_coupon": _("Shop coupon"),
    "platform_coupon": _("Platform coupon"),
    "allowance": _("Red packet"),
    "points": _("Points"),
    "manual": _("Reduced by the shop"),
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
READERS: Mapping[str, Text] = {"user": _("Customer"), "merchant": _("Shop")}
MEDIA: Mapping[str, Text] = {
    "site": _("Inbox"),
    "email": _("E-mail"),
    "sms": _("Text message"),
}
ROOMS: Mapping[str, Text] = {
    "accounts": _("Accounts"),
    "aftersales": _("After-sale"),
    "cart": _("Cart"),
    "catalog": _("Catalog"),
    "community": _("Favorites and footprints"),
    "integrations": _("Apps"),
    "inventory": _("Stock"),
    "ledger": _("Ledger"),
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
    "payment": (_("Payment"), "op_paid"),
    "fulfillment": (_("Delivery"), "op_sent"),
    "product": (_("Product"), "op_product"),
    "coupon": (_("Coupon"), "op_coupon"),
    "merchant": (_("Merchant"), "op_merchant"),
}
"""State machine → how it is called, and the axis that words its states."""


def declare_states() -> None:
    """Register the axes for status pills."""
    for axis, states in STATES.items():
        statuses.declare(axis, states)


def choices(names: Mapping[str, Text], empty: Text = "") -> list[tuple[str, Text]]:
    """Return the choices of a select; with `empty` one for any of them comes first."""
    first: list[tuple[str, Text]] = [("", empty)] if empty else []
    return [*first, *names.items()]


def state_choices(axis: str, empty: Text = "") -> list[tuple[str, Text]]:
    """Return the states of an axis as choices."""
    return choices({state: status.label for state, status in STATES[axis].items()}, empty)


def provider(code: str) -> str:
    """Return the name of a payment provider."""
    return str(PROVIDERS.get(code, code))
