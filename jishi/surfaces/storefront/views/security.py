"""Password, contacts, devices, and closing an account."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.text import localized
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import CodePurpose, LinkedIdentity, Person, SessionCard
from jishi.surfaces.design.requests import actor_of, visit_key_of
from jishi.surfaces.storefront import answers, code_steps, context, devices, members, outside
from jishi.surfaces.storefront.code_steps import CodeStep
from jishi.surfaces.storefront.explain_account import blame
from jishi.surfaces.storefront.forms.people import ChangePasswordForm, CloseForm, CodeForm
from jishi.surfaces.storefront.visitors import decode

SECURITY = "storefront:security"


@require_safe
@members.member_only
def security(request: HttpRequest) -> HttpResponse:
    """Show how one signs in and where one is signed in."""
    user_id = members.me(request)
    sessions = accounts_queries.list_sessions(user_id, session_key=visit_key_of(request))
    data: dict[str, object] = {
        "person": accounts_queries.get_user(user_id),
        "devices": [_device(card) for card in sessions],
        "has_others": len(sessions) > 1,
        "linked": [_linked(one) for one in accounts_queries.list_identities(user_id)],
        "providers": outside.doorways(),
        "payment_lock": accounts_queries.get_payment_lock(user_id),
    }
    return members.page(request, "storefront/account/security.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace the password; who has none yet sets one with a code."""
    person = accounts_queries.get_user(members.me(request))
    if not person.has_password:
        contact = person.phone or person.email
        url = reverse("storefront:reset_password")
        return answers.redirect(request, f"{url}?contact={contact.replace('+', '%2B')}")
    if request.method != "POST":
        return _password_page(request, ChangePasswordForm())
    form = ChangePasswordForm(request.POST)
    if not form.is_valid():
        return _password_page(request, form, status=422)
    try:
        accounts.change_password(
            actor=actor_of(request),
            old=form.cleaned_data["old"],
            new=form.cleaned_data["password"],
            session_key=visit_key_of(request),
        )
    except JishiError as error:
        blame(form, error, "old")
        return _password_page(request, form, status=error.status)
    return answers.done(
        request,
        reverse(SECURITY),
        _("Your password is changed. All other devices are signed out."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def verify_contact(request: HttpRequest) -> HttpResponse:
    """Make a phone number or an e-mail address one's own."""
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.VERIFY_CONTACT,
            "storefront/account/verify_contact.html",
            CodeForm,
            _finish_verify,
        ),
    )


@require_POST
@members.member_only
def revoke_device(request: HttpRequest, key: str) -> HttpResponse:
    """Sign one device out."""
    session_id: UUID = decode("ses", key)
    accounts.revoke_session(actor=actor_of(request), session_id=session_id)
    return answers.done(request, reverse(SECURITY), _("The device is signed out."))


@require_POST
@members.member_only
def revoke_others(request: HttpRequest) -> HttpResponse:
    """Sign all other devices out."""
    accounts.revoke_other_sessions(actor=actor_of(request), session_key=visit_key_of(request))
    return answers.done(request, reverse(SECURITY), _("All other devices are signed out."))


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def close_account(request: HttpRequest) -> HttpResponse:
    """Ask to have the account closed."""
    person = accounts_queries.get_user(members.me(request))
    return code_steps.run(
        request,
        CodeStep(
            CodePurpose.CLOSE_ACCOUNT,
            "storefront/account/close.html",
            CloseForm,
            _finish_close,
            contacts=_contacts(person),
        ),
    )


@require_POST
@members.member_only
def keep_account(request: HttpRequest) -> HttpResponse:
    """Turn back from closing the account."""
    try:
        accounts.keep_account(actor=actor_of(request))
    except JishiError as error:
        return answers.refused(request, reverse(SECURITY), error)
    return answers.done(request, reverse(SECURITY), _("Good to have you. Your account stays."))


def _finish_verify(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    accounts.verify_contact(actor=actor_of(request), contact=given["contact"], code=given["code"])
    return answers.done(request, reverse(SECURITY), _("Verified. You can sign in with it."))


def _finish_close(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    accounts.close_account(actor=actor_of(request), contact=given["contact"], code=given["code"])
    return answers.done(
        request,
        reverse(SECURITY),
        _("Your account will be closed. Until then you can change your mind here."),
        "info",
    )


def _contacts(person: Person) -> tuple[str, ...]:
    return tuple(contact for contact in (person.phone, person.email) if contact)


def _linked(one: LinkedIdentity) -> dict[str, object]:
    return {
        "key": ids.encode("idn", one.id),
        "name": localized(one.provider_name, context.locale()),
        "label": one.label,
    }


def _device(card: SessionCard) -> dict[str, object]:
    return {
        "key": ids.encode("ses", card.id),
        "name": devices.name_of(card.user_agent),
        "is_phone": devices.is_phone(card.user_agent),
        "ip": card.ip,
        "seen_at": card.seen_at,
        "signed_in_at": card.signed_in_at,
        "is_current": card.is_current,
    }


def _password_page(
    request: HttpRequest, form: ChangePasswordForm, *, status: int = 200
) -> HttpResponse:
    data: dict[str, object] = {"form": form}
    return members.page(request, "storefront/account/password.html", data, status=status)
