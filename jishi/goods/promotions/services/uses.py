"""What orders take of activities: units, shares per person, budget."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.promotions import rules
from jishi.goods.promotions.errors import ActivityUnavailable
from jishi.goods.promotions.models import Activity, ActivityItem, ActivityShare, ActivityUse
from jishi.goods.promotions.types import ActivityState, NewUse, UseAction, UseState


@transactional
def take(*, actor: Actor, group_id: UUID, user_id: UUID | None, uses: Sequence[NewUse]) -> None:
    """Bind what an order takes of activities, while it is being placed.

    Each limit is one conditional statement, so it holds however many ask at once.

    Raises: ActivityUnavailable if an activity does not run now, or a stock, a limit per
        person or a budget does not suffice; then nothing is taken of any.
    Locks: the activities with a budget, their variants, and the person's shares in them.
    """
    if not uses:
        return
    wanted = {use.activity_id for use in uses}
    moment = clock.now()
    running = {
        row.id: row
        for row in Activity.objects.filter(
            pk__in=wanted,
            state=ActivityState.PUBLISHED,
            starts_at__lte=moment,
            ends_at__gt=moment,
        )
    }
    if len(running) < len(wanted):
        raise ActivityUnavailable(reason="over")
    _spend(uses, running)
    items = _take_items(uses)
    _take_shares(uses, items, user_id)
    ActivityUse.objects.bulk_create(
        ActivityUse(
            activity_id=use.activity_id,
            item=items.get((use.activity_id, use.variant_id)),
            user_id=user_id,
            order_group_id=group_id,
            quantity=use.quantity,
            discount_minor=use.discount_minor,
            platform_minor=use.platform_minor,
        )
        for use in uses
    )


def redeem_uses(*, actor: Actor, group_id: UUID) -> int:
    """Count what a paid order took as used; return how many uses. Again does nothing."""
    return len(_moved(actor, group_id, UseAction.REDEEM))


def give_back_uses(*, actor: Actor, group_id: UUID) -> int:
    """Give back what an order that was not paid took; return how many uses. Again does nothing.

    Locks: the uses, the activities with a budget, their variants, the person's shares.
    """
    rows = _moved(actor, group_id, UseAction.RETURN)
    spent = Counter[UUID]()
    taken = Counter[UUID]()
    for row in rows:
        spent[row.activity_id] += row.discount_minor
        if row.item_id is not None:
            taken[row.item_id] += row.quantity
    for activity_id in sorted(spent):
        Activity.objects.filter(pk=activity_id, budget_minor__isnull=False).update(
            spent_minor=F("spent_minor") - spent[activity_id]
        )
    for item_id in sorted(taken):
        ActivityItem.objects.filter(pk=item_id).update(taken=F("taken") - taken[item_id])
    user_id = rows[0].user_id if rows else None
    if user_id is not None:
        for item_id in sorted(taken):
            ActivityShare.objects.filter(item_id=item_id, user_id=user_id).update(
                taken=F("taken") - taken[item_id]
            )
    return len(rows)


def _spend(uses: Sequence[NewUse], running: dict[UUID, Activity]) -> None:
    cost = Counter[UUID]()
    for use in uses:
        if running[use.activity_id].budget_minor is not None:
            cost[use.activity_id] += use.discount_minor
    for activity_id in sorted(cost):
        within = Activity.objects.filter(
            pk=activity_id, budget_minor__gte=F("spent_minor") + cost[activity_id]
        )
        if not within.update(spent_minor=F("spent_minor") + cost[activity_id]):
            raise ActivityUnavailable(reason="budget", activity_id=str(activity_id))


def _take_items(uses: Sequence[NewUse]) -> dict[tuple[UUID, UUID | None], ActivityItem]:
    """Take units of variants; return the variants by activity and variant."""
    wanted = [use for use in uses if use.variant_id is not None]
    if not wanted:
        return {}
    rows = ActivityItem.objects.filter(
        activity_id__in={use.activity_id for use in wanted},
        variant_id__in={use.variant_id for use in wanted},
    )
    items: dict[tuple[UUID, UUID | None], ActivityItem] = {
        (row.activity_id, row.variant_id): row for row in rows
    }
    for use in sorted(wanted, key=lambda use: (use.activity_id, use.variant_id)):
        item = items.get((use.activity_id, use.variant_id))
        within = Q(stock__isnull=True) | Q(stock__gte=F("taken") + use.quantity)
        is_taken = item is not None and ActivityItem.objects.filter(within, pk=item.pk).update(
            taken=F("taken") + use.quantity
        )
        if not is_taken:
            raise ActivityUnavailable(reason="sold_out", variant_id=str(use.variant_id))
    return items


def _take_shares(
    uses: Sequence[NewUse],
    items: dict[tuple[UUID, UUID | None], ActivityItem],
    user_id: UUID | None,
) -> None:
    limited = [
        (item, use.quantity)
        for use in uses
        if (item := items.get((use.activity_id, use.variant_id))) and item.per_person
    ]
    if not limited:
        return
    if user_id is None:
        raise ActivityUnavailable(reason="members_only")
    ActivityShare.objects.bulk_create(
        (ActivityShare(item=item, user_id=user_id) for item, _ in limited), ignore_conflicts=True
    )
    for item, quantity in sorted(limited, key=lambda pair: pair[0].pk):
        assert item.per_person is not None, "only limited ones are here"
        within = ActivityShare.objects.filter(
            item=item, user_id=user_id, taken__lte=item.per_person - quantity
        )
        if not within.update(taken=F("taken") + quantity):
            raise ActivityUnavailable(
                reason="per_person", limit=item.per_person, variant_id=str(item.variant_id)
            )


def _moved(actor: Actor, group_id: UUID, action: UseAction) -> list[ActivityUse]:
    """Move the locked uses of an order, and log it."""
    rows = list(
        for_update(ActivityUse.objects.filter(order_group_id=group_id, state=UseState.LOCKED))
    )
    if not rows:
        return []
    after = rules.USE.advance(UseState.LOCKED, action)
    ActivityUse.objects.filter(pk__in=[row.pk for row in rows]).update(state=after)
    for row in rows:
        audit.record_move(
            actor=actor,
            machine=rules.USE.name,
            subject_id=row.pk,
            action=action,
            from_state=UseState.LOCKED,
            to_state=after,
        )
    return rows
