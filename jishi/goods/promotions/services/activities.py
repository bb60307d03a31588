"""Activities: made, published, paused, stopped, copied."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.markets import queries as markets_queries
from jishi.goods.promotions import permissions, queries, rules
from jishi.goods.promotions.errors import ActivityNotFound, BadActivity
from jishi.goods.promotions.events import ActivityChanged
from jishi.goods.promotions.models import Activity, ActivityItem
from jishi.goods.promotions.types import (
    ActivityAction,
    ActivityDraft,
    ActivityState,
    Funder,
    ItemDraft,
)


@transactional
def save_activity(*, actor: Actor, draft: ActivityDraft, activity_id: UUID | None = None) -> UUID:
    """Make an activity or change one; return its id. A new one is a draft.

    Once it has left the draft, only its name, end, budget and stocks may change.

    Raises: BadActivity, ActivityNotFound, ActivityFixed, MarketNotFound.
    Emits: ActivityChanged.
    Locks: the activity, then its variants.
    """
    actor.require(permissions.EDIT, merchant_id=draft.merchant_id)
    draft = _completed(draft)
    rules.check_activity(draft)
    currency = markets_queries.get_market(draft.market_code).currency
    _check_variants(draft)
    row = _lock(actor, activity_id) if activity_id else Activity(state=ActivityState.DRAFT)
    known = _items(row) if activity_id else {}
    if activity_id and row.state != ActivityState.DRAFT:
        info = queries.activity_info(row)
        before = replace(info.draft, items=tuple(_item_draft(item) for item in known.values()))
        taken = {item.variant_id: item.taken for item in known.values()}
        rules.check_change(_ordered(before), _ordered(draft), info, taken)
    for name, value in _values(draft).items():
        setattr(row, name, value)
    row.currency = currency
    row.save()
    _write_items(row, draft.items, known)
    _tell(actor, row, {"kind": row.kind, "ends_at": str(row.ends_at), "budget": row.budget_minor})
    return row.id


@transactional
def publish_activity(*, actor: Actor, activity_id: UUID, prices: Mapping[UUID, int]) -> None:
    """Let an activity run in its time.

    prices: what its variants cost without it, by variant.
    Raises: ActivityNotFound, IllegalMove, BadActivity; MisleadingActivity.
    Emits: ActivityChanged.
    Locks: the activity.
    """
    row = _lock(actor, activity_id)
    items = tuple(_item_draft(item) for item in _items(row).values())
    draft = replace(queries.activity_info(row).draft, items=items)
    rules.check_publish(draft, prices, at=clock.now())
    _move(actor, row, ActivityAction.PUBLISH)


@transactional
def pause_activity(*, actor: Actor, activity_id: UUID) -> None:
    """Stop an activity for now; placed orders keep their price.

    Raises: ActivityNotFound, IllegalMove.
    Emits: ActivityChanged.
    Locks: the activity.
    """
    _move(actor, _lock(actor, activity_id), ActivityAction.PAUSE)


@transactional
def resume_activity(*, actor: Actor, activity_id: UUID) -> None:
    """Let a paused activity run again.

    Raises: ActivityNotFound, IllegalMove.
    Emits: ActivityChanged.
    Locks: the activity.
    """
    _move(actor, _lock(actor, activity_id), ActivityAction.RESUME)


@transactional
def stop_activity(*, actor: Actor, activity_id: UUID) -> None:
    """Stop an activity for good; placed orders keep their price.

    Raises: ActivityNotFound, IllegalMove.
    Emits: ActivityChanged.
    Locks: the activity.
    """
    _move(actor, _lock(actor, activity_id), ActivityAction.STOP)


@transactional
def stop_exhausted(*, actor: Actor) -> int:
    """Stop published activities whose budget is used up; return how many.

    Emits: ActivityChanged, once each.
    Locks: the activities.
    """
    actor.require(permissions.EDIT)
    rows = transactions.for_update(queries.exhausted())
    for row in rows:
        row.stop_reason = "budget"
        row.save(update_fields=["stop_reason"])
        _move(actor, row, ActivityAction.STOP)
    return len(rows)


@transactional
def copy_activity(*, actor: Actor, activity_id: UUID) -> UUID:
    """Make a draft like an activity, with the same variants and nothing taken; return its id.

    It begins now, or when the first one did if that is still to come, and lasts as long.
    Raises: ActivityNotFound.
    Emits: ActivityChanged.
    """
    row = _lock(actor, activity_id)
    items = tuple(_item_draft(item) for item in _items(row).values())
    draft = queries.activity_info(row).draft
    starts_at = max(draft.starts_at, clock.now())
    later = replace(
        draft, items=items, starts_at=starts_at, ends_at=starts_at + (row.ends_at - row.starts_at)
    )
    return save_activity(actor=actor, draft=later)


def _lock(actor: Actor, activity_id: UUID) -> Activity:
    row: Activity | None = transactions.for_update(Activity.objects.filter(pk=activity_id)).first()
    if row is None:
        raise ActivityNotFound
    actor.require(permissions.EDIT, merchant_id=row.merchant_id)
    return row


def _move(actor: Actor, row: Activity, action: ActivityAction) -> None:
    before = ActivityState(row.state)
    row.state = rules.ACTIVITY.advance(before, action)
    row.save(update_fields=["state"])
    audit.record_move(
        actor=actor,
        machine=rules.ACTIVITY.name,
        subject_id=row.id,
        action=action,
        from_state=before,
        to_state=row.state,
    )
    _tell(actor, row, {"state": str(row.state)})


def _check_variants(draft: ActivityDraft) -> None:
    """Refuse variants that are not there, or of another shop."""
    wanted = {item.variant_id for item in draft.items}
    refs = catalog_queries.list_variant_refs(wanted) if wanted else {}
    for variant_id in wanted:
        is_there = variant_id in refs
        if not is_there or draft.merchant_id not in (None, refs[variant_id].merchant_id):
            raise BadActivity(field="items", variant_id=str(variant_id))


def _completed(draft: ActivityDraft) -> ActivityDraft:
    """Return a draft with the platform's share as it will be stored."""
    if draft.platform_share_bp is not None:
        return draft
    return replace(draft, platform_share_bp=0 if draft.merchant_id else 10_000)


