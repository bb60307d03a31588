"""What members are told: of points that go, and of levels that come and go."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from jishi.care.notifications import services as notifications
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.growth.loyalty import permissions, preferences, queries, rules
from jishi.growth.loyalty.events import PointsExpiring
from jishi.growth.loyalty.models import PointsReminder
from jishi.growth.loyalty.types import Reminder
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import Asset

BATCH = 200


@transactional
def remind_batch(*, actor: Actor, after: UUID | None = None) -> UUID | None:
    """Remind a batch of members of points that expire; return the last one looked at.

    after: the last one of the batch before. Each is reminded once per span of days.
    Emits: PointsExpiring.
    """
    actor.require(permissions.EDIT)
    at = clock.now()
    until = at + timedelta(days=max(rules.REMIND_DAYS))
    batch = wallets_queries.list_expiring(asset=Asset.POINTS, until=until, after=after, limit=BATCH)
    covered: dict[UUID, dict[int, datetime]] = {holder_id: {} for holder_id, _lots in batch}
    for row in PointsReminder.objects.filter(user_id__in=covered):
        covered[row.user_id][row.days] = row.covered_until
    fewest = preferences.REMIND_FROM.get()
    due = {
        holder_id: found
        for holder_id, lots in batch
        if (found := rules.reminder(lots, covered[holder_id], at, fewest))
    }
    _note(due, at)
    for user_id, reminder in due.items():
        outbox.emit(_told(user_id, reminder), actor=f"{actor.kind}:{actor.id}")
    return batch[-1][0] if len(batch) == BATCH else None


@transactional
def tell_of_expiring_points(
    *, actor: Actor, user_id: UUID, points: int, until: datetime, days: int
) -> None:
    """Tell a member of points that go soon."""
    notifications.tell_of_expiring_points(
        actor=actor, user_id=user_id, points=points, until=until, days=days
    )


@transactional
def tell_of_level(*, actor: Actor, user_id: UUID, before: str, after: str) -> None:
    """Tell a member who went up or down by one or more levels.

    A level that is gone meanwhile is not told of.
    """
    levels = {level.code: level for level in queries.list_levels()}
    if before not in levels or after not in levels:
        return
    is_up = levels[after].threshold > levels[before].threshold
    notifications.tell_of_level(actor=actor, user_id=user_id, level=levels[after].name, is_up=is_up)


@transactional
def tell_of_endangered_level(*, actor: Actor, user_id: UUID, code: str, until: datetime) -> None:
    """Tell a member until when growth keeps a level; one that is gone is not told of."""
    levels = {level.code: level for level in queries.list_levels()}
    if code in levels:
        notifications.tell_of_endangered_level(
            actor=actor, user_id=user_id, level=levels[code].name, until=until
        )


def _told(user_id: UUID, reminder: Reminder) -> PointsExpiring:
    return PointsExpiring(
        user_id=str(user_id),
        points=reminder.points,
        until=reminder.first_at.isoformat(),
        days=reminder.days,
    )


def _note(due: dict[UUID, Reminder], at: datetime) -> None:
    """Keep up to when each was reminded, in one statement."""
    has_target = connection.features.supports_update_conflicts_with_target
    PointsReminder.objects.bulk_create(
        [
            PointsReminder(
                user_id=user_id,
                days=reminder.days,
                covered_until=at + timedelta(days=reminder.days),
            )
            for user_id, reminder in due.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "days"] if has_target else None,
        update_fields=["covered_until"],
    )
