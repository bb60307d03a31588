"""Keys and scopes of apps."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.parties.integrations import errors
from jishi.parties.integrations.types import AppDraft

NAME_LENGTH = 60
PREFIX_BYTES, SECRET_BYTES = 6, 24

_KEY = re.compile(r"jsk_([0-9a-f]{12})_([0-9a-f]{48})")


def format_key(prefix: str, secret: str) -> str:
    """Return a key as it is handed out."""
    return f"jsk_{prefix}_{secret}"


def parse_key(key: str) -> tuple[str, str] | None:
    """Return prefix and secret of a key, None if it has not the form of one."""
    match = _KEY.fullmatch(key)
    return (match.group(1), match.group(2)) if match else None


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret; 192 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, secret_hash: str) -> bool:
    """Return whether a secret is the one that was hashed, in constant time."""
    return hmac.compare_digest(hash_secret(secret), secret_hash)


def check_app(draft: AppDraft, known: Mapping[str, bool], at: datetime) -> tuple[str, list[str]]:
    """Return the cleaned name and the scopes of an app, sorted.

    known: declared permissions by name → whether a shop may give it.
    Raises: BadApp, BadScope.
    """
    name = " ".join(clean(draft.name, max_length=NAME_LENGTH).split())
    if not name:
        raise errors.BadApp(field="name")
    if draft.expires_at is not None and draft.expires_at <= at:
        raise errors.BadApp(field="expires_at")
    scopes = sorted(set(draft.scopes))
    if not scopes:
        raise errors.BadApp(field="scopes")
    for scope in scopes:
        if scope not in known or (draft.merchant_id is not None and not known[scope]):
            raise errors.BadScope(field="scopes", scope=scope)
    return name, scopes


def check_held(actor: Actor, draft: AppDraft) -> None:
    """Refuse scopes that the actor does not hold. Raises: CannotGrant naming the first."""
    for scope in sorted(draft.scopes):
        if not actor.may(scope, merchant_id=draft.merchant_id):
            raise errors.CannotGrant(permission=scope)
