"""What coupons promise: valid drafts, windows, limits, and the lives of coupons as tables."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jishi.foundation.kernel.clock import local_date
from jishi.foundation.kernel.states import StateMachine
from jishi.goods.promotions.errors import (
    BadCoupon,
    ClaimEnded,
    ClaimLimitReached,
    ClaimNotOpen,
    DailyLimitReached,
    NewUsersOnly,
    SoldOut,
)
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    ClaimAction,
    ClaimFacts,
    ClaimState,
    CouponAction,
    CouponDraft,
    CouponInfo,
    CouponKind,
    CouponState,
    ScopeKind,
)

COUPON = StateMachine(
    name="coupon",
    initial=CouponState.DRAFT,
    moves={
        (CouponState.DRAFT, CouponAction.SCHEDULE): CouponState.SCHEDULED,
        (CouponState.DRAFT, CouponAction.ACTIVATE): CouponState.ACTIVE,
        (CouponState.DRAFT, CouponAction.VOID): CouponState.VOIDED,
        (CouponState.SCHEDULED, CouponAction.ACTIVATE): CouponState.ACTIVE,
        (CouponState.SCHEDULED, CouponAction.PAUSE): CouponState.PAUSED,
        (CouponState.SCHEDULED, CouponAction.END): CouponState.ENDED,
        (CouponState.SCHEDULED, CouponAction.VOID): CouponState.VOIDED,
        (CouponState.ACTIVE, CouponAction.PAUSE): CouponState.PAUSED,
        (CouponState.ACTIVE, CouponAction.END): CouponState.ENDED,
        (CouponState.ACTIVE, CouponAction.VOID): CouponState.VOIDED,
        (CouponState.PAUSED, CouponAction.SCHEDULE): CouponState.SCHEDULED,
        (CouponState.PAUSED, CouponAction.ACTIVATE): CouponState.ACTIVE,
        (CouponState.PAUSED, CouponAction.END): CouponState.ENDED,
        (CouponState.PAUSED, CouponAction.VOID): CouponState.VOIDED,
        (CouponState.ENDED, CouponAction.VOID): CouponState.VOIDED,
    },
)

CLAIM = StateMachine(
    name="claimed_coupon",
    initial=ClaimState.UNUSED,
    moves={
        (ClaimState.UNUSED, ClaimAction.LOCK): ClaimState.LOCKED,
        (ClaimState.UNUSED, ClaimAction.EXPIRE): ClaimState.EXPIRED,
        (ClaimState.UNUSED, ClaimAction.VOID): ClaimState.VOIDED,
        (ClaimState.LOCKED, ClaimAction.UNLOCK): ClaimState.UNUSED,
        (ClaimState.LOCKED, ClaimAction.REDEEM): ClaimState.USED,
        (ClaimState.LOCKED, ClaimAction.VOID): ClaimState.VOIDED,
        (ClaimState.USED, ClaimAction.RETURN): ClaimState.UNUSED,
        (ClaimState.USED, ClaimAction.EXPIRE): ClaimState.EXPIRED,
    },
)

FIXED_FIELDS = (
    "code",
    "kind",
    "currency",
    "merchant_id",
    "platform_share_bp",
    "threshold_minor",
    "value_minor",
    "value_max_minor",
    "rate_bp",
    "cap_minor",
    "scope",
    "use_from",
    "use_until",
    "valid_days",
    "valid_delay_days",
    "audience",
    "channel",
)
"""What people were promised: it cannot change once a coupon left its draft."""

REMINDERS = (timedelta(days=3), timedelta(days=1))
"""How long before it expires the owner of a coupon is reminded."""

EXCHANGED = (ScopeKind.PRODUCT, ScopeKind.CATEGORY)
"""An exchange coupon names what it is exchanged for."""

MAX_CODES = 10_000
_ZONE = ZoneInfo("Asia/Shanghai")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def check_draft(draft: CouponDraft) -> None:
    """Refuse a coupon that could not be claimed, used or paid for.

    Raises: BadCoupon naming the field at fault.
    """
    is_merchants = draft.merchant_id is not None
    share = draft.platform_share_bp
    sound = {
        "code": _CODE.fullmatch(draft.code) is not None,
        "name": any(text.strip() for text in draft.name.values()),
        "currency": re.fullmatch(r"[A-Z]{3}", draft.currency) is not None,
        "platform_share_bp": share is None or (0 <= share <= (0 if is_merchants else 10_000)),
        "threshold_minor": draft.threshold_minor >= 0,
        "value_minor": (draft.value_minor > 0) == (draft.kind == CouponKind.AMOUNT),
        "rate_bp": (0 < draft.rate_bp <= 10_000)
        if draft.kind == CouponKind.PERCENT
        else draft.rate_bp == 0,
        "cap_minor": draft.cap_minor is None
        or (draft.cap_minor > 0 and draft.kind != CouponKind.AMOUNT),
        "value_max_minor": draft.value_max_minor is None
        or (draft.kind == CouponKind.AMOUNT and draft.value_max_minor > draft.value_minor),
        "scope": (draft.scope.kind == ScopeKind.ALL) == (not draft.scope.ids)
        and (draft.kind != CouponKind.EXCHANGE or draft.scope.kind in EXCHANGED),
        "claim_until": _in_order(draft.claim_from, draft.claim_until),
        "use_until": _in_order(draft.use_from, draft.use_until),
        "valid_days": (draft.valid_days is None) == (draft.use_until is not None)
        and (draft.valid_days is None or 1 <= draft.valid_days <= 3650),
        "valid_delay_days": 0 <= draft.valid_delay_days <= 365,
        "total": draft.total is None or draft.total >= 1,
        "per_user": 1 <= draft.per_user <= 100,
        "per_day": draft.per_day is None or 1 <= draft.per_day <= draft.per_user,
        "public_code": not draft.public_code
        or (draft.channel == Channel.CODE and _CODE.fullmatch(draft.public_code) is not None),
    }
    for field, is_sound in sound.items():
        if not is_sound:
            raise BadCoupon(field=field)


def check_claim(coupon: CouponInfo, *, facts: ClaimFacts, at: datetime) -> None:
    """Refuse a claim that the coupon itself rules out.

    Raises: ClaimNotOpen, ClaimEnded, NewUsersOnly, SoldOut.
    """
    draft = coupon.draft
    if coupon.state in (CouponState.ENDED, CouponState.VOIDED) or _has_ended(draft, at):
        raise ClaimEnded
    if coupon.state != CouponState.ACTIVE or (draft.claim_from and at < draft.claim_from):
        raise ClaimNotOpen
    if draft.audience == Audience.NEW_USER and not facts.is_new_user:
        raise NewUsersOnly
    if draft.total is not None and coupon.issued >= draft.total:
        raise SoldOut


def next_seq(draft: CouponDraft, earlier: Sequence[tuple[int, datetime]], *, at: datetime) -> int:
    """Return the number of the next claim of one person.

    earlier: number and time of the person's claims so far.
    Raises: ClaimLimitReached, DailyLimitReached.
    """
    if len(earlier) >= draft.per_user:
        raise ClaimLimitReached(limit=draft.per_user)
    today = sum(1 for _, claimed_at in earlier if local_date(claimed_at) == local_date(at))
    if draft.per_day is not None and today >= draft.per_day:
        raise DailyLimitReached(limit=draft.per_day)
    taken = {seq for seq, _ in earlier}
    return next(seq for seq in range(1, draft.per_user + 1) if seq not in taken)


def validity(draft: CouponDraft, claimed_at: datetime) -> tuple[datetime, datetime]:
    """Return when a coupon claimed at a moment can be used: [from, until).

    Relative validity counts calendar days in Shanghai, the first one included.
    """
    if draft.use_until is not None:
        return draft.use_from or claimed_at, draft.use_until
    first = local_date(claimed_at) + timedelta(days=draft.valid_delay_days)
    begins = datetime.combine(first, time(), _ZONE)
    ends = begins + timedelta(days=draft.valid_days or 1)
    return (max(begins, claimed_at), ends)


def next_reminder(valid_until: datetime, after: datetime) -> datetime | None:
    """Return the next moment to remind of an expiry, or None if all have passed."""
    moments = [valid_until - before for before in REMINDERS]
    return min((moment for moment in moments if moment > after), default=None)


def days_left(valid_until: datetime, at: datetime) -> int:
    """Return the days until an expiry, begun ones counted."""
    return -((at - valid_until) // timedelta(days=1))


def changed_fixed_field(before: CouponDraft, after: CouponDraft) -> str | None:
    """Return the first field of a promise that would change, or None."""
    for name in FIXED_FIELDS:
        if getattr(before, name) != getattr(after, name):
            return name
    return None


def _has_ended(draft: CouponDraft, at: datetime) -> bool:
    ends = [moment for moment in (draft.claim_until, draft.use_until) if moment]
    return any(moment <= at for moment in ends)


def _in_order(first: datetime | None, second: datetime | None) -> bool:
    return first is None or second is None or first < second
