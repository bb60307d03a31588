"""What happened to a record: moves of its states, and entries of the audit trail."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.foundation.platform.audit import Move
from jishi.foundation.platform.operations import AuditLine
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import statuses
from jishi.surfaces.design.types import TimelineEntry
from jishi.surfaces.operator_console import words


def of_moves(moves: Iterable[Move]) -> list[TimelineEntry]:
    """Return moves in words, latest first, with the names of those who made them."""
    known = [move for move in moves if move.machine in words.MACHINES]
    names = names_of(move.actor.partition(":")[2] for move in known)
    return [_move(move, names) for move in reversed(known)]


def of_audit(lines: Iterable[AuditLine]) -> list[TimelineEntry]:
    """Return audit entries as a timeline, in their order."""
    known = list(lines)
    names = names_of(line.actor_id for line in known)
    return [
        TimelineEntry(
            text=changed(line) or line.action,
            at=line.at,
            who=who(line.actor_kind, line.actor_id, names),
            where=line.ip,
        )
        for line in known
    ]


def changed(line: AuditLine) -> str:
    """Return the change of an audit entry in a line: `size: 1 → 2`."""
    parts = []
    for name in sorted({*line.before, *line.after}):
        before, after = (_short(side.get(name)) for side in (line.before, line.after))
        parts.append(f"{before} → {after}" if name == "value" else f"{name}: {before} → {after}")
    return "; ".join(parts)[:200]


def names_of(actor_ids: Iterable[str]) -> dict[UUID, str]:
    """Return the nicknames of actors, by the ids that are people's. One statement."""
    return accounts_queries.names_of(found for found in map(uuid_of, actor_ids) if found)


def who(kind: str, key: str, names: dict[UUID, str]) -> str:
    """Return an actor in words."""
    name = names.get(uuid_of(key) or UUID(int=0), "")
    return name or str(words.ACTORS.get(kind, _("System")))


def uuid_of(text: str) -> UUID | None:
    """Read an id; None if the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _move(move: Move, names: dict[UUID, str]) -> TimelineEntry:
    label, axis = words.MACHINES[move.machine]
    status = statuses.status_of(axis, move.to_state)
    kind, _sep, key = move.actor.partition(":")
    return TimelineEntry(
        text=f"{label} · {status.label}",
        at=move.at,
        who=who(kind, key, names),
        detail=move.reason if " " in move.reason or not move.reason.isascii() else "",
        tone={"good": "good", "bad": "bad"}.get(status.tone, ""),
    )


def _short(value: object) -> str:
    return "—" if value in (None, "", [], {}) else str(value)
