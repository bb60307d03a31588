"""Reads of loyalty."""

from datetime import date
from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.growth.loyalty import preferences, rules
from jishi.growth.loyalty.models import GrowthEntry, MemberLevel, Membership, OrderAward, SignIn
from jishi.growth.loyalty.types import (
    AwardState,
    GrowthInfo,
    Level,
    MemberView,
    SignInView,
)
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import POINTS_UNIT, Asset, PurseName

DEFAULT_LEVELS = (
    Level("plain", {"zh-hans": "普通会员", "en": "Member"}, 0),
    Level("silver", {"zh-hans": "白银会员", "en": "Silver"}, 1_000, points_bp=11_000),
    Level("gold", {"zh-hans": "黄金会员", "en": "Gold"}, 5_000, points_bp=12_000),
    Level("platinum", {"zh-hans": "铂金会员", "en": "Platinum"}, 20_000, points_bp=15_000),
    Level("diamond", {"zh-hans": "钻石会员", "en": "Diamond"}, 50_000, points_bp=20_000),
)
"""Until operators save their own. Source: rules 3.11."""


def list_levels() -> tuple[Level, ...]:
    """Return the levels by threshold. One statement."""
    rows = MemberLevel.objects.order_by("threshold")
    saved = [Level(row.code, row.name, row.threshold, row.rate_bp, row.points_bp) for row in rows]
    return tuple(saved) or DEFAULT_LEVELS


def level_of(user_id: UUID) -> Level:
    """Return the level of a member, the lowest if nothing is known of them. Two statements."""
    levels = list_levels()
    code = Membership.objects.filter(user_id=user_id).values_list("level", flat=True).first()
    return next((level for level in levels if level.code == code), levels[0])


def get_member(*, actor: Actor, user_id: UUID) -> MemberView:
    """Return where a member stands. Six statements.

    Raises: NotFound for somebody else without permission.
    """
    purse = wallets_queries.get_purse(actor=actor, purse=points_purse(user_id))
    level = level_of(user_id)
    above = rules.next_level(list_levels(), level.code)
    amount = growth_of(user_id)
    standing = Membership.objects.filter(user_id=user_id).first()
    pending = OrderAward.objects.filter(user_id=user_id, state=AwardState.PENDING)
    return MemberView(
        user_id=user_id,
        level=level,
        growth=amount,
        next_level=above,
        missing=max(0, above.threshold - amount) if above else 0,
        points=purse.balance_minor,
        pending_points=pending.aggregate(total=Sum("points"))["total"] or 0,
        warned_until=standing.warned_until if standing else None,
    )


def growth_of(user_id: UUID) -> int:
    """Return the growth of a member's last year. One statement."""
    at = clock.now()
    entries = GrowthEntry.objects.filter(user_id=user_id, created_at__gt=at - rules.YEAR)
    return rules.growth_since(entries.values_list("created_at", "amount"), at)


def list_growth(
    *, actor: Actor, user_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Page[GrowthInfo]:
    """Return what a member's growth came from, newest first.

    Raises: NotFound for somebody else; BadCursor.
    """
    actor.require_owner(user_id)
    rows = GrowthEntry.objects.filter(user_id=user_id)
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(limit)
    found = list(rows.order_by("-pk")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(
            GrowthInfo(row.created_at, row.cause, row.reference, row.amount) for row in found[:size]
        ),
        next_cursor=encode_cursor(str(more.pk)) if more else None,
    )


def get_sign_in(user_id: UUID) -> SignInView:
    """Return the sign-in page of this month. Two statements."""
    today = clock.local_date(clock.now())
    cycle = sign_in_cycle()
    signed = signed_days(user_id)
    days = rules.streak(signed, today)
    is_signed = today in signed
    return SignInView(
        today=today,
        days=tuple(sorted(day for day in signed if _month(day) == _month(today))),
        is_signed=is_signed,
        streak=days,
        reward=rules.reward(cycle, days if is_signed else days + 1),
        next_reward=rules.reward(cycle, days + 1 if is_signed else days + 2),
        cycle=cycle,
        cards_left=max(0, preferences.MAKE_UP_CARDS.get() - count_made_up(user_id, today)),
    )


def sign_in_cycle() -> tuple[int, ...]:
    """Return the points of each day in a row."""
    return tuple(int(day) for day in preferences.SIGN_IN_CYCLE.get())


def signed_days(user_id: UUID) -> frozenset[date]:
    """Return the days a member signed. One statement."""
    return frozenset(SignIn.objects.filter(user_id=user_id).values_list("day", flat=True))


def count_made_up(user_id: UUID, today: date) -> int:
    """Return how many days were signed late this month. One statement."""
    zone_days = SignIn.objects.filter(user_id=user_id, is_made_up=True)
    return sum(
        _month(clock.local_date(at)) == _month(today)
        for at in zone_days.values_list("created_at", flat=True)
    )


def points_purse(user_id: UUID) -> PurseName:
    """Return the name of a member's points."""
    return PurseName(user_id, Asset.POINTS, POINTS_UNIT)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
