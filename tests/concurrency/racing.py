"""Running a service many times at once against one database."""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from jishi.foundation.kernel.errors import JishiError

IN_MEMORY = "sqlite" in settings.DATABASES["default"]["ENGINE"] and not os.environ.get(
    "JISHI_TEST_SQLITE"
)

needs_locks = pytest.mark.skipif(
    IN_MEMORY, reason="SQLite in memory refuses instead of waiting: name a JISHI_TEST_SQLITE file"
)
"""For tests whose threads must wait for each other in the database."""


def is_small():
    """Return whether the database lets one writer in at a time."""
    return connection.vendor == "sqlite"


def race(call, count, *, threads=32):
    """Run `call(n)` for n below `count` in threads that start together; count the outcomes.

    A refusal is an outcome, by its code; anything else is a failure of the test.
    """
    workers = min(threads, count)
    gate = threading.Barrier(workers)
    opened = threading.local()

    def run(number):
        if not getattr(opened, "yes", False):
            opened.yes = True
            gate.wait(timeout=30)
        try:
            return call(number) or "done"
        except JishiError as refusal:
            return refusal.code

    def close(_):
        gate.wait(timeout=30)
        connection.close()

    with ThreadPoolExecutor(workers) as pool:
        outcomes = Counter(pool.map(run, range(count)))
        list(pool.map(close, range(workers)))
    return outcomes
