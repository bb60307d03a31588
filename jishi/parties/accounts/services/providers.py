"""Who vouches for people who sign in: what operators decide."""

from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.adapters import secrets
from jishi.parties.accounts.models import Identity, SignInProvider
from jishi.parties.accounts.permissions import MANAGE_PROVIDERS
from jishi.parties.accounts.rules import providers as rules
from jishi.parties.accounts.types import ProviderDraft


@transactional
def save_provider(*, actor: Actor, draft: ProviderDraft, provider_id: UUID | None = None) -> UUID:
    """Add a provider, or change one; return its id.

    An empty secret keeps the one on record. Once people are linked, the provider stays who
    it is: another address could name other people by the same ids.
    Raises: Forbidden; NotFound; BadProvider.
    Locks: the provider.
    """
    actor.require(MANAGE_PROVIDERS)
    row = _locked(provider_id) if provider_id else SignInProvider(created_at=clock.now())
    before = {} if provider_id is None else _shown(row)
    cleaned = rules.check_provider(draft, has_secret=bool(row.secret))
    is_other = (row.kind, row.address) != (cleaned.kind, cleaned.address)
    if provider_id and is_other and Identity.objects.filter(provider=row).exists():
        raise errors.BadProvider(field="address")
    row.code, row.kind, row.name = cleaned.code, cleaned.kind, dict(cleaned.name)
    row.address, row.client_id, row.is_on = cleaned.address, cleaned.client_id, cleaned.is_on
    if cleaned.secret:
        row.secret = secrets.encrypt(cleaned.secret)
    _save(row)
    after = _shown(row) | ({"secret": "changed"} if cleaned.secret else {})
    audit.record(
        actor=actor,
        action=MANAGE_PROVIDERS,
        subject_type="sign_in_provider",
        subject_id=row.id,
        before=before,
        after=after,
    )
    return row.id


def _locked(provider_id: UUID) -> SignInProvider:
    rows = SignInProvider.objects.filter(pk=provider_id)
    row: SignInProvider | None = transactions.for_update(rows).first()
    if row is None:
        raise NotFound
    return row


def _save(row: SignInProvider) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise errors.BadProvider(field="code") from error


def _shown(row: SignInProvider) -> dict[str, object]:
    return {
        "code": row.code,
        "kind": row.kind,
        "address": row.address,
        "client_id": row.client_id,
        "is_on": row.is_on,
    }
