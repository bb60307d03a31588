"""Devices that are signed in: opening, listing, kicking out."""

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import preferences
from jishi.parties.accounts.models import (
    Challenge,
    LoginSession,
    MergeProof,
    SignInAttempt,
    Throttle,
    User,
    VerificationCode,
)
from jishi.parties.accounts.queries.access import hash_key
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.types import Device

TOUCH_AFTER = timedelta(minutes=5)
KEEP_TALLIES = timedelta(days=2)


@transactional
def sign_out(*, actor: Actor, session_key: str) -> None:
    """Forget the device of a web session; a session that is gone is fine too."""
    LoginSession.objects.filter(key_hash=hash_key(session_key)).delete()


@transactional
def revoke_session(*, actor: Actor, session_id: UUID) -> None:
    """Sign one of one's own devices out.

    Raises: Forbidden if nobody is signed in; NotFound if it is not the actor's.
    """
    if not LoginSession.objects.filter(pk=session_id, user_id=signed_in(actor)).delete()[0]:
        raise NotFound
    audit.record(
        actor=actor,
        action="accounts.revoke_session",
        subject_type="login_session",
        subject_id=session_id,
    )


@transactional
def revoke_other_sessions(*, actor: Actor, session_key: str) -> int:
    """Sign all of one's devices out but the one that asks; return how many.

    Raises: Forbidden if nobody is signed in.
    """
    return drop_sessions(signed_in(actor), keep=session_key)


@transactional
def touch_session(*, session_id: UUID) -> None:
    """Note that a device is in use and put off its sign-out; written every five minutes."""
    at = clock.now()
    LoginSession.objects.filter(pk=session_id, seen_at__lt=at - TOUCH_AFTER).update(
        seen_at=at, expires_at=_expiry(at)
    )


@transactional
def forget_expired(*, actor: Actor) -> None:
    """Delete lapsed sessions, codes, tallies, challenges and attempts."""
    at = clock.now()
    LoginSession.objects.filter(expires_at__lte=at).delete()
    VerificationCode.objects.filter(expires_at__lte=at - timedelta(days=1)).delete()
    Throttle.objects.filter(last_at__lte=at - KEEP_TALLIES).delete()
    for model in (Challenge, SignInAttempt, MergeProof):
        model.objects.filter(expires_at__lte=at - timedelta(days=1)).delete()


def open_session(user: User, actor: Actor, device: Device, *, at: datetime) -> UUID:
    """Keep the device of a sign-in; a session key that signs in again starts over."""
    assert device.session_key, "a sign-in needs the key of its web session"
    key_hash = hash_key(device.session_key)
    LoginSession.objects.filter(key_hash=key_hash).delete()
    row = LoginSession.objects.create(
        user=user,
        key_hash=key_hash,
        ip=actor.ip[:45],
        user_agent=device.user_agent[:200],
        signed_in_at=at,
        seen_at=at,
        expires_at=_expiry(at),
    )
    return row.id


def drop_sessions(user_id: UUID, *, keep: str = "") -> int:
    """Delete the sessions of a person but the one of a key; return how many."""
    rows = LoginSession.objects.filter(user_id=user_id)
    if keep:
        rows = rows.exclude(key_hash=hash_key(keep))
    return rows.delete()[0]


def _expiry(at: datetime) -> datetime:
    return at + timedelta(days=preferences.SESSION_DAYS.get())
