"""Calls back to the shop: kept in the store, sent in order, retried with the provider's cadence."""

import logging
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Sequence

from simulators.store import Record, Store

SEND_TIMEOUT_S = 5
IDLE_S = 0.05
KEPT = 500
OPEN = {"waiting", "held"}

log = logging.getLogger("simulators")

Deliver = Callable[[Record], bool]


class CallbackQueue:
    """Calls waiting to be made; they survive a restart.

    A call is a record with `subject`, `url`, `payload`, `attempt`, `due_at` (seconds of
    the epoch) and `state`: waiting, held (until the next call of its subject has gone, or
    its time has come), sent, given_up or lost.
    deliver: makes one attempt and says whether the shop took it.
    delays_s: waits before the second, third, ... attempt; then the queue gives up.
    """

    def __init__(self, store: Store, deliver: Deliver, delays_s: Sequence[float]) -> None:
        self._store = store
        self._deliver = deliver
        self._delays_s = tuple(delays_s)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the attempt under way and stop."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def put(
        self,
        *,
        subject: str,
        url: str,
        payload: Record,
        delay_s: float = 0,
        state: str = "waiting",
    ) -> None:
        """Add a call. A held call of the same subject is let go right behind it."""
        due_at = time.time() + delay_s
        call = {
            "id": uuid.uuid4().hex,
            "subject": subject,
            "url": url,
            "payload": payload,
            "attempt": 0,
            "due_at": due_at,
            "state": state,
        }
        with self._store.edit() as document:
            if state == "waiting":
                _release(document["callbacks"], subject, after=due_at)
            document["callbacks"] = [*_recent(document["callbacks"]), call]

    def calls(self, subject: str | None = None) -> list[Record]:
        """Return the calls, oldest first, of one subject if given."""
        with self._store.read() as document:
            return [
                dict(call)
                for call in document["callbacks"]
                if subject is None or call["subject"] == subject
            ]

    def _run(self) -> None:
        while not self._stop.wait(IDLE_S):
            call = self._next()
            while call is not None and not self._stop.is_set():
                self._attempt(call)
                call = self._next()

    def _next(self) -> Record | None:
        with self._store.read() as document:
            due = [call for call in document["callbacks"] if _is_due(call)]
            return dict(min(due, key=lambda call: call["due_at"])) if due else None

    def _attempt(self, call: Record) -> None:
        taken = self._deliver(call)
        with self._store.edit() as document:
            stored = next(each for each in document["callbacks"] if each["id"] == call["id"])
            stored["attempt"] += 1
            if taken:
                stored["state"] = "sent"
            elif stored["attempt"] > len(self._delays_s):
                stored["state"] = "given_up"
            else:
                stored["due_at"] = time.time() + self._delays_s[stored["attempt"] - 1]


def post_form(url: str, body: bytes) -> bytes | None:
    """Post a form to the shop and return its answer, or None if it failed."""
    request = urllib.request.Request(url, data=body, method="POST")
    request.add_header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    if request.type not in {"http", "https"}:
        return None
    # The shop runs beside the simulator, so a proxy of the environment must not be asked.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SEND_TIMEOUT_S) as response:
            return bytes(response.read())
    except (urllib.error.URLError, OSError) as error:
        log.info("callback to %s failed: %s", url, error)
        return None


def _is_due(call: Record) -> bool:
    return bool(call["state"] in OPEN and call["due_at"] <= time.time())


def _recent(calls: list[Record]) -> list[Record]:
    """Drop the oldest calls that are over, so that the file does not grow without end."""
    over = [call["id"] for call in calls if call["state"] not in OPEN]
    forgotten = set(over[:-KEPT])
    return [call for call in calls if call["id"] not in forgotten]


def _release(calls: list[Record], subject: str, *, after: float) -> None:
    for call in calls:
        if call["state"] == "held" and call["subject"] == subject:
            call["state"] = "waiting"
            call["due_at"] = after + 0.001
