"""Reads of loyalty."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.growth.loyalty import permissions, preferences, rules
from jishi.growth.loyalty.errors import LevelNotFound
from jishi.growth.loyalty.models import GrowthEntry, MemberLevel, Membership, OrderAward, SignIn
from jishi.growth.loyalty.types import (
    AwardState,
    EarningTerms,
    GrowthInfo,
    Level,
    MemberView,
    SignInView,
)
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import POINTS_UNIT, Asset, MovementInfo, PurseName

DEFAULT_LEVELS = (
    Level("plain", {"zh-hans": "普通会员", "en": "Member"}, 0),
    Level("silver", {"zh-hans": "白银会员", "en": "Silver"}, 1_000, points_bp=11_000),
    Level("gold", {"zh-hans": "黄金会员", "en": "Gold"}, 5_000, points_bp=12_000),
    Level("platinum", {"zh-hans": "铂金会员", "en": "Platinum"}, 20_000, points_bp=15_000),
    Level("diamond", {"zh-hans": "钻石会员", "en": "Diamond"}, 50_000, points_bp=20_000),
)
"""Until operators save their own. Source: rules 3.11."""


SOON = timedelta(days=30)
"""How far ahead members are told what expires."""


def list_levels() -> tuple[Level, ...]:
    """Return the levels by threshold. One statement."""
    rows = MemberLevel.objects.order_by("threshold")
    saved = [Level(row.code, row.name, row.threshold, row.rate_bp, row.points_bp) for row in rows]
    return tuple(saved) or DEFAULT_LEVELS


def level_of(user_id: UUID) -> Level:
    """Return the level of a member, the lowest if nothing is known of them. Two statements."""
    code = Membership.objects.filter(user_id=user_id).values_list("level", flat=True).first()
    return rules.find_level(list_levels(), code or "")


def get_level(code: str) -> Level:
    """Return a level by its code. One statement. Raises: LevelNotFound."""
    found = [level for level in list_levels() if level.code == code]
    if not found:
        raise LevelNotFound
    return found[0]


def count_by_level() -> dict[str, int]:
    """Return how many members have each level, by code. One statement."""
    return dict(Membership.objects.values_list("level").annotate(many=Count("pk")))


def get_member(*, actor: Actor, user_id: UUID) -> MemberView:
    """Return where a member stands. Six statements.

    Raises: NotFound for somebody else without permission.
    """
    asker = _asker(actor, user_id)
    name = points_purse(user_id)
    soon = clock.now() + SOON
    purse = wallets_queries.get_purse(actor=asker, purse=name)
    expiring = wallets_queries.get_expiring(actor=asker, purse=name, until=soon)
    levels = list_levels()
    standing = Membership.objects.filter(user_id=user_id).first()
    level = rules.find_level(levels, standing.level if standing else "")
    above = rules.next_level(levels, level.code)
    amount = growth_of(user_id)
    pending = OrderAward.objects.filter(user_id=user_id, state=AwardState.PENDING)
    return MemberView(
        user_id=user_id,
        level=level,
        growth=amount,
        next_level=above,
        missing=max(0, above.threshold - amount) if above else 0,
        points=purse.balance_minor,
        pending_points=pending.aggregate(total=Sum("points"))["total"] or 0,
        held_points=purse.held_minor,
        expiring_points=expiring.amount_minor,
        expires_at=expiring.first_at,
        levels=levels,
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

    Raises: NotFound for somebody else without permission; BadCursor.
    """
    _asker(actor, user_id)
    rows = GrowthEntry.objects.filter(user_id=user_id)
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(limit)
    found = list(rows.order_by("-pk")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(
            GrowthInfo(row.created_at, row.cause, row.reference, row.amount, row.note)
            for row in found[:size]
        ),
        next_cursor=encode_cursor(str(more.pk)) if more else None,
    )


def list_points(
    *, actor: Actor, user_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Page[MovementInfo]:
    """Return the statement of a member's points, newest first. One statement.

    Raises: NotFound for somebody else without permission; BadCursor.
    """
    return wallets_queries.list_movements(
        actor=_asker(actor, user_id), purse=points_purse(user_id), cursor=cursor, limit=limit
    )


def get_terms() -> EarningTerms:
    """Return what is earned and for how long it is good, as the settings have it."""
    return EarningTerms(preferences.POINTS_PER_UNIT.get(), preferences.POINTS_VALID_DAYS.get())


def get_sign_in(user_id: UUID) -> SignInView:
    """Return the sign-in page of this month. One statement."""
    today = clock.local_date(clock.now())
    cycle = sign_in_cycle()
    rows = SignIn.objects.filter(user_id=user_id).values_list("day", "is_made_up", "created_at")
    kept = {day: (is_made_up, at) for day, is_made_up, at in rows}
    signed = frozenset(kept)
    days = rules.streak(signed, today)
    is_signed = today in signed
    used = sum(
        is_made_up and _month(clock.local_date(at)) == _month(today)
        for is_made_up, at in kept.values()
    )
    left = max(0, preferences.MAKE_UP_CARDS.get() - used)
    return SignInView(
        today=today,
        days=tuple(sorted(day for day in signed if _month(day) == _month(today))),
        is_signed=is_signed,
        streak=days,
        reward=rules.reward(cycle, days if is_signed else days + 1),
        next_reward=rules.reward(cycle, days + 1 if is_signed else days + 2),
        cycle=cycle,
        cards_left=left,
        made_up=tuple(sorted(day for day, (is_made_up, _at) in kept.items() if is_made_up)),
        can_make_up=rules.missed(signed, today, preferences.MAKE_UP_DAYS.get()) if left else (),
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


def _asker(actor: Actor, user_id: UUID) -> Actor:
    """Return who may ask the wallets: the member themself, or the house for staff.

    Raises: NotFound for anybody else.
    """
    if actor.may(permissions.VIEW):
        return Actor.system("loyalty")
    actor.require_owner(user_id)
    return actor


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
