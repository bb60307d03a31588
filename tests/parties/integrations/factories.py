"""Apps for tests."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.parties.integrations import services
from jishi.parties.integrations.types import AppDraft, NewKey
from tests.parties.merchants import factories as merchants

SYSTEM = merchants.SYSTEM


def draft(merchant_id: UUID | None = None, **given) -> AppDraft:
    given = {"name": "仓库同步", "scopes": ("merchants.edit",)} | given
    return AppDraft(merchant_id=merchant_id, **given)


def app(merchant_id: UUID | None = None, actor: Actor = SYSTEM, **given) -> NewKey:
    return services.create_app(actor=actor, draft=draft(merchant_id, **given))
