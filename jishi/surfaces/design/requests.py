"""What every request gets: an id, a client address, and on demand who asks.

Two cookies: `jishi_visit` is the key of a signed-in device, `jishi_guest` the id of an
anonymous visitor. Both are set on the answer when a view asks for them here.
"""

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
from jishi.parties.accounts.types import Device, Visit

VISIT_COOKIE = "jishi_visit"
GUEST_COOKIE = "jishi_guest"
COOKIE_DAYS = 180
_GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestMiddleware:
    """Name the request in logs, on error pages and in the answer's header; keep its cookies."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        current = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        request.request_id = current  # type: ignore[attr-defined]
        request.new_cookies = {}  # type: ignore[attr-defined]
        token = logs.request_id.set(current)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-Id"] = current
        for name, value in request.new_cookies.items():  # type: ignore[attr-defined]
            _keep(response, name, value)
        return response


def client_ip(request: HttpRequest) -> str:
    """Return the address of the client, counting only the proxies that are trusted."""
    hops = settings.ENVIRONMENT.trusted_proxies
    forwarded = request.headers.get("X-Forwarded-For", "")
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    if hops and len(chain) >= hops:
        return chain[-hops][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def visit_of(request: HttpRequest) -> Visit | None:
    """Return who is signed in, asked once per request; None for a visitor."""
    if not hasattr(request, "jishi_visit"):
        request.jishi_visit = accounts_queries.find_visit(  # type: ignore[attr-defined]
            session_key=visit_key_of(request), **_whence(request)
        )
    return request.jishi_visit  # type: ignore[attr-defined,no-any-return]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    visit = visit_of(request)
    if visit is not None:
        return visit.actor
    return Actor.guest(str(guest_id_of(request) or ""), **_whence(request))


def user_id_of(request: HttpRequest) -> UUID | None:
    """Return the signed-in person's id, or None."""
    visit = visit_of(request)
    return visit.actor.user_id if visit else None


def visit_key_of(request: HttpRequest) -> str:
    """Return the key of the device's sign-in; empty if there is none."""
    return request.COOKIES.get(VISIT_COOKIE, "")


def guest_id_of(request: HttpRequest, *, create: bool = False) -> UUID | None:
    """Return the id of an anonymous visitor; made when first needed."""
    known = getattr(request, "jishi_guest", None) or _uuid(request.COOKIES.get(GUEST_COOKIE, ""))
    if known is None and create:
        known = ids.new_id()
        _set_cookie(request, GUEST_COOKIE, str(known))
    request.jishi_guest = known  # type: ignore[attr-defined]
    return known


def new_device(request: HttpRequest) -> Device:
    """Return the device of this request with a fresh key, for signing in."""
    return Device(
        session_key=secrets.token_urlsafe(32),
        user_agent=request.headers.get("User-Agent", "")[:200],
    )


def remember_sign_in(request: HttpRequest, session_key: str) -> None:
    """Keep the key of a sign-in on the device with this request's answer."""
    _set_cookie(request, VISIT_COOKIE, session_key)


def forget_sign_in(request: HttpRequest) -> None:
    """Remove the key from the device with this request's answer."""
    _set_cookie(request, VISIT_COOKIE, "")


def _whence(request: HttpRequest) -> dict[str, str]:
    return {"ip": client_ip(request), "request_id": getattr(request, "request_id", "")}


def _set_cookie(request: HttpRequest, name: str, value: str) -> None:
    request.new_cookies[name] = value  # type: ignore[attr-defined]


def _keep(response: HttpResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_DAYS * 86_400,
        httponly=True,
        secure=settings.ENVIRONMENT.https,
        samesite="Lax",
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
