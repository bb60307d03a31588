"""The realtime role: who hears what, when, and for how long."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from jishi.care.notifications import queries as notifications_queries
from jishi.care.notifications.models import Message
from jishi.config import live
from jishi.foundation.kernel import ids
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.trade.orders.events import OrderConfirmed
from tests.parties.accounts import factories as people
from tests.walks import village as villages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(live, "READ_EVERY_S", 0.05)
    monkeypatch.setattr(live, "WORK_EVERY_S", 0.1)


@pytest.fixture
def village():
    return villages.build()


def key_of(user_id) -> str:
    device = people.device()
    accounts.sign_in(
        actor=people.guest(),
        contact=accounts_queries.get_user(user_id).phone,
        password=people.PASSWORD,
        device=device,
    )
    return device.session_key


def write(**reader) -> None:
    texts = {"zh-hans": "新消息", "en": "News"}
    Message.objects.create(
        event="orders.confirmed", topic="orders", title=texts, body=texts, **reader
    )


@transactional
def confirm_something(*, actor, merchant_id) -> None:
    outbox.emit(
        OrderConfirmed(
            order_id=str(ids.new_id()),
            group_id=str(ids.new_id()),
            merchant_id=str(merchant_id),
            user_id="",
        )
    )


class Stream:
    """One browser's connection to the application."""

    def __init__(self, app, *, key="", query="", origin="", path="/live", method="GET"):
        headers = [(b"host", b"shop.example:8001")]
        if key:
            headers.append((b"cookie", f"{VISIT_COOKIE}={key}".encode()))
        if origin:
            headers.append((b"origin", origin.encode()))
        scope = {
            "type": "http",
            "path": path,
            "method": method,
            "query_string": query.encode(),
            "headers": headers,
        }
        self.sent: asyncio.Queue = asyncio.Queue()
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(app(scope, self._receive, self.sent.put))

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def start(self) -> dict:
        return await asyncio.wait_for(self.sent.get(), 10)

    async def next(self) -> str:
        """Return the next event, passing over comments."""
        while True:
            body = (await asyncio.wait_for(self.sent.get(), 10))["body"].decode()
            if not body.startswith(":"):
                return body

    async def leave(self):
        self.gone.set()
        await asyncio.wait_for(self.task, 10)


@asynccontextmanager
async def opened(app, **asked):
    stream = Stream(app, **asked)
    start = await stream.start()
    assert start["status"] == 200, start
    yield stream
    await stream.leave()


def status_of(**asked) -> int:
    async def ask():
        return (await Stream(live.Live(), **asked).start())["status"]

    return asyncio.run(ask())


def test_a_member_hears_of_new_messages_and_of_nothing_else(village):
    user_id = village.shopper.user_id
    key = key_of(user_id)
    write(user_id=user_id)

    async def listen():
        app = live.Live()
        async with opened(app, key=key) as stream:
            first = await stream.next()
            await asyncio.to_thread(write, merchant_id=village.merchants["M1"])
            await asyncio.to_thread(write, user_id=user_id)
            return first, await stream.next(), app

    count = notifications_queries.count_unread(user_id)
    first, second, app = asyncio.run(listen())
    assert first == f"event: messages\ndata: {count}\n\n"
    assert second == f"event: messages\ndata: {count + 1}\n\n"
    assert app.hub.topics() == frozenset()


def test_a_shop_hears_of_its_messages_and_its_work(village):
    owner, shop = village.owners["M1"], village.merchants["M1"]
    key = key_of(owner.user_id)

    async def listen():
        async with opened(live.Live(), key=key, query="shop=m1") as stream:
            count = await stream.next()
            await asyncio.to_thread(
                confirm_something, actor=villages.SYSTEM, merchant_id=village.merchants["M2"]
            )
            await asyncio.to_thread(confirm_something, actor=villages.SYSTEM, merchant_id=shop)
            return count, await stream.next(), stream.sent.qsize()

    count, work, more = asyncio.run(listen())
    assert count.startswith("event: messages\ndata: ")
    assert work == "event: work\ndata: 1\n\n" or work == "event: work\ndata: 2\n\n"
    assert more == 0


def test_who_may_not_hear_is_refused(village):
    owner = key_of(village.owners["M1"].user_id)
    shopper = key_of(village.shopper.user_id)
    assert status_of() == 403
    assert status_of(key="forged") == 403
    assert status_of(key=owner, query="shop=m2") == 403
    assert status_of(key=owner, query="shop=nowhere") == 403
    assert status_of(key=shopper, query="desk=platform") == 403
    assert status_of(key=shopper, origin="https://evil.example") == 403


def test_other_addresses_are_not_served(village):
    assert status_of(path="/healthz") == 200
    assert status_of(path="/") == 404
    assert status_of(path="/live", method="POST") == 404


def test_a_page_of_the_same_host_on_another_port_may_read_it(village):
    key = key_of(village.shopper.user_id)

    async def listen():
        stream = Stream(live.Live(), key=key, origin="http://shop.example:8000")
        start = await stream.start()
        await stream.leave()
        return dict(start["headers"])

    headers = asyncio.run(listen())
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"access-control-allow-origin"] == b"http://shop.example:8000"
    assert headers[b"access-control-allow-credentials"] == b"true"


def test_one_person_holds_only_so_many_streams(village, monkeypatch):
    monkeypatch.setattr(live, "PER_PERSON", 1)
    key = key_of(village.shopper.user_id)

    async def listen():
        app = live.Live()
        async with opened(app, key=key):
            return (await Stream(app, key=key).start())["status"]

    assert asyncio.run(listen()) == 429


def test_a_stream_ends_with_the_sign_in(village, monkeypatch):
    monkeypatch.setattr(live, "BEAT_S", 0.05)
    monkeypatch.setattr(live, "ASKED_AGAIN_S", 0.1)
    user_id = village.shopper.user_id
    key = key_of(user_id)

    async def listen():
        stream = Stream(live.Live(), key=key)
        await stream.start()
        is_open = not stream.task.done()
        await asyncio.to_thread(accounts.sign_out, actor=village.shopper, session_key=key)
        await asyncio.wait_for(stream.task, 10)
        return is_open, stream.task.done()

    assert asyncio.run(listen()) == (True, True)


def test_many_streams_are_read_for_at_once(village):
    """Ten listeners cost the database what one does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    topics = {f"inbox:{ids.new_id()}" for _ in range(10)}
    topics |= {f"shop:{ids.new_id()}" for _ in range(10)} | {live.PLATFORM}
    tail = live.FactTail()
    live._look(tail, frozenset(topics))
    with CaptureQueriesContext(connection) as captured:
        live._look(tail, frozenset(topics))
    assert len(captured) == 3
