"""Verification codes: asking for one, sending it, and taking it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import DEFAULT_LOCALE, LOCALES
from jishi.foundation.platform import jobs
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.adapters import senders
from jishi.parties.accounts.models import VerificationCode
from jishi.parties.accounts.queries.people import users_with
from jishi.parties.accounts.rules import challenges as challenge_rules
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules import throttles as rules
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.rules.throttles import Limit
from jishi.parties.accounts.services import challenges, throttles
from jishi.parties.accounts.types import Answer, Channel, CodePurpose, CodeSent, Contact

DIGITS = 6
DAY_S, HOUR_S = 86_400, 3600

SIGNED_IN_ONLY = {
    CodePurpose.VERIFY_CONTACT,
    CodePurpose.CLOSE_ACCOUNT,
    CodePurpose.MERGE,
    CodePurpose.PAYMENT_PASSWORD,
}
MAKES_ACCOUNTS = {CodePurpose.REGISTER, CodePurpose.SIGN_IN}
NEEDS_ACCOUNT = {CodePurpose.RESET_PASSWORD, CodePurpose.MERGE}
"""Purposes whose codes are sent to none but owners of an account, without telling who asks."""


@throttles.in_steps
def request_code(
    *,
    actor: Actor,
    contact: str,
    purpose: CodePurpose,
    locale: str = DEFAULT_LOCALE,
    answer: Answer | None = None,
) -> CodeSent:
    """Have a code of six digits sent to a phone or mailbox; earlier ones lapse.

    The answer is the same whether or not an account has that contact.
    answer: to a challenge, if one was needed.
    Raises: BadContact, Forbidden if the purpose needs somebody who is signed in,
        TooManyAttempts; ChallengeNeeded when a limit is nearly reached or many accounts
        were made from the address, WrongAnswer.
    Locks: the tallies of the contact, the device and the address it came from.
    """
    target = contacts.parse_contact(contact)
    if purpose in SIGNED_IN_ONLY:
        signed_in(actor)
    if _needs_challenge(target, actor, purpose, at=clock.now()):
        challenges.require_answer(actor, answer)
    return _request(actor, target, purpose, locale)


@transactional
def _request(actor: Actor, target: Contact, purpose: CodePurpose, locale: str) -> CodeSent:
    at = clock.now()
    throttles.take(_limits(target, actor), at=at)
    lifetime_s = preferences.CODE_LIFETIME_S.get()
    _open_codes(target, purpose, at).update(expires_at=at)
    row = VerificationCode.objects.create(
        channel=target.channel,
        target=target.value,
        purpose=purpose,
        locale=locale if locale in LOCALES else DEFAULT_LOCALE,
        expires_at=at + timedelta(seconds=lifetime_s),
        created_at=at,
    )
    deliver_code.enqueue(str(row.id))
    return CodeSent(contacts.masked(target), preferences.CODE_RESEND_S.get(), lifetime_s)


@jobs.job(max_attempts=3, priority=50)
def deliver_code(code_id: str) -> None:
    """Send a code that was asked for."""
    send_code(actor=Actor.system("accounts"), code_id=UUID(code_id))


@outbound
def send_code(*, actor: Actor, code_id: UUID) -> None:
    """Bring a code to its owner, unless it has lapsed or nobody could use it.

    Raises: Unavailable if sending may be tried again.
    """
    row = VerificationCode.objects.filter(pk=code_id, used_at=None).first()
    if row is None or row.expires_at <= clock.now():
        return
    target = Contact(Channel(row.channel), row.target)
    if row.purpose in NEEDS_ACCOUNT and not users_with(target).exists():
        return
    minutes = preferences.CODE_LIFETIME_S.get() // 60
    senders.sender_for(target.channel).send(
        contact=target, code=digits_of(row.id), minutes=minutes, locale=row.locale
    )


def try_code(*, target: Contact, purpose: CodePurpose, code: str) -> UUID:
    """Count a try and compare; return the id of the code, which is still to be spent.

    Commits the try. Raises: WrongCode.
    """
    code_id = _count_try(target, purpose, clock.now())
    if code_id is None or not constant_time_compare(digits_of(code_id), code.strip()):
        raise errors.WrongCode(field="code")
    return code_id


def spend(code_id: UUID, *, at: datetime) -> None:
    """Use a code up inside the use case that it opens.

    Raises: WrongCode if another request was quicker.
    """
    if not VerificationCode.objects.filter(pk=code_id, used_at=None).update(used_at=at):
        raise errors.WrongCode(field="code")


def digits_of(code_id: UUID) -> str:
    """Return the six digits of a code: a keyed hash of its id, so that none is stored."""
    digest = salted_hmac("accounts.verification_code", code_id.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


@transactional
def _count_try(target: Contact, purpose: CodePurpose, at: datetime) -> UUID | None:
    row = _open_codes(target, purpose, at).order_by("-created_at", "-id").first()
    if row is None:
        return None
    counted = VerificationCode.objects.filter(
        pk=row.pk, used_at=None, attempts__lt=preferences.CODE_ATTEMPTS.get()
    ).update(attempts=F("attempts") + 1)
    return row.pk if counted else None


def _open_codes(target: Contact, purpose: CodePurpose, at: datetime) -> QuerySet[VerificationCode]:
    return VerificationCode.objects.filter(
        target=target.value, purpose=purpose, used_at=None, expires_at__gt=at
    )


def _needs_challenge(target: Contact, actor: Actor, purpose: CodePurpose, *, at: datetime) -> bool:
    """Return whether a person has to show to be one; who must wait anyway need not."""
    limits = _limits(target, actor)
    made = registration_limit(actor.ip) if actor.ip and purpose in MAKES_ACCOUNTS else {}
    found = throttles.tallies([*limits, *made])
    if any(rules.wait_s(found[name], limit, at) for name, limit in limits.items()):
        return False
    counts = [challenge_rules.Pressure(found[name], limit) for name, limit in limits.items()]
    made_here = [challenge_rules.Pressure(found[name], limit) for name, limit in made.items()]
    return challenge_rules.is_needed_for_code(
        counts, share_bp=preferences.CHALLENGE_CODES_BP.get(), at=at
    ) or challenge_rules.is_needed_to_register(
        made_here[0] if made_here else None, most=preferences.CHALLENGE_REGISTRATIONS.get(), at=at
    )


def registration_limit(ip: str) -> dict[str, Limit]:
    """Return the tally of accounts made from an address; it is watched and refuses nobody."""
    return {throttles.name_of("register-ip", ip): Limit(most=1_000_000, window_s=DAY_S)}


def _limits(target: Contact, actor: Actor) -> dict[str, Limit]:
    per_target = Limit(
        most=preferences.CODES_PER_DAY.get(),
        window_s=DAY_S,
        gap_s=preferences.CODE_RESEND_S.get(),
    )
    per_device = Limit(most=preferences.CODES_PER_DEVICE_HOUR.get(), window_s=HOUR_S)
    per_ip = Limit(most=preferences.CODES_PER_IP_HOUR.get(), window_s=HOUR_S)
    limits = {
        throttles.name_of("code", target.value): per_target,
        throttles.name_of("code-device", actor.id): per_device,
    }
    if actor.ip:
        limits[throttles.name_of("code-ip", actor.ip)] = per_ip
    return limits
