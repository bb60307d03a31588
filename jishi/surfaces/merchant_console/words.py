"""Words of this console: states that only shops see, and names of choices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jishi.surfaces.design import statuses
from jishi.surfaces.design.statuses import Status

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "shop_product": {
        "draft": Status(_("Draft")),
        "pending": Status(_("In review"), "wait"),
        "rejected": Status(_("Rejected"), "bad"),
        "on_sale": Status(_("On sale"), "good"),
        "off_sale": Status(_("Off sale")),
        "blocked": Status(_("Blocked"), "bad"),
        "recycled": Status(_("In the recycle bin")),
    },
    "shop_order": {
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
    "shop_payment": {
        "unpaid": Status(_("Unpaid"), "wait"),
        "deposit_paid": Status(_("Deposit paid"), "wait"),
        "paid": Status(_("Paid"), "good"),
        "partially_refunded": Status(_("Partly refunded"), "busy"),
        "refunded": Status(_("Refunded")),
    },
    "shop_fulfillment": {
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
    "shop_parcel": {
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
    "shop_case": {
        "applied": Status(_("To be answered"), "wait"),
        "rejected": Status(_("Rejected"), "bad"),
        "waiting_buyer_ship": Status(_("Buyer to send"), "busy"),
        "buyer_shipped": Status(_("On the way back"), "busy"),
        "merchant_received": Status(_("Goods are here"), "wait"),
        "refunding": Status(_("Refunding"), "busy"),
        "refunded": Status(_("Refunded"), "good"),
        "closed": Status(pgettext_lazy("case", "Closed")),
        "canceled": Status(_("Withdrawn")),
    },
    "shop_coupon": {
        "draft": Status(_("Draft")),
        "scheduled": Status(_("Scheduled"), "wait"),
        "active": Status(pgettext_lazy("campaign", "Running"), "good"),
        "paused": Status(_("Paused"), "wait"),
        "ended": Status(_("Ended")),
        "voided": Status(_("Voided"), "bad"),
    },
    "shop_sale": {
        "accrued": Status(_("May still be returned"), "wait"),
        "released": Status(_("Ready for payout"), "good"),
        "reversed": Status(_("Taken back")),
    },
    "shop_state": {
        "draft": Status(_("Being filled in"), "wait"),
        "submitted": Status(_("Under review"), "busy"),
        "rejected": Status(_("Sent back"), "bad"),
        "open": Status(pgettext_lazy("shop", "Open"), "good"),
        "suspended": Status(_("Suspended"), "bad"),
        "closed": Status(pgettext_lazy("shop", "Closed")),
    },
    "shop_review": {
        "visible": Status(_("Shown"), "good"),
        "pending": Status(_("Waits for a look"), "wait"),
        "hidden": Status(_("Hidden")),
    },
    "shop_key": {
        "available": Status(_("For sale"), "good"),
        "delivered": Status(_("Sold")),
        "void": Status(_("Voided")),
    },
    "shop_app": {
        "active": Status(_("Active"), "good"),
        "revoked": Status(_("Revoked")),
    },
}
"""Axes of states, apart from those of the other surfaces."""

REASONS: Mapping[str, Text] = {
    "no_reason": _("Return without a reason"),
    "changed_mind": _("Changed their mind"),
    "ordered_wrong": _("Ordered the wrong thing"),
    "late_shipment": _("Shipped late"),
    "not_received": _("Not received"),
    "refused": _("Refused at the door"),
    "quality": _("Poor quality"),
    "not_as_described": _("Not as described"),
    "wrong_item": _("Wrong goods sent"),
    "missing_parts": _("Parts are missing"),
    "damaged": _("Damaged on the way"),
}
CASE_KINDS: Mapping[str, Text] = {
    "refund_only": _("Refund only"),
    "return_refund": _("Return and refund"),
}
BEARERS: Mapping[str, Text] = {
    "shopper": _("Buyer"),
    "merchant": _("Shop"),
    "platform": _("Platform"),
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
}
FLAGS: Mapping[str, Text] = {
    "none": _("No flag"),
    "red": _("Red"),
    "amber": _("Amber"),
    "jade": _("Green"),
    "indigo": _("Blue"),
}
KINDS: Mapping[str, Text] = {
    "physical": _("Goods that are shipped"),
    "virtual": _("Service or download"),
    "card_key": _("Card keys"),
}
RETURN_POLICIES: Mapping[str, Text] = {
    "no_reason": _("Returns without a reason"),
    "on_consent": _("No-reason returns if the buyer agreed to none"),
    "excluded": _("No returns without a reason"),
}
COUPON_KINDS: Mapping[str, Text] = {
    "amount": _("Amount off"),
    "percent": _("Percentage off"),
    "free_freight": _("Free freight"),
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
ENTITY_TYPES: Mapping[str, Text] = {
    "company": _("Company"),
    "sole_trader": _("Sole trader"),
    "person": _("Private person"),
}
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
PREFERENCES: Mapping[str, Text] = {
    "aftersales.instant_refund_minor": _(
        "Refunds before shipping agreed to at once, up to (cents)"
    ),
    "inventory.low_stock_threshold": _("Stock counts as low at or below (units)"),
    "orders.receive_after_ship_days": _("Receipt confirms itself after shipping (days)"),
    "orders.receive_after_sign_hours": _("Receipt confirms itself after signing (hours)"),
    "orders.review_from_minor": _("Orders are held from this amount on (cents; 0 never)"),
    "orders.review_notes": _("Hold orders with a buyer’s note"),
    "shipping.abroad_days": _("Longest delivery to another country (days)"),
    "shipping.free_from_currency": _("Free delivery: currency"),
    "shipping.free_from_minor": _("Free delivery from goods worth (cents; 0 never)"),
    "shipping.merge_policy": _("Several freight templates in one parcel"),
    "shipping.other_province_days": _("Longest delivery to another province (days)"),
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
    "payment": (_("Payment"), "shop_payment"),
    "fulfillment": (_("Delivery"), "shop_fulfillment"),
    "aftersale": (_("After-sale"), "shop_case"),
    "product": (_("Product"), "shop_product"),
    "shipment": (_("Parcel"), "shop_parcel"),
    "coupon": (_("Coupon"), "shop_coupon"),
    "merchant": (_("Application"), "shop_state"),
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
