"""What the command line finds around it: databases, Redis, a browser."""

import os
import shutil
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

POSTGRESQL = "postgres://root@/jishi?host=/var/run/postgresql"
MARIADB = "mysql://root@localhost/jishi?unix_socket=/run/mysqld/mysqld.sock"
REDIS = "redis://127.0.0.1:6379/0"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether something is here. hint: what to do if it is not."""

    name: str
    is_here: bool
    detail: str
    hint: str


def database_urls() -> dict[str, str]:
    """Return the databases that answer, SQLite first; each URL can be set by the environment.

    `JISHI_TEST_POSTGRESQL` and `JISHI_TEST_MARIADB` name other servers.
    """
    found = {"sqlite": ""}
    postgresql = os.environ.get("JISHI_TEST_POSTGRESQL", POSTGRESQL)
    mariadb = os.environ.get("JISHI_TEST_MARIADB", MARIADB)
    if answers_postgresql(postgresql):
        found["postgresql"] = postgresql
    if answers_mariadb(mariadb):
        found["mariadb"] = mariadb
    return found


def answers_postgresql(url: str) -> bool:
    """Return whether a PostgreSQL server lets us in."""
    import psycopg

    try:
        with psycopg.connect(maintenance_url(url), connect_timeout=3):
            return True
    except psycopg.Error:
        return False


def answers_mariadb(url: str) -> bool:
    """Return whether a MariaDB server lets us in."""
    import pymysql

    try:
        connect_mariadb(url).close()
    except (pymysql.Error, OSError):
        return False
    return True


def connect_mariadb(url: str) -> Any:
    """Return a connection to a MariaDB server, to no database of it."""
    import pymysql

    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return pymysql.connect(
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname or "localhost",
        port=parts.port or 3306,
        unix_socket=options.get("unix_socket"),
        connect_timeout=3,
        autocommit=True,
    )


def answers_redis(url: str) -> bool:
    """Return whether a Redis server answers."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 6379), timeout=2):
            return True
    except OSError:
        return False


def find_browser() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("JISHI_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def look_around() -> list[Finding]:
    """Return everything that tests can make use of."""
    urls = database_urls()
    browser = find_browser()
    redis_url = os.environ.get("REDIS_URL", REDIS)
    return [
        Finding("SQLite", True, "built into Python", ""),
        Finding(
            "PostgreSQL",
            "postgresql" in urls,
            urls.get("postgresql", ""),
            "start a server, or name one with JISHI_TEST_POSTGRESQL=postgres://…",
        ),
        Finding(
            "MariaDB",
            "mariadb" in urls,
            urls.get("mariadb", ""),
            "start a server, or name one with JISHI_TEST_MARIADB=mysql://…",
        ),
        Finding(
            "Redis",
            answers_redis(redis_url),
            redis_url,
            "start a server, or set REDIS_URL",
        ),
        Finding(
            "Chromium",
            browser is not None,
            browser or "",
            "install chromium, or name one with JISHI_BROWSER=/path",
        ),
    ]


def maintenance_url(url: str) -> str:
    """Return the URL of a database that always exists on the server."""
    parts = urlsplit(url)
    return parts._replace(scheme="postgresql", path="/postgres").geturl()
