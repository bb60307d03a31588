"""The simulated Alipay and parcel hub, over real HTTP, beside a shop under test."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jishi.surfaces.cli import providers as demo
from simulators.alipay.app import Alipay
from simulators.kuaidi100.app import Kuaidi100
from simulators.serving import Server
from tests.simulators.shop import http

JOURNEY_STEPS = 5
"""Scans until a parcel has been signed for."""
SOON_S = 10.0


@dataclass(frozen=True, slots=True)
class Providers:
    """Where they listen."""

    alipay: str
    hub: str

    def sign_for_all(self) -> None:
        """Let every parcel that the hub knows of travel to its end, and tell the shop."""
        parcels = http.get(f"{self.hub}/simulator/parcels").json()["parcels"]
        assert parcels, "the shop has subscribed to no parcel"
        for parcel in parcels:
            wish = {"number": parcel["number"], "steps": JOURNEY_STEPS}
            http.post(f"{self.hub}/simulator/advance", json=wish).raise_for_status()
        until(self._is_told)

    def refunds(self) -> list[int]:
        """Return what Alipay has given back, in minor units."""
        trades = http.get(f"{self.alipay}/simulator/trades").json()["trades"]
        return [refund["amount"] for trade in trades for refund in trade["refunds"].values()]

    def _is_told(self) -> bool:
        pushes = http.get(f"{self.hub}/simulator/pushes").json()["pushes"]
        return all(push["state"] == "sent" for push in pushes)


@contextmanager
def beside(shop_url: str, folder: Path, settings) -> Iterator[Providers]:
    """Start both and make them known to the shop, whose address they call back."""
    with ExitStack() as stack:
        alipay = stack.enter_context(Server(Alipay(folder / "alipay.json", time_scale=0.0002)))
        hub = stack.enter_context(Server(Kuaidi100(folder / "hub.json", time_scale=0)))
        keys = http.get(f"{alipay.url}/simulator/keys").json()
        settings.ORIGIN = shop_url
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
            update={
                "alipay_gateway_url": keys["gateway_url"],
                "alipay_app_id": keys["app_id"],
                "alipay_seller_id": keys["seller_id"],
                "alipay_private_key": keys["app_private_key"],
                "alipay_public_key": keys["alipay_public_key"],
            }
        )
        carrier = http.get(f"{hub.url}/simulator/keys").json()
        demo.introduce(
            {
                "JISHI_ORIGIN": shop_url,
                "JISHI_KUAIDI100_URL": carrier["poll_url"],
                "JISHI_KUAIDI100_KEY": carrier["key"],
                "JISHI_KUAIDI100_CUSTOMER": carrier["customer"],
                "JISHI_KUAIDI100_SECRET": carrier["secret"],
            }
        )
        yield Providers(alipay.url, hub.url)


def until(holds: Callable[[], bool], timeout_s: float = SOON_S) -> None:
    """Wait for something that another program is about to do."""
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
