"""What people change about themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.kernel.text import LOCALES
from jishi.foundation.platform import audit, files, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.models import User
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.services import accounts, codes, throttles
from jishi.parties.accounts.types import Channel, CodePurpose, Contact, ProfileChanges, UserState


@transactional
def update_profile(*, actor: Actor, changes: ProfileChanges) -> None:
    """Change one's nickname, picture, birthday or language; the audit trail keeps the old ones.

    Raises: Forbidden if nobody is signed in; BadNickname, BadAvatar, BadBirthday,
        BirthdayChangedLately, BadLocale.
    Locks: the account.
    """
    user = lock_user(signed_in(actor))
    before = _shown(user)
    _apply(user, changes, clock.now())
    after = _shown(user)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    user.save(update_fields=["nickname", "avatar", "birthday", "birthday_changed_at", "locale"])
    audit.record(
        actor=actor,
        action="accounts.update_profile",
        subject_type="user",
        subject_id=user.id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transactional
def set_level(*, actor: Actor, user_id: UUID, level: str) -> None:
    """Note the level that a member has reached, for those who price goods.

    Raises: Forbidden unless the house itself does it.
    """
    if not actor.is_system:
        raise Forbidden
    User.objects.filter(pk=user_id).update(level=level)


@throttles.in_steps
def verify_contact(*, actor: Actor, contact: str, code: str) -> None:
    """Make a phone number or e-mail address one's own, in place of the one before.

    Orders that were placed with it as a guest are claimed by whoever hears of it.
    Raises: Forbidden if nobody is signed in; BadContact, WrongCode, ContactTaken.
    Emits: ContactVerified.
    """
    signed_in(actor)
    target = contacts.parse_contact(contact)
    code_id = codes.try_code(target=target, purpose=CodePurpose.VERIFY_CONTACT, code=code)
    _verify(actor, target, code_id)


def lock_user(user_id: UUID) -> User:
    """Return an open account, locked. Raises: NotFound."""
    rows = User.objects.filter(pk=user_id).exclude(state=UserState.CLOSED)
    user: User | None = transactions.for_update(rows).first()
    if user is None:
        raise NotFound
    return user


@transactional
def _verify(actor: Actor, target: Contact, code_id: UUID) -> None:
    codes.spend(code_id, at=clock.now())
    user = lock_user(signed_in(actor))
    field = "email" if target.channel == Channel.EMAIL else "phone"
    before = getattr(user, field)
    setattr(user, field, target.value)
    accounts.save_contacts(user)
    accounts.announce_contact(user.id, target)
    audit.record(
        actor=actor,
        action="accounts.verify_contact",
        subject_type="user",
        subject_id=user.id,
        before={field: before},
        after={field: target.value},
    )


def _apply(user: User, changes: ProfileChanges, at: datetime) -> None:
    if changes.nickname is not None:
        blocked = preferences.BLOCKED_WORDS.get()
        user.nickname = contacts.clean_nickname(changes.nickname, blocked)
    if changes.locale is not None:
        if changes.locale not in LOCALES:
            raise errors.BadLocale(field="locale")
        user.locale = changes.locale
    if changes.remove_avatar:
        user.avatar_id = None
    elif changes.avatar_id is not None:
        if changes.avatar_id not in files.list_pictures([changes.avatar_id]):
            raise errors.BadAvatar(field="avatar")
        user.avatar_id = changes.avatar_id
    if changes.birthday is not None and changes.birthday != user.birthday:
        contacts.check_birthday(
            changes.birthday,
            earlier=user.birthday,
            changed_at=user.birthday_changed_at,
            at=at,
            days=preferences.BIRTHDAY_CHANGE_DAYS.get(),
        )
        user.birthday, user.birthday_changed_at = changes.birthday, at


def _shown(user: User) -> dict[str, Any]:
    return {
        "nickname": user.nickname,
        "avatar_id": user.avatar_id.hex if user.avatar_id else None,
        "birthday": user.birthday.isoformat() if user.birthday else None,
        "locale": user.locale,
    }
