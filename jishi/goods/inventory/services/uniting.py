"""What two accounts that became one wait for."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.goods.inventory.models import StockAlert


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give what one person waits for to another, each article once."""
    uniting.move_rows(
        StockAlert, "user_id", gone_id=gone_id, kept_id=kept_id, unique=["variant_id"]
    )
