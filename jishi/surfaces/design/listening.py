"""Listening at another port: pages may connect to this very host where the realtime role is."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ListeningMiddleware:
    """Send the content security policy with the port of the realtime role in it.

    Installed where `settings.REALTIME` names a port; a path is our own origin already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        host = urlsplit(f"//{request.get_host()}").hostname
        if HEADER not in response:
            response[HEADER] = _policy(f"{request.scheme}://{host}{settings.REALTIME}")
        return response


@lru_cache(maxsize=64)
def _policy(own: str) -> str:
    return str(build_policy(update={"connect-src": [own]}))
