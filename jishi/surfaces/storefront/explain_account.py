"""Why something was refused on a shopper's own pages: error code → sentence."""

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.design import formats
from jishi.surfaces.storefront import explain as general

Text = str | Promise

ACCOUNTS: dict[str, Text] = {
    "accounts.bad_contact": _("Enter a phone number or an e-mail address."),
    "accounts.contact_taken": _("Another account has this contact. Sign in with it instead."),
    "accounts.wrong_code": _("This code is wrong or no longer valid. Ask for a new one."),
    "accounts.wrong_password": _("Account or password is wrong."),
    "accounts.too_many_attempts": _("Too many attempts. Try again in %(wait)s."),
    "accounts.bad_nickname": _("This nickname cannot be used here. Choose another one."),
    "accounts.bad_birthday": _("Check the date."),
    "accounts.birthday_changed_lately": _(
        "The birthday can be corrected once in %(days)s days only."
    ),
    "accounts.bad_locale": _("Choose one of the languages."),
    "accounts.bad_avatar": _("This picture cannot be used. Choose another one."),
    "accounts.still_employed": _(
        "This account works for a shop. Have its roles removed first, then close it."
    ),
}

GUARDS: dict[str, Text] = {
    "accounts.challenge_needed": _("Please show first that you are not a machine."),
    "accounts.wrong_answer": _("That was not it. Here is another one."),
    "accounts.provider_refused": _("You were not signed in: it was refused there."),
    "accounts.provider_untrusted": _(
        "The answer of the other service could not be believed. Please try again."
    ),
    "accounts.provider_down": _("The other service does not answer. Please try again later."),
    "accounts.attempt_lapsed": _("This sign-in is over. Please begin once more."),
    "accounts.last_way_in": _(
        "This is the only way into your account. Add a phone number or an e-mail address first."
    ),
    "accounts.nothing_to_merge": _("There is no other open account with this contact."),
    "accounts.both_employed": _(
        "Both accounts work for a shop or for us, and cannot be united. Have the roles of one"
        " removed first."
    ),
    "accounts.merge_lapsed": _("This took too long. Please prove the other account once more."),
    "accounts.no_payment_password": _("Set a payment password first."),
    "accounts.wrong_payment_password": _("The payment password is wrong. %(left)s tries are left."),
    "accounts.bad_free_pay": _("Choose lower limits; that of a day is at least that of a payment."),
}
"""Refusals around captchas, other services, united accounts and the payment password."""

PAYMENT_WEAKNESSES: dict[str, Text] = {
    "format": _("Enter six digits."),
    "simple": _("It is too easy to guess."),
    "phone": _("Do not use digits of your phone number."),
    "birthday": _("Do not use your birthday."),
    "login": _("Do not use your sign-in password."),
}
"""What is wrong with a payment password, by the name of the broken rule."""

WEAKNESSES: dict[str, Text] = {
    "password_too_short": _("Use at least 8 characters."),
    "password_too_similar": _("It is too much like your phone number or e-mail address."),
    "password_too_common": _("It is too easy to guess."),
    "password_missing": _("Enter a new password."),
    "password_too_long": _("It is too long."),
    "password_entirely_numeric": _("Do not use digits alone."),
}
"""What is wrong with a password, by the name of the broken rule."""

ORDERS: dict[str, Text] = {
    "orders.not_found": _("This order does not exist."),
    "orders.not_cancelable": _(
        "This order has been paid, so it cannot simply be canceled. Ask for a refund instead."
    ),
    "orders.already_shipped": _("It has been shipped already."),
    "orders.nothing_shipped": _("Nothing can be done about receipt at the moment."),
    "orders.aftersale_open": _("An after-sale request is open. Receipt waits until it ends."),
    "orders.bad_price_change": _(
        "Choose an address in the same province: the freight was worked out for it."
    ),
    "orders.too_many_lookups": _("Too many attempts. Try again in %(wait)s."),
}

