"""Database settings from one URL: SQLite, PostgreSQL or MariaDB."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings for a database URL; empty means SQLite in the data folder.

    Raises: ValueError if the scheme is not one of the three.
    """
    parts = urlsplit(url or f"sqlite:///{data / 'jishi.sqlite3'}")
    query = dict(parse_qsl(parts.query))
    settings = _by_scheme(parts.scheme, unquote(parts.path), query)
    settings |= {
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": _test_options(parts.scheme),
    }
    return settings


def _by_scheme(scheme: str, path: str, query: dict[str, str]) -> dict[str, Any]:
    if scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path.removeprefix("/") if path.startswith("//") else path,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path.lstrip("/"),
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2}
            | {name: value for name, value in query.items() if name != "host"},
        }
    if scheme in {"mysql", "mariadb"}:
        return {
            "ENGINE": "django.db.backends.mysql",
            "NAME": path.lstrip("/"),
            "OPTIONS": {"charset": "utf8mb4", "isolation_level": "read committed"} | query,
        }
    raise ValueError(f"database {scheme!r} is not one of sqlite, postgresql, mysql")


def _test_options(scheme: str) -> dict[str, Any]:
    """Name the test database after the run, so that runs side by side do not meet."""
    options: dict[str, Any] = {"NAME": "test_jishi" + os.environ.get("JISHI_TEST_SUFFIX", "")}
    if scheme == "sqlite":
        options["NAME"] = os.environ.get("JISHI_TEST_SQLITE") or None
    if scheme in {"mysql", "mariadb"}:
        options |= {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_bin"}
    return options
