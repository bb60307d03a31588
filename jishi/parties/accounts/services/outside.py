"""Signing in with somebody who vouches: there, back, and what it opens (第三方登录)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import DEFAULT_LOCALE, LOCALES
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.adapters import secrets, vouching
from jishi.parties.accounts.events import IdentityLinked
from jishi.parties.accounts.models import Identity, SignInAttempt, SignInProvider, User
from jishi.parties.accounts.ports import IdentityProvider
from jishi.parties.accounts.queries.outside import hash_browser, proved_in
from jishi.parties.accounts.queries.people import users_with
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules import providers as rules
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.services import accounts, merging, sessions
from jishi.parties.accounts.services.profile import lock_user
from jishi.parties.accounts.types import (
    Ask,
    AttemptState,
    Channel,
    Contact,
    Device,
    OutsideAnswer,
    OutsideResult,
    OutsideSignIn,
    Proved,
    ProviderConfig,
    ProviderKind,
    SignedIn,
    UserState,
)

ATTEMPT_LIFETIME = timedelta(minutes=15)


@outbound
def begin_outside(
    *,
    actor: Actor,
    provider_code: str,
    browser: str,
    back_url: str,
    next_url: str = "",
    locale: str = DEFAULT_LOCALE,
) -> str:
    """Return the provider's address to send a person to, to sign in or, if signed in, to link.

    browser: a key of the browser; the answer is taken from no other. back_url: where the
    provider sends people back to. next_url: where the person wants to go then.
    Raises: NotFound if no such provider is switched on; ProviderDown, ProviderUntrusted.
    """
    provider = _provider(provider_code)
    attempt_id = _begin(actor, provider, browser, next_url, locale)
    return _adapter(provider, back_url).entry(ask_of(attempt_id))


@outbound
def finish_outside(
    *,
    actor: Actor,
    provider_code: str,
    browser: str,
    back_url: str,
    answer: OutsideAnswer,
    device: Device,
) -> OutsideSignIn:
    """Take a provider's answer: sign in, make an account, link, or say what is missing.

    A mailbox is believed only if the provider verified it, and never joins an account that
    is there: its owner signs in first, then `link_proved`.
    Raises: NotFound, AttemptLapsed, ProviderRefused, ProviderDown, ProviderUntrusted;
        NothingToMerge, BothEmployed if it opens another account that cannot be united.
    Emits: AccountRegistered, ContactVerified, IdentityLinked.
    """
    provider = _provider(provider_code)
    attempt = _take(provider, browser, answer.state, actor)
    if answer.error or not answer.code:
        raise errors.ProviderRefused(reason=(answer.error or "denied")[:60])
    proved = _adapter(provider, back_url).identify(ask_of(attempt.id), answer.code)
    if not proved.subject:
        raise errors.ProviderUntrusted(reason="subject")
    return _settle(actor, attempt, proved, device)


@transactional
def link_proved(*, actor: Actor, browser: str) -> OutsideSignIn:
    """Let the provider open one's account that said last who one is, before one signed in.

    Raises: Forbidden if nobody is signed in; AttemptLapsed; NothingToMerge, BothEmployed.
    Emits: IdentityLinked.
    """
    user_id = signed_in(actor)
    attempt = proved_in(browser).first()
    if attempt is None:
        raise errors.AttemptLapsed
    taken = SignInAttempt.objects.filter(pk=attempt.pk, state=AttemptState.PROVED)
    if not taken.update(state=AttemptState.USED):
        raise errors.AttemptLapsed
    return _link(actor, user_id, attempt)


@transactional
def unlink(*, actor: Actor, identity_id: UUID) -> None:
    """Stop a provider from opening one's account.

    Raises: Forbidden if nobody is signed in; NotFound if it is not the actor's; LastWayIn.
    Locks: the account.
    """
    user = lock_user(signed_in(actor))
    mine = Identity.objects.filter(user=user)
    row = mine.filter(pk=identity_id).select_related("provider").first()
    if row is None:
        raise NotFound
    others = mine.exclude(pk=row.pk).filter(provider__is_on=True).count()
    reachable = sum(1 for value in (user.email, user.phone) if value)
    if rules.is_last_way_in(contacts=reachable, others=others):
        raise errors.LastWayIn
    row.delete()
    User.objects.filter(pk=user.pk).update(is_linked=mine.exists())
    audit.record(
        actor=actor,
        action="accounts.unlink",
        subject_type="user",
        subject_id=user.id,
        before={"provider": row.provider.code},
    )


def ask_of(attempt_id: UUID) -> Ask:
    """Return the secrets of an attempt: keyed hashes of its id, so that none is stored."""
    return Ask(
        state=f"{attempt_id.hex}{_derived('state', attempt_id)[:32]}",
        nonce=_derived("nonce", attempt_id),
        verifier=_derived("verifier", attempt_id),
    )


@transactional
def _begin(
    actor: Actor, provider: SignInProvider, browser: str, next_url: str, locale: str
) -> UUID:
    at = clock.now()
    row = SignInAttempt.objects.create(
        provider=provider,
        user_id=actor.user_id,
        device=hash_browser(browser),
        next=next_url[:500],
        locale=locale if locale in LOCALES else DEFAULT_LOCALE,
        expires_at=at + ATTEMPT_LIFETIME,
        created_at=at,
    )
    return row.id


@transactional
def _take(provider: SignInProvider, browser: str, state: str, actor: Actor) -> SignInAttempt:
    """Use an attempt up, so that the same answer does nothing a second time.

    Raises: AttemptLapsed if it is unknown, over, used, of another browser or person.
    """
    attempt_id = _attempt_id(state)
    rows = SignInAttempt.objects.filter(
        pk=attempt_id,
        provider=provider,
        device=hash_browser(browser),
        state=AttemptState.STARTED,
        expires_at__gt=clock.now(),
    )
    row = rows.first()
    if row is None or not rows.update(state=AttemptState.USED):
        raise errors.AttemptLapsed
    if row.user_id != actor.user_id:
        raise errors.AttemptLapsed
    return row


def _attempt_id(state: str) -> UUID:
    try:
        attempt_id = UUID(hex=state[:32])
    except ValueError as error:
        raise errors.AttemptLapsed from error
    if not constant_time_compare(ask_of(attempt_id).state, state):
        raise errors.AttemptLapsed
    return attempt_id


@transactional
def _settle(actor: Actor, attempt: SignInAttempt, proved: Proved, device: Device) -> OutsideSignIn:
    at = clock.now()
    attempt.subject = rules.hash_subject(proved.subject)
    attempt.label = proved.label[:60]
    if attempt.user_id is not None:
        return _link(actor, attempt.user_id, attempt)
    known = Identity.objects.filter(provider_id=attempt.provider_id, subject=attempt.subject)
    identity = known.select_related("user").first()
    if identity is not None:
        if identity.user.state == UserState.CLOSED:
            raise errors.AttemptLapsed
        session_id = sessions.open_session(identity.user, actor, device, at=at)
        return _entered(attempt, SignedIn(identity.user_id, session_id, is_new=False))
    mailbox = _mailbox(proved)
    if mailbox is not None and users_with(mailbox).exists():
        SignInAttempt.objects.filter(pk=attempt.pk).update(
            state=AttemptState.PROVED, subject=attempt.subject, label=attempt.label
        )
        return OutsideSignIn(OutsideResult.ASKED, attempt.next)
    user = _make_account(attempt, mailbox, at)
    accounts.count_registration(actor, at=at)
    session_id = sessions.open_session(user, actor, device, at=at)
    return _entered(attempt, SignedIn(user.id, session_id, is_new=True))


def _link(actor: Actor, user_id: UUID, attempt: SignInAttempt) -> OutsideSignIn:
    """Let a proved identity open an account, or offer to unite it with the one it opens.

    Locks: the account.
    """
    user = lock_user(user_id)
    known = Identity.objects.filter(provider_id=attempt.provider_id, subject=attempt.subject)
    owner_id = known.values_list("user_id", flat=True).first()
    if owner_id is not None and owner_id != user.id:
        proof_id = merging.offer(kept_id=user.id, gone_id=owner_id)
        return OutsideSignIn(OutsideResult.OFFERED, attempt.next, offer_id=proof_id)
    if owner_id is None:
        _insert_identity(user, attempt)
        User.objects.filter(pk=user.pk).update(is_linked=True)
        audit.record(
            actor=actor,
            action="accounts.link",
            subject_type="user",
            subject_id=user.id,
            after={"provider": attempt.provider.code},
        )
    return OutsideSignIn(OutsideResult.LINKED, attempt.next)


def _make_account(attempt: SignInAttempt, mailbox: Contact | None, at: datetime) -> User:
    user = accounts.insert_user(
        email=mailbox.value if mailbox else None,
        phone=None,
        password=make_password(None),
        nickname=accounts.nickname_or_none(attempt.label),
        locale=attempt.locale,
        at=at,
        is_linked=True,
    )
    if mailbox:
        accounts.announce_contact(user.id, mailbox)
    _insert_identity(user, attempt)
    return user


def _insert_identity(user: User, attempt: SignInAttempt) -> None:
    """Insert an identity; the unique constraint decides who was first. Raises: AttemptLapsed."""
    try:
        with transaction.atomic():
            Identity.objects.create(
                provider_id=attempt.provider_id,
                user=user,
                subject=attempt.subject,
                label=attempt.label,
                created_at=clock.now(),
            )
    except IntegrityError as error:
        raise errors.AttemptLapsed from error
    outbox.emit(IdentityLinked(user_id=str(user.id), provider_code=attempt.provider.code))


def _entered(attempt: SignInAttempt, found: SignedIn) -> OutsideSignIn:
    return OutsideSignIn(OutsideResult.ENTERED, attempt.next, signed_in=found)


def _mailbox(proved: Proved) -> Contact | None:
    """Return the mailbox that a provider verified, if it is one."""
    try:
        email = contacts.normalize_email(proved.email) if proved.email else ""
    except errors.BadContact:
        return None
    return Contact(Channel.EMAIL, email) if email else None


def _provider(code: str) -> SignInProvider:
    row = SignInProvider.objects.filter(code=code, is_on=True).first()
    if row is None:
        raise NotFound
    return row


def _adapter(provider: SignInProvider, back_url: str) -> IdentityProvider:
    config = ProviderConfig(
        code=provider.code,
        address=provider.address,
        client_id=provider.client_id,
        secret=secrets.decrypt(provider.secret),
        redirect_url=back_url,
    )
    return vouching.provider_of(ProviderKind(provider.kind), config)


def _derived(use: str, attempt_id: UUID) -> str:
    return salted_hmac(f"accounts.attempt.{use}", attempt_id.hex, algorithm="sha256").hexdigest()
