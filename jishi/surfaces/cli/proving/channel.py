"""The payment channel of a proof: the simulator, and the door at which it reports to us."""

import json
import random
import urllib.request
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from jishi.surfaces.cli import providers
from jishi.surfaces.cli.providers import LOOPBACK, Provider

PORT = "JISHI_PROVE_CHANNEL"
DOOR = "JISHI_PROVE_DOOR"
PORTS = range(21_000, 29_000)
"""Below those that systems hand out, so that they are free again after a kill."""
PACE = "0.002"
"""Notifications that were not taken come again after half a second, not four minutes."""


def settings(folder: Path) -> dict[str, str]:
    """Return the settings by which a proof reaches its channel, and is reached."""
    free = (port for port in random.sample(PORTS, len(PORTS)) if providers.is_free(port))
    port, door = next(free), next(free)
    provider = simulator(folder, 0, port)
    provider.role.start()
    try:
        assert providers.wait([provider], lambda: False), "the simulator comes up"
        account = providers.alipay_account(provider)
    finally:
        provider.role.sweep()
    origin = {"JISHI_ORIGIN": f"{LOOPBACK}{door}"}
    return {PORT: str(port), DOOR: str(door), **origin, **account}


def simulator(folder: Path, number: int, port: int, keep: Collection[str] = ()) -> Provider:
    """Return the channel of a run. It forgets older trades, for it writes all at every change.

    keep: trades of the run before that still have something to happen.
    """
    state = _state(folder, number)
    before = _state(folder, number - 1)
    if before.exists():
        document = json.loads(before.read_text())
        document["trades"] = {
            name: trade for name, trade in document["trades"].items() if name in keep
        }
        document["callbacks"] = []
        state.write_text(json.dumps(document))
    return providers.simulated("alipay", port, state, "--time-scale", PACE)


def answer_at(port: int) -> None:
    """Take the channel's notifications, one at a time, until killed."""
    HTTPServer(("127.0.0.1", port), _Door).serve_forever()


def trades(provider: Provider) -> list[dict[str, Any]]:
    """Return the channel's own book. Amounts in minor units."""
    return _ask(provider, "trades")


def waits(provider: Provider) -> bool:
    """Return whether the channel still has something to tell."""
    return any(call["state"] in {"waiting", "held"} for call in _ask(provider, "notifications"))


def _ask(provider: Provider, what: str) -> list[dict[str, Any]]:
    url = f"{provider.url}/simulator/{what}"
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  our simulator
        found: list[dict[str, Any]] = json.load(answer)[what]
        return found


def _state(folder: Path, number: int) -> Path:
    return folder / f"channel-{number}.json"


class _Door(BaseHTTPRequestHandler):
    """Where notifications arrive; what is not acknowledged comes again."""

    def do_POST(self) -> None:
        """Take a notification as the web role does."""
        from jishi.foundation.kernel.actors import Actor
        from jishi.foundation.kernel.errors import JishiError
        from jishi.money.payments import services as payments
        from jishi.surfaces.cli.proving import connecting

        connecting.connect()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            answer = payments.record_provider_event(
                actor=Actor.system("webhooks"),
                provider="alipay",
                headers=dict(self.headers),
                body=body,
            )
            self.send_response(200)
        except JishiError as refusal:
            answer = refusal.code.encode()
            self.send_response(refusal.status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing of what went well."""
