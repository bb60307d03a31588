"""What browsers remember of their visits; a server that is killed does not make them forget."""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any


class Browsers:
    """The browsers served by one web process, kept in a file of JSON lines.

    Notes are written at once and whole, by any thread, so that a kill loses none.
    """

    def __init__(self, path: Path) -> None:
        self._visits: dict[str, dict[str, Any]] = defaultdict(dict)
        for line in path.read_text().splitlines() if path.exists() else ():
            visit, facts = json.loads(line)
            self._visits[visit] |= facts
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, visit: str, **facts: object) -> None:
        """Remember facts about a visit."""
        self._visits[visit] |= facts
        os.write(self._file, f"{json.dumps([visit, facts])}\n".encode())

    def recall(self, visit: str) -> dict[str, Any]:
        """Return what is remembered of a visit."""
        return self._visits[visit]

    def visits(self) -> list[dict[str, Any]]:
        """Return what is remembered of every visit."""
        return list(self._visits.values())
