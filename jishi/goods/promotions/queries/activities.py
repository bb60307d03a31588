"""Reads of activities."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.foundation.platform import prepared
from jishi.foundation.platform.copies import Copies
from jishi.goods.promotions import rules
from jishi.goods.promotions.errors import ActivityNotFound
from jishi.goods.promotions.models import Activity, ActivityItem, ActivityShare, ActivityUse
from jishi.goods.promotions.types import (
    Activities,
    ActivityDraft,
    ActivityFilter,
    ActivityInfo,
    ActivityItemInfo,
    ActivityState,
    Effect,
    Funder,
    Kind,
    LiveActivity,
    Phase,
    Scope,
    ScopeKind,
    UseState,
)

FRESH_S = 2
"""How old the activities on pages may be; placing an order reads them anew."""


def live(market_code: str) -> tuple[LiveActivity, ...]:
    """Return the published activities of a market that have not ended, for pages.

    At most `FRESH_S` old; two statements when they are read again.
    """
    return _copies.get(market_code)


def read_live(market_code: str) -> tuple[LiveActivity, ...]:
    """Return the published activities of a market that have not ended, as of now.

    Two statements, one if there are none.
    """
    rows = _published(market_code, clock.now())
    items: dict[UUID, dict[UUID, ActivityItemInfo]] = defaultdict(dict)
    if rows:
        for item in ActivityItem.objects.filter(activity_id__in=[row.id for row in rows]):
            items[item.activity_id][item.variant_id] = _item_info(item)
    return tuple(_live(activity_info(row), items[row.id]) for row in rows)


@prepared.reading
def _published(market_code: str, at: datetime) -> QuerySet[Activity]:
    rows = Activity.objects.filter(
        market_code=market_code, state=ActivityState.PUBLISHED, ends_at__gt=at
    )
    return rows.order_by("id")


def offers_on(
    variant_ids: Collection[UUID],
    *,
    market_code: str,
    user_id: UUID | None,
    at: datetime,
    is_fresh: bool = False,
) -> Activities:
    """Return what activities offer a person on some variants at a moment.

    is_fresh: read now rather than at most `FRESH_S` ago: two statements, one if none runs.
    One more for a member where something is limited per person. A guest does not get that.
    """
    found = read_live(market_code) if is_fresh else live(market_code)
    limited = [
        item.item_id
        for one in found
        for variant_id in variant_ids
        if (item := one.items.get(variant_id)) and item.per_person
    ]
    taken = count_taken(user_id=user_id, item_ids=limited) if user_id else None
    return rules.offers(found, at=at, variant_ids=sorted(variant_ids), taken=taken)


def count_taken(*, user_id: UUID, item_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the units that a member took of variants limited per person; one statement."""
    if not item_ids:
        return {}
    rows = ActivityShare.objects.filter(user_id=user_id, item_id__in=set(item_ids))
    return dict(rows.values_list("item_id", "taken"))


def list_kinds(*, for_merchants: bool) -> tuple[Kind, ...]:
    """Return the kinds of activities that shops, or the platform, can run."""
    return tuple(
        kind
        for kind in rules.KINDS.values()
        if (kind.for_merchants if for_merchants else kind.for_platform)
    )


def get_kind(code: str) -> Kind:
    """Return a kind of activities.

    Raises: BadActivity if there is none of that code.
    """
    return rules.kind_of(code)


def phase_of(info: ActivityInfo) -> Phase:
    """Return where an activity stands now."""
    return rules.phase(info, clock.now())


def get_activity(activity_id: UUID) -> ActivityInfo:
    """Return an activity without its variants.

    Raises: ActivityNotFound.
    """
    row = Activity.objects.filter(pk=activity_id).first()
    if row is None:
        raise ActivityNotFound
    return activity_info(row)


def list_items(activity_id: UUID) -> tuple[ActivityItemInfo, ...]:
    """Return the variants of an activity, by id; one statement."""
    rows = ActivityItem.objects.filter(activity_id=activity_id).order_by("variant_id")
    return tuple(_item_info(row) for row in rows)


def list_activities(
    condition: ActivityFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ActivityInfo]:
    """Return activities without their variants, the newest first; two statements."""
    size = clamp_limit(limit)
    rows = Activity.objects.all()
    if condition.merchant_ids is not None:
        rows = rows.filter(merchant_id__in=condition.merchant_ids)
    if condition.is_platform:
        rows = rows.filter(merchant_id__isnull=True)
    if condition.kind:
        rows = rows.filter(kind=condition.kind)
    if condition.phase is not None:
        rows = rows.filter(_in_phase(condition.phase, clock.now()))
    for word in condition.text.lower().split():
        rows = rows.filter(search_text__contains=word)
    total = rows.count()
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    page = list(rows.order_by("-pk")[: size + 1])
    next_cursor = encode_cursor(page[size - 1].id.hex) if len(page) > size else None
    return Page(tuple(activity_info(row) for row in page[:size]), next_cursor, total)


