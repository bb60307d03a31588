"""Which host a request names: our own, a shop's below the operators' domain, or a stranger's.

A shop's host serves the shop's front at its root and the other pages of the store beside it;
consoles and the API stay at the main address. Cookies belong to one host, so that a page of
one shop never acts in another. Hosts that are nobody's are refused once sub-domains are on:
a forged `Host` reaches no link, no mail and no cache.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port, validate_host
from django.urls import reverse

from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.storefront.copies import Copies

MACHINES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines ask by an address of their own choice."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "testserver")
ELSEWHERE = ("merchant", "operator", "warehouse", "api", "webhooks")
"""First parts of addresses that a shop's host does not serve."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class ShopHostMiddleware:
    """Lead a shop's host to its front; refuse hosts that are nobody's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Machines ask whether the house stands even when its database does not answer.
        base = "" if request.path_info in MACHINES else merchants_queries.base_domain()
        if not base:
            return self.get_response(request)
        host = request.get_host()
        if _is_main(host, base):
            return self.get_response(request)
        label = merchants_queries.label_of_host(host)
        if label is None:
            raise DisallowedHost(f"Nobody's host: {host[:100]}")
        code = codes().get(label)
        if code is None:
            raise Http404
        if _belongs_elsewhere(request.path_info):
            return _lead_home(request)
        _enter(request, code)
        return self.get_response(request)


def main_origin(request: HttpRequest) -> str:
    """Return the address under which the store itself is found."""
    if settings.ORIGIN:
        return str(settings.ORIGIN)
    base = merchants_queries.base_domain()
    host = request.get_host()
    if base and not _is_main(host, base):
        host = f"{base}{_port(host)}"
    return f"{request.scheme}://{host}"


def shop_origin(request: HttpRequest, code: str) -> str:
    """Return the address of a shop's own host; empty if it has none."""
    base = merchants_queries.base_domain()
    label = next((label for label, own in codes().items() if own == code), "") if base else ""
    if not label:
        return ""
    scheme, host = main_origin(request).split("://", 1)
    return f"{scheme}://{label}.{base}{_port(host)}"


def home_path() -> str:
    """Return the path of a host's root in the language of the page."""
    return reverse("storefront:home")


def codes() -> dict[str, str]:
    """Return the shops that have a host, code by label."""
    return _codes.get("all")


def _is_main(host: str, base: str) -> bool:
    """Return whether a host is the store's own, by setting or because it is this machine."""
    name, _given = split_domain_port(host)
    named = [pattern for pattern in settings.ALLOWED_HOSTS if pattern.strip("*.") == pattern]
    own = urlsplit(settings.ORIGIN).hostname or "" if settings.ORIGIN else ""
    return name in {base, own} - {""} or validate_host(name, [*named, *LOOPBACK])


def _belongs_elsewhere(path: str) -> bool:
    parts = path.strip("/").split("/")
    first = parts[1] if parts[0] in _languages() and len(parts) > 1 else parts[0]
    return first in ELSEWHERE


def _lead_home(request: HttpRequest) -> HttpResponse:
    """Lead readers to the main address; nothing is ever posted across hosts."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    return HttpResponseRedirect(f"{main_origin(request)}{request.get_full_path()}")


def _enter(request: HttpRequest, code: str) -> None:
    """Serve the shop's front where a host's root, of either language, is asked for."""
    homes = {"/": "", **{f"/{language}/": f"/{language}" for language in _languages()}}
    if request.path_info in homes:
        front = f"{homes[request.path_info]}{_front(code)}"
        request.path_info = request.path = front


def _front(code: str) -> str:
    bare = reverse("storefront:shop", args=[code])
    language = next((one for one in _languages() if bare.startswith(f"/{one}/")), "")
    return bare[len(f"/{language}") :] if language else bare


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _port(host: str) -> str:
    _name, port = split_domain_port(host)
    return f":{port}" if port else ""


_codes: Copies[str, dict[str, str]] = Copies(
    lambda _key: merchants_queries.codes_by_label(), fresh_s=5.0
)
