"""`bin/jishi fuzz`: ask the API everything its description allows, and much that it does not."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jishi.surfaces.cli import start

DESCRIPTION = "/api/v1/openapi.json"
WAIT_S = 60


def run(arguments: list[str]) -> int:
    """Serve a demo of its own and fuzz it as visitor, member, shop and operator.

    Returns 0 only if no request ended in a server error.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="jishi-fuzz-") as folder:
        start.use_data(Path(folder))
        os.environ |= {"JISHI_API_WRITES": "1000000/minute", "JISHI_WEB": "1"}
        subprocess.run([*_jishi(), "demo"], check=True)
        start.start()
        callers = _callers()
        share_s = max(1, int(options.minutes * 60 / len(callers)))
        with _served(options.port) as address:
            failed = [
                caller.name
                for caller in callers
                if _fuzz(address, caller, share_s, options.seed, Path(folder))
            ]
    print("fuzz: failed as " + ", ".join(failed) if failed else "fuzz: no server error")
    return int(bool(failed))


@dataclass(frozen=True)
class Caller:
    """Who asks. things: parameters of addresses that name what is there; others are made up."""

    name: str
    token: str
    things: Mapping[str, str]


def _callers() -> tuple[Caller, ...]:
    """Return a visitor who knows nothing, and a member and two apps who know what is there."""
    from django.utils.crypto import get_random_string

    from jishi.foundation.kernel.actors import Actor
    from jishi.foundation.kernel.ids import encode
    from jishi.foundation.platform.permissions import PERMISSIONS
    from jishi.parties.accounts import services as accounts
    from jishi.parties.accounts.types import Device
    from jishi.parties.integrations import services as integrations
    from jishi.parties.integrations.types import AppDraft
    from jishi.trade.orders import queries as orders_queries
    from jishi.trade.orders.types import OrderFilter

    actor = Actor.system("fuzz")
    order = orders_queries.list_orders(OrderFilter(), limit=1).items[0]
    of_shops = tuple(one.name for one in PERMISSIONS.values() if one.for_merchants)
    shop = AppDraft("fuzz", of_shops, order.merchant_id)
    operator = AppDraft("fuzz", tuple(PERMISSIONS))
    password, phone = get_random_string(20), "+8613800009999"
    accounts.create_account(actor=actor, phone=phone, password=password, nickname="fuzz")
    device = Device(session_key=get_random_string(43), user_agent="fuzz")
    accounts.sign_in(actor=Actor.guest("fuzz"), contact=phone, password=password, device=device)
    known = {"order_id": encode("ord", order.order_id)}
    return (
        Caller("visitor", "", {}),
        Caller("member", device.session_key, {"key": "me"}),
        Caller("shop", integrations.create_app(actor=actor, draft=shop).key, known),
        Caller("operator", integrations.create_app(actor=actor, draft=operator).key, known),
    )


@contextmanager
def _served(port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([*_jishi(), "serve", "web", "--port", str(port)])
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=WAIT_S)


def _fuzz(address: str, caller: Caller, seconds: int, seed: int, folder: Path) -> bool:
    """Fuzz as one caller; return whether a server error was found."""
    print(f"--- {caller.name}, {seconds} s", flush=True)
    lines = [f'"path.{name}" = "{value}"' for name, value in caller.things.items()]
    settings = folder / "schemathesis.toml"
    settings.write_text("\n".join(["[parameters]", *lines]), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)),
        *("run", address + DESCRIPTION, "--checks", "not_a_server_error"),
        *("--continue-on-failure", "--no-color", "--seed", str(seed)),
        *("--wait-for-schema", str(WAIT_S), "--max-time", str(seconds)),
    ]
    if caller.token:
        command += ["-H", f"Authorization: Bearer {caller.token}"]
    return subprocess.run(command, cwd=folder, check=False).returncode != 0


def _jishi() -> list[str]:
    return [sys.executable, "-m", "jishi.surfaces.cli"]
