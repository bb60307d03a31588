"""Which gateway speaks with a carrier, set up from the preferences."""

from collections.abc import Callable
from functools import lru_cache

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.registry import Registry
from jishi.fulfillment.shipping import preferences
from jishi.fulfillment.shipping.adapters import kuaidi100
from jishi.fulfillment.shipping.ports import CarrierGateway

Builder = Callable[[], CarrierGateway | None]

GATEWAYS: Registry[Builder] = Registry("carrier gateway")
"""Builders by gateway code; a builder returns None while its gateway is not set up."""


def find_gateway(code: str) -> CarrierGateway | None:
    """Return a gateway that is set up, or None."""
    return GATEWAYS.get(code)() if code in GATEWAYS else None


def get_gateway(code: str) -> CarrierGateway:
    """Return a gateway that is set up.

    Raises: NotFound.
    """
    gateway = find_gateway(code)
    if gateway is None:
        raise NotFound
    return gateway


def _kuaidi100() -> CarrierGateway | None:
    if not preferences.KUAIDI100_KEY.get():
        return None
    return _kuaidi100_of(
        kuaidi100.Kuaidi100Config(
            key=preferences.KUAIDI100_KEY.get(),
            customer=preferences.KUAIDI100_CUSTOMER.get(),
            secret=preferences.KUAIDI100_SECRET.get(),
            salt=preferences.KUAIDI100_SALT.get(),
            callback_url=preferences.KUAIDI100_CALLBACK_URL.get(),
            poll_url=preferences.KUAIDI100_POLL_URL.get(),
            label_url=preferences.KUAIDI100_LABEL_URL.get(),
        )
    )


@lru_cache(maxsize=2)
def _kuaidi100_of(config: kuaidi100.Kuaidi100Config) -> CarrierGateway:
    """Return a gateway that keeps its connections until the account changes."""
    return kuaidi100.Kuaidi100Gateway(config)


GATEWAYS.add(kuaidi100.CODE, _kuaidi100)
