"""What two accounts that became one had claimed and taken."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Max

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import uniting
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions.models import ActivityShare, ActivityUse, ClaimedCoupon


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's coupons and shares of offers to another.

    Coupons go on counting after the kept person's own, so that together they may be more
    than one person may claim, and no further ones can be claimed then.
    """
    _move_coupons(kept_id, gone_id)
    _move_shares(kept_id, gone_id)
    uniting.move_rows(ActivityUse, "user_id", gone_id=gone_id, kept_id=kept_id)


def _move_coupons(kept_id: UUID, gone_id: UUID) -> None:
    rows = list(ClaimedCoupon.objects.filter(user_id=gone_id).order_by("coupon_id", "seq"))
    own = ClaimedCoupon.objects.filter(
        user_id=kept_id, coupon_id__in={row.coupon_id for row in rows}
    )
    last = defaultdict(int, own.order_by().values_list("coupon_id").annotate(last=Max("seq")))
    for row in rows:
        last[row.coupon_id] += 1
        row.user_id, row.seq = kept_id, last[row.coupon_id]
    ClaimedCoupon.objects.bulk_update(rows, ["user_id", "seq"], batch_size=uniting.BATCH)


def _move_shares(kept_id: UUID, gone_id: UUID) -> None:
    """Add what both took of one article up."""
    taken = dict(ActivityShare.objects.filter(user_id=gone_id).values_list("item_id", "taken"))
    shared = list(ActivityShare.objects.filter(user_id=kept_id, item_id__in=taken))
    for row in shared:
        row.taken += taken[row.item_id]
    ActivityShare.objects.bulk_update(shared, ["taken"], batch_size=uniting.BATCH)
    uniting.move_rows(
        ActivityShare, "user_id", gone_id=gone_id, kept_id=kept_id, unique=["item_id"]
    )
