"""Pictures from addresses that somebody wrote, which may lead anywhere."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import httpx

from jishi.goods.bulk.errors import PictureBad, PictureForbidden, PictureUnreachable

MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 4
TIMEOUT_S = 5
WHOLE_S = 15
"""How long one picture may take in all; a server that drips would hold the worker."""

PORTS = frozenset({None, 80, 443, 8000, 8080, 8443})
"""Ports at which pictures are served; others belong to other things."""

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raises: OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Return whether an address lies in the open net: not here, not in a private one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or _nat64(found)
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@contextmanager
def client() -> Iterator[httpx.Client]:
    """Open a client that follows nothing by itself and uses no proxy of the environment."""
    with httpx.Client(
        timeout=TIMEOUT_S,
        follow_redirects=False,
        trust_env=False,
        # A connection is to an address, not to a name: none is used for two names.
        limits=httpx.Limits(max_connections=20, max_keepalive_connections=0),
        headers={
            "User-Agent": "jishi-import",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
        },
    ) as opened:
        yield opened


def fetch(
    opened: httpx.Client,
    address: str,
    *,
    tick: Callable[[], float],
    resolver: Resolve = resolve,
) -> bytes:
    """Return the bytes at an address, following a few redirects, each one looked at.

    tick: a clock that only goes forward, in seconds.
    Raises: PictureForbidden, PictureUnreachable, PictureBad.
    """
    shown, ends = address[:200], tick() + WHOLE_S
    for _ in range(MAX_REDIRECTS + 1):
        try:
            check_address(address)
            request = _request(opened, address, resolver)
            answer = opened.send(request, stream=True)
            try:
                if answer.is_redirect:
                    address = urljoin(address, answer.headers.get("location", ""))
                    continue
                if answer.status_code != httpx.codes.OK:
                    raise PictureUnreachable(field="images", address=shown)
                return _body(answer, shown, ends=ends, tick=tick)
            finally:
                answer.close()
        except PictureForbidden as error:
            raise PictureForbidden(field="images", address=shown) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            raise PictureUnreachable(field="images", address=shown) from error
    raise PictureUnreachable(field="images", address=shown)


def _request(opened: httpx.Client, address: str, resolver: Resolve) -> httpx.Request:
    """Return a request to the very address that was looked at.

    The name is resolved once, here: a second look-up could be answered differently.
    Raises: PictureForbidden if the name leads to an address that is not public.
    """
    url = httpx.URL(address)
    found = resolver(url.host, url.port or (443 if url.scheme == "https" else 80))
    if not found or not all(map(is_public, found)):
        raise PictureForbidden(field="images", address=address[:200])
    return opened.build_request(
        "GET",
        url.copy_with(host=found[0]),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.host},
    )


def check_address(address: str) -> None:
    """Refuse what is no http or https address of a host, or carries a password.

    Raises: PictureForbidden.
    """
    refusal = PictureForbidden(field="images", address=address[:200])
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise refusal
    if port not in PORTS:
        raise refusal


def _body(answer: httpx.Response, shown: str, *, ends: float, tick: Callable[[], float]) -> bytes:
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_PICTURE_BYTES:
        raise PictureBad(field="images", address=shown)
    held = bytearray()
    for part in answer.iter_raw(65_536):
        held += part
        if len(held) > MAX_PICTURE_BYTES:
            raise PictureBad(field="images", address=shown)
        if tick() > ends:
            raise PictureUnreachable(field="images", address=shown)
    return bytes(held)
