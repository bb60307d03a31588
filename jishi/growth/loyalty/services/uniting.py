"""The growth of two accounts that became one."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.growth.loyalty.models import (
    GrowthEntry,
    Membership,
    OrderAward,
    PointsReminder,
    SignIn,
)
from jishi.growth.loyalty.services.levels import review_member


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Add one person's growth, awards and signed days to another's, and look at the level.

    A day or a task that both were rewarded for counts once; points that were given stay.
    Emits: LevelChanged.
    Locks: the membership.
    """
    was_member = Membership.objects.filter(user_id__in=[gone_id, kept_id]).exists()
    Membership.objects.filter(user_id=gone_id).delete()
    keys = {OrderAward: (), GrowthEntry: ("key",), SignIn: ("day",), PointsReminder: ("days",)}
    for model, unique in keys.items():
        uniting.move_rows(model, "user_id", gone_id=gone_id, kept_id=kept_id, unique=unique)
    if was_member:
        review_member(actor=actor, user_id=kept_id)
