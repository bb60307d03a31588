"""Persistent database connections of the web role: looked after without asking each time."""

import time

from django.core.signals import request_started
from django.db import connections

TRUSTED_S = 1.0
"""How long a connection that answered is taken to be alive. After a restart of the database a
connection fails at most one request within this time, and is opened anew for the next."""

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


def look_after() -> None:
    """Do so from now on at every request, after Django has tidied up."""
    request_started.connect(trust_fresh_ones, dispatch_uid="jishi.connections")
