"""How often one visitor may try something."""

from django.http import HttpRequest

from jishi.surfaces.design import counting
from jishi.surfaces.design.requests import client_ip
from jishi.trade.orders.errors import TooManyLookups

LOOKUPS = "10/10 minutes"


def count_lookup(request: HttpRequest) -> None:
    """Count an attempt to find an order, per address. Raises: TooManyLookups."""
    rule = counting.rule_of(LOOKUPS)
    if not counting.hit(rule, "storefront.lookups", client_ip(request)).is_allowed:
        raise TooManyLookups(retry_after_s=rule.get_expiry())
