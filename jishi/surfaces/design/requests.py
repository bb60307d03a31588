"""What every request gets: an id, a client address, and on demand an actor."""

import re
import secrets
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import logs
from jishi.parties.accounts import queries as accounts_queries

USER_KEY = "user_id"
GUEST_KEY = "guest_id"
_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestMiddleware:
    """Name the request in logs, on error pages and in the answer's header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        current = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        request.request_id = current  # type: ignore[attr-defined]
        token = logs.request_id.set(current)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-Id"] = current
        return response


def client_ip(request: HttpRequest) -> str:
    """Return the address of the client, counting only the proxies that are trusted."""
    hops = settings.ENVIRONMENT.trusted_proxies
    forwarded = request.headers.get("X-Forwarded-For", "")
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    if hops and len(chain) >= hops:
        return chain[-hops][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; asked once, kept for its duration."""
    known = getattr(request, "jishi_actor", None)
    if known is None:
        known = _load_actor(request)
        request.jishi_actor = known  # type: ignore[attr-defined]
    return known


def user_id_of(request: HttpRequest) -> UUID | None:
    """Return the signed-in person's id without asking the database for rights."""
    value = request.session.get(USER_KEY)
    return UUID(value) if value else None


def guest_id_of(request: HttpRequest, *, create: bool = False) -> UUID | None:
    """Return the id of an anonymous visitor's session; made when first needed."""
    value = request.session.get(GUEST_KEY)
    if value is None and create:
        value = str(ids.new_id())
        request.session[GUEST_KEY] = value
    return UUID(value) if value else None


def _load_actor(request: HttpRequest) -> Actor:
    where = {"ip": client_ip(request), "request_id": getattr(request, "request_id", "")}
    if user_id := user_id_of(request):
        return accounts_queries.get_actor(user_id=user_id, **where)
    return Actor.guest(str(guest_id_of(request) or ""), **where)
