"""What orders do to promotions: coupons and activities are bound, used, given back."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions import preferences, rules
from jishi.goods.promotions.errors import CouponUnavailable
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.goods.promotions.services.uses import give_back_uses, redeem_uses
from jishi.goods.promotions.types import ClaimAction, ClaimState


@transactional
def lock(*, actor: Actor, group_id: UUID, claimed_ids: Collection[UUID]) -> None:
    """Bind a person's claimed coupons to an order that is being placed.

    Raises: CouponUnavailable if one is not the person's, not valid now, used, or locked;
        then none is locked.
    Locks: the claimed coupons.
    """
    wanted = set(claimed_ids)
    if not wanted:
        return
    moment = clock.now()
    rows = ClaimedCoupon.objects.filter(
        pk__in=wanted, state=ClaimState.UNUSED, valid_from__lte=moment, valid_until__gt=moment
    )
    if not actor.is_system:
        # A guest owns no coupon.
        rows = rows.filter(user_id=actor.user_id) if actor.user_id else rows.none()
    locked = rows.update(state=ClaimState.LOCKED, order_group_id=group_id)
    if locked != len(wanted):
        raise CouponUnavailable(field="coupons")
    _note(actor, sorted(wanted), ClaimState.UNUSED, ClaimAction.LOCK)


@transactional
def redeem(*, actor: Actor, group_id: UUID) -> int:
    """Count the coupons of a paid order as used, and what it took of activities.

    Returns how many coupons. Doing it again does nothing.
    Locks: the uses of activities, the claimed coupons, then their coupons.
    """
    redeem_uses(actor=actor, group_id=group_id)
    rows = _locked(group_id, ClaimState.LOCKED)
    _move(rows, state=ClaimState.USED, remind_at=None)
    _count_used(rows, 1)
    _note(actor, [row.id for row in rows], ClaimState.LOCKED, ClaimAction.REDEEM)
    return len(rows)


@transactional
def unlock(*, actor: Actor, group_id: UUID) -> int:
    """Give back the coupons of an order that was not paid, and what it took of activities.

    Returns how many coupons.
    Locks: what activities lock, then the claimed coupons.
    """
    give_back_uses(actor=actor, group_id=group_id)
    rows = _locked(group_id, ClaimState.LOCKED)
    _move(rows, state=ClaimState.UNUSED, order_group_id=None)
    _note(actor, [row.id for row in rows], ClaimState.LOCKED, ClaimAction.UNLOCK)
    return len(rows)


@transactional
def return_coupons(
    *,
    actor: Actor,
    group_id: UUID,
    merchant_id: UUID | None = None,
    is_merchant_fault: bool = False,
) -> int:
    """Give back the used coupons of an order whose whole scope was refunded.

    Valid ones can be used again. Expired ones are lost, unless the merchant was at fault:
    then they are valid for some days more.

    merchant_id: the shop that was refunded in full, which returns that shop's coupons; null
    when the whole group was, which returns all.
    Returns how many can be used again.
    Locks: the claimed coupons, then their coupons.
    Source: rules 3.5, refund policy point 4.
    """
    rows = _locked(group_id, ClaimState.USED)
    if merchant_id is not None:
        rows = [row for row in rows if row.coupon.merchant_id == merchant_id]
    moment = clock.now()
    valid = [row for row in rows if row.valid_until > moment]
    late = [row for row in rows if row.valid_until <= moment]
    _give_back(valid, moment)
    extension = timedelta(days=preferences.RETURN_EXTENSION_DAYS.get())
    if is_merchant_fault and extension:
        _give_back(late, moment, valid_until=moment + extension)
        valid, late = rows, []
    _move(late, state=ClaimState.EXPIRED, order_group_id=None)
    _count_used(rows, -1)
    _note(actor, [row.id for row in valid], ClaimState.USED, ClaimAction.RETURN)
    _note(actor, [row.id for row in late], ClaimState.USED, ClaimAction.EXPIRE)
    return len(valid)


def _locked(group_id: UUID, state: ClaimState) -> list[ClaimedCoupon]:
    rows = ClaimedCoupon.objects.filter(order_group_id=group_id, state=state)
    return list(transactions.for_update(rows.select_related("coupon")))


def _move(rows: Sequence[ClaimedCoupon], **values: object) -> None:
    if rows:
        ClaimedCoupon.objects.filter(pk__in=[row.id for row in rows]).update(**values)


def _give_back(
    rows: Sequence[ClaimedCoupon], moment: datetime, valid_until: datetime | None = None
) -> None:
    for row in rows:
        row.state, row.order_group_id = ClaimState.UNUSED, None
        row.valid_until = valid_until or row.valid_until
        row.remind_at = rules.next_reminder(row.valid_until, moment)
    ClaimedCoupon.objects.bulk_update(rows, ["state", "order_group_id", "valid_until", "remind_at"])


def _count_used(rows: Sequence[ClaimedCoupon], sign: int) -> None:
    counts = Counter(row.coupon_id for row in rows)
    for coupon_id in sorted(counts):
        Coupon.objects.filter(pk=coupon_id).update(used=F("used") + sign * counts[coupon_id])


def _note(
    actor: Actor, claimed_ids: Sequence[UUID], before: ClaimState, action: ClaimAction
) -> None:
    after = rules.CLAIM.advance(before, action)
    for claimed_id in claimed_ids:
        audit.record_move(
            actor=actor,
            machine=rules.CLAIM.name,
            subject_id=claimed_id,
            action=action,
            from_state=before,
            to_state=after,
        )
