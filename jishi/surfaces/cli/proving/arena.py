"""A database of its own for a proof: made, given to a director, and dropped."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from jishi.surfaces.cli import environment


@contextmanager
def opened(database: str) -> Iterator[dict[str, str]]:
    """Make an empty database of a kind and drop it afterwards.

    Gives the environment of the processes that use it.
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
            yield {
                **os.environ,
                "DATABASE_URL": url,
                "JISHI_DATA": folder,
                "JISHI_LOG_JSON": "0",
                "REDIS_URL": "",
            }
        finally:
            _sql(database, urls[database], f"DROP DATABASE {name}")


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
