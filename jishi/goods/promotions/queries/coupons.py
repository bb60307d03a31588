"""Reads of coupons, each in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.goods.promotions import rules
from jishi.goods.promotions.errors import ClaimLimitReached, CouponNotFound, DailyLimitReached
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    ClaimableCoupon,
    ClaimedInfo,
    ClaimState,
    CouponDraft,
    CouponFilter,
    CouponInfo,
    CouponKind,
    CouponOffer,
    CouponState,
    Funder,
    Scope,
    ScopeKind,
)


def candidates(
    *, user_id: UUID | None, merchant_ids: Collection[UUID], at: datetime
) -> tuple[CouponOffer, ...]:
    """Return the coupons a person could use now in some shops; one statement, none for guests.

    Pricing decides which of them apply.
    """
    if user_id is None:
        return ()
    rows = (
        ClaimedCoupon.objects.filter(
            Q(coupon__merchant_id__isnull=True) | Q(coupon__merchant_id__in=merchant_ids),
            user_id=user_id,
            state=ClaimState.UNUSED,
            valid_from__lte=at,
            valid_until__gt=at,
        )
        .select_related("coupon")
        .order_by("valid_until", "id")
    )
    return tuple(_claimed_offer(row) for row in rows)


def list_claimable(
    *,
    at: datetime,
    merchant_ids: Collection[UUID] = (),
    product_id: UUID | None = None,
    category_ids: tuple[UUID, ...] = (),
    user_id: UUID | None = None,
) -> tuple[ClaimableCoupon, ...]:
    """Return the coupons on offer by the platform and some shops, best value first.

    Two statements, one for guests.

    product_id, category_ids: only those that cover this product; the offers serve to work
    out the price after the best coupon (券后价).
    """
    rows = Coupon.objects.filter(
        Q(merchant_id__isnull=True) | Q(merchant_id__in=merchant_ids),
        Q(claim_from__isnull=True) | Q(claim_from__lte=at),
        Q(claim_until__isnull=True) | Q(claim_until__gt=at),
        Q(use_until__isnull=True) | Q(use_until__gt=at),
        state=CouponState.ACTIVE,
        channel=Channel.PAGE,
    ).order_by("-value_minor", "-rate_bp", "id")
    coupons = [coupon_info(row) for row in rows]
    if product_id is not None:
        coupons = [
            coupon for coupon in coupons if coupon.draft.scope.covers(product_id, category_ids)
        ]
    claims = _claims_of(user_id, [coupon.coupon_id for coupon in coupons])
    return tuple(_claimable(coupon, claims[coupon.coupon_id], at) for coupon in coupons)


def list_claimed(
    *,
    user_id: UUID,
    states: Collection[ClaimState] = (),
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ClaimedInfo]:
    """Return a person's coupons, the last claimed first; two statements."""
    size = clamp_limit(limit)
    rows = ClaimedCoupon.objects.filter(user_id=user_id)
    if states:
        rows = rows.filter(state__in=states)
    total = rows.count()
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    page = list(rows.select_related("coupon").order_by("-pk")[: size + 1])
    next_cursor = encode_cursor(page[size - 1].id.hex) if len(page) > size else None
    return Page(tuple(claimed_info(row) for row in page[:size]), next_cursor, total)


