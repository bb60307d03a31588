"""The cases of two accounts that became one."""

from uuid import UUID

from jishi.care.aftersales.models import Case
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's after-sale cases to another."""
    uniting.move_rows(Case, "user_id", gone_id=gone_id, kept_id=kept_id)
