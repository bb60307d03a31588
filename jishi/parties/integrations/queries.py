"""What others may read of apps."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import (
    Actor,
    ActorKind,
    grants_over_all,
    grants_over_merchant,
)
from jishi.foundation.kernel.errors import NotFound
from jishi.parties.integrations import rules
from jishi.parties.integrations.models import ApiApp
from jishi.parties.integrations.types import AppCard, Caller
from jishi.parties.merchants.types import MerchantState

_NOBODYS_HASH = rules.hash_secret("")


def authenticate(key: str, *, ip: str = "", request_id: str = "") -> Actor | None:
    """Return who acts with a key, None if the key is wrong, revoked or expired.

    One statement. The apps of a closed shop are out with it.
    """
    caller = find_caller(key, at=clock.now(), ip=ip, request_id=request_id)
    return caller.actor if caller else None


def find_caller(key: str, *, at: datetime, ip: str = "", request_id: str = "") -> Caller | None:
    """Return the app of a live key; an unknown prefix takes as long as a wrong secret."""
    parts = rules.parse_key(key)
    if parts is None:
        return None
    prefix, secret = parts
    row = ApiApp.objects.select_related("merchant").filter(key_prefix=prefix).first()
    if not rules.is_secret(secret, row.secret_hash if row else _NOBODYS_HASH) or row is None:
        return None
    if not _is_live(row, at):
        return None
    return Caller(_actor(row, ip, request_id), row.id, row.last_used_at)


def list_apps(merchant_id: UUID | None = None) -> tuple[AppCard, ...]:
    """Return the apps of a shop, or with None of the platform, the newest first."""
    rows = ApiApp.objects.filter(Q(merchant_id=merchant_id))
    return tuple(_card(row) for row in rows.order_by("-created_at", "-id"))


def get_app(app_id: UUID) -> AppCard:
    """Return an app. Raises: NotFound."""
    row = ApiApp.objects.filter(pk=app_id).first()
    if row is None:
        raise NotFound
    return _card(row)


def _is_live(row: ApiApp, at: datetime) -> bool:
    is_over = row.expires_at is not None and row.expires_at <= at
    is_shop_closed = row.merchant is not None and row.merchant.state == MerchantState.CLOSED
    return row.is_active and not is_over and not is_shop_closed


def _actor(row: ApiApp, ip: str, request_id: str) -> Actor:
    if row.merchant_id:
        grants = grants_over_merchant(row.scopes, row.merchant_id)
    else:
        grants = grants_over_all(row.scopes)
    return Actor(kind=ActorKind.APP, id=str(row.id), grants=grants, ip=ip, request_id=request_id)


def _card(row: ApiApp) -> AppCard:
    return AppCard(
        id=row.id,
        name=row.name,
        merchant_id=row.merchant_id,
        key_prefix=row.key_prefix,
        scopes=tuple(row.scopes),
        is_active=row.is_active,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
