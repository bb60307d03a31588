"""The checkouts of two accounts that became one."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.trade.checkout.models import Checkout


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's checkouts to another."""
    uniting.move_rows(Checkout, "user_id", gone_id=gone_id, kept_id=kept_id)
