"""Tables of loyalty."""

from django.db import models
from django.db.models import Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.growth.loyalty.types import AwardState


class MemberLevel(Record):
    """A level of members; `types.Level` says what the columns mean."""

    code = models.CharField(max_length=20, unique=True)
    name = models.JSONField(default=dict)
    threshold = models.PositiveIntegerField(unique=True)
    rate_bp = models.PositiveIntegerField()
    points_bp = models.PositiveIntegerField()


class Membership(Record):
    """Where a member stands; it can be derived again from the growth entries."""

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    reviewed_at = models.DateTimeField()
    warned_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reviewed_at"], name="membership_review")]


class GrowthEntry(TimedRecord):
    """Growth that was earned or lost; rows are only added.

    key: once per member. note: why staff did it.
    """

    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=150)
    cause = models.CharField(max_length=60)
    reference = models.UUIDField(null=True)
    amount = models.IntegerField()
    note = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="growth_entry_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="growth_entry_not_zero"),
        ]
        indexes = [models.Index(fields=["user", "created_at"], name="growth_entry_of_member")]


class OrderAward(TimedRecord):
    """What one order earns, or earned. Amounts follow what the buyer kept of it.

    points_bp: the level's, frozen when the order was paid. changes: how often it was adjusted
    after it was granted, which names each adjustment.
    """

    order_id = models.UUIDField(unique=True)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=AwardState.PENDING)
    points_bp = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    growth = models.PositiveIntegerField()
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(AwardState)), name="order_award_state_known"
            ),
        ]


class SignIn(TimedRecord):
    """A day a member signed. points: what it gave."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    is_made_up = models.BooleanField(default=False)
    points = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="sign_in_once_a_day")]


class PointsReminder(Record):
    """Up to when a member was reminded of points that expire, so many days ahead."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    days = models.PositiveSmallIntegerField()
    covered_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "days"], name="points_reminder_once")
        ]
