"""Cross-site requests: refused by where the browser says they come from.

Browsers name the origin of every unsafe request, so pages need no token and can be shared
by caches. Requests that name none come from programs, which carry no cookies of a browser.
Source: Fetch Metadata (W3C, 2023) and OWASP's cross-site request forgery cheat sheet, 2025.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class OriginMiddleware:
    """Let unsafe requests through only from our own pages, or from programs without cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or is_trusted(request):
            return self.get_response(request)
        text = _("This request came from another site and was refused. Nothing was changed.")
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")


def is_trusted(request: HttpRequest) -> bool:
    """Return whether an unsafe request comes from our own origin, or carries no cookie."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        return not request.COOKIES
    return _is_ours(request, origin)


def _is_ours(request: HttpRequest, origin: str) -> bool:
    parts = urlsplit(origin)
    ours = {request.get_host()}
    if settings.ORIGIN:
        ours.add(urlsplit(settings.ORIGIN).netloc)
    return parts.netloc in ours
