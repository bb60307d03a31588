"""New accounts."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import DEFAULT_LOCALE, LOCALES
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.events import AccountRegistered, ContactVerified
from jishi.parties.accounts.models import User
from jishi.parties.accounts.permissions import MANAGE_STAFF
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.services import codes, sessions, strength, throttles
from jishi.parties.accounts.types import Channel, CodePurpose, Contact, Device, SignedIn


@throttles.in_steps
def register(
    *,
    actor: Actor,
    contact: str,
    code: str,
    device: Device,
    password: str = "",
    nickname: str = "",
    locale: str = DEFAULT_LOCALE,
) -> SignedIn:
    """Make an account for who proves to own a phone or mailbox, and sign in.

    password: may be empty; such a person signs in by code.
    Raises: BadContact, WeakPassword, BadNickname, WrongCode, ContactTaken.
    Emits: AccountRegistered, ContactVerified.
    """
    target = contacts.parse_contact(contact)
    strength.check(password, contact=target.value)
    cleaned = _nickname(nickname)
    code_id = codes.try_code(target=target, purpose=CodePurpose.REGISTER, code=code)
    encoded = make_password(password or None)
    return _register(
        actor, target, code_id, device, password=encoded, nickname=cleaned, locale=locale
    )


@transactional
def create_account(
    *,
    actor: Actor,
    email: str = "",
    phone: str = "",
    password: str = "",
    nickname: str = "",
    locale: str = DEFAULT_LOCALE,
) -> UUID:
    """Make an account for somebody else: staff, an import, the demonstration.

    Raises: Forbidden unless the actor manages the platform's staff; BadContact,
        WeakPassword, BadNickname, ContactTaken.
    Emits: AccountRegistered.
    """
    actor.require(MANAGE_STAFF)
    if not (email or phone):
        raise errors.BadContact(field="email")
    strength.check(password, contact=email or phone)
    user = insert_user(
        email=contacts.normalize_email(email) if email else None,
        phone=contacts.normalize_phone(phone) if phone else None,
        password=make_password(password or None),
        nickname=_nickname(nickname),
        locale=locale,
        at=clock.now(),
    )
    audit.record(
        actor=actor,
        action=MANAGE_STAFF,
        subject_type="user",
        subject_id=user.id,
        after={"nickname": user.nickname},
    )
    return user.id


@transactional
def _register(
    actor: Actor,
    target: Contact,
    code_id: UUID,
    device: Device,
    *,
    password: str,
    nickname: str,
    locale: str,
) -> SignedIn:
    at = clock.now()
    codes.spend(code_id, at=at)
    user = insert_contact(target, password=password, nickname=nickname, locale=locale, at=at)
    count_registration(actor, at=at)
    session_id = sessions.open_session(user, actor, device, at=at)
    return SignedIn(user.id, session_id, is_new=True)


def insert_contact(
    target: Contact, *, password: str, nickname: str, locale: str, at: datetime
) -> User:
    """Insert the account of somebody whose contact was just verified.

    Raises: ContactTaken. Emits: AccountRegistered, ContactVerified.
    """
    is_email = target.channel == Channel.EMAIL
    user = insert_user(
        email=target.value if is_email else None,
        phone=None if is_email else target.value,
        password=password,
        nickname=nickname,
        locale=locale,
        at=at,
    )
    announce_contact(user.id, target)
    return user


def count_registration(actor: Actor, *, at: datetime) -> None:
    """Remember that an account was made from an address. Locks: its tally."""
    if actor.ip:
        throttles.take(codes.registration_limit(actor.ip), at=at)


def announce_contact(user_id: UUID, target: Contact) -> None:
    """Tell the house that a person owns a contact."""
    outbox.emit(
        ContactVerified(user_id=str(user_id), channel=target.channel, value=target.value),
        actor=f"customer:{user_id}",
    )


def insert_user(
    *,
    email: str | None,
    phone: str | None,
    password: str,
    nickname: str,
    locale: str,
    at: datetime,
    is_linked: bool = False,
) -> User:
    """Insert an account; the unique constraints decide who was first.

    password: encoded. nickname: cleaned; empty for a made-up one. is_linked: whether a
    provider opens it, which the caller then inserts.
    Raises: ContactTaken. Emits: AccountRegistered.
    """
    user = User(
        email=email,
        phone=phone,
        password=password,
        locale=locale if locale in LOCALES else DEFAULT_LOCALE,
        is_linked=is_linked,
        created_at=at,
    )
    user.nickname = nickname or contacts.first_nickname(user.id, user.locale)
    save_contacts(user, force_insert=True)
    outbox.emit(AccountRegistered(user_id=str(user.id), locale=user.locale))
    return user


def save_contacts(user: User, *, force_insert: bool = False) -> None:
    """Save an account so that a contact of somebody else is refused.

    Raises: ContactTaken with the field at fault.
    """
    try:
        with transaction.atomic():
            user.save(force_insert=force_insert)
    except IntegrityError as error:
        others = User.objects.exclude(pk=user.pk)
        is_phone = user.phone is not None and others.filter(phone=user.phone).exists()
        raise errors.ContactTaken(field="phone" if is_phone else "email") from error


def nickname_or_none(given: str) -> str:
    """Return a nickname that somebody else chose, empty if it may not be used here."""
    try:
        return _nickname(given)
    except errors.BadNickname:
        return ""


def _nickname(given: str) -> str:
    return contacts.clean_nickname(given, preferences.BLOCKED_WORDS.get()) if given.strip() else ""
