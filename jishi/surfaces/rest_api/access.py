"""Who asks: apps by key, members by token, visitors by the id of their cart."""

from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, LimitExceeded, NotFound
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.integrations import queries as integrations_queries
from jishi.surfaces.design import counting
from jishi.surfaces.design.requests import client_ip

APP_PREFIX = "jsk_"


class TooManyRequests(LimitExceeded):
    """More requests than allowed; `retry_after_s` says when to come back."""

    code = "api.too_many_requests"


class Bearer(HttpBearer):
    """A token in the Authorization header: `jsk_…` of an app, or what sign-in returned."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor of a token, or None if it is not valid any more."""
        if token.startswith(APP_PREFIX):
            return integrations_queries.authenticate(token)
        return _member(request, token)


class MemberOnly(Bearer):
    """A token of a member; an app's key is not a person."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the member, or None."""
        actor = super().authenticate(request, token)
        return actor if actor and actor.user_id else None


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, also on doors that are open to visitors.

    A visitor becomes a guest actor; a token that is no longer valid counts as none.
    """
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "bearer" and token and (actor := Bearer().authenticate(request, token)):
        return actor
    return Actor.guest("", ip=client_ip(request), request_id=getattr(request, "request_id", ""))


def shops_of(actor: Actor, permission: str) -> frozenset[UUID] | None:
    """Return the shops in which an actor holds a permission; None means every shop.

    Raises: Forbidden if it is held nowhere.
    """
    if not actor.holds(permission):
        raise Forbidden(permission=permission)
    return actor.merchant_ids(permission)


def limit(request: HttpRequest, name: str, rule: str, subject: str = "") -> None:
    """Count a request against a limit of the client, or of a subject such as a phone number.

    rule: for instance `60/minute`.
    Raises: TooManyRequests.
    """
    item = counting.rule_of(rule)
    standing = counting.hit(item, name, subject or client_ip(request))
    request.rate_limit = (item.amount, standing.remaining, standing.reset_at)  # type: ignore[attr-defined]
    if not standing.is_allowed:
        raise TooManyRequests(retry_after_s=max(1, int(item.get_expiry())))


def decode(prefix: str, text: str) -> UUID:
    """Read a public id; what is not one does not exist.

    Raises: NotFound.
    """
    try:
        return ids.decode(prefix, text)
    except ValueError as error:
        raise NotFound from error


def _member(request: HttpRequest, token: str) -> Actor | None:
    visit = accounts_queries.find_visit(
        session_key=token, ip=client_ip(request), request_id=getattr(request, "request_id", "")
    )
    return visit.actor if visit else None
