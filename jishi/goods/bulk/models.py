"""Tables of jobs over many products."""

from django.db import models
from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record, StoredFile, TimedRecord
from jishi.goods.bulk.types import JobKind, JobState, Outcome


class BulkJob(TimedRecord):
    """Something done to many products, a few at a time, by whichever worker has a hand free.

    options: what was chosen, by kind. offset: in bytes of the kept rows, where the next slice
    begins; it moves in the transaction of the products, so that no row is done twice.
    user_id: who started it and in whose name it acts; null for the house itself.
    key: of the request that made it, so that a replay makes no second one.
    touched_at: when a row moved last, which tells a job whose worker died.
    """

    merchant = models.ForeignKey("merchants.Merchant", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default=JobState.DRAFT)
    key = models.CharField(max_length=64)
    user_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200, default="", blank=True)
    file_format = models.CharField(max_length=5, default="", blank=True)
    has_archive = models.BooleanField(default=False)
    options = models.JSONField(default=dict)
    was_checked = models.BooleanField(default=False)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, default="", blank=True)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant", "key"], name="bulk_job_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in JobKind]), name="bulk_job_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in JobState]),
                name="bulk_job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(done_rows__lte=models.F("total_rows")),
                name="bulk_job_done_at_most_all",
            ),
        ]
        indexes = [models.Index(fields=["state", "touched_at"], name="bulk_job_working")]


class BulkRow(Record):
    """What became of one row of a job.

    line: of the file, or the place in the selection. reason: `{code, field, params}` of a
    refusal, else empty. warnings: such reasons, of what was left out.
    Invariant: a row of a job has one outcome.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=64, default="", blank=True)
    outcome = models.CharField(max_length=7)
    reason = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "line"], name="bulk_row_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="bulk_row_outcome_known",
            ),
        ]


class SourcePicture(TimedRecord):
    """Where a stored picture came from, so that it is not fetched again.

    digest: SHA-256 of the source. error: why it could not be had, by the job of `job_id`;
    another job tries again.
    """

    merchant = models.ForeignKey(
        "merchants.Merchant", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    error = models.CharField(max_length=60, default="", blank=True)
    job_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merchant", "digest"], name="source_picture_once"),
        ]
