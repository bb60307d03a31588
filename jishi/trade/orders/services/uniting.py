"""The orders of two accounts that became one."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.trade.orders.models import Order, OrderGroup


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's orders to another; their history stays as it was."""
    for model in (OrderGroup, Order):
        uniting.move_rows(model, "user_id", gone_id=gone_id, kept_id=kept_id)
