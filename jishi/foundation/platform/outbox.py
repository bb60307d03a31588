"""Events: written with their change, delivered after it, at least once, in order per subject."""

import json
import logging
import traceback
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import EVENTS, Event, revive
from jishi.foundation.platform import leases, transactions, wakeup
from jishi.foundation.platform.models import OutboxDelivery, OutboxEvent

log = logging.getLogger(__name__)

PARTITIONS = 8
"""Workers share the outbox by partitions of the key; one holder each."""

BATCH = 500
MAX_ATTEMPTS = 8
BACKOFF_S = (1, 5, 15, 60, 300, 900, 1800)

EventClass = TypeVar("EventClass", bound=Event)
Handler = Callable[[EventClass], None]

_handlers: dict[type[Event], dict[str, Callable[..., None]]] = defaultdict(dict)
_listeners: dict[str, Callable[["Envelope"], None]] = {}


class Envelope:
    """An event with its delivery data, for subscribers to every event."""

    def __init__(self, row: OutboxEvent) -> None:
        self.event_id = row.event_id
        self.name = row.name
        self.key = row.key
        self.occurred_at = row.occurred_at
        self.actor = row.actor
        self.payload = json.loads(row.payload)


def subscribe(event: type[EventClass]) -> Callable[[Handler[EventClass]], Handler[EventClass]]:
    """Register a handler of one event class, by its module and name."""

    def register(handler: Handler[EventClass]) -> Handler[EventClass]:
        _handlers[event][_name_of(handler)] = handler
        return handler

    return register


def subscribe_all(listener: Callable[[Envelope], None]) -> Callable[[Envelope], None]:
    """Register a handler of the envelope of every event."""
    _listeners[_name_of(listener)] = listener
    return listener


def subscribers() -> dict[str, list[str]]:
    """Return the names of the handlers of every event, for the generated catalogue."""
    everywhere = sorted(_listeners)
    return {name: sorted(_handlers.get(EVENTS.get(name), {})) + everywhere for name in EVENTS}


def emit(event: Event, *, actor: str = "system") -> None:
    """Announce a fact when the transaction of the running use case commits.

    actor: who caused it, `<kind>:<id>`.
    """
    transactions.insert_at_end(
        OutboxEvent(
            name=event.wire_name,
            key=event.key,
            partition=zlib.crc32(event.key.encode()) % PARTITIONS,
            payload=json.dumps(event.payload(), separators=(",", ":"), ensure_ascii=False),
            actor=actor,
        )
    )
    if transactions.is_first("outbox.ring"):
        transactions.after_commit(wakeup.ring)


def deliver_due(*, holder: str, limit: int = BATCH) -> int:
    """Deliver one batch of each partition that this holder can lease.

    Returns the number of events that left the queue.
    """
    delivered = 0
    waiting = set(
        OutboxEvent.objects.filter(is_pending=True).values_list("partition", flat=True).distinct()
    )
    for partition in sorted(waiting):
        if leases.acquire(f"outbox:{partition}", holder=holder):
            delivered += _deliver_partition(partition, limit)
    return delivered


def deliver_all(*, holder: str = "inline") -> int:
    """Deliver until nothing is due: for tests, commands and the demo."""
    total = 0
    while delivered := deliver_due(holder=holder):
        total += delivered
    return total


@transactions.transactional
def replay(delivery_id: int) -> None:
    """Put a parked delivery back into the queue."""
    delivery = OutboxDelivery.objects.select_related("event").get(pk=delivery_id)
    OutboxDelivery.objects.filter(pk=delivery_id, state="parked").update(
        state="retrying", attempts=0, updated_at=clock.now()
    )
    OutboxEvent.objects.filter(pk=delivery.event_id).update(is_pending=True, retry_at=clock.now())


def _deliver_partition(partition: int, limit: int) -> int:
    rows = _due_rows(partition, limit)
    if not rows:
        return 0
    if all(row.retry_at is None for row in rows):
        try:
            return _deliver_together(rows)
        except Exception:  # noqa: BLE001  one bad handler must not stop the others
            log.info("outbox.batch_split", extra={"partition": partition, "events": len(rows)})
    return sum(_deliver_alone(row) for row in _in_order(rows))


