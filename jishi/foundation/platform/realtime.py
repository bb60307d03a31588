"""News for browsers that wait: who listens to what, and what happened since.

Nothing is kept: a process reads what changed once for all its listeners and tells those whom
it concerns. News says that something is different now, pages ask for the rest; losing some
costs a moment, never a fact.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max

from jishi.foundation.platform.models import OutboxEvent

OVERLAP = 200
"""Facts are numbered before they are committed; so many are looked at twice for late ones."""
AT_ONCE = 2_000


class Listener:
    """One waiting browser. Holds the newest value of each kind until it is taken."""

    def __init__(self) -> None:
        self._waiting: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._bell = asyncio.Event()

    def tell(self, kind: str, value: str) -> None:
        """Keep a value to be taken, unless it is what was told last."""
        if self._waiting.get(kind, self._told.get(kind)) != value:
            self._waiting[kind] = value
            self._bell.set()

    async def news(self, within_s: float) -> dict[str, str]:
        """Wait for news and take it; nothing when the time is over."""
        try:
            await asyncio.wait_for(self._bell.wait(), within_s)
        except TimeoutError:
            return {}
        self._bell.clear()
        taken, self._waiting = self._waiting, {}
        self._told |= taken
        return taken


class Hub:
    """The listeners of one process by topic. Used within one event loop."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    def add(self, listener: Listener, topics: Iterable[str]) -> None:
        """Tell a listener of some topics from now on."""
        for topic in topics:
            self._listeners[topic].add(listener)

    def remove(self, listener: Listener) -> None:
        """Forget a listener."""
        for topic in list(self._listeners):
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def topics(self) -> frozenset[str]:
        """Return what anybody listens to."""
        return frozenset(self._listeners)

    def count(self, topic: str) -> int:
        """Return how many listen to a topic."""
        return len(self._listeners.get(topic, ()))

    def tell(self, topic: str, kind: str, value: str) -> None:
        """Tell everybody who listens to a topic."""
        for listener in self._listeners.get(topic, ()):
            listener.tell(kind, value)


@dataclass
class FactTail:
    """Reads the facts that were written since the last reading, one statement each time.

    seq: number of the newest fact seen; None begins with the next one.
    """

    seq: int | None = None
    _seen: deque[int] = field(default_factory=lambda: deque(maxlen=OVERLAP + AT_ONCE))

    def read(self, rooms: Collection[str]) -> tuple[int, frozenset[UUID]]:
        """Return how many new facts of some rooms there are, and which merchants they name."""
        if self.seq is None:
            self.seq = OutboxEvent.objects.aggregate(newest=Max("seq"))["newest"] or 0
            self._seen.extend(range(max(0, self.seq - OVERLAP), self.seq + 1))
            return 0, frozenset()
        rows = OutboxEvent.objects.filter(seq__gt=max(0, self.seq - OVERLAP))
        found = list(rows.order_by("seq").values_list("seq", "name", "payload")[:AT_ONCE])
        known = set(self._seen)
        fresh = [row for row in found if row[0] not in known]
        self._seen.extend(row[0] for row in fresh)
        self.seq = max([self.seq, *(row[0] for row in fresh)])
        told = [payload for _, name, payload in fresh if name.partition(".")[0] in rooms]
        named = (json.loads(payload).get("merchant_id") for payload in told)
        return len(told), frozenset(UUID(merchant) for merchant in named if merchant)
