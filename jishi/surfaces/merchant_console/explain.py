"""Refusals in words: from the stable code of an error to a sentence a shop's person can act on."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design.kit import base

WORDS: Mapping[str, str | Promise] = {
    "accounts.bad_address": _("Write the address with province, city and district."),
    "accounts.bad_contact": _("This is neither a phone number nor an e-mail address."),
    "accounts.bad_role": _("A role needs a name and permissions meant for shops."),
    "accounts.builtin_role": _("The built-in roles stay as they are."),
    "accounts.cannot_grant": _("You cannot give a permission that you do not hold yourself."),
    "accounts.owner_stays": _("The owner’s role goes with the shop."),
    "accounts.role_in_use": _("Somebody has this role; take it away first."),
    "accounts.role_misplaced": _("This role is not meant for a shop."),
    "aftersales.already_shipped": _("These goods have left meanwhile. Reject with the waybill."),
    "aftersales.bad_amount": _("The amount may not exceed what the buyer asked for."),
    "aftersales.note_needed": _("Write a few words that the buyer will read."),
    "bulk.actor_gone": _("Whoever started this no longer works here."),
    "bulk.bad_archive": _("The archive is damaged, too large, or locked by a password."),
    "bulk.bad_table": _("This is no sound Excel, CSV or JSONL file, or it is too large."),
    "bulk.bad_value": _("“{value}” does not fit here."),
    "bulk.column_missing": _("No column is the {column}. Choose the one that is."),
    "bulk.column_twice": _("Two columns are the {column}. Leave one of them out."),
    "bulk.file_gone": _("The file is no longer kept. Send it again."),
    "bulk.nothing_chosen": _("No product matches."),
    "bulk.picture_bad": _("{address} is no picture, or larger than 10 MB."),
    "bulk.picture_forbidden": _("{address} is not an address that may be fetched."),
    "bulk.picture_missing": _("The archive has no {address}."),
    "bulk.picture_unreachable": _("{address} does not answer with a picture."),
    "bulk.too_many_jobs": _("{most} jobs of this shop are unfinished. Finish or stop one first."),
    "bulk.too_many_rows": _("More than {most} rows at once; split the file."),
    "bulk.value_missing": _("This is missing."),
    "catalog.attribute_required": _(
        "This category asks for more attributes: fill in all required."
    ),
    "catalog.bad_attribute_value": _("The value does not suit this attribute."),
    "catalog.bad_product": _("This field of the product is missing or not valid."),
    "catalog.bad_shop_category": _("A shop category needs a name, and two levels at most."),
    "catalog.bad_variant": _("A value of variant {variant} is not valid."),
    "catalog.brand_not_found": _("This brand no longer exists."),
    "catalog.category_not_found": _("This category no longer exists."),
    "catalog.duplicate_code": _("This code is taken already."),
    "catalog.duplicate_options": _("Two variants have the same options."),
    "catalog.kind_fixed": _("The kind of a product cannot change once it was approved."),
    "catalog.nothing_to_sell": _("A product needs at least one variant on offer."),
    "catalog.product_recycled": _("The product lies in the recycle bin. Restore it first."),
    "catalog.slug_taken": _("Another product has this address."),
    "catalog.stale_product": _("Somebody changed this product meanwhile. Load it again."),
    "catalog.too_many_variants": _("These options make too many variants."),
    "files.bad_file": _("The file is too large, damaged or of another kind."),
    "files.bad_svg": _("The picture is damaged or holds things that are not allowed."),
    "integrations.app_revoked": _("This key was revoked. Make a new one."),
    "integrations.bad_app": _("A key needs a name, a permission, and an end that lies ahead."),
    "integrations.bad_scope": _("This permission cannot be given to a key."),
    "integrations.cannot_grant": _("You cannot give a permission that you do not hold yourself."),
    "inventory.bad_card_key": _("A card key is empty or too long."),
    "inventory.bad_location": _("This field of the location is missing or not valid."),
    "inventory.bad_quantity": _("Write a whole number of units."),
    "inventory.location_code_taken": _("Another location has this code."),
    "inventory.location_in_use": _("Goods for buyers still lie here; it cannot be closed."),
    "inventory.no_day_left": _("The warehouse is full on all of the coming days."),
    "inventory.out_of_stock": _("There is not enough stock."),
    "inventory.stock_held": _("Buyers were promised more than this. Settle their orders first."),
    "jishi.illegal_move": _("This is no longer possible; the state has changed. Look again."),
    "merchants.bad_code": _(
        "3 to 40 lower-case letters, digits and hyphens; some words are reserved."
    ),
    "merchants.bad_contact": _("Check this way to reach you."),
    "merchants.bad_entity": _("This part of who sells is missing or not valid."),
    "merchants.bad_license": _("This is not a unified social credit code."),
    "merchants.bad_front": _("A block here shows nothing, or more than {limit}."),
    "merchants.bad_label": _(
        "Use 3 to 30 letters, digits and single inner hyphens; some words are kept back."
    ),
    "merchants.label_taken": _("Another shop has this word."),
    "merchants.bad_shop": _("This part of the shop profile is missing or not valid."),
    "merchants.code_taken": _("Another shop has this word."),
    "merchants.incomplete": _("Some steps are not complete yet."),
    "merchants.license_expired": _("The licence has expired."),
    "merchants.no_such_person": _("Nobody has an account with this phone or e-mail."),
    "merchants.not_editable": _("The application is being looked at and cannot change now."),
    "merchants.wrong_agreement": _("The agreement has changed. Read it and accept it again."),
    "orders.location_locked": _("Somebody locked the warehouse of this order. Unlock it first."),
    "orders.already_shipped": _("The goods have left the warehouse."),
    "orders.bad_price_change": _(
        "The amount or address would change what the buyer agreed to pay."
    ),
    "orders.not_cancelable": _("The order is paid already."),
    "preferences.bad_value": _("The value is out of bounds."),
    "pricing.bad_price": _("A price is an amount above zero; the list price lies above it."),
    "pricing.duplicate_price": _("This variant has two prices for one market."),
    "promotions.activity_fixed": _("This was promised to people and cannot change any more."),
    "promotions.bad_activity": _("This part of the activity does not fit the others."),
    "promotions.misleading_activity": _(
        "A price is not lower than today’s. People would be misled; lower it."
    ),
    "promotions.bad_coupon": _("This part of the coupon does not fit the others."),
    "promotions.coupon_fixed": _("This was promised to people and cannot change any more."),
    "promotions.duplicate_code": _("Another coupon has this code."),
    "reviews.bad_words": _("Some words of the reply are not allowed here."),
    "reviews.text_needed": _("Write a few words."),
    "shipping.already_packed": _("The parcel is sealed. Unpack it first."),
    "shipping.already_underway": _("The goods have left."),
    "shipping.bad_courier": _("Write who brings it, and a telephone number."),
    "shipping.bad_quantities": _("Take out some units, and leave some in the parcel."),
    "shipping.bad_template": _("The freight template does not make sense here: {reason}."),
    "shipping.bad_zone": _(
        "This part is missing or not valid. Slots of a day may not overlap, and one is needed."
    ),
    "shipping.bad_tracking_number": _("A tracking number is 5 to 40 letters, digits or hyphens."),
    "shipping.carrier_required": _("Choose the carrier and write its tracking number."),
    "shipping.not_own_delivery": _("A carrier brings this parcel."),
    "shipping.shipment_not_found": _("There is no such parcel."),
    "shipping.zone_not_found": _("There is no such area."),
    "shipping.template_in_use": _("Make another template the default first."),
    "shipping.template_name_taken": _("Another template has this name."),
    "shipping.too_many_fixes": _("The tracking number was corrected as often as is allowed."),
    "shipping.tracking_number_final": _("The time to correct the tracking number is over."),
    "shipping.tracking_number_taken": _("This tracking number belongs to another parcel."),
    "shipping.unknown_carrier": _("No carrier has this name."),
    "warehouse.already_received": _("These goods were taken in before."),
    "warehouse.ambiguous_number": _("The order has several parcels; write the parcel’s number."),
    "warehouse.bad_return": _("More units are listed than were sent."),
    "warehouse.nothing_to_ship": _("No parcel that may leave has this number."),
    "warehouse.repeated_row": _("This parcel stands in an earlier row."),
    "warehouse.too_many_rows": _("Too many rows at once; split the list."),
}
"""Error code → sentence. `{param}` takes a value of the refusal."""


def explain(error: JishiError) -> str:
    """Word a refusal; what has no words of its own is worded by its kind."""
    words = WORDS.get(error.code)
    if words is None:
        return base.explain(error)
    return str(words).format_map(_Params(error.params))


def explain_code(code: str) -> str:
    """Word a refusal of which only the code is known, as in the rows of a batch."""
    words = WORDS.get(code)
    return str(words).format_map(_Params({})) if words else code


def explain_code_with(code: str, params: Mapping[str, object]) -> str:
    """Word a refusal that was kept, with the values it had."""
    words = WORDS.get(code)
    return str(words).format_map(_Params(params)) if words else base.explain(JishiError())


class _Params(dict[str, object]):
    """The values of a refusal; one that is not there reads as nothing."""

    def __missing__(self, key: str) -> str:
        return "—"
