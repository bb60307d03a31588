"""Tables of stored value: purses, lots, holds, and the statement that only grows."""

from django.db import models
from django.db.models import F, Q

from jishi.foundation.platform.models import Record, TimedRecord
from jishi.money.wallets.types import Asset, HoldState


class Purse(Record):
    """One kind of value of one holder in one unit.

    Invariants: the id is derived from the name (`rules.purse_id`); available_minor is the
    sum of what remains in its lots; held_minor is the sum of its holds that are `held`.
    Changes lock the row, and no amount is ever below zero.
    """

    holder_id = models.UUIDField()
    asset = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    available_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder_id", "asset", "currency"], name="purse_once"),
            models.CheckConstraint(
                condition=Q(available_minor__gte=0, held_minor__gte=0, owed_minor__gte=0),
                name="purse_amounts_not_negative",
            ),
            models.CheckConstraint(condition=Q(asset__in=list(Asset)), name="purse_asset_known"),
        ]


class Lot(TimedRecord):
    """Value that came in together. expires_at: null for never.

    Invariant: 0 ≤ remaining ≤ amount.
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    remaining_minor = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remaining_minor__gte=0, remaining_minor__lte=F("amount_minor")),
                name="lot_remaining_within_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["purse", "remaining_minor"], name="lot_of_purse"),
            models.Index(fields=["expires_at"], name="lot_expiry"),
        ]


class Hold(TimedRecord):
    """Value of a purse set aside for one payment, named by its reference.

    Invariant: 0 ≤ returned ≤ amount.
    """

    reference = models.UUIDField()
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=HoldState.HELD)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "purse"], name="hold_once"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gt=0, returned_minor__gte=0, returned_minor__lte=F("amount_minor")
                ),
                name="hold_returned_within_amount",
            ),
            models.CheckConstraint(condition=Q(state__in=list(HoldState)), name="hold_state_known"),
        ]


class HoldDraw(Record):
    """What a hold took out of one lot. seq: the order of drawing, from 0."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hold", "seq"], name="hold_draw_once"),
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0, returned_minor__lte=F("amount_minor")),
                name="hold_draw_returned_within_amount",
            ),
        ]


class Movement(TimedRecord):
    """One line of a purse's statement; rows are only added.

    key: names what happened, once per purse. balance_minor: what stood after it.
    """

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=150)
    cause = models.CharField(max_length=60)
    reference = models.UUIDField(null=True)
    note = models.CharField(max_length=200, default="", blank=True)
    amount_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purse", "key"], name="wallet_movement_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="wallet_movement_not_zero"),
        ]
        indexes = [models.Index(fields=["purse", "created_at"], name="wallet_movement_of_purse")]
