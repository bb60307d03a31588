"""Who stands in the shop: their market, their cart, and the orders this device placed."""

from collections.abc import Sequence
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest

from jishi.foundation.kernel import ids
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets.errors import MarketNotFound
from jishi.goods.markets.types import MarketInfo
from jishi.surfaces.design.requests import guest_id_of, user_id_of
from jishi.trade.cart.types import CartOwner

MARKET_COOKIE = "jishi_market"
GROUPS_COOKIE = "jishi_groups"
_GROUPS_SALT = "storefront.groups"
MOST_GROUPS = 12
"""How many guest orders a device remembers, the newest first."""


def market_of(request: HttpRequest) -> MarketInfo:
    """Return the market a visitor chose, else the default one."""
    chosen = request.COOKIES.get(MARKET_COOKIE, "")
    if chosen:
        try:
            return markets_queries.get_market(chosen)
        except MarketNotFound:
            pass
    return markets_queries.get_default()


def choose_market(request: HttpRequest, market: MarketInfo) -> None:
    """Keep the chosen market on the device; the default one needs no cookie."""
    _keep(request, MARKET_COOKIE, "" if market.is_default else market.code)


def owner_of(request: HttpRequest, *, create: bool = False) -> CartOwner | None:
    """Return whose cart it is; None for a visitor who never had one.

    create: make an id for a visitor who is about to have one.
    """
    if user_id := user_id_of(request):
        return CartOwner(user_id=user_id)
    guest_id = guest_id_of(request, create=create)
    return CartOwner(guest_id=guest_id) if guest_id else None


def sure_owner_of(request: HttpRequest) -> CartOwner:
    """Return whose cart it is, making an id for a new visitor."""
    return owner_of(request, create=True) or CartOwner(guest_id=ids.new_id())


def remember_group(request: HttpRequest, group_id: UUID) -> None:
    """Let this device see the orders it has just placed, without an account."""
    known = [group_id, *(one for one in placed_groups(request) if one != group_id)]
    value = signing.dumps([one.hex for one in known[:MOST_GROUPS]], salt=_GROUPS_SALT)
    _keep(request, GROUPS_COOKIE, value)


def placed_groups(request: HttpRequest) -> Sequence[UUID]:
    """Return the groups that this device placed as a guest."""
    try:
        found = signing.loads(request.COOKIES.get(GROUPS_COOKIE, ""), salt=_GROUPS_SALT)
    except signing.BadSignature:
        return ()
    return tuple(UUID(text) for text in found)


def decode(prefix: str, text: str) -> UUID:
    """Read a public id out of an address; what is not one does not exist.

    Raises: Http404.
    """
    try:
        return ids.decode(prefix, text)
    except ValueError as error:
        raise Http404 from error


def find_id(prefix: str, text: str) -> UUID | None:
    """Read a public id out of a form; None if it is not one."""
    try:
        return ids.decode(prefix, text)
    except ValueError:
        return None


def _keep(request: HttpRequest, name: str, value: str) -> None:
    request.new_cookies[name] = value  # type: ignore[attr-defined]
