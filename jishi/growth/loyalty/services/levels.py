"""Levels: what they are, and who has which."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.growth.loyalty import permissions, preferences, queries, rules
from jishi.growth.loyalty.errors import LevelExists, LevelInUse, LevelNotFound
from jishi.growth.loyalty.events import LevelChanged, LevelEndangered
from jishi.growth.loyalty.models import MemberLevel, Membership
from jishi.growth.loyalty.types import Level, Standing
from jishi.parties.accounts import services as accounts

BATCH = 200


@transactional
def save_levels(*, actor: Actor, levels: Sequence[Level]) -> None:
    """Replace the levels of members by others, by code.

    Raises: Forbidden; BadLevel; LevelInUse if one that members have would go away.
    Locks: the levels; members are looked at again when their day comes.
    """
    actor.require(permissions.EDIT)
    _replace(actor, _locked(), levels)


@transactional
def add_level(*, actor: Actor, level: Level) -> None:
    """Add a level to the others.

    Raises: Forbidden; BadLevel; LevelExists.
    Locks: the levels.
    """
    actor.require(permissions.EDIT)
    before = _locked()
    if any(one.code == level.code for one in before):
        raise LevelExists(field="code")
    _replace(actor, before, (*before, level))


@transactional
def change_level(*, actor: Actor, level: Level) -> None:
    """Change a level, by its code, which stays.

    Raises: Forbidden; LevelNotFound; BadLevel.
    Locks: the levels.
    """
    actor.require(permissions.EDIT)
    before = _locked()
    others = _without(before, level.code)
    _replace(actor, before, (*others, level))


@transactional
def remove_level(*, actor: Actor, code: str) -> None:
    """Remove a level that no member has.

    Raises: Forbidden; LevelNotFound; LevelInUse; BadLevel if it is the lowest.
    Locks: the levels.
    """
    actor.require(permissions.EDIT)
    before = _locked()
    _replace(actor, before, _without(before, code))


def _locked() -> tuple[Level, ...]:
    """Return the levels; who changes them waits here for each other."""
    list(for_update(MemberLevel.objects.all()))
    return queries.list_levels()


def _without(levels: Sequence[Level], code: str) -> tuple[Level, ...]:
    left = tuple(level for level in levels if level.code != code)
    if len(left) == len(levels):
        raise LevelNotFound
    return left


def _replace(actor: Actor, before: Sequence[Level], levels: Sequence[Level]) -> None:
    ordered = sorted(levels, key=lambda level: level.threshold)
    rules.check_levels(ordered)
    gone = {level.code for level in before} - {level.code for level in ordered}
    held = Counter(Membership.objects.filter(level__in=gone).values_list("level", flat=True))
    if held:
        raise LevelInUse(level=min(held), count=held[min(held)])
    MemberLevel.objects.all().delete()
    MemberLevel.objects.bulk_create(
        MemberLevel(
            code=level.code,
            name=dict(level.name),
            threshold=level.threshold,
            rate_bp=level.rate_bp,
            points_bp=level.points_bp,
        )
        for level in ordered
    )
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="member_levels",
        subject_id="all",
        before={level.code: _written(level) for level in before},
        after={level.code: _written(level) for level in ordered},
    )


def _written(level: Level) -> dict[str, int]:
    return {
        "threshold": level.threshold,
        "rate_bp": level.rate_bp,
        "points_bp": level.points_bp,
    }


@transactional
def review_member(*, actor: Actor, user_id: UUID) -> None:
    """Look at a member's growth, and move them up or down if it is time.

    Emits: LevelChanged, LevelEndangered.
    Locks: the membership.
    """
    actor.require(permissions.EDIT)
    levels = queries.list_levels()
    at = clock.now()
    first = {"level": levels[0].code, "reviewed_at": at + rules.YEAR}
    _, is_new = Membership.objects.get_or_create(user_id=user_id, defaults=first)
    row: Membership = for_update(Membership.objects.filter(user_id=user_id)).get()
    before = Standing(row.level, row.reviewed_at, row.warned_until)
    grace = timedelta(days=preferences.GRACE_DAYS.get())
    after = rules.review(before, levels, queries.growth_of(user_id), at, grace)
    if is_new or after.level != before.level:
        accounts.set_level(actor=Actor.system("loyalty"), user_id=user_id, level=after.level)
    if after == before:
        return
    row.level, row.reviewed_at, row.warned_until = (
        after.level,
        after.reviewed_at,
        after.warned_until,
    )
    row.save()
    _tell(actor, user_id, before, after)


@transactional
def review_due(*, actor: Actor) -> int:
    """Look at a batch of members whose day has come; return how many."""
    actor.require(permissions.EDIT)
    due = Membership.objects.filter(reviewed_at__lte=clock.now()).order_by("reviewed_at")
    user_ids = list(due.values_list("user_id", flat=True)[:BATCH])
    for user_id in sorted(user_ids):
        review_member(actor=actor, user_id=user_id)
    return len(user_ids)


def _tell(actor: Actor, user_id: UUID, before: Standing, after: Standing) -> None:
    by = f"{actor.kind}:{actor.id}"
    if after.level != before.level:
        outbox.emit(
            LevelChanged(user_id=str(user_id), before=before.level, after=after.level), actor=by
        )
    elif after.warned_until and after.warned_until != before.warned_until:
        until = after.warned_until.isoformat()
        outbox.emit(LevelEndangered(user_id=str(user_id), level=after.level, until=until), actor=by)
