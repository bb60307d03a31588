"""Tables of promotions."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    ClaimState,
    CouponKind,
    CouponState,
    Funder,
    ScopeKind,
)


def _known(field: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)


class Coupon(TimedRecord):
    """A coupon template; `ClaimedCoupon` are the coupons people have.

    merchant: null for the platform's. scope_ids: categories or products in hexadecimal.
    total: null for no limit. public_code: upper case, null without one. search_text: code and
    names in lower case.
    Invariants: issued ≤ total and used ≤ issued, at every moment; what people were promised
    does not change once it left the draft.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=12)
    merchant = models.ForeignKey(
        "merchants.Merchant", null=True, on_delete=models.PROTECT, related_name="+"
    )
    funder = models.CharField(max_length=10)
    platform_share_bp = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    threshold_minor = models.BigIntegerField(default=0)
    value_minor = models.BigIntegerField(default=0)
    value_max_minor = models.BigIntegerField(null=True)
    rate_bp = models.PositiveIntegerField(default=0)
    cap_minor = models.BigIntegerField(null=True)
    scope_kind = models.CharField(max_length=10, default=ScopeKind.ALL)
    scope_ids = models.JSONField(default=list)
    claim_from = models.DateTimeField(null=True)
    claim_until = models.DateTimeField(null=True)
    use_from = models.DateTimeField(null=True)
    use_until = models.DateTimeField(null=True)
    valid_days = models.PositiveSmallIntegerField(null=True)
    valid_delay_days = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    per_user = models.PositiveSmallIntegerField(default=1)
    per_day = models.PositiveSmallIntegerField(null=True)
    audience = models.CharField(max_length=10, default=Audience.ALL)
    channel = models.CharField(max_length=10, default=Channel.PAGE)
    public_code = models.CharField(max_length=40, null=True, unique=True)
    search_text = models.CharField(max_length=500, default="", blank=True)
    issued = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=CouponState.DRAFT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(issued__lte=F("total")),
                name="coupon_issued_at_most_total",
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("issued")), name="coupon_used_at_most_issued"
            ),
            models.CheckConstraint(
                condition=Q(platform_share_bp__lte=10_000), name="coupon_share_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(threshold_minor__gte=0, value_minor__gte=0),
                name="coupon_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(value_max_minor__isnull=True) | Q(value_max_minor__gt=F("value_minor")),
                name="coupon_amounts_in_order",
            ),
            _known("state", CouponState, "coupon_state_known"),
            _known("kind", CouponKind, "coupon_kind_known"),
            _known("funder", Funder, "coupon_funder_known"),
            _known("scope_kind", ScopeKind, "coupon_scope_known"),
            _known("audience", Audience, "coupon_audience_known"),
            _known("channel", Channel, "coupon_channel_known"),
        ]
        indexes = [models.Index(fields=["state", "channel", "merchant"], name="coupon_on_offer")]


class ClaimedCoupon(TimedRecord):
    """One coupon of one person. Usable in [valid_from, valid_until).

    seq: which of the person's claims of this coupon it is, from 1 to its limit; the unique
    constraint on it is what makes the limit hold. remind_at: when to remind next, if ever.
    value_minor: the amount that was drawn at the claim; null where nothing is drawn.
    Invariant: locked and used coupons name their order group, the others none.
    """

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.PositiveSmallIntegerField()
    value_minor = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default=ClaimState.UNUSED)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    order_group_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "user", "seq"], name="claimed_coupon_once_per_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["locked", "used"], order_group_id__isnull=False)
                | Q(state__in=["unused", "expired"], order_group_id__isnull=True)
                | Q(state="voided"),
                name="claimed_coupon_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "state", "valid_until"], name="claimed_coupon_of_user"),
            models.Index(fields=["state", "valid_until"], name="claimed_coupon_expiry"),
            models.Index(fields=["remind_at"], name="claimed_coupon_reminder"),
        ]


class CouponCode(Record):
    """A one-time code that claims a coupon. text: upper case. claimed: null until used."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=40, unique=True)
    claimed = models.ForeignKey(
        ClaimedCoupon, null=True, on_delete=models.PROTECT, related_name="+"
    )
