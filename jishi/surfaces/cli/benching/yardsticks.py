"""How quick the machine is just now: the same two programs, wherever and whenever."""

import os
import re
import shutil
import subprocess
from urllib.parse import urlsplit

from jishi.surfaces.cli import environment
from jishi.surfaces.cli.benching import clients, serving

SAMPLE_S = 1.0
PGBENCH_SCALE = 10
PGBENCH_S = 5


class Wsgi:
    """A bare WSGI application on the same server, asked by the same client."""

    def __init__(self) -> None:
        port = serving.free_port()
        self.base = f"http://127.0.0.1:{port}"
        self._program = serving.Program(["-m", "jishi.surfaces.cli.benching.bare", str(port)])
        self._program.wait_for(self.base)

    def sample(self) -> float:
        """Return requests per second, now."""
        return clients.load(self.base, ["/"], seconds=SAMPLE_S, accept="*/*").value

    def stop(self) -> None:
        """End the server."""
        self._program.stop()


def tpcb(url: str) -> float | None:
    """Return durable `pgbench` transactions per second; None without PostgreSQL or pgbench.

    url: of any database of the server; one of our own is made there, and dropped.
    """
    if not shutil.which("pgbench") or not url.startswith("postgres"):
        return None
    import psycopg

    name = f"jishi_yardstick_{os.getpid()}"
    with psycopg.connect(environment.maintenance_url(url), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            return _pgbench(urlsplit(url)._replace(scheme="postgresql", path=f"/{name}").geturl())
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _pgbench(url: str) -> float:
    subprocess.run(
        ["pgbench", "--initialize", "--quiet", f"--scale={PGBENCH_SCALE}", url],  # noqa: S607
        check=True,
        capture_output=True,
    )
    answer = subprocess.run(
        [  # noqa: S607  found by its name
            "pgbench", f"--client={clients.CLIENTS}", "--jobs=2", "--protocol=prepared",
            f"--time={PGBENCH_S}", "--no-vacuum", url,
        ],
        check=True,
        capture_output=True,
        text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", answer.stdout)
    assert found is not None, "it ends with its result"
    return float(found[1])
