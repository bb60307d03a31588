"""Closing an account: asked for, slept over, then made anonymous (注销)."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import audit, outbox, timers
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.events import AccountClosed, AccountClosing
from jishi.parties.accounts.models import (
    Identity,
    LoginSession,
    MergeProof,
    PaymentPassword,
    RoleAssignment,
    SavedAddress,
    SignInAttempt,
    User,
    VerificationCode,
)
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.rules.states import USER
from jishi.parties.accounts.services import codes, throttles
from jishi.parties.accounts.services.profile import lock_user
from jishi.parties.accounts.types import CodePurpose, UserAction, UserState

TIMER = "accounts.close"
CLOSED_NICKNAME = "已注销用户"


@throttles.in_steps
def close_account(*, actor: Actor, contact: str, code: str) -> None:
    """Ask to have one's account closed; until then one may turn back.

    contact: one's own phone or e-mail address, to which the code was sent.
    Raises: Forbidden if nobody is signed in or the contact is not the actor's; BadContact,
        WrongCode; StillEmployed while the person holds roles; IllegalMove if asked before.
    Emits: AccountClosing.
    """
    target = contacts.parse_contact(contact)
    user = User.objects.filter(pk=signed_in(actor)).first()
    if user is None or target.value not in {user.email, user.phone}:
        raise Forbidden
    code_id = codes.try_code(target=target, purpose=CodePurpose.CLOSE_ACCOUNT, code=code)
    _start(actor, code_id)


@transactional
def keep_account(*, actor: Actor) -> None:
    """Turn back from closing one's account.

    Raises: Forbidden if nobody is signed in; IllegalMove if it is not closing.
    Locks: the account.
    """
    user = lock_user(signed_in(actor))
    _move(actor, user, UserAction.STAY)
    user.closes_at = None
    user.save(update_fields=["state", "closes_at"])
    timers.cancel(TIMER, [user.id])


@transactional
def finish_closing(*, actor: Actor, user_id: UUID) -> None:
    """Make an account anonymous: what was ordered stays, who it was does not.

    Raises: NotFound if it is closed already; IllegalMove if it is not closing;
        StillEmployed if the person was given a role meanwhile.
    Emits: AccountClosed.
    Locks: the account.
    """
    user = lock_user(user_id)
    _refuse_staff(user)
    _move(actor, user, UserAction.FINISH)
    _forget_belongings(user)
    user.email = user.phone = user.avatar = user.birthday = user.birthday_changed_at = None
    user.is_linked = False
    user.closes_at = user.default_address = user.last_login = None
    user.nickname = CLOSED_NICKNAME
    user.password = make_password(None)
    user.save()
    outbox.emit(AccountClosed(user_id=str(user.id)))


@transactional
def _start(actor: Actor, code_id: UUID) -> None:
    at = clock.now()
    codes.spend(code_id, at=at)
    user = lock_user(signed_in(actor))
    _refuse_staff(user)
    _move(actor, user, UserAction.CLOSE)
    user.closes_at = at + timedelta(days=preferences.CLOSE_AFTER_DAYS.get())
    user.save(update_fields=["state", "closes_at"])
    timers.set_timer(TIMER, user.id, user.closes_at)
    outbox.emit(AccountClosing(user_id=str(user.id), closes_at=user.closes_at.isoformat()))
    audit.record(actor=actor, action="accounts.close", subject_type="user", subject_id=user.id)


def _move(actor: Actor, user: User, action: UserAction) -> None:
    before = UserState(user.state)
    user.state = USER.advance(before, action)
    audit.record_move(
        actor=actor,
        machine=USER.name,
        subject_id=user.id,
        action=action,
        from_state=before,
        to_state=user.state,
    )


def _refuse_staff(user: User) -> None:
    if RoleAssignment.objects.filter(user=user).exists():
        raise errors.StillEmployed


def _forget_belongings(user: User) -> None:
    for model in (LoginSession, SavedAddress, Identity, PaymentPassword, SignInAttempt):
        model.objects.filter(user=user).delete()
    MergeProof.objects.filter(Q(kept=user) | Q(gone=user)).delete()
    targets = [value for value in (user.email, user.phone) if value]
    VerificationCode.objects.filter(target__in=targets).delete()
