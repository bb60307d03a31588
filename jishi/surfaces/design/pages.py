"""Pages for when something is wrong: Django's error handlers and the offline page.

Django passes the handlers their arguments by name, whether they use them or not.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

SEARCH_PATH = "search/"
"""Where the storefront searches, below the language's home."""


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    """Answer a malformed request (`handler400`)."""
    return _state(request, 400)


def permission_denied(
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    """Answer a request that is not allowed (`handler403`)."""
    return _state(request, 403)


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    """Answer an address without a page, with a search box (`handler404`)."""
    return _state(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, with the request id to quote (`handler500`).

    Runs no context processors: they may be what failed.
    """
    return HttpResponse(render_to_string("design/errors/500.html", _context(request)), status=500)


def offline(request: HttpRequest) -> HttpResponse:
    """Show what a service worker keeps for when there is no connection."""
    return HttpResponse(render_to_string("design/errors/offline.html", _context(request)))


def _state(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"design/errors/{status}.html", _context(request), status=status)


def _context(request: HttpRequest) -> dict[str, object]:
    return {
        "home_url": _home(),
        "here": request.get_full_path(),
        "request_id": getattr(request, "request_id", ""),
        "search_url": f"{_home()}{SEARCH_PATH}",
    }


def _home() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
