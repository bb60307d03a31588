"""Pages that are the same for every visitor.

The frame of a page (head, header, menus, foot) is rendered once per language and market and
kept; a page's own parts are put into its slots. A whole page is held for a second, so that a
crowd at one door costs one rendering. What is a visitor's own comes by `personal` afterwards.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import get_language

from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.storefront import context, hosts
from jishi.surfaces.storefront.copies import Copies
from jishi.surfaces.storefront.visitors import market_of

HOLD_S = 1.0
PACKING = 5
"""How hard gzip tries, 1 to 9."""
FRAME_S = 5.0
SHARED_CACHE = "public, max-age=0, s-maxage=5, stale-while-revalidate=60"
OWN_CACHE = "private, no-cache"
_SLOT = re.compile(r"zzslot([a-z]+)zz")

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what goes into the slots of its frame.

    body: rendered HTML of the content. description: for search engines. section: the current
    entry of the phone bar. scripts: modules of this kind of page. canonical: the address it
    should be found under, as a path with its language; empty keeps it out of indexes.
    extra: more HTML for the head. origin: whose address it is found under, empty for ours.
    """

    title: str
    body: str
    description: str = ""
    section: str = ""
    query: str = ""
    canonical: str = ""
    scripts: tuple[str, ...] = ()
    extra: str = ""
    origin: str = ""


class _Held:
    """A page as it was rendered; packed when the first reader asks for that."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        # Weak: it names the packed page as well as the plain one.
        self.etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'

    @cached_property
    def packed(self) -> bytes:
        """The body by gzip; it is the same for everyone, so its length tells no secret."""
        return gzip.compress(self.body, PACKING, mtime=0)


@dataclass(frozen=True, slots=True)
class _FrameKey:
    language: str
    market_code: str
    section: str
    scripts: tuple[str, ...]


def respond(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer with a page in its frame."""
    key = _FrameKey(get_language() or "", market_of(request).code, page.section, page.scripts)
    path = _bare_path(request)
    slots = {
        "title": escape(page.title),
        "head": _head(request, page),
        "query": escape(page.query),
        "path": escape(path),
        "quotedpath": quote(path),
        "body": _messages(request) + page.body,
    }
    pieces = _frames.get(key)
    return HttpResponse("".join(slots[text] if at % 2 else text for at, text in enumerate(pieces)))


def shared(view: View[Params]) -> View[Params]:
    """Answer everyone alike for a second, with an ETag, and let shared caches keep it longer.

    A visitor with a message waiting gets a page of their own. A cache in front must pass
    requests with a market cookie through: their prices are in another currency.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        if CookieStorage.cookie_name in request.COOKIES:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = OWN_CACHE
            return response
        market = market_of(request)
        key = (get_language(), market.code, request.build_absolute_uri(), bool(request.htmx))
        held = _pages.find(key)
        if held is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            held = _pages.put(key, _Held(response.content))
        return _conditional(request, held, SHARED_CACHE if market.is_default else OWN_CACHE)

    return answer


def _conditional(request: HttpRequest, held: _Held, cache_control: str) -> HttpResponse:
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(held.packed if is_packed else held.body)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    response["ETag"] = held.etag
    response["Cache-Control"] = cache_control
    return get_conditional_response(request, etag=held.etag, response=response) or response


def _no_read(_: object) -> _Held:
    raise KeyError


_pages: Copies[object, _Held] = Copies(_no_read, fresh_s=HOLD_S, most=256)


def _render(key: _FrameKey) -> tuple[str, ...]:
    """Return the pieces of a frame: text and slot names in turn."""
    request = HttpRequest()
    request.path = request.path_info = _frame_path(key.language)
    market = markets_queries.get_market(key.market_code)
    html = render_to_string(
        "storefront/frame.html",
        {
            "site": context.site(),
            "shell": context.shell(market=market, section=key.section, query="zzslotqueryzz"),
            "scripts": key.scripts,
            "request": request,
        },
    )
    # A path inside a `next` parameter is quoted once more.
    html = html.replace("%2Fzzslotpathzz", "%2Fzzslotquotedpathzz")
    return tuple(_SLOT.split(html))


_frames: Copies[_FrameKey, tuple[str, ...]] = Copies(_render, fresh_s=FRAME_S, most=64)


def _frame_path(language: str) -> str:
    return "/zzslotpathzz" if language == settings.LANGUAGE_CODE else f"/{language}/zzslotpathzz"


def _bare_path(request: HttpRequest) -> str:
    """Return the address below the language's home, with its query, ready for an attribute."""
    language = get_language() or ""
    home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return request.get_full_path().removeprefix(home)


def _messages(request: HttpRequest) -> str:
    if CookieStorage.cookie_name not in request.COOKIES:
        return ""
    return render_to_string("design/messages.html", {"messages": get_messages(request)})


def _head(request: HttpRequest, page: Page) -> str:
    """Return description, canonical address and the same page in other languages."""
    description = (
        format_html('<meta name="description" content="{}">', page.description)
        if page.description
        else ""
    )
    if not page.canonical:
        return f'{description}<meta name="robots" content="noindex">{page.extra}'
    origin = page.origin or hosts.main_origin(request)
    language = get_language() or ""
    bare = page.canonical.removeprefix(_home_of(language))
    alternates = format_html_join(
        "",
        '<link rel="alternate" hreflang="{}" href="{}{}{}">',
        ((_hreflang(code), origin, _home_of(code), bare) for code, _ in settings.LANGUAGES),
    )
    canonical = format_html('<link rel="canonical" href="{}{}">', origin, page.canonical)
    return f"{description}{canonical}{alternates}{page.extra}"


def _home_of(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def _hreflang(code: str) -> str:
    head, _, tail = code.partition("-")
    return f"{head}-{tail.capitalize()}" if tail else head
