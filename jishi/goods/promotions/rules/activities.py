"""Activities: what makes one sound, when it runs, and what it offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.states import StateMachine
from jishi.goods.promotions.errors import ActivityFixed, BadActivity, MisleadingActivity
from jishi.goods.promotions.rules.kinds import Kind, kind_of, settings_of
from jishi.goods.promotions.types import (
    Activities,
    ActivityAction,
    ActivityDraft,
    ActivityInfo,
    ActivityItemInfo,
    ActivityState,
    ItemDraft,
    LiveActivity,
    Phase,
    ScopeKind,
    UseAction,
    UseState,
)

ACTIVITY = StateMachine(
    name="activity",
    initial=ActivityState.DRAFT,
    moves={
        (ActivityState.DRAFT, ActivityAction.PUBLISH): ActivityState.PUBLISHED,
        (ActivityState.DRAFT, ActivityAction.STOP): ActivityState.STOPPED,
        (ActivityState.PUBLISHED, ActivityAction.PAUSE): ActivityState.PAUSED,
        (ActivityState.PUBLISHED, ActivityAction.STOP): ActivityState.STOPPED,
        (ActivityState.PAUSED, ActivityAction.RESUME): ActivityState.PUBLISHED,
        (ActivityState.PAUSED, ActivityAction.STOP): ActivityState.STOPPED,
    },
)

USE = StateMachine(
    name="activity_use",
    initial=UseState.LOCKED,
    moves={
        (UseState.LOCKED, UseAction.REDEEM): UseState.USED,
        (UseState.LOCKED, UseAction.RETURN): UseState.RETURNED,
    },
)

LONGEST = timedelta(days=366)
MOST_ITEMS = 2_000
CHANGEABLE = frozenset({"name", "ends_at", "budget_minor", "items"})
"""What may change once an activity is out; the rest was promised."""


def check_activity(draft: ActivityDraft) -> None:
    """Refuse an activity that could not run or be paid for.

    Raises: BadActivity naming the field, and the setting, at fault.
    """
    kind = kind_of(draft.kind)
    settings = settings_of(kind, draft.settings)
    is_merchants = draft.merchant_id is not None
    share = draft.platform_share_bp
    sound = {
        "kind": kind.for_merchants if is_merchants else kind.for_platform,
        "name": any(text.strip() for text in draft.name.values()),
        "ends_at": timedelta() < draft.ends_at - draft.starts_at <= LONGEST,
        "platform_share_bp": share is None or (0 <= share <= (0 if is_merchants else 10_000)),
        "budget_minor": draft.budget_minor is None or 0 < draft.budget_minor <= MAX_MINOR,
        "items": kind.has_items == bool(draft.items)
        and len(draft.items) <= MOST_ITEMS
        and len({item.variant_id for item in draft.items}) == len(draft.items)
        and all(_is_item(item, kind) for item in draft.items),
        "scope": (draft.scope.kind == ScopeKind.ALL) == (not draft.scope.ids)
        and (not kind.has_items or draft.scope.kind == ScopeKind.ALL),
    }
    for field, is_sound in sound.items():
        if not is_sound:
            raise BadActivity(field=field)
    if setting := kind.flaw(settings):
        raise BadActivity(field="settings", setting=setting)


def check_publish(draft: ActivityDraft, prices: Mapping[UUID, int], *, at: datetime) -> None:
    """Refuse to publish what is over, or what would mislead.

    prices: what the variants of its items cost without it; a variant that has no price in
    the market is not sold there.
    Raises: BadActivity; MisleadingActivity naming the pattern.
    """
    if draft.ends_at <= at:
        raise BadActivity(field="ends_at")
    for item in draft.items:
        usual = prices.get(item.variant_id)
        if usual is None:
            raise BadActivity(field="items", variant_id=str(item.variant_id))
        if item.price_minor >= usual:
            raise MisleadingActivity(
                field="items", pattern="not_cheaper", variant_id=str(item.variant_id)
            )


def check_change(
    before: ActivityDraft, after: ActivityDraft, info: ActivityInfo, taken: Mapping[UUID, int]
) -> None:
    """Refuse to take back what a published activity promised.

    Its name, end, budget, and the stocks and limits of its variants may change, but not
    below what was taken.

    taken: units by variant.
    Raises: ActivityFixed naming the field.
    """
    for field in fields(ActivityDraft):
        if field.name not in CHANGEABLE and getattr(before, field.name) != getattr(
            after, field.name
        ):
            raise ActivityFixed(field=field.name)
    if after.budget_minor is not None and after.budget_minor < info.spent_minor:
        raise ActivityFixed(field="budget_minor")
    prices = {item.variant_id: item.price_minor for item in before.items}
    if prices != {item.variant_id: item.price_minor for item in after.items}:
        raise ActivityFixed(field="items")
    for item in after.items:
        if item.stock is not None and item.stock < taken.get(item.variant_id, 0):
            raise ActivityFixed(field="items", variant_id=str(item.variant_id))


def phase(info: ActivityInfo, at: datetime) -> Phase:
    """Return where an activity stands at a moment."""
    if info.state in (ActivityState.DRAFT, ActivityState.STOPPED):
        return Phase(info.state)
    if info.draft.ends_at <= at:
        return Phase.ENDED
    if info.state == ActivityState.PAUSED:
        return Phase.PAUSED
    return Phase.RUNNING if info.draft.starts_at <= at else Phase.UPCOMING


def offers(
    live: Iterable[LiveActivity],
    *,
    at: datetime,
    variant_ids: Sequence[UUID],
    taken: Mapping[UUID, int] | None,
) -> Activities:
    """Return what activities offer at a moment on some variants.

    taken: units that the member took so far, by item; null for a guest, who does not get
    what is limited per person.
    """
    found = []
    budgets = []
    for one in sorted(live, key=lambda one: one.info.activity_id):
        if not one.runs(at):
            continue
        items = [
            _for_person(one.items[variant_id], taken)
            for variant_id in variant_ids
            if variant_id in one.items
        ]
        kind = kind_of(one.info.draft.kind)
        if items or not kind.has_items:
            found.append(kind.offers(one, one.terms, items))
            if one.info.left_minor is not None:
                budgets.append((one.info.activity_id, one.info.left_minor))
    return Activities(
        unit_prices=tuple(offer for each in found for offer in each.unit_prices),
        member_prices=tuple(offer for each in found for offer in each.member_prices),
        set_offers=tuple(offer for each in found for offer in each.set_offers),
        reductions=tuple(offer for each in found for offer in each.reductions),
        budgets=tuple(budgets),
    )


def _for_person(item: ActivityItemInfo, taken: Mapping[UUID, int] | None) -> ActivityItemInfo:
    """Return an item with what one person may still take as its limit."""
    if item.per_person is None:
        return item
    left = 0 if taken is None else max(0, item.per_person - taken.get(item.item_id, 0))
    return replace(item, per_person=left)


def _is_item(item: ItemDraft, kind: Kind) -> bool:
    limits = (item.stock, item.per_person)
    return (
        0 <= item.price_minor <= MAX_MINOR
        and all(limit is None or (limit >= 1 and kind.counts_units) for limit in limits)
        and (item.stock is not None or not kind.needs_stock)
    )
