"""The nouns of the room: apps and their keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class AppDraft:
    """An app to be admitted.

    merchant_id: the shop it works for, None for the whole platform.
    scopes: names of permissions. expires_at: None for no end.
    """

    name: str
    scopes: tuple[str, ...]
    merchant_id: UUID | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppCard:
    """An app as its managers see it. key_prefix: the part of its key that is no secret."""

    id: UUID
    name: str
    merchant_id: UUID | None
    key_prefix: str
    scopes: tuple[str, ...]
    is_active: bool
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is behind a live key. last_used_at: before this request."""

    actor: Actor
    app_id: UUID
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once. key: `jsk_<prefix>_<secret>`."""

    app_id: UUID
    key: str
