"""Ways in that others vouch for, and entering the shop whichever way one came."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.foundation.kernel.text import localized
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import SignedIn
from jishi.surfaces.design.requests import actor_of, guest_id_of, remember_sign_in
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context
from jishi.trade.cart import services as cart

ICON = "shield"


def doorways() -> tuple[Link, ...]:
    """Return the providers that are switched on, each with the address that begins there."""
    return tuple(
        Link(
            localized(card.name, context.locale()),
            reverse("storefront:outside_start", args=[card.code]),
            ICON,
        )
        for card in accounts_queries.list_providers(only_on=True)
    )


def browser_of(request: HttpRequest) -> str:
    """Return the key of the browser that a sign-in elsewhere is bound to."""
    return str(guest_id_of(request, create=True))


def back_url(request: HttpRequest, code: str) -> str:
    """Return where a provider sends people back to, in the language of the page."""
    return request.build_absolute_uri(reverse("storefront:outside_back", args=[code]))


def enter(request: HttpRequest, found: SignedIn, session_key: str, url: str) -> HttpResponse:
    """Remember the device, bring the visitor's cart along, and go on where one wanted to."""
    if guest_id := guest_id_of(request):
        cart.merge(actor=actor_of(request), user_id=found.user_id, guest_id=guest_id)
    remember_sign_in(request, session_key)
    text = _("Welcome! Your account is ready.") if found.is_new else ""
    return answers.done(request, url, text)
