"""Simulated providers beside a demo shop: where they listen, and how the shop reaches them."""

import json
import runpy
import secrets
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jishi.surfaces.cli.supervisor import Role, logged

PROVIDERS = ("alipay", "kuaidi100", "sms")
FIRST_PORT = 8101
PORTS = 200
"""How many ports from the first one on are tried."""
HEALTHY_WITHIN_S = 20.0
LOOPBACK = "http://127.0.0.1:"
JOURNEY_PACE = "0.02"
"""A parcel of the demo takes an hour where a real one takes two days."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A simulated provider and its role."""

    name: str
    url: str
    role: Role


def choose(data: Path, taken: Sequence[int] = ()) -> tuple[Provider, ...]:
    """Return the simulators with a free loopback port each; they are not started yet.

    data: keeps their state. taken: ports that somebody else is about to use.
    """
    used = set(taken)
    found = []
    for name in PROVIDERS:
        port = next(port for port in range(FIRST_PORT, FIRST_PORT + PORTS)
                    if port not in used and is_free(port))  # fmt: skip
        used.add(port)
        pace = ("--time-scale", JOURNEY_PACE) if name == "kuaidi100" else ()
        state = data / "simulators" / f"{name}.json"
        found.append(simulated(name, port, state, *pace))
    return tuple(found)


def simulated(name: str, port: int, state: Path, *more: str) -> Provider:
    """Return a simulator that will listen on a loopback port; its log lies beside its state."""
    arguments = ["--port", str(port), "--state", str(state), *more]
    call = logged(lambda: _simulate(name, arguments), state.with_suffix(".log"))
    return Provider(name, f"{LOOPBACK}{port}", Role(name, call=call))


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether somebody could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait(providers: Sequence[Provider], gives_up: Callable[[], bool]) -> bool:
    """Wait until all answer; false if one does not, or nobody waits for it any more."""
    deadline = time.monotonic() + HEALTHY_WITHIN_S
    while not all(is_healthy(provider.url) for provider in providers):
        if gives_up() or time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def environment(providers: Sequence[Provider], origin: str) -> dict[str, str]:
    """Return the settings by which the shop reaches its simulators, which have come up.

    origin: the shop's own address, which they call back.
    """
    alipay, kuaidi100, sms = providers
    return {"JISHI_ORIGIN": origin, **alipay_account(alipay), **_accounts(kuaidi100, sms)}


def alipay_account(provider: Provider) -> dict[str, str]:
    """Return the settings by which the shop pays through a simulator that has come up."""
    keys = _keys(provider)
    return {
        "JISHI_ALIPAY_GATEWAY_URL": keys["gateway_url"],
        "JISHI_ALIPAY_APP_ID": keys["app_id"],
        "JISHI_ALIPAY_SELLER_ID": keys["seller_id"],
        "JISHI_ALIPAY_PRIVATE_KEY": keys["app_private_key"],
        "JISHI_ALIPAY_PUBLIC_KEY": keys["alipay_public_key"],
    }


def introduce(settings: Mapping[str, str]) -> None:
    """Enter the simulated carrier account where operators would; a real one stays.

    settings: the environment of this process. Needs Django.
    """
    from jishi.foundation.kernel.actors import Actor
    from jishi.foundation.platform import preferences

    known = {name: preferences.PREFERENCES.get(f"shipping.kuaidi100_{name}").get()
             for name in ("key", "customer", "secret", "salt", "poll_url", "label_url",
                          "callback_url")}  # fmt: skip
    if "JISHI_KUAIDI100_URL" not in settings or not _is_simulated(known["poll_url"], known["key"]):
        return
    wanted = {
        "key": settings["JISHI_KUAIDI100_KEY"],
        "customer": settings["JISHI_KUAIDI100_CUSTOMER"],
        "secret": settings["JISHI_KUAIDI100_SECRET"],
        "salt": known["salt"] or secrets.token_hex(8),
        "poll_url": settings["JISHI_KUAIDI100_URL"],
        "label_url": settings["JISHI_KUAIDI100_URL"],
        "callback_url": f"{settings['JISHI_ORIGIN']}/webhooks/carriers/kuaidi100",
    }
    for name, value in wanted.items():
        if known[name] != value:
            preferences.set_value(
                actor=Actor.system("demo"), name=f"shipping.kuaidi100_{name}", value=value
            )


def is_healthy(url: str) -> bool:
    """Return whether a server says that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310  ours
            return bool(answer.status == 200)
    except OSError:
        return False


def _accounts(carrier: Provider, messenger: Provider) -> dict[str, str]:
    kuaidi100, sms = _keys(carrier), _keys(messenger)
    return {
        "JISHI_KUAIDI100_URL": kuaidi100["poll_url"],
        "JISHI_KUAIDI100_CUSTOMER": kuaidi100["customer"],
        "JISHI_KUAIDI100_KEY": kuaidi100["key"],
        "JISHI_KUAIDI100_SECRET": kuaidi100["secret"],
        "JISHI_SMS_GATEWAY_URL": sms["endpoint"],
        "JISHI_SMS_ACCESS_KEY": sms["access_key_id"],
        "JISHI_SMS_ACCESS_SECRET": sms["access_key_secret"],
        "JISHI_SMS_SIGN_NAME": sms["sign_name"],
    }


def _simulate(name: str, arguments: list[str]) -> None:
    sys.argv = [name, *arguments]
    # By name, for the simulators are programs beside the house and no part of it.
    runpy.run_module(f"simulators.{name}", run_name="__main__")


def _keys(provider: Provider) -> Mapping[str, str]:
    with urllib.request.urlopen(f"{provider.url}/simulator/keys", timeout=5) as answer:  # noqa: S310
        found: dict[str, str] = json.load(answer)
    return found


def _is_simulated(url: str, key: str) -> bool:
    """Return whether a carrier account is none at all, or a simulator's of an earlier start."""
    return not key or url.startswith(LOOPBACK)
