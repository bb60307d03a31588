"""What operators see of the plumbing: what gave up, and the audit trail. Reads only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Min, Model, Q, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.foundation.platform.models import AuditEntry, Job, OutboxDelivery, Timer

Row = TypeVar("Row", bound=Model)

PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event at one handler. payload: ids and plain values, as JSON. error: the traceback."""

    delivery_id: int
    event: str
    key: str
    handler: str
    state: str
    attempts: int
    payload: str
    error: str
    occurred_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class JobInfo:
    """One job. arguments: JSON of the positional and the named ones."""

    job_id: UUID
    name: str
    arguments: str
    state: str
    attempts: int
    error: str
    created_at: datetime
    run_at: datetime


@dataclass(frozen=True, slots=True)
class TimerInfo:
    """One timer of a subject."""

    timer_id: UUID
    kind: str
    subject_id: UUID
    state: str
    attempts: int
    error: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the audit trail. position: its place in the chain, null until sealed.

    before, after: the changed fields only; secrets are masked.
    """

    entry_id: UUID
    at: datetime
    actor_kind: str
    actor_id: str
    on_behalf_of: str
    action: str
    subject_type: str
    subject_id: str
    merchant_id: UUID | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    ip: str
    request_id: str
    position: int | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries to list; what is empty is not asked about.

    actors: ids of actors. since, until: half-open. action: its beginning, `merchants.`.
    """

    subject_type: str = ""
    subject_id: str = ""
    actors: tuple[str, ...] = ()
    action: str = ""
    merchant_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a kind gave up, and since when."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Parked:
    """All that gave up and waits for a person."""

    deliveries: Waiting
    jobs: Waiting
    timers: Waiting


def count_parked() -> Parked:
    """Return what waits for a person, in three statements."""
    return Parked(
        deliveries=_waiting(OutboxDelivery.objects.all(), "updated_at"),
        jobs=_waiting(Job.objects.all(), "created_at"),
        timers=_waiting(Timer.objects.all(), "due_at"),
    )


def list_parked_deliveries(
    *, cursor: str | None = None, limit: int | None = None
) -> Page[Delivery]:
    """Return deliveries that gave up, newest first, in one statement. Raises: BadCursor."""
    rows = OutboxDelivery.objects.filter(state=PARKED).select_related("event").order_by("-pk")
    if cursor:
        (last,) = decode_cursor(cursor, 1)
        rows = rows.filter(pk__lt=_whole(last))
    found, following = _cut(rows, limit)
    after = encode_cursor(following.pk) if following else None
    return Page(items=tuple(map(_delivery, found)), next_cursor=after)


def get_delivery(delivery_id: int) -> Delivery:
    """Return a delivery that was kept. Raises: NotFound."""
    row = OutboxDelivery.objects.filter(pk=delivery_id).select_related("event").first()
    if row is None:
        raise NotFound
    return _delivery(row)


def list_jobs(
    *, state: str = PARKED, cursor: str | None = None, limit: int | None = None
) -> Page[JobInfo]:
    """Return jobs in a state, newest first, in one statement. Raises: BadCursor."""
    rows = _older(Job.objects.filter(state=state), cursor)
    found, following = _cut(rows, limit)
    return Page(items=tuple(map(_job, found)), next_cursor=_cursor_of(following))


def get_job(job_id: UUID) -> JobInfo:
    """Return a job. Raises: NotFound."""
    row = Job.objects.filter(pk=job_id).first()
    if row is None:
        raise NotFound
    return _job(row)


def list_timers(
    *, state: str = PARKED, cursor: str | None = None, limit: int | None = None
) -> Page[TimerInfo]:
    """Return timers in a state, newest first, in one statement. Raises: BadCursor."""
    rows = _older(Timer.objects.filter(state=state), cursor)
    found, following = _cut(rows, limit)
    return Page(items=tuple(map(_timer, found)), next_cursor=_cursor_of(following))


def get_timer(timer_id: UUID) -> TimerInfo:
    """Return a timer. Raises: NotFound."""
    row = Timer.objects.filter(pk=timer_id).first()
    if row is None:
        raise NotFound
    return _timer(row)


def list_audit(
    wanted: AuditFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[AuditLine]:
    """Return a page of the audit trail, newest first, in one statement. Raises: BadCursor."""
    rows = AuditEntry.objects.filter(_condition(wanted)).order_by("-at", "-pk")
    if cursor:
        at, key = _moment_and_key(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    found, following = _cut(rows, limit)
    after = encode_cursor(following.at.isoformat(), following.pk.hex) if following else None
    return Page(items=tuple(map(_line, found)), next_cursor=after)


def get_audit(entry_id: UUID) -> AuditLine:
    """Return an entry of the audit trail. Raises: NotFound."""
    row = AuditEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise NotFound
    return _line(row)


def _waiting(rows: QuerySet[Any], moment: str) -> Waiting:
    found = rows.filter(state=PARKED).aggregate(count=Count("pk"), oldest=Min(moment))
    return Waiting(found["count"], found["oldest"])


def _condition(wanted: AuditFilter) -> Q:
    asked = {
        "subject_type": wanted.subject_type,
        "subject_id": wanted.subject_id,
        "actor_id__in": wanted.actors,
        "action__startswith": wanted.action,
        "merchant_id": wanted.merchant_id,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return Q(**{name: value for name, value in asked.items() if value})


def _older(rows: QuerySet[Row], cursor: str | None) -> QuerySet[Row]:
    """Order by id, which is by time, and go on after a cursor."""
    ordered = rows.order_by("-pk")
    if not cursor:
        return ordered
    (last,) = decode_cursor(cursor, 1)
    return ordered.filter(pk__lt=_uuid(last))


def _cut(rows: QuerySet[Row], limit: int | None) -> tuple[list[Row], Row | None]:
    """Return a page of rows, and its last one if more follow."""
    size = clamp_limit(limit)
    found = list(rows[: size + 1])
    return found[:size], found[size - 1] if len(found) > size else None


def _cursor_of(row: Model | None) -> str | None:
    return encode_cursor(row.pk.hex) if row else None


def _moment_and_key(cursor: str) -> tuple[datetime, UUID]:
    at, key = decode_cursor(cursor, 2)
    try:
        return datetime.fromisoformat(str(at)), _uuid(key)
    except ValueError as error:
        raise BadCursor(field="cursor") from error


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadCursor(field="cursor") from error


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise BadCursor(field="cursor")
    return value


def _delivery(row: OutboxDelivery) -> Delivery:
    return Delivery(
        delivery_id=row.pk,
        event=row.event.name,
        key=row.event.key,
        handler=row.handler,
        state=row.state,
        attempts=row.attempts,
        payload=_pretty(row.event.payload),
        error=row.error,
        occurred_at=row.event.occurred_at,
        updated_at=row.updated_at,
    )


def _job(row: Job) -> JobInfo:
    return JobInfo(
        job_id=row.id,
        name=row.name,
        arguments=row.arguments,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        created_at=row.created_at,
        run_at=row.run_at,
    )


def _timer(row: Timer) -> TimerInfo:
    return TimerInfo(
        timer_id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        due_at=row.due_at,
    )


def _line(row: AuditEntry) -> AuditLine:
    return AuditLine(
        entry_id=row.id,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        on_behalf_of=row.on_behalf_of,
        action=row.action,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        merchant_id=row.merchant_id,
        before=row.before,
        after=row.after,
        ip=row.ip,
        request_id=row.request_id,
        position=row.position,
    )


def _pretty(payload: str) -> str:
    return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
