"""Words of the desk: states of the work, conditions of returned goods, refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design import statuses
from jishi.surfaces.design.kit import base
from jishi.surfaces.design.statuses import Status

Text = str | Promise

WORK: Mapping[str, Status] = {
    "waiting": Status(_("To pick"), "wait"),
    "picking": Status(_("Being picked"), "busy"),
    "picked": Status(_("To pack"), "wait"),
    "packed": Status(_("To hand over"), "wait"),
    "handed_over": Status(_("Handed over"), "good"),
    "canceled": Status(_("Canceled")),
}
GRADES: Mapping[str, Text] = {
    "A": _("A: as new, back on sale"),
    "B": _("B: defective"),
    "C": _("C: scrap"),
    "D": _("D: not what was sold, disputed"),
}
REFUSALS: Mapping[str, Text] = {
    "inventory.not_allocated": _("The stock is not there any more. Tell the office."),
    "jishi.illegal_move": _("Somebody else did this already. Look again."),
    "shipping.bad_courier": _("Write who brings it, and a telephone number."),
    "shipping.not_own_delivery": _("A carrier brings this parcel."),
    "shipping.bad_tracking_number": _("A tracking number is 5 to 40 letters, digits or hyphens."),
    "shipping.carrier_required": _("Choose the carrier and scan its number."),
    "shipping.label_not_offered": _("This carrier prints no labels here."),
    "shipping.tracking_number_taken": _("This tracking number belongs to another parcel."),
    "shipping.unknown_carrier": _("No carrier has this name."),
    "warehouse.already_received": _("These goods were taken in before."),
    "warehouse.bad_quantity": _("Write a whole number of units."),
    "warehouse.bad_return": _("More units are listed than were sent."),
    "warehouse.bad_weight": _("A weight lies between one gram and one ton."),
    "warehouse.not_accounted_for": _("{left} units are neither scanned nor missing."),
    "warehouse.task_not_found": _("There is no work with this number."),
    "warehouse.too_many": _("Only {left} more of these belong in the parcel."),
    "warehouse.weight_off": _("{weight_g} g, but {expected_g} g are expected. Look again."),
    "warehouse.wrong_item": _("{scanned} does not belong in this parcel."),
}
"""Error code → sentence. `{param}` takes a value of the refusal."""


def declare_states() -> None:
    """Register the axis for status pills."""
    statuses.declare("desk_work", WORK)


def explain(error: JishiError) -> str:
    """Word a refusal; what has no words of its own is worded by its kind."""
    words = REFUSALS.get(error.code)
    return str(words).format_map(_Params(error.params)) if words else base.explain(error)


class _Params(dict[str, object]):
    """The values of a refusal; one that is not there reads as nothing."""

    def __missing__(self, key: str) -> str:
        return "—"
