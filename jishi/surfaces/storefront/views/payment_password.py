"""The payment password, and how much is paid without it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.money import Money
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import CodePurpose, PaymentLock
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, code_steps, members
from jishi.surfaces.storefront.code_steps import CodeStep
from jishi.surfaces.storefront.explain_account import blame
from jishi.surfaces.storefront.forms.people import FreePayForm, PaymentPasswordForm

SECURITY = "storefront:security"


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def payment_password(request: HttpRequest) -> HttpResponse:
    """Set the payment password, or reset a forgotten one, with a fresh code."""
    user_id = members.me(request)
    person = accounts_queries.get_user(user_id)
    contacts = tuple(contact for contact in (person.phone, person.email) if contact)
    if not contacts:
        return answers.done(
            request,
            reverse("storefront:verify_contact"),
            _("Add a phone number or an e-mail address first; the code is sent there."),
            "info",
        )
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.PAYMENT_PASSWORD,
            "storefront/account/payment_password.html",
            PaymentPasswordForm,
            _finish,
            contacts=contacts,
            data={"is_set": accounts_queries.get_payment_lock(user_id).is_set},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def free_pay(request: HttpRequest) -> HttpResponse:
    """Choose up to which amounts no payment password is asked for."""
    lock = accounts_queries.get_payment_lock(members.me(request))
    if not lock.is_set:
        return answers.redirect(request, reverse("storefront:payment_password"))
    if request.method != "POST":
        return _page(request, _form(lock))
    form = _form(lock, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        accounts.set_free_pay(
            actor=actor_of(request),
            password=form.cleaned_data["password"],
            limit_minor=form.cleaned_data["limit"].minor,
            day_minor=form.cleaned_data["day"].minor,
        )
    except JishiError as error:
        blame(form, error, "password")
        return _page(request, form, status=error.status)
    return answers.done(request, reverse(SECURITY), _("Saved."))


def _finish(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    accounts.set_payment_password(
        actor=actor_of(request),
        contact=given["contact"],
        code=given["code"],
        password=given["password"],
    )
    return answers.done(request, reverse(SECURITY), _("Your payment password is set."))


def _form(lock: PaymentLock, given: Any = None) -> FreePayForm:
    start = {
        "limit": Money(lock.free_limit_minor, lock.currency),
        "day": Money(lock.free_day_minor, lock.currency),
    }
    limits = accounts_queries.free_pay_limits()
    return FreePayForm(given, currency=lock.currency, limits=limits, initial=start)


def _page(request: HttpRequest, form: FreePayForm, *, status: int = 200) -> HttpResponse:
    return members.page(request, "storefront/account/free_pay.html", {"form": form}, status=status)