def _ordered(draft: ActivityDraft) -> ActivityDraft:
    return replace(draft, items=tuple(sorted(draft.items, key=lambda item: item.variant_id)))


def _items(row: Activity) -> dict[UUID, ActivityItem]:
    return {item.variant_id: item for item in row.items.order_by("variant_id")}


def _item_draft(item: ActivityItem) -> ItemDraft:
    return ItemDraft(item.variant_id, item.price_minor, item.stock, item.per_person)


def _write_items(
    row: Activity, drafts: tuple[ItemDraft, ...], known: dict[UUID, ActivityItem]
) -> None:
    """Make, change and drop the variants; what was taken of those that stay stays."""
    wanted = {draft.variant_id for draft in drafts}
    gone = [item.id for variant_id, item in known.items() if variant_id not in wanted]
    if gone:
        ActivityItem.objects.filter(pk__in=gone).delete()
    fresh = []
    for draft in drafts:
        item = known.get(draft.variant_id)
        if item is None:
            item = ActivityItem(activity=row, variant_id=draft.variant_id)
            fresh.append(item)
        item.price_minor, item.stock = draft.price_minor, draft.stock
        item.per_person = draft.per_person
    kept = [item for variant_id, item in known.items() if variant_id in wanted]
    ActivityItem.objects.bulk_create(fresh)
    ActivityItem.objects.bulk_update(kept, ["price_minor", "stock", "per_person"])


def _values(draft: ActivityDraft) -> dict[str, Any]:
    plain = {
        field.name: getattr(draft, field.name)
        for field in fields(draft)
        if field.name not in {"scope", "items", "name", "settings"}
    }
    return plain | {
        "name": dict(draft.name),
        "settings": dict(draft.settings),
        "funder": Funder.MERCHANT if draft.merchant_id else Funder.PLATFORM,
        "scope_kind": draft.scope.kind,
        "scope_ids": sorted(one.hex for one in draft.scope.ids),
        "search_text": " ".join(draft.name.values()).lower()[:500],
    }


def _tell(actor: Actor, row: Activity, after: dict[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="activity",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        after=after,
    )
    outbox.emit(
        ActivityChanged(
            activity_id=str(row.id),
            merchant_id=str(row.merchant_id) if row.merchant_id else "",
            state=row.state,
        ),
        actor=f"{actor.kind}:{actor.id}",
    )
