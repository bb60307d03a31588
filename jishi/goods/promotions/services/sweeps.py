"""What the clock does to coupons: begin, end, expire, remind."""

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions import permissions, rules
from jishi.goods.promotions.events import CouponChanged, CouponExpiring
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.goods.promotions.types import ClaimState, CouponAction, CouponState

BATCH = 1000


@transactional
def advance_due(*, actor: Actor) -> int:
    """Begin coupons whose claim window has come, end those whose window is over.

    Returns how many moved.
    Emits: CouponChanged.
    Locks: the coupons.
    """
    actor.require(permissions.EDIT)
    moment = clock.now()
    over = Q(claim_until__lte=moment) | Q(use_until__lte=moment)
    live = [CouponState.SCHEDULED, CouponState.ACTIVE, CouponState.PAUSED]
    ending = Coupon.objects.filter(over, state__in=live)
    moved = _advance(actor, list(transactions.for_update(ending)), CouponAction.END)
    begun = Coupon.objects.filter(state=CouponState.SCHEDULED, claim_from__lte=moment)
    return moved + _advance(actor, list(transactions.for_update(begun)), CouponAction.ACTIVATE)


@transactional
def expire_due(*, actor: Actor) -> int:
    """Expire a batch of unused coupons whose time is over; return how many."""
    actor.require(permissions.EDIT)
    due = ClaimedCoupon.objects.filter(state=ClaimState.UNUSED, valid_until__lte=clock.now())
    batch = list(due.order_by("valid_until").values_list("id", flat=True)[:BATCH])
    return due.filter(pk__in=batch).update(state=ClaimState.EXPIRED, remind_at=None)


@transactional
def remind_due(*, actor: Actor) -> int:
    """Announce a batch of unused coupons that expire in three days or one; return how many.

    Emits: CouponExpiring.
    Locks: the claimed coupons.
    """
    actor.require(permissions.EDIT)
    moment = clock.now()
    due = ClaimedCoupon.objects.filter(remind_at__lte=moment)
    batch = list(due.order_by("remind_at").values_list("id", flat=True)[:BATCH])
    rows = list(transactions.for_update(due.filter(pk__in=batch)))
    told = 0
    for row in rows:
        row.remind_at = rules.next_reminder(row.valid_until, moment)
        if row.state == ClaimState.UNUSED and row.valid_until > moment:
            _remind(row, rules.days_left(row.valid_until, moment))
            told += 1
    ClaimedCoupon.objects.bulk_update(rows, ["remind_at"], batch_size=200)
    return told


def _advance(actor: Actor, rows: list[Coupon], action: CouponAction) -> int:
    for row in rows:
        before = CouponState(row.state)
        row.state = rules.COUPON.advance(before, action)
        audit.record_move(
            actor=actor,
            machine=rules.COUPON.name,
            subject_id=row.id,
            action=action,
            from_state=before,
            to_state=row.state,
        )
        outbox.emit(
            CouponChanged(
                coupon_id=str(row.id),
                merchant_id=str(row.merchant_id) if row.merchant_id else "",
            )
        )
    Coupon.objects.bulk_update(rows, ["state"])
    return len(rows)


def _remind(row: ClaimedCoupon, days_left: int) -> None:
    outbox.emit(
        CouponExpiring(
            claimed_id=str(row.id),
            coupon_id=str(row.coupon_id),
            user_id=str(row.user_id),
            days_left=days_left,
            valid_until=row.valid_until.isoformat(),
        )
    )
