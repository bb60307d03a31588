"""What a shop takes of the machine."""

import tempfile
import time
import urllib.request

from jishi.surfaces.cli.benching import serving
from jishi.surfaces.cli.benching.figures import Measured, Path, Paths
from jishi.surfaces.cli.benching.stage import Stage

OPEN_WITHIN_S = 900.0
PAGES = ("/", "/c/", "/search/?q=tea", "/cart/", "/api/v1/search?q=tea")
SETTLE_S = 10.0


def _memory(stage: Stage) -> Measured:
    """Bring up the demo town as `bin/jishi up` does and look at it after some visits."""
    port = serving.free_port()
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="jishi-town-") as folder:
        arguments = ["-m", "jishi.surfaces.cli", "up", "--host", "127.0.0.1"]
        town = stage.start(
            [*arguments, "--port", str(port), "--data", folder],
            DATABASE_URL="",
            JISHI_DATA=folder,
        )
        try:
            town.wait_for(f"{base}/healthz", OPEN_WITHIN_S)
            for language in ("", "/en"):
                for page in PAGES:
                    _visit(base + (page if page.startswith("/api") else language + page))
            time.sleep(SETTLE_S)
            return Measured(serving.memory_mb(town.pid))
        finally:
            town.stop()


def _visit(url: str) -> None:
    # Often enough that each process of the web role has shown it.
    for _ in range(20):
        with urllib.request.urlopen(url) as answer:  # noqa: S310  our own address
            answer.read()


PATHS: Paths = {
    "memory": Path("MB", "all roles with the demo town and its simulators", _memory, yardstick=""),
}
