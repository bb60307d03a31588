"""Clients that load a shop.

`wrk` makes single requests if it is here. Without it, and for whole flows, a small client of
our own does, which takes part of the machine for itself.
"""

import asyncio
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jishi.surfaces.cli.benching.figures import Measured

CLIENTS = 16
"""How many shoppers ask at the same time, as with the peers."""

OWN = "own client"
_HEADERS = "User-Agent: jishi-bench\r\nAccept: {accept}\r\n"
_SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
function init() math.randomseed(os.time()) end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
function done(all, latency)
  local bad = all.errors
  io.write(string.format(
    '\\nBENCH {"count": %d, "us": %d, "errors": %d, "p50": %d, "p99": %d}\\n',
    all.requests, all.duration,
    bad.connect + bad.read + bad.write + bad.status + bad.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


class Failed(Exception):
    """An answer that was not asked for."""


class Client:
    """One shopper: a connection that is kept, one request at a time."""

    def __init__(self, base: str, accept: str = "application/json") -> None:
        parts = urlsplit(base)
        self._address = (parts.hostname or "", parts.port or 80)
        self._head = f"Host: {parts.netloc}\r\n{_HEADERS.format(accept=accept)}"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Return the body of an answer. Raises: Failed unless it is a good one."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, body: object) -> Any:
        """Send JSON and return what is answered. Raises: Failed unless it is a good one."""
        return json.loads(await self._ask("POST", path, json.dumps(body).encode()))

    def close(self) -> None:
        """End the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, method: str, path: str, body: bytes) -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._address, limit=1 << 20)
        reader, writer = self._streams
        more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{more}\r\n"
        writer.write(head.encode() + body)
        top = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        found = top.partition("\r\ncontent-length:")[2].partition("\r\n")[0]
        answer = await reader.readexactly(int(found or 0))
        if not top.startswith("http/1.1 2"):
            raise Failed(f"{method} {path}: {top[9:12]} {answer[:300]!r}")
        return answer


Flow = Callable[[Client], Awaitable[object]]


def load(base: str, paths: Sequence[str], *, seconds: float, accept: str) -> Measured:
    """Ask for addresses at random, `CLIENTS` at a time."""
    if shutil.which("wrk"):
        return _wrk(base, paths, seconds, accept)
    return run_flows(
        base, lambda one: one.get(random.choice(paths)), seconds=seconds, accept=accept
    )


def run_flows(
    base: str,
    flow: Flow,
    *,
    seconds: float = 0,
    times: int = 0,
    clients: int = CLIENTS,
    accept: str = "application/json",
) -> Measured:
    """Go through a flow again and again, some clients at a time, for some time or some times."""
    return asyncio.run(_run_flows(base, flow, seconds, times, clients, accept))


async def _run_flows(
    base: str, flow: Flow, seconds: float, times: int, clients: int, accept: str
) -> Measured:
    took: list[float] = []
    failed: list[str] = []
    started = time.perf_counter()
    turns = iter(range(times)) if times else None

    def goes_on() -> bool:
        if turns is not None:
            return next(turns, None) is not None
        return time.perf_counter() - started < seconds

    async def shop() -> None:
        client = Client(base, accept)
        while goes_on():
            begun = time.perf_counter()
            try:
                await flow(client)
            except (Failed, OSError, asyncio.IncompleteReadError) as error:
                failed.append(str(error) or type(error).__name__)
                client.close()
            else:
                took.append(time.perf_counter() - begun)
        client.close()

    await asyncio.gather(*(shop() for _ in range(clients)))
    elapsed = time.perf_counter() - started
    if failed and not took:
        raise Failed(failed[0])
    took.sort()
    return Measured(
        value=len(took) / elapsed,
        count=len(took) + len(failed),
        errors=len(failed),
        p50_ms=round(took[len(took) // 2] * 1000, 2),
        p99_ms=round(took[len(took) * 99 // 100] * 1000, 2),
        client=OWN,
    )


def _wrk(base: str, paths: Sequence[str], seconds: float, accept: str) -> Measured:
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        script, asked = Path(folder, "load.lua"), Path(folder, "paths")
        script.write_text(_SCRIPT)
        asked.write_text("\n".join(paths) + "\n")
        command = [
            "wrk", "-t1", f"-c{CLIENTS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s",
            "-H", f"Accept: {accept}", "-s", str(script), base,
        ]  # fmt: skip
        environment = os.environ | {"BENCH_PATHS": str(asked)}
        answer = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: PLW1510
    line = next((one for one in answer.stdout.splitlines() if one.startswith("BENCH ")), "")
    if not line:
        raise Failed(answer.stderr or answer.stdout)
    found = json.loads(line.removeprefix("BENCH "))
    return Measured(
        value=found["count"] / found["us"] * 1_000_000,
        count=found["count"],
        errors=found["errors"],
        p50_ms=round(found["p50"] / 1000, 2),
        p99_ms=round(found["p99"] / 1000, 2),
        client="wrk",
    )
