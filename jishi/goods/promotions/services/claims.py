"""Claiming coupons: exact to the last one, whoever races for it."""

import secrets
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions import permissions, queries, rules
from jishi.goods.promotions.errors import (
    BadCoupon,
    ClaimNotOpen,
    CodeNotFound,
    CodeUsed,
    CouponNotFound,
    SignInNeeded,
    SoldOut,
)
from jishi.goods.promotions.events import CouponClaimed
from jishi.goods.promotions.models import ClaimedCoupon, Coupon, CouponCode
from jishi.goods.promotions.types import (
    Channel,
    ClaimedInfo,
    ClaimFacts,
    CouponDraft,
    CouponState,
)

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No characters that look alike, so that a printed code is typed right."""

_CODE_LENGTH = 12


@transactional
def claim(*, actor: Actor, coupon_id: UUID, facts: ClaimFacts | None = None) -> ClaimedInfo:
    """Claim a coupon from a page for the signed-in person.

    Raises: SignInNeeded, CouponNotFound, ClaimNotOpen, ClaimEnded, NewUsersOnly, SoldOut,
        ClaimLimitReached, DailyLimitReached.
    Emits: CouponClaimed.
    Locks: the coupon.
    """
    row = Coupon.objects.filter(pk=coupon_id, channel=Channel.PAGE).first()
    if row is None:
        raise CouponNotFound
    return _claim(actor, row, facts or ClaimFacts())


@transactional
def claim_code(*, actor: Actor, code: str, facts: ClaimFacts | None = None) -> ClaimedInfo:
    """Claim a coupon by a public or a one-time code.

    Raises: CodeNotFound, CodeUsed, and whatever `claim` raises.
    Emits: CouponClaimed.
    Locks: the coupon.
    """
    text = code.strip().upper()
    row = Coupon.objects.filter(public_code=text, channel=Channel.CODE).first()
    if row is not None:
        return _claim(actor, row, facts or ClaimFacts())
    found = CouponCode.objects.filter(text=text).select_related("coupon").first()
    if found is None:
        raise CodeNotFound(field="code")
    if found.claimed_id is not None:
        raise CodeUsed(field="code")
    claimed = _claim(actor, found.coupon, facts or ClaimFacts())
    unused = CouponCode.objects.filter(pk=found.id, claimed_id__isnull=True)
    if not unused.update(claimed_id=claimed.claimed_id):
        raise CodeUsed(field="code")
    return claimed


@transactional
def create_codes(*, actor: Actor, coupon_id: UUID, count: int) -> tuple[str, ...]:
    """Make one-time codes for a coupon that is claimed by code, and return them.

    Raises: CouponNotFound; BadCoupon if the coupon is not claimed by code or the count is
        not between 1 and 10000.
    """
    row = _owned(actor, coupon_id)
    if row.channel != Channel.CODE:
        raise BadCoupon(field="channel")
    if not 1 <= count <= rules.MAX_CODES:
        raise BadCoupon(field="count", limit=rules.MAX_CODES)
    texts = {_random_code() for _ in range(count)}
    while len(texts) < count:
        texts.add(_random_code())
    CouponCode.objects.bulk_create(CouponCode(coupon_id=row.id, text=text) for text in texts)
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="coupon",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        after={"codes": count},
    )
    return tuple(sorted(texts))


@transactional
def grant(*, actor: Actor, coupon_id: UUID, user_ids: Collection[UUID]) -> int:
    """Give a coupon to some people; those who have as many as one may are passed over.

    Returns how many were given.
    Raises: CouponNotFound, ClaimNotOpen if it is not active, SoldOut if there are too few.
    Emits: CouponClaimed, once per person.
    Locks: the coupon.
    """
    row = _owned(actor, coupon_id, is_locked=True)
    if row.state != CouponState.ACTIVE:
        raise ClaimNotOpen
    moment = clock.now()
    draft = queries.coupon_info(row).draft
    taken: dict[UUID, set[int]] = defaultdict(set)
    earlier = ClaimedCoupon.objects.filter(coupon_id=row.id, user_id__in=set(user_ids))
    for user_id, seq in earlier.values_list("user_id", "seq"):
        taken[user_id].add(seq)
    rows = []
    for user_id in dict.fromkeys(user_ids):
        free = [seq for seq in range(1, draft.per_user + 1) if seq not in taken[user_id]]
        if free:
            rows.append(_row(row, draft, user_id, free[0], moment))
    if rows:
        _count(row, len(rows))
    ClaimedCoupon.objects.bulk_create(rows)
    for claimed in rows:
        _tell(actor, claimed)
    return len(rows)


def _claim(actor: Actor, row: Coupon, facts: ClaimFacts) -> ClaimedInfo:
    if actor.user_id is None:
        raise SignInNeeded
    moment = clock.now()
    coupon = queries.coupon_info(row)
    rules.check_claim(coupon, facts=facts, at=moment)
    _next_seq(row, coupon.draft, actor.user_id, moment)
    # Counting locks the coupon, so the number read after it is nobody else's. It comes
    # before the insert, whose foreign key would share a lock that MariaDB cannot upgrade.
    _count(row, 1)
    seq = _next_seq(row, coupon.draft, actor.user_id, moment)
    claimed = _row(row, coupon.draft, actor.user_id, seq, moment)
    claimed.save(force_insert=True)
    _tell(actor, claimed)
    return queries.claimed_info(claimed)


def _next_seq(row: Coupon, draft: CouponDraft, user_id: UUID, moment: datetime) -> int:
    earlier = queries.list_claim_numbers(user_id=user_id, coupon_id=row.id)
    return rules.next_seq(draft, earlier, at=moment)


def _row(
    row: Coupon, draft: CouponDraft, user_id: UUID, seq: int, moment: datetime
) -> ClaimedCoupon:
    valid_from, valid_until = rules.validity(draft, moment)
    return ClaimedCoupon(
        coupon=row,
        user_id=user_id,
        seq=seq,
        value_minor=_drawn(draft),
        valid_from=valid_from,
        valid_until=valid_until,
        remind_at=rules.next_reminder(valid_until, moment),
        created_at=moment,
    )


def _drawn(draft: CouponDraft) -> int | None:
    """Draw the amount of a claim, every one as likely; None where the amount is certain."""
    if draft.value_max_minor is None:
        return None
    return draft.value_minor + secrets.randbelow(draft.value_max_minor - draft.value_minor + 1)


def _count(row: Coupon, count: int) -> None:
    """Count claims in one conditional update, which only holds while there are any left."""
    there_are = Q(total__isnull=True) | Q(total__gte=F("issued") + count)
    counted = Coupon.objects.filter(there_are, pk=row.id, state=CouponState.ACTIVE).update(
        issued=F("issued") + count
    )
    if not counted:
        is_active = Coupon.objects.filter(pk=row.id, state=CouponState.ACTIVE).exists()
        raise SoldOut if is_active else ClaimNotOpen


def _owned(actor: Actor, coupon_id: UUID, *, is_locked: bool = False) -> Coupon:
    found = Coupon.objects.filter(pk=coupon_id)
    row = (transactions.for_update(found) if is_locked else found).first()
    if row is None:
        raise CouponNotFound
    actor.require(permissions.EDIT, merchant_id=row.merchant_id)
    return row


def _tell(actor: Actor, claimed: ClaimedCoupon) -> None:
    outbox.emit(
        CouponClaimed(
            claimed_id=str(claimed.id),
            coupon_id=str(claimed.coupon_id),
            user_id=str(claimed.user_id),
            valid_until=claimed.valid_until.isoformat(),
        ),
        actor=f"{actor.kind}:{actor.id}",
    )


def _random_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
