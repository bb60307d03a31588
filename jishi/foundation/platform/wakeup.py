"""A bell between processes: workers sleep until it rings or their poll interval ends.

With Redis configured the bell is a list that workers block on; without it, a thread
event wakes a worker of the same process and others find the work when they poll.
The bell carries no data: losing a ring costs a moment, never a job.
"""

import threading
from functools import cache

import redis
from django.conf import settings

_KEY = "jishi:bell"
_local = threading.Event()


@cache
def _server() -> "redis.Redis | None":
    return redis.Redis.from_url(settings.REDIS_URL) if settings.REDIS_URL else None


def ring() -> None:
    """Wake a waiting worker; failing to is no error."""
    _local.set()
    server = _server()
    if server is None:
        return
    try:
        server.lpush(_KEY, b"1")
        server.ltrim(_KEY, 0, 8)
    except redis.RedisError:
        return


def wait(seconds: float) -> None:
    """Sleep until the bell rings or the time is over."""
    server = _server()
    if server is None:
        _local.wait(seconds)
        _local.clear()
        return
    try:
        server.blpop([_KEY], timeout=max(seconds, 0.1))
    except redis.RedisError:
        _local.wait(seconds)
