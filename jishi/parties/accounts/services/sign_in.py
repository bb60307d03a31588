"""Signing in by password or by code, with exact limits and no hint at who has an account."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import DEFAULT_LOCALE
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.models import User
from jishi.parties.accounts.queries.people import users_with
from jishi.parties.accounts.rules import challenges as challenge_rules
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules import throttles as rules
from jishi.parties.accounts.rules.throttles import Limit
from jishi.parties.accounts.services import accounts, challenges, codes, sessions, throttles
from jishi.parties.accounts.types import Answer, CodePurpose, Contact, Device, SignedIn

QUIET_S = 86_400
"""After a day without an attempt, earlier failures are forgotten."""


@throttles.in_steps
def sign_in(
    *,
    actor: Actor,
    contact: str,
    device: Device,
    password: str = "",
    code: str = "",
    locale: str = DEFAULT_LOCALE,
    answer: Answer | None = None,
) -> SignedIn:
    """Sign a person in on a device, by password or, if one is given, by code.

    A right code for a contact without an account makes one, as people expect of a phone.
    locale: of an account made so. answer: to a challenge, if one was needed.
    Raises: BadContact; WrongPassword, which does not tell whether the account exists;
        WrongCode; TooManyAttempts while the account or the address it came from is locked;
        ChallengeNeeded after several wrong passwords, WrongAnswer.
    Emits: AccountRegistered, ContactVerified for a new account.
    """
    target = contacts.parse_contact(contact)
    if code:
        code_id = codes.try_code(target=target, purpose=CodePurpose.SIGN_IN, code=code)
        return _enter_by_code(actor, target, code_id, device, locale)
    user = users_with(target).first()
    limits = limits_of(user.id if user else None, target, actor.ip)
    if _needs_challenge(limits, at=clock.now()):
        challenges.require_answer(actor, answer)
    throttles.take(limits, at=clock.now())
    if not is_password_right(user, password) or user is None:
        raise errors.WrongPassword
    return _enter(actor, user.id, limits, device)


def limits_of(user_id: UUID | None, target: Contact, ip: str) -> dict[str, Limit]:
    """Return the limits of password guessing; a contact without an account has them too."""
    lock_s = preferences.SIGN_IN_LOCK_S.get()
    subject = user_id.hex if user_id else target.value
    account = Limit(preferences.SIGN_IN_FAILURES.get(), QUIET_S, lock_s=lock_s)
    limits = {throttles.name_of("sign-in", subject): account}
    if ip:
        address = Limit(preferences.SIGN_IN_FAILURES_PER_IP.get(), QUIET_S, lock_s=lock_s)
        limits[throttles.name_of("sign-in-ip", ip)] = address
    return limits


def is_password_right(user: User | None, password: str) -> bool:
    """Compare a password, taking as long when there is no account or no password."""
    has_password = user is not None and user.has_usable_password()
    encoded = user.password if user and has_password else _nobodys_password()
    return check_password(password, encoded) and has_password


def clear_failures(limits: dict[str, Limit]) -> None:
    """Forget the account's failures, and take back the attempt of its address."""
    for name, limit in limits.items():
        if name.startswith("sign-in:"):
            throttles.forget(name)
        else:
            throttles.give_back({name: limit})


def _needs_challenge(limits: dict[str, Limit], *, at: datetime) -> bool:
    """Return whether a person has to show to be one; who is locked out anyway need not."""
    found = throttles.tallies(limits)
    if any(rules.wait_s(found[name], limit, at) for name, limit in limits.items()):
        return False
    pressures = {
        name.partition(":")[0]: challenge_rules.Pressure(found[name], limit)
        for name, limit in limits.items()
    }
    return challenge_rules.is_needed_to_sign_in(
        pressures["sign-in"],
        pressures.get("sign-in-ip"),
        most=preferences.CHALLENGE_FAILURES.get(),
        most_per_ip=preferences.CHALLENGE_FAILURES_PER_IP.get(),
        at=at,
    )


@transactional
def _enter(actor: Actor, user_id: UUID, limits: dict[str, Limit], device: Device) -> SignedIn:
    at = clock.now()
    clear_failures(limits)
    user = User.objects.get(pk=user_id)
    return SignedIn(user.id, sessions.open_session(user, actor, device, at=at), is_new=False)


@transactional
def _enter_by_code(
    actor: Actor, target: Contact, code_id: UUID, device: Device, locale: str
) -> SignedIn:
    at = clock.now()
    codes.spend(code_id, at=at)
    user = users_with(target).first()
    is_new = user is None
    if user is None:
        nobody = make_password(None)
        user = accounts.insert_contact(target, password=nobody, nickname="", locale=locale, at=at)
        accounts.count_registration(actor, at=at)
    return SignedIn(user.id, sessions.open_session(user, actor, device, at=at), is_new=is_new)


@cache
def _nobodys_password() -> str:
    return make_password("nobody has this password")
