"""Signing in with somebody who vouches: there, back, and what is linked to one's account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.kernel.text import localized
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import OutsideAnswer, OutsideResult, OutsideSignIn
from jishi.surfaces.design.requests import actor_of, new_device, user_id_of
from jishi.surfaces.storefront import answers, context, members, outside
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.forms.people import PasswordSignInForm
from jishi.surfaces.storefront.views.promotions import sign_in_url
from jishi.surfaces.storefront.visitors import decode

SECURITY = "storefront:security"


@never_cache
@require_POST
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Send the reader to a provider, to sign in or to link."""
    is_member = user_id_of(request) is not None
    home = reverse(SECURITY if is_member else members.HOME)
    try:
        address = accounts.begin_outside(
            actor=actor_of(request),
            provider_code=provider,
            browser=outside.browser_of(request),
            back_url=outside.back_url(request, provider),
            next_url=answers.safe_next(request, home),
            locale=context.locale(),
        )
    except JishiError as error:
        return _refused(request, error)
    return redirect(address)


@never_cache
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Take the provider's answer."""
    device = new_device(request)
    given = request.GET
    try:
        found = accounts.finish_outside(
            actor=actor_of(request),
            provider_code=provider,
            browser=outside.browser_of(request),
            back_url=outside.back_url(request, provider),
            answer=OutsideAnswer(
                state=given.get("state", "")[:200],
                code=given.get("code", "")[:1000],
                error=given.get("error", "")[:60],
            ),
            device=device,
        )
    except JishiError as error:
        return _refused(request, error)
    if found.signed_in is not None:
        return outside.enter(request, found.signed_in, device.session_key, found.next)
    return _go_on(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def link(request: HttpRequest) -> HttpResponse:
    """Ask whether the service one came from shall open the account; a POST links it."""
    browser = outside.browser_of(request)
    if request.method != "POST":
        waiting = accounts_queries.find_proved(browser)
        if waiting is None:
            return answers.redirect(request, reverse(SECURITY))
        name = localized(waiting.provider_name, context.locale())
        data: dict[str, object] = {"name": name, "label": waiting.label}
        return members.page(request, "storefront/account/link.html", data)
    try:
        found = accounts.link_proved(actor=actor_of(request), browser=browser)
    except JishiError as error:
        return answers.done(request, reverse(SECURITY), explain(error), "error")
    return _go_on(request, found)


@require_POST
@members.member_only
def unlink(request: HttpRequest, key: str) -> HttpResponse:
    """Stop a service from opening the account."""
    try:
        accounts.unlink(actor=actor_of(request), identity_id=decode("idn", key))
    except NotFound:
        raise
    except JishiError as error:
        return answers.done(request, reverse(SECURITY), explain(error), "error")
    return answers.done(request, reverse(SECURITY), _("It no longer opens your account."))


def _refused(request: HttpRequest, error: JishiError) -> HttpResponse:
    """Say why it did not work, where one may try another way."""
    if user_id_of(request) is not None:
        return answers.done(request, reverse(SECURITY), explain(error), "error")
    data: dict[str, object] = {
        "form": PasswordSignInForm(),
        "next": "",
        "providers": outside.doorways(),
        "problem": explain(error),
    }
    return members.page(request, "storefront/sign_in/sign_in.html", data, status=error.status)


def _go_on(request: HttpRequest, found: OutsideSignIn) -> HttpResponse:
    if found.result == OutsideResult.LINKED:
        return answers.done(request, reverse(SECURITY), _("You can sign in with it from now on."))
    if found.result == OutsideResult.OFFERED and found.offer_id is not None:
        key = ids.encode("mrg", found.offer_id)
        return answers.done(
            request,
            reverse("storefront:unite_confirm", args=[key]),
            _("It opens another account of yours. You can unite the two."),
            "info",
        )
    url = reverse("storefront:outside_link")
    text = _("You have an account with this e-mail address. Sign in to it first, then link it.")
    return answers.done(request, sign_in_url(url), text, "info")
