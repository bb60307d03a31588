"""Faults that a developer plants so that a shop can prove it survives them."""

from typing import Any

from simulators.store import Record, Store

EVERYTHING = "*"

HTTP_FAULTS = {
    "http_500": "answer the next request with status 500",
    "http_timeout": "keep the next request waiting for `seconds`, then drop it",
}


class UnknownFaultError(ValueError):
    """The simulator cannot do that."""


class FaultPlan:
    """The faults waiting to happen, kept in the store.

    A fault has a `kind`, a `subject` it strikes (`*` for anything), the number of
    `times` it strikes (null for always), and parameters of its own such as `seconds`.
    kinds: what this simulator knows, with one sentence each.
    """

    def __init__(self, store: Store, kinds: dict[str, str]) -> None:
        self._store = store
        self.kinds = HTTP_FAULTS | kinds

    def plant(self, fault: Record) -> Record:
        """Add a fault to the plan.

        Raises: UnknownFaultError if the simulator has no such fault.
        """
        if fault.get("kind") not in self.kinds:
            raise UnknownFaultError(f"unknown fault; known are {', '.join(sorted(self.kinds))}")
        planted = {"subject": EVERYTHING, "times": 1, **fault}
        with self._store.edit() as state:
            state["faults"].append(planted)
        return planted

    def take(self, kind: str, subject: str = EVERYTHING) -> Record | None:
        """Return a fault of that kind that strikes the subject, and count the strike."""
        with self._store.edit() as state:
            fault = _first(state["faults"], kind, subject)
            if fault is not None and fault["times"] is not None:
                fault["times"] -= 1
                state["faults"] = [each for each in state["faults"] if each["times"] != 0]
            return fault

    def find(self, kind: str, subject: str = EVERYTHING) -> Record | None:
        """Return a fault of that kind that strikes the subject without counting it."""
        with self._store.read() as state:
            return _first(state["faults"], kind, subject)

    def planted(self) -> list[Record]:
        """Return the faults still waiting, oldest first."""
        with self._store.read() as state:
            return [dict(fault) for fault in state["faults"]]

    def clear(self) -> None:
        """Forget every fault."""
        with self._store.edit() as state:
            state["faults"] = []


def _first(faults: list[dict[str, Any]], kind: str, subject: str) -> Record | None:
    for fault in faults:
        if fault["kind"] == kind and fault["subject"] in {EVERYTHING, subject}:
            return fault
    return None
