"""`bin/jishi fuzz`: ask the API everything its description allows, and much that it does not."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
                name
                for name, token in callers.items()
                if _fuzz(address, name, token, share_s, options.seed)
            ]
    print("fuzz: failed as " + ", ".join(failed) if failed else "fuzz: no server error")
    return int(bool(failed))


def _callers() -> dict[str, str]:
    """Return a token per kind of caller; the visitor has none."""
    from django.utils.crypto import get_random_string

    from jishi.foundation.kernel.actors import Actor
    from jishi.foundation.platform.permissions import PERMISSIONS
    from jishi.parties.accounts import services as accounts
    from jishi.parties.accounts.types import Device
    from jishi.parties.integrations import services as integrations
    from jishi.parties.integrations.types import AppDraft
    from jishi.parties.merchants import queries as merchants_queries
    from jishi.parties.merchants.types import MerchantFilter, MerchantState

    actor = Actor.system("fuzz")
    scopes = tuple(PERMISSIONS)
    of_shops = tuple(one.name for one in PERMISSIONS.values() if one.for_merchants)
    shop = merchants_queries.list_merchants(MerchantFilter(states=(MerchantState.OPEN,))).items[0]
    operator = integrations.create_app(actor=actor, draft=AppDraft("fuzz", scopes))
    merchant = integrations.create_app(actor=actor, draft=AppDraft("fuzz", of_shops, shop.id))
    password, phone = get_random_string(20), "+8613800009999"
    accounts.create_account(actor=actor, phone=phone, password=password, nickname="fuzz")
    device = Device(session_key=get_random_string(43), user_agent="fuzz")
    accounts.sign_in(actor=Actor.guest("fuzz"), contact=phone, password=password, device=device)
    return {
        "visitor": "",
        "member": device.session_key,
        "shop": merchant.key,
        "operator": operator.key,
    }


@contextmanager
def _served(port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([*_jishi(), "serve", "web", "--port", str(port)])
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=WAIT_S)


def _fuzz(address: str, name: str, token: str, seconds: int, seed: int) -> bool:
    """Fuzz as one caller; return whether a server error was found."""
    print(f"--- {name}, {seconds} s", flush=True)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", address + DESCRIPTION),
        *("--checks", "not_a_server_error", "--continue-on-failure", "--no-color"),
        *("--wait-for-schema", str(WAIT_S), "--max-time", str(seconds), "--seed", str(seed)),
    ]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    return subprocess.run(command, check=False).returncode != 0


def _jishi() -> list[str]:
    return [sys.executable, "-m", "jishi.surfaces.cli"]
