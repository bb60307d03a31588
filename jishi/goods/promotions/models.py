"""Tables of promotions."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.goods.promotions.types import (
    ActivityState,
    Audience,
    Channel,
    ClaimState,
    CouponKind,
    CouponState,
    Funder,
    ScopeKind,
    UseState,
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


class Activity(TimedRecord):
    """Goods sold cheaper for a time. Runs in [starts_at, ends_at) while it is published.

    settings: in the shape of its kind. scope_ids: categories or products in hexadecimal.
    budget_minor: null for no limit; spent_minor is counted only with one.
    Invariants: spent ≤ budget at every moment; what was promised does not change once it
    left the draft.
    """

    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=30)
    merchant = models.ForeignKey(
        "merchants.Merchant", null=True, on_delete=models.PROTECT, related_name="+"
    )
    funder = models.CharField(max_length=10)
    platform_share_bp = models.PositiveIntegerField(default=0)
    market_code = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    settings = models.JSONField(default=dict)
    scope_kind = models.CharField(max_length=10, default=ScopeKind.ALL)
    scope_ids = models.JSONField(default=list)
    budget_minor = models.BigIntegerField(null=True)
    spent_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=ActivityState.DRAFT)
    stop_reason = models.CharField(max_length=10, default="", blank=True)
    search_text = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_minor__isnull=True) | Q(spent_minor__lte=F("budget_minor")),
                name="activity_spent_at_most_budget",
            ),
            models.CheckConstraint(
                condition=Q(spent_minor__gte=0), name="activity_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="activity_time_in_order"
            ),
            models.CheckConstraint(
                condition=Q(platform_share_bp__lte=10_000), name="activity_share_at_most_all"
            ),
            _known("state", ActivityState, "activity_state_known"),
            _known("funder", Funder, "activity_funder_known"),
            _known("scope_kind", ScopeKind, "activity_scope_known"),
        ]
        indexes = [
            models.Index(fields=["market_code", "state", "ends_at"], name="activity_live"),
            models.Index(fields=["merchant", "id"], name="activity_of_merchant"),
        ]


class ActivityItem(Record):
    """One variant of an activity, with its price in it, and its own stock if it has one.

    taken: units that orders hold or bought; counted always.
    Invariant: taken ≤ stock at every moment.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="items", db_index=False
    )
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    price_minor = models.BigIntegerField()
    stock = models.PositiveIntegerField(null=True)
    per_person = models.PositiveSmallIntegerField(null=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "variant"], name="activity_item_once"),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(taken__lte=F("stock")),
                name="activity_item_taken_at_most_stock",
            ),
            models.CheckConstraint(
                condition=Q(price_minor__gte=0), name="activity_item_price_not_negative"
            ),
        ]


class ActivityShare(Record):
    """What one person took of a variant that is limited per person."""

    item = models.ForeignKey(
        ActivityItem, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="activity_share_once")]


class ActivityUse(TimedRecord):
    """What one order took of an activity; its price is frozen on the order's lines.

    item: for activities whose variants have prices. user: null for a guest.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey(ActivityItem, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    order_group_id = models.UUIDField(db_index=True)
    quantity = models.PositiveIntegerField()
    discount_minor = models.BigIntegerField()
    platform_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=UseState.LOCKED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0), name="activity_use_discount_not_negative"
            ),
            _known("state", UseState, "activity_use_state_known"),
        ]
        indexes = [models.Index(fields=["activity", "state"], name="activity_use_effect")]
