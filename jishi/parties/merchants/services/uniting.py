"""The shops of two accounts that became one."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.parties.merchants import rules
from jishi.parties.merchants.models import Merchant


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's shops to another; of two unfinished applications the own one stays."""
    if Merchant.objects.filter(draft_of=kept_id).exists():
        Merchant.objects.filter(draft_of=gone_id, state__in=rules.UNFINISHED).delete()
    Merchant.objects.filter(draft_of=gone_id).update(draft_of=kept_id)
    uniting.move_rows(Merchant, "owner_id", gone_id=gone_id, kept_id=kept_id)
