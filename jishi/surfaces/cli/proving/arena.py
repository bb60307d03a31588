"""A database of its own for a proof: made, filled with a scarce shop, and dropped."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jishi.surfaces.cli import environment


@dataclass(frozen=True, slots=True)
class Arena:
    """Where a proof takes place. settings: the environment of its processes."""

    database: str
    settings: dict[str, str]


@contextmanager
def opened(database: str) -> Iterator[Arena]:
    """Make an empty database of a kind and drop it afterwards.

    Raises: LookupError if no such server answers.
    """
    urls = environment.database_urls()
    if database not in urls:
        raise LookupError(f"{database} does not answer")
    name = f"jishi_prove_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="jishi-prove-") as folder:
        url = _renamed(urls[database], name) if urls[database] else ""
        _sql(database, urls[database], f"CREATE DATABASE {name}", mariadb=" CHARACTER SET utf8mb4")
        try:
            yield Arena(
                database,
                {
                    **os.environ,
                    "DATABASE_URL": url,
                    "JISHI_DATA": folder,
                    "JISHI_LOG_JSON": "0",
                    "REDIS_URL": "",
                },
            )
        finally:
            _sql(database, urls[database], f"DROP DATABASE {name}")


def python(arena: Arena, *arguments: str, **options: object) -> "subprocess.Popen[bytes]":
    """Start a Python process of ours in an arena."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=arena.settings,
        stderr=subprocess.DEVNULL if "quiet" in options else None,
        stdout=subprocess.PIPE if "answer" in options else None,
    )


def _renamed(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _sql(database: str, url: str, statement: str, *, mariadb: str = "") -> None:
    if database == "postgresql":
        import psycopg

        with psycopg.connect(environment.maintenance_url(url), autocommit=True) as connection:
            if statement.startswith("DROP"):
                statement += " WITH (FORCE)"
            connection.execute(statement)
    elif database == "mariadb":
        with environment.connect_mariadb(url) as connection, connection.cursor() as cursor:
            cursor.execute(statement + mariadb)


def data_of(arena: Arena) -> Path:
    """Return the arena's data folder."""
    return Path(arena.settings["JISHI_DATA"])