def _due_rows(partition: int, limit: int) -> list[OutboxEvent]:
    """Return pending events whose subject is not held back by an earlier retry."""
    rows = OutboxEvent.objects.filter(is_pending=True, partition=partition).order_by("seq")[:limit]
    moment = clock.now()
    held: set[str] = set()
    due = []
    for row in rows:
        if row.retry_at and row.retry_at > moment:
            held.add(row.key)
        if row.key not in held:
            due.append(row)
    return due


def _deliver_together(rows: Sequence[OutboxEvent]) -> int:
    """Deliver a batch in one transaction: the usual case, and the quick one."""
    with transactions.unit():
        if not _take(rows):
            return 0
        for row in rows:
            for call in _calls(row).values():
                call()
    return len(rows)


def _take(rows: Sequence[OutboxEvent]) -> bool:
    """Mark events as delivered; false if another dispatcher was quicker."""
    taken = OutboxEvent.objects.filter(seq__in=[row.seq for row in rows], is_pending=True).update(
        is_pending=False
    )
    if taken != len(rows):
        transaction.set_rollback(True)
    return taken == len(rows)


def _in_order(rows: Sequence[OutboxEvent]) -> list[OutboxEvent]:
    return sorted(rows, key=lambda row: row.seq)


def _deliver_alone(row: OutboxEvent) -> int:
    """Deliver one event, each handler in its own transaction; keep what failed."""
    earlier = OutboxEvent.objects.filter(key=row.key, seq__lt=row.seq, is_pending=True)
    if earlier.exists():
        return 0
    records = {record.handler: record for record in OutboxDelivery.objects.filter(event_id=row.seq)}
    retry_in: list[int] = []
    for name, call in _calls(row).items():
        record = records.get(name) or OutboxDelivery(event_id=row.seq, handler=name)
        if record.state in {"done", "parked"}:
            continue
        delay = _attempt(record, call)
        if delay is not None:
            retry_in.append(delay)
    pending = bool(retry_in)
    retry_at = clock.now() + timedelta(seconds=min(retry_in)) if pending else None
    OutboxEvent.objects.filter(seq=row.seq).update(is_pending=pending, retry_at=retry_at)
    return 0 if pending else 1


def _attempt(record: OutboxDelivery, call: Callable[[], None]) -> int | None:
    """Try one delivery; return the seconds to wait before the next try, if any."""
    record.attempts += 1
    record.updated_at = clock.now()
    try:
        with transactions.unit():
            record.state, record.error = "done", ""
            record.save()
            call()
    except Exception:  # noqa: BLE001  kept, shown to operators, tried again
        record.error = traceback.format_exc()[-4000:]
        spent = record.attempts >= MAX_ATTEMPTS
        record.state = "parked" if spent else "retrying"
        known = OutboxDelivery.objects.filter(event_id=record.event_id, handler=record.handler)
        record.pk = known.values_list("pk", flat=True).first()
        record.save()
        log.warning(
            "outbox.delivery_failed",
            extra={"handler": record.handler, "state": record.state, "attempts": record.attempts},
        )
        return None if spent else BACKOFF_S[min(record.attempts, len(BACKOFF_S)) - 1]
    return None


def _calls(row: OutboxEvent) -> dict[str, Callable[[], None]]:
    calls: dict[str, Callable[[], None]] = {}
    handlers = _handlers.get(EVENTS.get(row.name), {}) if row.name in EVENTS else {}
    if handlers:
        event = revive(row.name, row.payload)
        for name, handler in handlers.items():
            calls[name] = _bind(handler, event)
    for name, listener in _listeners.items():
        calls[name] = _bind(listener, Envelope(row))
    return calls


def _bind(handler: Callable[..., None], argument: object) -> Callable[[], None]:
    return lambda: handler(argument)


def _name_of(handler: Callable[..., None]) -> str:
    return f"{handler.__module__.removeprefix('jishi.')}.{handler.__qualname__}"
