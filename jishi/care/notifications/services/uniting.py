"""What two accounts that became one were told, and how they wish to be told."""

from uuid import UUID

from jishi.care.notifications.models import ChannelChoice, Delivery, Message
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's messages to another; where both chose, the kept one's choice stays."""
    for model in (Message, Delivery):
        uniting.move_rows(model, "user_id", gone_id=gone_id, kept_id=kept_id)
    uniting.move_rows(
        ChannelChoice,
        "user_id",
        gone_id=gone_id,
        kept_id=kept_id,
        unique=["topic", "channel"],
    )
