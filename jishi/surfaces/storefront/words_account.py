"""Words of a shopper's own pages: states as buyers read them, reasons, ways to pay."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.surfaces.design import statuses
from jishi.surfaces.design.statuses import Status

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "my_order": {
        "to_pay": Status(pgettext_lazy("shopper", "To pay"), "wait"),
        "waiting_group": Status(_("Group forming"), "wait"),
        "in_review": Status(_("Being checked"), "wait"),
        "to_ship": Status(_("To ship"), "busy"),
        "partially_shipped": Status(_("Partly shipped"), "busy"),
        "to_receive": Status(_("To receive"), "busy"),
        "to_pick_up": Status(_("To be collected"), "busy"),
        "to_review": Status(pgettext_lazy("shopper", "Received"), "good"),
        "completed": Status(_("Completed"), "good"),
        "in_aftersale": Status(_("In after-sale"), "wait"),
        "closed": Status(_("Canceled")),
    },
    "my_parcel": {
        "pending": Status(_("Being prepared"), "wait"),
        "picking": Status(_("Being prepared"), "wait"),
        "packed": Status(_("Packed"), "busy"),
        "handed_over": Status(_("Handed to the carrier"), "busy"),
        "in_transit": Status(_("On the way"), "busy"),
        "delivered": Status(_("Delivered"), "good"),
        "exception": Status(_("Delivery problem"), "bad"),
        "returned": Status(_("Returned to sender")),
        "canceled": Status(_("Canceled")),
    },
    "my_case": {
        "applied": Status(_("Waits for the shop"), "wait"),
        "rejected": Status(_("Refused"), "bad"),
        "waiting_buyer_ship": Status(_("Please send it back"), "wait"),
        "buyer_shipped": Status(_("On the way back"), "busy"),
        "merchant_received": Status(_("Arrived at the shop"), "busy"),
        "refunding": Status(_("Being refunded"), "busy"),
        "refunded": Status(_("Refunded"), "good"),
        "closed": Status(pgettext_lazy("request", "Closed")),
        "canceled": Status(_("Withdrawn")),
    },
    "my_review": {
        "visible": Status(_("Published"), "good"),
        "pending": Status(_("Being checked"), "wait"),
        "hidden": Status(_("Hidden"), "bad"),
    },
    "my_coupon": {
        "unused": Status(_("Usable"), "good"),
        "locked": Status(_("On hold"), "wait"),
        "used": Status(pgettext_lazy("coupon", "Used")),
        "expired": Status(_("Expired")),
        "voided": Status(_("Withdrawn by the shop")),
    },
    "my_refund": {
        "requested": Status(_("Being refunded"), "busy"),
        "processing": Status(_("Being refunded"), "busy"),
        "manual": Status(_("Being refunded"), "busy"),
        "succeeded": Status(_("Refunded"), "good"),
        "failed": Status(_("Being looked at"), "wait"),
    },
}
"""Axes of states, apart from those of the other surfaces."""

for _axis, _states in STATES.items():
    statuses.declare(_axis, _states)

MOVES: Mapping[tuple[str, str], Text] = {
    ("order", "confirmed"): _("The order is confirmed"),
    ("order", "completed"): _("The order is completed"),
    ("order", "canceled"): _("The order was canceled"),
    ("payment", "paid"): _("Payment has arrived"),
    ("payment", "partially_refunded"): _("A part was refunded"),
    ("payment", "refunded"): _("Everything was refunded"),
    ("fulfillment", "partially_shipped"): _("The first parcel has left"),
    ("fulfillment", "shipped"): _("Everything has been shipped"),
    ("fulfillment", "delivered"): _("Everything was delivered"),
    ("fulfillment", "received"): _("Receipt is confirmed"),
    ("aftersale", "applied"): _("You asked for it"),
    ("aftersale", "rejected"): _("The shop refused"),
    ("aftersale", "waiting_buyer_ship"): _("The shop agreed to take it back"),
    ("aftersale", "buyer_shipped"): _("You sent it back"),
    ("aftersale", "merchant_received"): _("It arrived at the shop"),
    ("aftersale", "refunding"): _("The refund is on its way"),
    ("aftersale", "refunded"): _("The money was given back"),
    ("aftersale", "closed"): _("The request was closed"),
    ("aftersale", "canceled"): _("You withdrew the request"),
}
"""(machine, new state) → what a buyer reads on a timeline; others are left out."""

CANCEL_REASONS: Mapping[str, Text] = {
    "buyer": _("Canceled by you"),
    "timeout": _("Not paid in time"),
    "merchant": _("Canceled by the shop"),
    "operator": _("Canceled by our staff"),
    "refunded": _("Everything was refunded"),
}

STAGES: Mapping[str, Text] = {
    "activity": _("Special price"),
    "member": pgettext_lazy("discount", "Member price"),
    "quantity": _("Quantity discount"),
    "reduction": _("Shop offer"),
    "cross_reduction": _("Offer across shops"),
    "shop_coupon": _("Shop coupon"),
    "platform_coupon": _("Coupon for all shops"),
    "allowance": _("Red packet"),
    "points": pgettext_lazy("discount", "Points"),
    "freight": _("Shipping coupon"),
    "manual": _("Price reduced by the shop"),
}
"""Why something was taken off a price, by the stage of the quote."""

PROVIDERS: Mapping[str, Text] = {
    "alipay": _("Alipay"),
    "bank_transfer": _("Bank transfer"),
    "cash_on_delivery": _("Payment on delivery"),
}

REFUND_KINDS: Mapping[str, Text] = {
    "asked": _("Refund you asked for"),
    "stray": _("It was paid too late or twice"),
    "canceled": _("The order had been canceled"),
    "surplus": _("More was paid than was due"),
}
"""Why money came back, where nobody gave a reason."""

CASE_KINDS: Mapping[str, Text] = {
    "refund_only": _("Refund only"),
    "return_refund": _("Return and refund"),
}

CASE_REASONS: Mapping[str, Text] = {
    "no_reason": _("I do not want it any more"),
    "changed_mind": _("I changed my mind"),
    "ordered_wrong": _("I ordered the wrong thing"),
    "late_shipment": _("It is not shipped in time"),
    "not_received": _("It has not arrived"),
    "refused": _("I refused the parcel"),
    "quality": _("It is faulty"),
    "not_as_described": _("It is not as described"),
    "wrong_item": _("I got something else"),
    "missing_parts": _("Something is missing"),
    "damaged": _("It arrived damaged"),
}

POINT_CAUSES: Mapping[str, Text] = {
    "loyalty.order_completed": _("A completed order"),
    "loyalty.order_refunded": _("Taken back after a refund"),
    "loyalty.signed_in": _("Daily check-in"),
    "loyalty.adjusted": _("Changed by our staff"),
    "wallets.expired": pgettext_lazy("points", "Expired"),
    "wallets.held": _("Spent on an order"),
    "wallets.released": _("Given back: the order was not paid"),
    "wallets.returned": _("Given back after a refund"),
}
"""Why points and growth moved."""

BLOCKED: Mapping[str, Text] = {
    "not_confirmed": _("The order has not been paid."),
    "nothing_left": _("Everything was given back already."),
    "in_case": _("A request for it is open."),
    "too_many_cases": _("It was asked for as often as is possible."),
    "window_closed": _("The time for it is over."),
}

TOPICS: Mapping[str, Text] = {
    "orders": _("Orders"),
    "shipping": _("Delivery"),
    "aftersales": _("Refunds and returns"),
    "promotions": _("Offers and coupons"),
    "favorites": _("Favorites"),
    "account": _("Account and security"),
    "shop": _("My shop"),
}

TOPIC_ICONS: Mapping[str, str] = {
    "orders": "box",
    "shipping": "truck",
    "aftersales": "refund",
    "promotions": "coupon",
    "favorites": "heart",
    "account": "shield",
    "shop": "store",
}

CHANNELS: Mapping[str, Text] = {
    "site": _("On this site"),
    "email": _("By e-mail"),
    "sms": _("By text message"),
}


def word(words: Mapping[str, Text], name: str) -> str:
    """Return a word, or the name itself where there is none."""
    return str(words.get(name, name))