def list_coupons(
    condition: CouponFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[CouponInfo]:
    """Return coupon templates, the newest first; two statements."""
    size = clamp_limit(limit)
    rows = Coupon.objects.all()
    if condition.merchant_ids is not None:
        rows = rows.filter(merchant_id__in=condition.merchant_ids)
    if condition.is_platform:
        rows = rows.filter(merchant_id__isnull=True)
    if condition.states:
        rows = rows.filter(state__in=condition.states)
    for word in condition.text.lower().split():
        rows = rows.filter(search_text__contains=word)
    total = rows.count()
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    page = list(rows.order_by("-pk")[: size + 1])
    next_cursor = encode_cursor(page[size - 1].id.hex) if len(page) > size else None
    return Page(tuple(coupon_info(row) for row in page[:size]), next_cursor, total)


def get_coupon(coupon_id: UUID) -> CouponInfo:
    """Return a coupon template.

    Raises: CouponNotFound.
    """
    row = Coupon.objects.filter(pk=coupon_id).first()
    if row is None:
        raise CouponNotFound
    return coupon_info(row)


def prove() -> list[UUID]:
    """Return the coupons whose counters differ from the rows they count; two statements."""
    counted: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for coupon_id, state in ClaimedCoupon.objects.values_list("coupon_id", "state").iterator():
        counted[coupon_id][0] += 1
        counted[coupon_id][1] += state == ClaimState.USED
    rows = Coupon.objects.values_list("id", "issued", "used")
    return [row[0] for row in rows if counted[row[0]] != [row[1], row[2]]]


def coupon_info(row: Coupon) -> CouponInfo:
    """Return a row as the value others see."""
    return CouponInfo(
        coupon_id=row.id,
        draft=_draft(row),
        funder=Funder(row.funder),
        state=CouponState(row.state),
        issued=row.issued,
        used=row.used,
        created_at=row.created_at,
    )


def claimed_info(row: ClaimedCoupon) -> ClaimedInfo:
    """Return a row, its coupon loaded, as the value others see."""
    return ClaimedInfo(
        claimed_id=row.id,
        offer=_claimed_offer(row),
        state=ClaimState(row.state),
        claimed_at=row.created_at,
        order_group_id=row.order_group_id,
    )


def list_claim_numbers(*, user_id: UUID, coupon_id: UUID) -> list[tuple[int, datetime]]:
    """Return number and time of a person's claims of one coupon; one statement."""
    rows = ClaimedCoupon.objects.filter(user_id=user_id, coupon_id=coupon_id)
    return list(rows.values_list("seq", "created_at"))


def _claims_of(
    user_id: UUID | None, coupon_ids: Collection[UUID]
) -> dict[UUID, list[tuple[int, datetime]]]:
    claims: dict[UUID, list[tuple[int, datetime]]] = defaultdict(list)
    if user_id is not None and coupon_ids:
        rows = ClaimedCoupon.objects.filter(user_id=user_id, coupon_id__in=coupon_ids)
        for coupon_id, seq, claimed_at in rows.values_list("coupon_id", "seq", "created_at"):
            claims[coupon_id].append((seq, claimed_at))
    return claims


def _claimable(
    coupon: CouponInfo, claims: list[tuple[int, datetime]], at: datetime
) -> ClaimableCoupon:
    draft = coupon.draft
    left = None if draft.total is None else draft.total - coupon.issued
    try:
        rules.next_seq(draft, claims, at=at)
        can_claim = left != 0
    except (ClaimLimitReached, DailyLimitReached):
        can_claim = False
    valid_from, valid_until = rules.validity(draft, at)
    offer = _offer(coupon, coupon.coupon_id, valid_from, valid_until, is_claimed=False)
    return ClaimableCoupon(offer, len(claims), can_claim, left)


def _claimed_offer(row: ClaimedCoupon) -> CouponOffer:
    coupon = coupon_info(row.coupon)
    offer = _offer(coupon, row.id, row.valid_from, row.valid_until, is_claimed=True)
    drawn_minor = offer.value_minor if row.value_minor is None else row.value_minor
    return replace(offer, value_minor=drawn_minor, value_max_minor=None)


def _offer(
    coupon: CouponInfo,
    offer_id: UUID,
    valid_from: datetime,
    valid_until: datetime,
    *,
    is_claimed: bool,
) -> CouponOffer:
    draft = coupon.draft
    return CouponOffer(
        offer_id=offer_id,
        coupon_id=coupon.coupon_id,
        name=draft.name,
        kind=draft.kind,
        merchant_id=draft.merchant_id,
        funder=coupon.funder,
        platform_share_bp=draft.platform_share_bp or 0,
        currency=draft.currency,
        threshold_minor=draft.threshold_minor,
        valid_from=valid_from,
        valid_until=valid_until,
        value_minor=draft.value_minor,
        value_max_minor=draft.value_max_minor,
        rate_bp=draft.rate_bp,
        cap_minor=draft.cap_minor,
        scope=draft.scope,
        audience=draft.audience,
        is_claimed=is_claimed,
    )


def _draft(row: Coupon) -> CouponDraft:
    return CouponDraft(
        code=row.code,
        name=row.name,
        kind=CouponKind(row.kind),
        currency=row.currency,
        merchant_id=row.merchant_id,
        platform_share_bp=row.platform_share_bp,
        threshold_minor=row.threshold_minor,
        value_minor=row.value_minor,
        value_max_minor=row.value_max_minor,
        rate_bp=row.rate_bp,
        cap_minor=row.cap_minor,
        scope=Scope(ScopeKind(row.scope_kind), frozenset(UUID(one) for one in row.scope_ids)),
        claim_from=row.claim_from,
        claim_until=row.claim_until,
        use_from=row.use_from,
        use_until=row.use_until,
        valid_days=row.valid_days,
        valid_delay_days=row.valid_delay_days,
        total=row.total,
        per_user=row.per_user,
        per_day=row.per_day,
        audience=Audience(row.audience),
        channel=Channel(row.channel),
        public_code=row.public_code or "",
    )
