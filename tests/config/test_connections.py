"""Persistent connections: asked whether they are alive now and then, not at every request."""

import time

import pytest
from django.db import close_old_connections, connection

from jishi.config import connections


@pytest.fixture
def watched(transactional_db, monkeypatch):
    """The connection as in the web role, counting how often it is asked."""
    asked = []
    connection.ensure_connection()
    monkeypatch.setattr(connection, "is_usable", lambda: not asked.append(1))
    monkeypatch.setattr(connection, "health_check_enabled", True)
    yield asked
    connection.errors_occurred = False
    del connection.jishi_checked_at


def _request():
    close_old_connections()
    connections.trust_fresh_ones()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_connection_is_asked_once_a_second(watched):
    for _ in range(3):
        _request()
    assert watched == [1]


def test_a_connection_that_was_idle_is_asked_again(watched, monkeypatch):
    _request()
    late = time.monotonic() + connections.TRUSTED_S
    monkeypatch.setattr(connections.time, "monotonic", lambda: late)
    _request()
    assert watched == [1, 1]


def test_a_connection_that_failed_is_asked_at_once(watched):
    _request()
    connection.errors_occurred = True
    _request()
    assert watched == [1, 1]


@pytest.mark.django_db
def test_a_connection_to_postgresql_keeps_its_hot_statements():
    connection.ensure_connection()
    connections.keep_statements(connection)
    if connection.vendor == "postgresql":
        assert connection.connection.prepared_max == connections.STATEMENTS
    else:
        assert not hasattr(connection.connection, "prepared_max")
