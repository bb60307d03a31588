"""How often one visitor may try something."""

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from jishi.surfaces.design.requests import client_ip
from jishi.trade.orders.errors import TooManyLookups

LOOKUPS = "10/10 minutes"

_limiter = MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


def count_lookup(request: HttpRequest) -> None:
    """Count an attempt to find an order, per address. Raises: TooManyLookups."""
    rule = parse(LOOKUPS)
    if not _limiter.hit(rule, "storefront.lookups", client_ip(request)):
        raise TooManyLookups(retry_after_s=rule.get_expiry())


def forget() -> None:
    """Start all counts afresh."""
    _limiter.storage.reset()