def effect_of(activity_id: UUID) -> Effect:
    """Return what came of an activity so far; one statement.

    Orders that were never paid count as waiting, or not at all once they are closed.
    """
    used = Q(state=UseState.USED)
    found = ActivityUse.objects.filter(activity_id=activity_id).aggregate(
        orders=Count("order_group_id", filter=used, distinct=True),
        buyers=Count("user_id", filter=used, distinct=True),
        units=Sum("quantity", filter=used),
        discount=Sum("discount_minor", filter=used),
        platform=Sum("platform_minor", filter=used),
        waiting=Count("order_group_id", filter=Q(state=UseState.LOCKED), distinct=True),
    )
    return Effect(
        orders=found["orders"],
        buyers=found["buyers"],
        units=found["units"] or 0,
        discount_minor=found["discount"] or 0,
        platform_minor=found["platform"] or 0,
        waiting_orders=found["waiting"],
    )


def list_used_groups(activity_id: UUID) -> tuple[UUID, ...]:
    """Return the groups of orders that were paid with an activity; one statement."""
    rows = ActivityUse.objects.filter(activity_id=activity_id, state=UseState.USED)
    return tuple(rows.order_by().values_list("order_group_id", flat=True).distinct())


def prove_activities() -> list[UUID]:
    """Return the activities and variants whose counters differ from the uses they count."""
    held = [UseState.LOCKED, UseState.USED]
    uses = ActivityUse.objects.filter(state__in=held).order_by()
    spent = dict(uses.values_list("activity_id").annotate(Sum("discount_minor")))
    taken = dict(uses.exclude(item=None).values_list("item_id").annotate(Sum("quantity")))
    budgets = Activity.objects.filter(budget_minor__isnull=False)
    wrong = [
        row_id
        for row_id, counted in budgets.values_list("id", "spent_minor")
        if counted != spent.get(row_id, 0)
    ]
    return wrong + [
        row_id
        for row_id, counted in ActivityItem.objects.values_list("id", "taken").iterator()
        if counted != taken.get(row_id, 0)
    ]


def exhausted() -> QuerySet[Activity]:
    """Return the rows of published activities whose budget is used up, for this room."""
    return Activity.objects.filter(
        state=ActivityState.PUBLISHED, budget_minor__isnull=False, spent_minor=F("budget_minor")
    )


def activity_info(row: Activity) -> ActivityInfo:
    """Return a row as the value others see, without its variants."""
    return ActivityInfo(
        activity_id=row.id,
        draft=ActivityDraft(
            name=row.name,
            kind=row.kind,
            market_code=row.market_code,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            settings=row.settings,
            merchant_id=row.merchant_id,
            scope=Scope(ScopeKind(row.scope_kind), frozenset(UUID(one) for one in row.scope_ids)),
            platform_share_bp=row.platform_share_bp,
            budget_minor=row.budget_minor,
        ),
        currency=row.currency,
        funder=Funder(row.funder),
        state=ActivityState(row.state),
        spent_minor=row.spent_minor,
        created_at=row.created_at,
        stop_reason=row.stop_reason,
    )


def _live(info: ActivityInfo, items: dict[UUID, ActivityItemInfo]) -> LiveActivity:
    kind = rules.kind_of(info.draft.kind)
    return LiveActivity(info, rules.settings_of(kind, info.draft.settings), items)


def _item_info(row: ActivityItem) -> ActivityItemInfo:
    return ActivityItemInfo(
        item_id=row.id,
        variant_id=row.variant_id,
        price_minor=row.price_minor,
        stock=row.stock,
        per_person=row.per_person,
        taken=row.taken,
    )


def _in_phase(phase: Phase, at: datetime) -> Q:
    is_over = Q(ends_at__lte=at)
    published = Q(state=ActivityState.PUBLISHED) & ~is_over
    conditions = {
        Phase.DRAFT: Q(state=ActivityState.DRAFT),
        Phase.STOPPED: Q(state=ActivityState.STOPPED),
        Phase.UPCOMING: published & Q(starts_at__gt=at),
        Phase.RUNNING: published & Q(starts_at__lte=at),
        Phase.PAUSED: Q(state=ActivityState.PAUSED) & ~is_over,
        Phase.ENDED: Q(state__in=[ActivityState.PUBLISHED, ActivityState.PAUSED]) & is_over,
    }
    return conditions[phase]


_copies: Copies[str, tuple[LiveActivity, ...]] = Copies(read_live, fresh_s=FRESH_S, most=64)
