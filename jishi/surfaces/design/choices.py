"""Choices of selects: names that staff meet on several surfaces, and how they are listed."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.surfaces.design import statuses

Text = str | Promise

ENTITY_TYPES: Mapping[str, Text] = {
    "company": _("Company"),
    "sole_trader": _("Sole trader"),
    "person": _("Private person"),
}
COUPON_KINDS: Mapping[str, Text] = {
    "amount": _("Amount off"),
    "percent": _("Percentage off"),
    "free_freight": _("Free freight"),
    "exchange": _("One unit for free"),
}
CASE_REASONS: Mapping[str, Text] = {
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

STANDSTILLS: Mapping[str, Text] = {
    "paid_not_confirmed": _("Paid, but not confirmed"),
    "no_parcel": _("Confirmed, but without a parcel"),
    "not_in_warehouse": _("The warehouse has no task for its parcel"),
    "not_closed": _("Overdue, but not closed"),
}
"""Why an order does not go on by itself."""

HOLD_REASONS: Mapping[str, Text] = {
    "amount": _("Its amount is high"),
    "units": _("Many units of one article"),
    "frequency": _("Many orders of one buyer within a day"),
    "address": _("A word in its address"),
    "note_words": _("A word in the buyer’s note"),
    "note": _("The buyer left a note"),
    "flagged": _("An earlier order of the buyer carries a red flag"),
}
"""Why a paid order waits for a person."""


def hold_reason(code: str) -> Text:
    """Return why an order is held: the words of a rule, or those of whoever held it."""
    return HOLD_REASONS.get(code, code)


def of(names: Mapping[str, Text], empty: Text = "") -> list[tuple[str, Text]]:
    """Return the choices of a select; with `empty` one for any of them comes first."""
    first: list[tuple[str, Text]] = [("", empty)] if empty else []
    return [*first, *names.items()]


def of_states(axis: str, empty: Text = "") -> list[tuple[str, Text]]:
    """Return the states of an axis as choices."""
    return of({state: status.label for state, status in statuses.STATUSES[axis].items()}, empty)
