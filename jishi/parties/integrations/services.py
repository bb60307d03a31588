"""What may be done to apps."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.foundation.platform.transactions import transactional
from jishi.parties.integrations import errors, events, queries, rules
from jishi.parties.integrations.models import ApiApp
from jishi.parties.integrations.permissions import MANAGE
from jishi.parties.integrations.types import AppDraft, NewKey
from jishi.parties.merchants import queries as merchants_queries

NOTE_EVERY = timedelta(minutes=1)


@transactional
def create_app(*, actor: Actor, draft: AppDraft) -> NewKey:
    """Admit an app; the key in the answer is never shown again.

    Raises: Forbidden or NotFound unless the actor manages apps there; NotFound if there is no
        such shop; BadApp, BadScope, CannotGrant.
    Emits: AppCreated.
    """
    actor.require(MANAGE, merchant_id=draft.merchant_id)
    if draft.merchant_id is not None:
        merchants_queries.get_merchant(draft.merchant_id)
    at = clock.now()
    known = {part.name: part.for_merchants for part in PERMISSIONS.values()}
    name, scopes = rules.check_app(draft, known, at)
    rules.check_held(actor, draft)
    row = ApiApp(
        name=name,
        merchant_id=draft.merchant_id,
        scopes=scopes,
        expires_at=draft.expires_at,
        created_at=at,
    )
    key = _give_key(row)
    row.save(force_insert=True)
    _record(actor, row, {"name": name, "scopes": scopes})
    outbox.emit(events.AppCreated(app_id=str(row.id), merchant_id=_merchant_of(row)))
    return NewKey(row.id, key)


@transactional
def rotate(*, actor: Actor, app_id: UUID) -> NewKey:
    """Replace an app's key; the old one ends at once.

    Raises: Forbidden or NotFound unless the actor manages apps there; AppRevoked; CannotGrant
        if the app may do more than the actor.
    Locks: the app.
    """
    row = _locked(actor, app_id)
    if not row.is_active:
        raise errors.AppRevoked
    rules.check_held(actor, AppDraft(row.name, tuple(row.scopes), row.merchant_id))
    key = _give_key(row)
    row.save(update_fields=["key_prefix", "secret_hash"])
    _record(actor, row, {"key_prefix": row.key_prefix})
    return NewKey(row.id, key)


@transactional
def revoke(*, actor: Actor, app_id: UUID) -> None:
    """End an app for good; doing it again changes nothing.

    Raises: Forbidden or NotFound unless the actor manages apps there.
    Emits: AppRevoked.
    Locks: the app.
    """
    row = _locked(actor, app_id)
    if not row.is_active:
        return
    row.is_active = False
    row.save(update_fields=["is_active"])
    _record(actor, row, {"is_active": False})
    outbox.emit(events.AppRevoked(app_id=str(row.id), merchant_id=_merchant_of(row)))


@transactional
def authenticate(*, key: str, ip: str = "", request_id: str = "") -> Actor | None:
    """Return who acts with a key and note its use, at most once a minute.

    None if the key is wrong, revoked or expired.
    """
    at = clock.now()
    caller = queries.find_caller(key, at=at, ip=ip, request_id=request_id)
    if caller is None:
        return None
    stale = at - NOTE_EVERY
    if caller.last_used_at is None or caller.last_used_at <= stale:
        unused = Q(last_used_at=None) | Q(last_used_at__lte=stale)
        ApiApp.objects.filter(unused, pk=caller.app_id).update(last_used_at=at)
    return caller.actor


def _locked(actor: Actor, app_id: UUID) -> ApiApp:
    row: ApiApp | None = transactions.for_update(ApiApp.objects.filter(pk=app_id)).first()
    if row is None:
        raise NotFound
    actor.require(MANAGE, merchant_id=row.merchant_id)
    return row


def _give_key(row: ApiApp) -> str:
    """Put a fresh key's prefix and hash onto a row; return the key."""
    prefix, secret = secrets.token_hex(rules.PREFIX_BYTES), secrets.token_hex(rules.SECRET_BYTES)
    row.key_prefix, row.secret_hash = prefix, rules.hash_secret(secret)
    return rules.format_key(prefix, secret)


def _merchant_of(row: ApiApp) -> str:
    return str(row.merchant_id) if row.merchant_id else ""


def _record(actor: Actor, row: ApiApp, after: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=MANAGE,
        subject_type="api_app",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        after=after,
    )
