"""Signing in, registering, resetting a password, signing out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.errors import ChallengeNeeded, TooManyAttempts, WrongAnswer
from jishi.parties.accounts.types import CodePurpose, SignedIn
from jishi.surfaces.design.requests import (
    actor_of,
    forget_sign_in,
    guest_id_of,
    new_device,
    user_id_of,
    visit_key_of,
)
from jishi.surfaces.storefront import answers, challenges, code_steps, context, members, outside
from jishi.surfaces.storefront.code_steps import CodeStep
from jishi.surfaces.storefront.explain_account import blame, wait_text
from jishi.surfaces.storefront.forms.people import (
    CodeForm,
    PasswordSignInForm,
    RegisterForm,
    ResetPasswordForm,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by password."""
    if user_id_of(request) is not None:
        return answers.redirect(request, _next(request))
    if request.method != "POST":
        start = {"contact": request.GET.get("contact", "")[:254]}
        return _sign_in_page(request, PasswordSignInForm(initial=start))
    if challenges.wants_other(request):
        start = {"contact": request.POST.get("contact", "")[:254]}
        return _sign_in_page(request, PasswordSignInForm(initial=start))
    return _try_password(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """Sign in by a code; a new contact gets an account by it."""
    if user_id_of(request) is not None:
        return answers.redirect(request, _next(request))
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.SIGN_IN,
            "storefront/sign_in/by_code.html",
            CodeForm,
            _finish_sign_in,
            data={"providers": outside.doorways()},
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Make an account with a phone number or an e-mail address."""
    if user_id_of(request) is not None:
        return answers.redirect(request, _next(request))
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.REGISTER,
            "storefront/sign_in/register.html",
            RegisterForm,
            _finish_register,
        ),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    """Set a new password with a code."""
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.RESET_PASSWORD,
            "storefront/sign_in/reset_password.html",
            ResetPasswordForm,
            _finish_reset,
        ),
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget this device."""
    accounts.sign_out(actor=actor_of(request), session_key=visit_key_of(request))
    forget_sign_in(request)
    return answers.done(request, reverse("storefront:home"), _("You are signed out."))


def _try_password(request: HttpRequest) -> HttpResponse:
    form = PasswordSignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=422)
    guest_id_of(request, create=True)
    device = new_device(request)
    try:
        found = accounts.sign_in(
            actor=actor_of(request),
            contact=form.cleaned_data["contact"],
            password=form.cleaned_data["password"],
            device=device,
            answer=challenges.answer_of(request),
        )
    except (ChallengeNeeded, WrongAnswer) as error:
        return _sign_in_page(request, form, refusal=error, status=error.status)
    except TooManyAttempts as error:
        form.add_error(None, _locked_text(error))
        return _sign_in_page(request, form, status=error.status)
    except JishiError as error:
        blame(form, error, "password")
        return _sign_in_page(request, form, status=error.status)
    return _enter(request, found, device.session_key)


def _finish_sign_in(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    device = new_device(request)
    found = accounts.sign_in(
        actor=actor_of(request),
        contact=given["contact"],
        code=given["code"],
        device=device,
        locale=context.locale(),
    )
    return _enter(request, found, device.session_key)


def _finish_register(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    device = new_device(request)
    found = accounts.register(
        actor=actor_of(request),
        contact=given["contact"],
        code=given["code"],
        password=given["password"],
        nickname=given["nickname"],
        device=device,
        locale=context.locale(),
    )
    return _enter(request, found, device.session_key)


def _finish_reset(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    accounts.reset_password(
        actor=actor_of(request),
        contact=given["contact"],
        code=given["code"],
        new=given["password"],
    )
    return answers.done(
        request,
        reverse("storefront:sign_in"),
        _("Your password is changed. Sign in with the new one."),
    )


def _enter(request: HttpRequest, found: SignedIn, session_key: str) -> HttpResponse:
    return outside.enter(request, found, session_key, _next(request))


def _sign_in_page(
    request: HttpRequest,
    form: PasswordSignInForm,
    *,
    refusal: JishiError | None = None,
    status: int = 200,
) -> HttpResponse:
    # A challenge is bound to the browser, so that even a first visitor needs an id.
    guest_id_of(request, create=True)
    data: dict[str, object] = {
        "form": form,
        "next": answers.safe_next(request, ""),
        "providers": outside.doorways(),
    }
    posed = challenges.again(request, refusal)
    return members.page(request, "storefront/sign_in/sign_in.html", data | posed, status=status)


def _next(request: HttpRequest) -> str:
    return answers.safe_next(request, reverse(members.HOME))


def _locked_text(error: TooManyAttempts) -> str:
    return _(
        "Too many wrong passwords: signing in by password is locked. "
        "Try again in %(wait)s, sign in by code, or reset your password."
    ) % {"wait": wait_text(error)}
