"""Providers that vouch, run as programs of their own, and a browser that goes there and back."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from jishi.foundation.kernel.actors import Actor
from jishi.parties.accounts import services
from jishi.parties.accounts.models import SignInProvider
from jishi.parties.accounts.types import (
    OutsideAnswer,
    OutsideSignIn,
    ProviderDraft,
    ProviderKind,
)
from simulators.openid.app import OpenId
from simulators.serving import Server
from simulators.wechat.app import WeChat
from tests.parties.accounts import factories as make
from tests.simulators.shop import http

FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
BACK = "http://shop.example/sign-in/with/{code}/back/"


@dataclass
class Elsewhere:
    """A provider that is switched on. url: of its simulator. who: the field that names people."""

    code: str
    url: str
    decide: str
    who: str
    people: list[str]

    @property
    def back(self) -> str:
        return BACK.format(code=self.code)

    def fault(self, kind: str, **more) -> None:
        answer = http.post(f"{self.url}/simulator/faults", json={"kind": kind} | more)
        assert answer.status_code == 201

    def go(self, actor: Actor | None = None, browser: str = "browser", **given) -> str:
        """Begin, and return the address one is sent to."""
        return services.begin_outside(
            actor=actor or make.guest(),
            provider_code=self.code,
            browser=browser,
            back_url=self.back,
            **given,
        )

    def agree(self, address: str, person: str | None = None) -> OutsideAnswer:
        """Agree as a person, empty for no; return what the browser brings back."""
        location = agree_at(self, address, person)
        assert location.startswith(self.back)
        brought = dict(parse_qsl(urlsplit(location).query))
        return OutsideAnswer(
            brought.get("state", ""), brought.get("code", ""), brought.get("error", "")
        )

    def finish(
        self, answer: OutsideAnswer, actor: Actor | None = None, browser: str = "browser"
    ) -> OutsideSignIn:
        return services.finish_outside(
            actor=actor or make.guest(),
            provider_code=self.code,
            browser=browser,
            back_url=self.back,
            answer=answer,
            device=make.device(),
        )

    def sign_in(self, actor: Actor | None = None, person: str | None = None) -> OutsideSignIn:
        """Go there, agree, and come back."""
        return self.finish(self.agree(self.go(actor), person), actor)


def openid(folder: Path) -> tuple[Server, Elsewhere]:
    """Return a server to run, and the provider once it runs."""
    server = Server(OpenId(folder / "openid.json"))
    return server, Elsewhere("openid", server.url, "/authorize", "sub", ["1001", "1002"])


def wechat(folder: Path) -> tuple[Server, Elsewhere]:
    """Return a server to run, and the provider once it runs."""
    server = Server(WeChat(folder / "wechat.json"))
    with server.simulator.store.read() as state:
        people = list(state["people"])
    return server, Elsewhere("wechat", server.url, "/simulator/scan", "openid", people)


def switch_on(where: Elsewhere, **changes) -> None:
    """Keep the provider's keys, as an operator copies them from its console."""
    keys = http.get(f"{where.url}/simulator/keys").json()
    is_wechat = where.code == "wechat"
    values = {
        "code": where.code,
        "kind": ProviderKind.WECHAT if is_wechat else ProviderKind.OIDC,
        "name": {"zh-hans": "微信" if is_wechat else "通行证", "en": where.code},
        "address": where.url,
        "client_id": keys["appid"] if is_wechat else keys["client_id"],
        "secret": keys["secret"] if is_wechat else keys["client_secret"],
        "is_on": True,
    } | changes
    services.save_provider(actor=make.SYSTEM, draft=ProviderDraft(**values))


def agree_at(where: Elsewhere, address: str, person: str | None = None) -> str:
    """Agree on the page at an address, empty for no; return where one is sent back to."""
    page = http.get(address)
    assert page.status_code == 200, page.text
    fields = {name: unescape(value) for name, value in FIELD.findall(page.text)}
    chosen = where.people[0] if person is None else person
    sent = http.post(f"{where.url}{where.decide}", data=fields | {where.who: chosen})
    assert sent.status_code == 302
    return sent.headers["location"]


def turn_off() -> None:
    """Switch every provider off."""
    SignInProvider.objects.update(is_on=False)
