"""Asking at an address as somebody, and telling what kind of answer came."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.db import connection, transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client

from jishi.foundation.platform import preferences
from jishi.goods.markets import queries as markets_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import Visit
from jishi.surfaces.design import pages
from jishi.surfaces.design.requests import GUEST_COOKIE, VISIT_COOKIE
from jishi.surfaces.merchant_console import pages as console
from jishi.surfaces.storefront.visitors import GROUPS_COOKIE
from tests.security.cast import Buyer, Cast

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOTES = (
    "cart_cart",
    "idempotency",
    "login_session",
    "throttle",
    "lease",
    "search_count",
    "searched",
)
"""Tables in which a request may leave a trace whoever asks: counters of attempts and the like,
and a member's own empty cart, which is made when first asked for."""

DRAWN = {"guest", "member", "merchant.owner", "platform.administrator"}
"""Who sees whole pages, so that one that breaks is noticed."""

_ips = itertools.count(1)


class Outcome(StrEnum):
    """What an address answers with."""

    OK = "ok"
    SIGN_IN = "sign in"
    REFUSED = "refused"
    HIDDEN = "hidden"
    CLOSED = "closed"
    TOLD = "told"
    BROKEN = "broken"


@dataclass
class Answer:
    """The kind of an answer, and the tables it wrote to."""

    outcome: Outcome
    status: int
    wrote: set[str] = field(default_factory=set)


class Knocker:
    """A role with its browser or token."""

    def __init__(self, cast: Cast, role: str) -> None:
        self.cast, self.role = cast, role
        self.client = Client(
            raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"}
        )
        self.token = ""
        if role == "guest":
            self.client.cookies[GUEST_COOKIE] = str(cast.gail.owner.guest_id)
            self.client.cookies[GROUPS_COOKIE] = cast.gail.groups_cookie
        elif role in cast.sessions:
            self.token = cast.sessions[role]
            self.client.cookies[VISIT_COOKIE] = self.token
        elif role in cast.keys:
            self.token = cast.keys[role]
        self._cookies = self.client.cookies.output(header="")

    @property
    def own(self) -> Buyer:
        """Whose cart and orders are this role's own; those of staff are nobody's."""
        is_visitor = self.role in {"anonymous", "guest"} or self.role in self.cast.keys
        return self.cast.gail if is_visitor else self.cast.mia

    def ask(self, method: str, url: str, body: Any = None, *, api: bool = False) -> Answer:
        """Ask, and undo whatever it did."""
        self.client.cookies = SimpleCookie(self._cookies)
        extra = {"REMOTE_ADDR": f"10.{next(_ips) // 65536}.{next(_ips) // 256 % 256}.1"}
        if api:
            self.client.cookies.clear()
            if self.token:
                extra["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
            extra["content_type"] = "application/json"
        with _undone() as wrote:
            if method == "POST" and url.startswith("/webhooks/"):
                extra["content_type"] = "application/x-www-form-urlencoded"
                body = urlencode(body or {})
            send = getattr(self.client, method.lower())
            given = () if method == "GET" else (body or {},)
            response = send(url, *given, **extra)
        return Answer(classify(response), response.status_code, wrote)


def classify(response: HttpResponse) -> Outcome:
    """Return the kind of an answer. A form that is refused for its values was let in."""
    status = response.status_code
    if status >= 500 and status != 503:
        return Outcome.BROKEN
    target = response.headers.get("Location", "")
    if status == 401 or (300 <= status < 400 and target.startswith("/sign-in")):
        return Outcome.SIGN_IN
    return {403: Outcome.REFUSED, 404: Outcome.HIDDEN, 405: Outcome.CLOSED}.get(status, Outcome.OK)


@contextmanager
def _undone() -> Iterator[set[str]]:
    """Run in a transaction that is undone; collect the tables that were written to."""
    wrote: set[str] = set()

    def watch(execute, sql, params, many, context):
        suspect = ""
        verb, _, rest = sql.lstrip().partition(" ")
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            words = rest.replace('"', "").replace("`", "").split()
            table = words[0] if verb == "UPDATE" else words[1]
            if not any(note in table for note in NOTES):
                suspect = table
        result = execute(sql, params, many, context)
        if suspect and context["cursor"].rowcount:
            wrote.add(suspect)
        return result

    sid = transaction.savepoint()
    try:
        with connection.execute_wrapper(watch):
            yield wrote
    finally:
        transaction.savepoint_rollback(sid)
        if wrote:
            preferences.forget()
            markets_queries.forget()


@contextmanager
def drawn_for(role: str) -> Iterator[None]:
    """Draw pages for a role of every kind only; for the others, and refusals, an empty one.

    Who the others are is asked once, not with every knock.
    """
    with ExitStack() as stack:
        plain = lambda request, status: HttpResponse(status=status)
        stack.enter_context(patch.object(pages, "_state", plain))
        if role not in DRAWN:
            stack.enter_context(patch.object(Template, "render", lambda *_given: ""))
            stack.enter_context(patch.object(accounts_queries, "find_visit", _once_per_device()))
            stack.enter_context(patch.object(console, "shops_of", cache(console.shops_of)))
        yield


def _once_per_device() -> Callable[..., Visit | None]:
    known = cache(lambda key: find_visit(session_key=key))
    find_visit = accounts_queries.find_visit
    return lambda *, session_key, **_whence: known(session_key)
