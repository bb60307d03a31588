"""The audit trail: who did what to what, before and after, sealed by a chain of hashes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import leases, transactions
from jishi.foundation.platform.models import AuditEntry, StateMove

SEAL_BATCH = 1000

SECRET_WORDS = ("password", "secret", "token", "private_key", "api_key")


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a document through its states, as shown on a timeline."""

    at: datetime
    machine: str
    action: str
    from_state: str
    to_state: str
    actor: str
    reason: str


def record(
    *,
    actor: Actor,
    action: str,
    subject_type: str,
    subject_id: UUID | str,
    merchant_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note a change in the running use case. Secrets are masked by the name of their field.

    action: the permission that was used, or `<room>.<verb>`.
    before, after: the changed fields only, JSON-ready.
    """
    transactions.insert_at_end(
        AuditEntry(
            actor_kind=actor.kind,
            actor_id=actor.id[:64],
            on_behalf_of=actor.on_behalf_of[:64],
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id)[:64],
            merchant_id=merchant_id,
            before=_masked(before or {}),
            after=_masked(after or {}),
            ip=actor.ip[:45],
            request_id=actor.request_id[:64],
        )
    )


def record_move(
    *,
    actor: Actor,
    machine: str,
    subject_id: UUID,
    action: str,
    from_state: str,
    to_state: str,
    reason: str = "",
) -> None:
    """Note a move of a state machine in the running use case."""
    transactions.insert_at_end(
        StateMove(
            machine=machine,
            subject_id=subject_id,
            action=action,
            from_state=from_state,
            to_state=to_state,
            actor_kind=actor.kind,
            actor_id=actor.id[:64],
            reason=reason[:500],
        )
    )


def list_moves(subject_ids: list[UUID]) -> list[Move]:
    """Return the moves of some documents, oldest first."""
    rows = StateMove.objects.filter(subject_id__in=subject_ids).order_by("at", "id")
    return [
        Move(
            at=row.at,
            machine=row.machine,
            action=row.action,
            from_state=row.from_state,
            to_state=row.to_state,
            actor=f"{row.actor_kind}:{row.actor_id}",
            reason=row.reason,
        )
        for row in rows
    ]


def seal(*, holder: str = "sealer") -> int:
    """Number and chain the entries that are not sealed yet; return how many."""
    if not leases.acquire("audit:seal", holder=holder):
        return 0
    return _seal_batch()


@transactions.transactional
def _seal_batch() -> int:
    last = AuditEntry.objects.exclude(position=None).order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, "")
    rows = list(AuditEntry.objects.filter(position=None).order_by("at", "id")[:SEAL_BATCH])
    for row in rows:
        position = (position or 0) + 1
        digest = _digest(row, position, digest)
        row.position, row.digest = position, digest
    AuditEntry.objects.bulk_update(rows, ["position", "digest"], batch_size=200)
    return len(rows)


def verify() -> tuple[int, int | None]:
    """Walk the chain.

    Returns the number of sealed entries that hold, and the position of the first that
    was altered or is missing, or None.
    """
    digest, expected = "", 1
    rows = AuditEntry.objects.exclude(position=None).order_by("position")
    for row in rows.iterator(chunk_size=SEAL_BATCH):
        if row.position != expected or row.digest != _digest(row, expected, digest):
            return expected - 1, expected
        digest, expected = row.digest, expected + 1
    return expected - 1, None


def _digest(row: AuditEntry, position: int, previous: str) -> str:
    content = [
        position,
        previous,
        row.id.hex,
        int(row.at.timestamp() * 1000),
        row.actor_kind,
        row.actor_id,
        row.on_behalf_of,
        row.action,
        row.subject_type,
        row.subject_id,
        row.merchant_id.hex if row.merchant_id else "",
        row.before,
        row.after,
        row.ip,
        row.request_id,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _masked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: "***" if any(word in name.lower() for word in SECRET_WORDS) else value
        for name, value in values.items()
    }
