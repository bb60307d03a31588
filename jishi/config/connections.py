"""Persistent database connections of the web role: looked after without asking each time."""

import time
from typing import Any

from django.core.signals import request_started
from django.db import connections
from django.db.backends.signals import connection_created

TRUSTED_S = 1.0
"""How long a connection that answered is taken to be alive. After a restart of the database a
connection fails at most one request within this time, and is opened anew for the next."""

STATEMENTS = 400
"""Statements that a connection to PostgreSQL keeps prepared. The driver's own limit of 100 is
below the number of the hot ones, which would then push each other out."""

_CHECKED_AT = "jishi_checked_at"


def trust_fresh_ones(**_: object) -> None:
    """Spare connections that were asked a moment ago the question whether they are alive."""
    moment = time.monotonic()
    for connection in connections.all(initialized_only=True):
        if moment - getattr(connection, _CHECKED_AT, -TRUSTED_S) < TRUSTED_S:
            # Django's own mark, which its stubs do not know.
            vars(connection)["health_check_done"] = True
        else:
            # Django asks before the next statement.
            setattr(connection, _CHECKED_AT, moment)


def keep_statements(connection: Any, **_: object) -> None:
    """Let a new connection keep as many statements prepared as there are hot ones."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = STATEMENTS


def look_after() -> None:
    """Do both from now on: the first at every request, after Django has tidied up."""
    request_started.connect(trust_fresh_ones, dispatch_uid="jishi.connections")
    connection_created.connect(keep_statements, dispatch_uid="jishi.statements")