AFTERSALES: dict[str, Text] = {
    "aftersales.not_found": _("This request does not exist."),
    "aftersales.not_eligible": _("Nothing can be asked for on this item any more."),
    "aftersales.bad_lines": _("Choose at least one item, and no more than you bought."),
    "aftersales.mixed_stages": _(
        "Some units were shipped and some were not. Please ask for them separately."
    ),
    "aftersales.bad_reason": _("This reason does not fit here. Choose another one."),
    "aftersales.bad_amount": _("Enter an amount of at most what you paid."),
    "aftersales.evidence_needed": _("Please add at least one picture for this reason."),
    "aftersales.bad_evidence": _("Add at most 9 pictures."),
    "aftersales.too_many_cases": _("This item was asked for %(limit)s times, which is the most."),
    "aftersales.already_shipped": _("These units have been shipped meanwhile."),
    "shipping.unknown_carrier": _("Choose a carrier of the list."),
    "shipping.bad_tracking_number": _("Check the tracking number."),
    "shipping.tracking_number_taken": _("This tracking number belongs to another parcel."),
}

REVIEWS: dict[str, Text] = {
    "reviews.not_found": _("This review does not exist."),
    "reviews.not_received": _("Only what you have received can be reviewed."),
    "reviews.already_reviewed": _("You have reviewed this already."),
    "reviews.window_closed": _("The time to review this is over."),
    "reviews.bad_review": _("Give one to five stars."),
    "reviews.bad_images": _("Add at most 9 pictures."),
    "reviews.text_needed": _("Write a few words."),
    "community.too_many_favorites": _("You can keep %(limit)s at most. Remove some first."),
    "notifications.fixed_choice": _("This is always told on the site."),
}

LOYALTY: dict[str, Text] = {
    "loyalty.cannot_make_up": _(
        "This day cannot be made up: it is checked in, too long ago, or no card is left."
    ),
    "loyalty.sign_in_needed": _("Sign in to check in."),
}

SENTENCES: dict[str, Text] = {**ACCOUNTS, **GUARDS, **ORDERS, **AFTERSALES, **REVIEWS, **LOYALTY}


def explain(error: JishiError) -> str:
    """Return a sentence that says why something was refused and what to do about it."""
    if error.code == "accounts.weak_password":
        return _weakness(error)
    if error.code == "accounts.weak_payment_password":
        reason = str(error.params.get("reason", ""))
        return str(PAYMENT_WEAKNESSES.get(reason, PAYMENT_WEAKNESSES["format"]))
    sentence = SENTENCES.get(error.code)
    return general.explain(error) if sentence is None else str(sentence) % _shown(error.params)


def blame(form: forms.Form, error: JishiError, field: str = "") -> None:
    """Put a refusal beside the field at fault, or above the form if there is no such field.

    field: where it belongs if the refusal names no field of the form.
    """
    named = next((name for name in (error.field, field) if name and name in form.fields), None)
    form.add_error(named, explain(error))


def wait_text(error: JishiError) -> str:
    """Return how long to wait before the next attempt, in words."""
    seconds = error.params.get("retry_after_s")
    return formats.duration(timedelta(seconds=seconds if isinstance(seconds, int) else 60))


def _shown(params: Mapping[str, object]) -> dict[str, str]:
    shown = {
        name: formats.number(value) if isinstance(value, int) else str(value)
        for name, value in params.items()
    }
    seconds = params.get("retry_after_s")
    shown["wait"] = formats.duration(timedelta(seconds=seconds if isinstance(seconds, int) else 60))
    return {"limit": "", "days": ""} | shown


def _weakness(error: JishiError) -> str:
    names = str(error.params.get("reasons", "")).split(",")
    known = [WEAKNESSES[name] for name in names if name in WEAKNESSES]
    return " ".join(str(text) for text in known or [WEAKNESSES["password_too_common"]])
