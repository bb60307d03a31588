"""Why something was refused, in the reader's language: error code → sentence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design import formats

Text = str | Promise

CART: dict[str, Text] = {
    "cart.not_found": _("This cart is no longer there. Please reload the page."),
    "cart.line_not_found": _("This item is no longer in your cart."),
    "cart.bad_quantity": _("The quantity must be a whole number from 1 to %(limit)s."),
    "cart.not_sellable": _("This item cannot be bought at the moment."),
    "cart.not_enough_stock": _("Only %(available)s left in stock."),
    "cart.full": _("Your cart holds %(limit)s different items at most. Make room first."),
    "cart.nothing_to_share": _("Tick what you would like to share first."),
    "inventory.no_day_left": _("The warehouse is full on all of the coming days."),
    "inventory.out_of_stock": _("Something sold out while you were checking out."),
}

CHECKOUT: dict[str, Text] = {
    "checkout.not_found": _("This checkout is no longer there. Start again from your cart."),
    "checkout.nothing_to_buy": _("Choose at least one item that can be bought."),
    "checkout.already_placed": _("This order has been placed already."),
    "checkout.address_missing": _("Tell us where to send your order."),
    "checkout.contact_missing": _("Give an e-mail address or a phone number to reach you."),
    "checkout.bad_contact": _("Check the e-mail address or phone number."),
    "checkout.bad_address": _("Check this part of the address."),
    "checkout.line_unavailable": _("Some items can no longer be bought as they stand."),
    "checkout.not_deliverable": _("Some items cannot be sent to this address."),
    "checkout.unknown_delivery": _("This way of delivery is no longer offered. Choose again."),
    "checkout.delivery_gone": _("This way of delivery is no longer offered. Choose again."),
    "shipping.slot_taken": _("This delivery slot has just been taken. Choose another."),
    "checkout.total_changed": _("The total has changed. Please look at it once more."),
    "accounts.bad_address": _("Check this part of the address."),
    "accounts.too_many_addresses": _("Your address book holds %(limit)s addresses at most."),
}

PAYMENTS: dict[str, Text] = {
    "payments.payment_not_found": _("There is nothing to pay here."),
    "payments.payment_not_open": _("This order has been paid or closed meanwhile."),
    "payments.payment_expired": _("The time to pay is over. Please order again."),
    "payments.method_not_offered": _("This way to pay is not offered here. Choose another one."),
    "payments.method_fixed": _("You have chosen to pay on delivery; your order is being prepared."),
    "payments.already_paid": _("Your payment has arrived. Thank you!"),
    "payments.attempt_replaced": _("You began to pay in another window. Please go on there."),
    "payments.provider_unavailable": _("The payment service does not answer. Nothing was charged."),
    "payments.provider_refused": _("The payment service refused. Choose another way to pay."),
    "payments.amount_out_of_range": _("This way to pay does not take an amount of this size."),
    "payments.not_a_transfer": _("Choose bank transfer first, then send the receipt."),
    "files.bad_file": _("Choose a picture or a PDF of at most 10 MB."),
}

PROMOTIONS: dict[str, Text] = {
    "promotions.coupon_not_found": _("This coupon is no longer offered."),
    "promotions.code_not_found": _("No coupon has this code. Check it and try again."),
    "promotions.activity_unavailable": _(
        "An offer has just ended or sold out. Look at the new total before you order."
    ),
    "wallets.not_enough_value": _("Some of these points were spent meanwhile."),
    "promotions.sign_in_needed": _("Sign in to claim coupons."),
    "promotions.claim_not_open": _("This coupon cannot be claimed yet."),
    "promotions.claim_ended": _("This coupon can no longer be claimed."),
    "promotions.new_users_only": _("This coupon is for first orders."),
    "promotions.sold_out": _("All of these coupons have been claimed."),
    "promotions.claim_limit_reached": _("You have claimed this coupon already."),
    "promotions.daily_limit_reached": _("You have claimed today's coupon. Come back tomorrow."),
    "promotions.code_used": _("This code has been used."),
    "promotions.coupon_unavailable": _(
        "A coupon can no longer be used. The total was worked out anew."
    ),
}

GENERAL: dict[int, Text] = {
    403: _("You may not do this."),
    404: _("This is no longer there."),
    409: _("Something changed meanwhile. Please look once more."),
    422: _("Please check what you entered."),
    429: _("That was too often. Please wait a moment."),
    503: _("A service we need does not answer. Please try again in a moment."),
}
"""By HTTP status, for codes without a sentence of their own."""

SENTENCES: dict[str, Text] = {**CART, **CHECKOUT, **PAYMENTS, **PROMOTIONS}


def explain(error: JishiError) -> str:
    """Return a sentence that says why something was refused and what to do about it."""
    sentence = SENTENCES.get(error.code) or GENERAL.get(error.status)
    if sentence is None:
        return str(_("That did not work. Please try again."))
    return str(sentence) % _Params(error.params)


class _Params(dict[str, object]):
    """The values of a sentence; one that was not given reads as nothing."""

    def __init__(self, params: Mapping[str, object]) -> None:
        super().__init__({name: _shown(value) for name, value in params.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _shown(value: object) -> str:
    return formats.number(value) if isinstance(value, int) else str(value)
