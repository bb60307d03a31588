"""Tables of the plumbing. Rooms write them through the modules beside this one."""

from django.db import models

from jishi.foundation.kernel import clock, ids


class Record(models.Model):
    """Base of every table: a time-ordered id."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)

    class Meta:
        abstract = True


class TimedRecord(Record):
    """A record that knows when it was made."""

    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class OutboxEvent(models.Model):
    """A fact, written in the transaction of its change and delivered after it.

    Invariant: rows of one key are delivered in the order of `seq`, each effect once.
    """

    seq = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(default=ids.new_id, editable=False)
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    partition = models.PositiveSmallIntegerField()
    payload = models.TextField()
    actor = models.CharField(max_length=100)
    occurred_at = models.DateTimeField(default=clock.now)
    is_pending = models.BooleanField(default=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["is_pending", "partition", "seq"], name="outbox_queue"),
            models.Index(fields=["key", "seq"], name="outbox_key"),
        ]


class OutboxDelivery(models.Model):
    """What became of one event at one handler, where that is worth keeping.

    Written only when a delivery did not succeed with its batch at the first try.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")
    handler = models.CharField(max_length=150)
    state = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "retrying", "parked"]),
                name="outbox_delivery_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "event"], name="outbox_delivery_state")]


class Lease(models.Model):
    """Who may do a thing that only one may do at a time, and until when."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=100)
    expires_at = models.DateTimeField()


class IdempotencyRecord(models.Model):
    """The first answer to a keyed request; a replay returns it byte for byte."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once"),
        ]


class Job(Record):
    """A piece of work to be done after its transaction, at least once."""

    name = models.CharField(max_length=150)
    arguments = models.TextField()
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, default="ready")
    run_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, default="", blank=True)
    locked_until = models.DateTimeField(null=True)
    result = models.TextField(default="", blank=True)
    error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["ready", "running", "done", "parked"]),
                name="job_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "run_at", "priority"], name="job_queue")]


class Timer(Record):
    """Something that will happen to a subject at a time, exactly once.

    Invariant: one timer per kind and subject. While paused, `remaining_s` keeps the rest.
    """

    kind = models.CharField(max_length=100)
    subject_id = models.UUIDField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="armed")
    remaining_s = models.PositiveIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    fired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="timer_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["armed", "paused", "fired", "canceled", "parked"]),
                name="timer_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="timer_due")]


class Schedule(models.Model):
    """When a repeating job is due next."""

    name = models.CharField(max_length=150, primary_key=True)
    next_at = models.DateTimeField()


class AuditEntry(Record):
    """Who did what to which subject, with before and after, chained by hash.

    Entries are inserted unsealed with their change; the sealer numbers and chains them
    in order soon after, so that writers do not wait for each other.
    """

    at = models.DateTimeField(default=clock.now)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    on_behalf_of = models.CharField(max_length=64, default="", blank=True)
    action = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    merchant_id = models.UUIDField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    ip = models.CharField(max_length=45, default="", blank=True)
    request_id = models.CharField(max_length=64, default="", blank=True)
    position = models.BigIntegerField(null=True, unique=True)
    digest = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_subject"),
            models.Index(fields=["merchant_id", "at"], name="audit_merchant"),
            models.Index(fields=["at"], name="audit_at"),
        ]


class StateMove(Record):
    """One move of one state machine: who, when, why, from, to. Never changed."""

    at = models.DateTimeField(default=clock.now)
    machine = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    action = models.CharField(max_length=50)
    from_state = models.CharField(max_length=50)
    to_state = models.CharField(max_length=50)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "at"], name="state_move_subject")]


class PreferenceValue(models.Model):
    """A preference that differs from its default, for the platform or one merchant.

    scope: `platform`, or the merchant's id in hexadecimal.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=36, default="platform")
    value = models.TextField()
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "scope"], name="preference_once"),
        ]


class StoredFile(TimedRecord):
    """A file by its content; the same bytes are kept once in public and once in private.

    Invariant: `digest` is the SHA-256 of the bytes; `content_type` was told from them.
    width, height: pixels of an image, else null. variants: `<width>.<format>` → path.
    """

    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=50)
    size_bytes = models.BigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    variants = models.JSONField(default=dict)
    is_public = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "is_public"], name="stored_file_once")
        ]


class Counter(models.Model):
    """The last number given out of a gapless sequence."""

    name = models.CharField(max_length=100, primary_key=True)
    value = models.BigIntegerField(default=0)
