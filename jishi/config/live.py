"""The realtime role: one stream of server-sent events per waiting page.

`GET /live` tells a signed-in person the number of unread messages; with `?shop=CODE` that of a
shop and that its work changed; with `?desk=platform` that the platform's work changed. What is
told is read once every few seconds for all streams together, in at most three statements.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.db import Error, close_old_connections

from jishi.care.notifications import queries as notifications_queries
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform.realtime import FactTail, Hub, Listener
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import Visit
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design.requests import VISIT_COOKIE

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/live"
READ_EVERY_S = 2.0
WORK_EVERY_S = 5.0
"""Pages look again at what waits for them, so they are told no more often than this."""
BEAT_S = 20.0
"""How often a silent stream shows that it lives."""
ASKED_AGAIN_S = 300.0
"""How often it is asked whether the device is still signed in."""
PER_PERSON = 20
"""Streams one person may hold open."""
PLATFORM = "platform"
WORK_ROOMS = frozenset(
    {"orders", "payments", "aftersales", "reviews", "catalog", "merchants", "shipping"}
)
SHOP_READER = "orders.view"
"""Who may see a shop's orders may hear of its work."""


class Live:
    """An ASGI application: the streams, and the one reader behind them."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.facts = FactTail()
        self._reader: asyncio.Task[None] | None = None
        self._changed: set[str] = set()
        self._work = 0
        self._told_at = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"] == "/healthz":
            await _plain(send, 200, b"ok")
        elif scope["path"] != PATH or scope["method"] != "GET":
            await _plain(send, 404, b"")
        else:
            await self._stream(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]
        }
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        origin = headers.get("origin", "")
        key = _visit_key(headers.get("cookie", ""))
        if origin and not _is_same_host(origin, headers.get("host", "")):
            return await _plain(send, 403, b"")
        topics = await asyncio.to_thread(_topics, key, asked)
        if topics is None:
            return await _plain(send, 403, b"")
        if self.hub.count(f"person:{_person(topics)}") >= PER_PERSON:
            return await _plain(send, 429, b"")
        await _begin(send, origin)
        listener = Listener()
        self.hub.add(listener, topics)
        self._wake()
        leaving = asyncio.create_task(_left(receive))
        telling = asyncio.create_task(_tell(listener, send, key, asked))
        try:
            await asyncio.wait({leaving, telling}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.hub.remove(listener)
            for task in (leaving, telling):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task

    def _wake(self) -> None:
        if self._reader is None or self._reader.done():
            self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Read and tell as long as anybody listens."""
        while topics := self.hub.topics():
            try:
                counts, changed = await asyncio.to_thread(_look, self.facts, topics)
            except Error:
                log.exception("live.database_unavailable")
            else:
                for topic, count in counts.items():
                    self.hub.tell(topic, "messages", str(count))
                self._changed |= changed
                self._tell_of_work()
            await asyncio.sleep(READ_EVERY_S)

    def _tell_of_work(self) -> None:
        """Tell whose work changed, all of the last seconds at once."""
        at = asyncio.get_running_loop().time()
        if not self._changed or at - self._told_at < WORK_EVERY_S:
            return
        self._told_at, self._work = at, self._work + 1
        for topic in self._changed:
            self.hub.tell(topic, "work", str(self._work))
        self._changed.clear()


def _topics(key: str, asked: dict[str, list[str]]) -> tuple[str, ...] | None:
    """Return what a device may listen to, None if it may not. Two statements at most."""
    visit = _visit(key)
    if visit is None or visit.actor.user_id is None:
        return None
    person = f"person:{visit.actor.user_id}"
    if asked.get("desk") == [PLATFORM]:
        return (person, PLATFORM) if visit.is_staff else None
    if code := asked.get("shop", [""])[0]:
        try:
            shop = merchants_queries.get_merchant(code)
        except JishiError:
            return None
        is_reader = visit.actor.may(SHOP_READER, merchant_id=shop.id)
        return (person, f"shop:{shop.id}") if is_reader else None
    return (person, f"inbox:{visit.actor.user_id}")


def _visit(key: str) -> Visit | None:
    close_old_connections()
    return accounts_queries.find_visit(session_key=key)


def _look(facts: FactTail, topics: frozenset[str]) -> tuple[dict[str, int], frozenset[str]]:
    """Return the unread messages by topic, and the topics whose work changed."""
    close_old_connections()
    people, shops = _ids(topics, "inbox:"), _ids(topics, "shop:")
    counts = {
        f"inbox:{user_id}": count
        for user_id, count in notifications_queries.count_unread_of_people(people).items()
    }
    counts |= {
        f"shop:{merchant_id}": count
        for merchant_id, count in notifications_queries.count_unread_by_shop(shops).items()
    }
    if not shops and PLATFORM not in topics:
        return counts, frozenset()
    many, merchants = facts.read(WORK_ROOMS)
    changed = {f"shop:{merchant_id}" for merchant_id in merchants}
    return counts, frozenset(changed | ({PLATFORM} if many else set()))


def _ids(topics: frozenset[str], prefix: str) -> frozenset[UUID]:
    return frozenset(UUID(topic[len(prefix) :]) for topic in topics if topic.startswith(prefix))


def _person(topics: tuple[str, ...]) -> str:
    return topics[0].partition(":")[2]


async def _tell(listener: Listener, send: Send, key: str, asked: dict[str, list[str]]) -> None:
    """Send news until the device is no longer allowed to have it."""
    loop = asyncio.get_running_loop()
    checked_at = loop.time()
    while True:
        news = await listener.news(BEAT_S)
        text = "".join(f"event: {kind}\ndata: {value}\n\n" for kind, value in news.items())
        await _more(send, text or ": here\n\n")
        if loop.time() - checked_at > ASKED_AGAIN_S:
            checked_at = loop.time()
            if await asyncio.to_thread(_topics, key, asked) is None:
                await send({"type": "http.response.body", "body": b""})
                return


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _begin(send: Send, origin: str) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if origin:
        headers += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"origin"),
        ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _more(send, ": welcome\n\n")


async def _more(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _plain(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _visit_key(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(VISIT_COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _is_same_host(origin: str, host: str) -> bool:
    """Return whether a page of the same host asks; its port may be another."""
    return urlsplit(origin).hostname == urlsplit(f"//{host}").hostname
