"""Refusals in words: from the stable code of an error to a sentence an operator can act on."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design.kit import base

WORDS: Mapping[str, str | Promise] = {
    "accounts.bad_contact": _("This is neither a phone number nor an e-mail address."),
    "accounts.bad_nickname": _("This name is empty, too long or not allowed."),
    "accounts.bad_provider": _(
        "A provider needs a code and an address of its own, with https, and its keys. Once people"
        " are linked, address and protocol stay."
    ),
    "accounts.bad_role": _("A role needs a name and permissions that exist."),
    "accounts.builtin_role": _("The built-in roles stay as they are."),
    "accounts.cannot_grant": _("You cannot give a permission that you do not hold yourself."),
    "accounts.contact_taken": _("Somebody has an account with this already."),
    "accounts.last_administrator": _("There must always be an administrator."),
    "accounts.owner_stays": _("The owner’s role goes with the shop."),
    "accounts.role_in_use": _("Somebody has this role; take it away first."),
    "accounts.role_misplaced": _("This role is not meant for the platform."),
    "catalog.attribute_in_use": _("Products use this attribute; its kind stays as it is."),
    "catalog.bad_attribute": _("This part of the attribute is missing or not valid."),
    "catalog.bad_brand": _("This part of the brand is missing or not valid."),
    "catalog.bad_category": _("This part of the category is missing or not valid."),
    "catalog.bad_product": _("This value is not accepted."),
    "catalog.category_has_children": _("Move or delete the categories below it first."),
    "catalog.category_in_use": _("Products lie in this category; say where they shall go."),
    "catalog.category_loop": _("A category cannot hang below itself."),
    "catalog.category_not_found": _("This category no longer exists."),
    "catalog.category_too_deep": _("The tree would have more than {limit} levels."),
    "catalog.nothing_to_review": _("Nothing waits for review here any more."),
    "catalog.reason_needed": _("Write a reason that the merchant will read."),
    "catalog.slug_taken": _("Another category has this address."),
    "catalog.stale_product": _("The product changed meanwhile. Look at it again."),
    "files.bad_file": _("The file is too large, damaged or of another kind."),
    "files.bad_svg": _("The picture is damaged or holds things that are not allowed."),
    "inventory.bad_location": _("This field of the location is missing or not valid."),
    "inventory.location_code_taken": _("Another location has this code."),
    "inventory.location_in_use": _("Goods for buyers still lie here; it cannot be closed."),
    "jishi.illegal_move": _("This is no longer possible; the state has changed. Look again."),
    "loyalty.bad_adjustment": _("Give or take at most {limit} at once, not nothing, and say why."),
    "loyalty.bad_level": _(
        "This does not fit the level {level}: every level needs more growth than the one below it,"
        " and gives no less."
    ),
    "loyalty.level_exists": _("Another level has this code."),
    "loyalty.level_in_use": _("{count} members have this level; it cannot go away."),
    "loyalty.level_not_found": _("This level no longer exists."),
    "wallets.not_enough_value": _("The member has {missing} points too few for this."),
    "wallets.purse_not_found": _("The member has no points to take."),
    "markets.bad_market": _("This part of the market is missing or not valid."),
    "markets.default_needed": _("Make another market the default instead."),
    "merchants.bad_terms": _("A rate lies between 0 and 100 percent; a deposit is not negative."),
    "merchants.many_shops": _(
        "{count} shops are in business. A brand store has one; close the others first."
    ),
    "merchants.onboarding_closed": _("One brand sells here; no further shop opens."),
    "merchants.reason_missing": _("Write a reason that the merchant will read."),
    "merchants.rows_lost": _("Rows went away meanwhile ({tables}); nothing was changed. Retry."),
    "notifications.bad_template": _("The text is empty, too long, or names an unknown value."),
    "notifications.not_resendable": _("Only a text that failed or was skipped can be sent again."),
    "operator.no_account": _("Nobody has an account with this. Make one first."),
    "orders.location_locked": _("Somebody locked the warehouse of this order. Unlock it first."),
    "inventory.no_day_left": _("The warehouse is full on all of the coming days."),
    "inventory.out_of_stock": _("There is not enough stock there."),
    "orders.already_shipped": _("The goods have left the warehouse."),
    "payments.bad_amount": _("Write the amount that arrived, above zero."),
    "payments.bad_remittance": _("Give 1 to {limit} lines, each with an amount above zero."),
    "payments.mismatch_unresolved": _("The provider still reports another amount."),
    "payments.not_a_transfer": _("The buyer did not choose bank transfer, or no proof waits."),
    "payments.not_on_delivery": _("The buyer did not choose to pay on delivery."),
    "payments.payment_not_open": _("This payment no longer waits for money."),
    "payments.provider_unavailable": _("The payment provider does not answer. Try again soon."),
    "payments.refund_exceeds_payment": _("More would go back than was paid."),
    "payments.remittance_repeated": _("This statement of the courier was recorded before."),
    "payments.transfer_short": _("Less arrived than is due; the order stays unpaid."),
    "preferences.bad_file": _("This is no file of settings, or it is damaged."),
    "preferences.bad_value": _("The value is out of bounds."),
    "preferences.moved_on": _("Settings changed meanwhile. Look at the differences again."),
    "promotions.activity_fixed": _("This was promised to people and cannot change any more."),
    "promotions.bad_activity": _("This part of the activity does not fit the others."),
    "promotions.misleading_activity": _(
        "A price is not lower than today’s. People would be misled; lower it."
    ),
    "promotions.bad_coupon": _("This part of the coupon does not fit the others."),
    "promotions.coupon_fixed": _("This was promised to people and cannot change any more."),
    "promotions.duplicate_code": _("Another coupon has this code."),
    "reviews.text_needed": _("Write a reason that the author will read."),
    "search.index_busy": _("The index is being written. Try again in a moment."),
    "shipping.bad_carrier": _("A carrier needs a code of lower-case letters and a name."),
    "shipping.bad_template": _("The freight template does not make sense here: {reason}."),
    "shipping.template_in_use": _("Make another template the default first."),
    "shipping.template_name_taken": _("Another template has this name."),
}
"""Error code → sentence. `{param}` takes a value of the refusal."""


def explain(error: JishiError) -> str:
    """Word a refusal; what has no words of its own is worded by its kind."""
    words = WORDS.get(error.code)
    if words is None:
        return base.explain(error)
    return str(words).format_map(_Params(error.params))


class _Params(dict[str, object]):
    """The values of a refusal; one that is not there reads as nothing."""

    def __missing__(self, key: str) -> str:
        return "—"
