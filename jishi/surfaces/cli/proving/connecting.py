"""Getting a connection from a server that others use too, and that counts the killed as alive."""

import time

from django.db import OperationalError, connection

PAUSE_S = 0.2


def connect() -> None:
    """Connect this thread, waiting as long as the server has no connection left."""
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError as error:
            if "too many" not in str(error).lower():
                raise
        time.sleep(PAUSE_S)
