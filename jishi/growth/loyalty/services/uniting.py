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
    people = {"gone_id": gone_id, "kept_id": kept_id}
    was_member = Membership.objects.filter(user_id__in=people.values()).exists()
    Membership.objects.filter(user_id=gone_id).delete()
    uniting.move_rows(OrderAward, "user_id", **people)
    uniting.move_rows(GrowthEntry, "user_id", unique=["key"], **people)
    uniting.move_rows(SignIn, "user_id", unique=["day"], **people)
    uniting.move_rows(PointsReminder, "user_id", unique=["days"], **people)
    if was_member:
        review_member(actor=actor, user_id=kept_id)
