"""Tables of notifications. Written by `services` only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jishi.care.notifications.types import Audience, Channel, DeliveryState, Topic
from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record, TimedRecord


class Message(TimedRecord):
    """Something told to a person, or to everybody of a shop, in every language.

    Invariant: it has either a person or a shop.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    merchant = models.ForeignKey(
        "merchants.Merchant",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    event = models.CharField(max_length=60)
    topic = models.CharField(max_length=12)
    title = models.JSONField()
    body = models.JSONField()
    link = models.CharField(max_length=200, default="", blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=list(Topic)), name="message_topic_known"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, merchant__isnull=False)
                | Q(user__isnull=False, merchant__isnull=True),
                name="message_has_one_reader",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "read_at", "id"], name="message_user"),
            models.Index(fields=["merchant", "read_at", "id"], name="message_merchant"),
            models.Index(fields=["created_at"], name="message_age"),
        ]


class Delivery(TimedRecord):
    """One text on one channel: the delivery log.

    recipient: filled in when it is sent, or from the start for guests. values: of the
    variables, by language where they differ, for text gateways.
    Invariant: one row per event, subject, reader and channel, by `dedupe_key`.
    """

    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    template = models.CharField(max_length=80)
    audience = models.CharField(max_length=10)
    channel = models.CharField(max_length=6)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField(max_length=254, default="", blank=True)
    locale = models.CharField(max_length=12, default="", blank=True)
    title = models.JSONField()
    body = models.JSONField()
    link = models.CharField(max_length=200, default="", blank=True)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="", blank=True)
    sent_at = models.DateTimeField(null=True)
    dedupe_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=list(Channel)), name="delivery_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=list(Audience)), name="delivery_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(DeliveryState)), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "channel", "id"], name="delivery_state"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]


class ChannelChoice(Record):
    """What a person chose for a topic on a channel; absent where the default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=12)
    channel = models.CharField(max_length=6)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic", "channel"], name="channel_choice_once"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=list(Topic), channel__in=list(Channel)),
                name="channel_choice_known",
            ),
        ]


class TemplateOverride(Record):
    """An operator's own words for a template. key: `<event>:<audience>`."""

    key = models.CharField(max_length=80, unique=True)
    title = models.JSONField()
    body = models.JSONField()
    updated_at = models.DateTimeField(default=clock.now)
