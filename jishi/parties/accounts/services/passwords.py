"""Changing a password that is known, and one that is forgotten."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.events import PasswordChanged
from jishi.parties.accounts.models import User
from jishi.parties.accounts.queries.people import users_with
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.rules.throttles import Limit
from jishi.parties.accounts.services import codes, sessions, sign_in, strength, throttles
from jishi.parties.accounts.types import CodePurpose, Contact


@throttles.in_steps
def change_password(*, actor: Actor, old: str, new: str, session_key: str = "") -> None:
    """Replace one's password and sign all other devices out.

    session_key: of the asking web session, which stays.
    Raises: Forbidden if nobody is signed in; WeakPassword; WrongPassword;
        TooManyAttempts, by the same count as sign-ins.
    Emits: PasswordChanged.
    """
    user = User.objects.filter(pk=signed_in(actor)).first()
    if user is None:
        raise NotFound
    strength.check_new(new, contact=user.email or user.phone or "")
    limits = sign_in.limits_of(user.id, _any_contact(user), actor.ip)
    throttles.take(limits, at=clock.now())
    if not sign_in.is_password_right(user, old):
        raise errors.WrongPassword(field="old")
    encoded = make_password(new)
    _change(actor, user.id, encoded, session_key, limits)


@throttles.in_steps
def reset_password(*, actor: Actor, contact: str, code: str, new: str) -> None:
    """Set a password with a code instead of the old one; all devices are signed out.

    This is also how somebody who signs in by code gets a first password, and how a
    locked account is opened early.
    Raises: BadContact, WeakPassword, WrongCode.
    Emits: PasswordChanged.
    """
    target = contacts.parse_contact(contact)
    strength.check_new(new, contact=target.value)
    code_id = codes.try_code(target=target, purpose=CodePurpose.RESET_PASSWORD, code=code)
    encoded = make_password(new)
    _reset(actor, target, code_id, encoded)


@transactional
def _change(
    actor: Actor, user_id: UUID, encoded: str, session_key: str, limits: dict[str, Limit]
) -> None:
    sign_in.clear_failures(limits)
    _set(actor, user_id, encoded)
    sessions.drop_sessions(user_id, keep=session_key)


@transactional
def _reset(actor: Actor, target: Contact, code_id: UUID, encoded: str) -> None:
    codes.spend(code_id, at=clock.now())
    user = users_with(target).first()
    if user is None:
        raise errors.WrongCode(field="code")
    for name in sign_in.limits_of(user.id, target, ip=""):
        throttles.forget(name)
    _set(actor, user.id, encoded)
    sessions.drop_sessions(user.id)


def _set(actor: Actor, user_id: UUID, encoded: str) -> None:
    User.objects.filter(pk=user_id).update(password=encoded)
    outbox.emit(PasswordChanged(user_id=str(user_id)))
    audit.record(
        actor=actor, action="accounts.change_password", subject_type="user", subject_id=user_id
    )


def _any_contact(user: User) -> Contact:
    return contacts.parse_contact(user.email or user.phone or "")
