"""The provider as a program; it answers for open.weixin.qq.com and api.weixin.qq.com."""

import re
import secrets
import time
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from simulators.serving import Request, Response, Simulator, as_json, as_page, redirect
from simulators.store import Record, Store

CODE_LIFETIME_S = 600
TOKEN_LIFETIME_S = 7200

FAULTS = {
    "denied": "the person refuses on the phone the next time, so no code comes back",
    "wrong_state": "send the person back with another state",
    "invalid_code": "refuse the next code with 40029",
    "busy": "answer the next call with -1, system busy",
    "no_unionid": "leave the union id out of the next answers, as for an app without one",
}


class WeChatError(Exception):
    """A refusal in the provider's numbers."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errcode, self.errmsg = errcode, errmsg


class WeChat(Simulator):
    """The Open Platform, its one website app, and people with phones."""

    def __init__(self, state: Path) -> None:
        super().__init__(Store(state, _first_state), FAULTS)
        self.route("GET", "/connect/qrconnect", self._show_code)
        self.route("POST", "/simulator/scan", self._scan)
        self.route("GET", "/sns/oauth2/access_token", self._exchange)
        self.route("GET", "/sns/userinfo", self._tell)
        self.route("GET", "/simulator/keys", self._show_keys)
        self.route("POST", "/simulator/people", self._add_person)

    def _show_code(self, request: Request, _match: "re.Match[str]") -> Response:
        wish = request.query()
        with self.store.read() as state:
            problem = _problem(wish, list(wish), state)
            if problem:
                return as_page(f"<h1>{escape(problem)}</h1>", 400)
            return as_page(_page(wish, state["people"]))

    def _scan(self, request: Request, _match: "re.Match[str]") -> Response:
        """Let a person scan and agree, or with no name refuse."""
        wish = request.form()
        back = {"state": wish.get("state", "")}
        if self.faults.take("wrong_state"):
            back["state"] = secrets.token_hex(32)
        if self.faults.take("denied") or not wish.get("openid"):
            return _back(wish, back)
        code = secrets.token_hex(16)
        with self.store.edit() as state:
            until = time.time() + CODE_LIFETIME_S
            state["codes"][code] = {"openid": wish["openid"], "until": until, "used": False}
        return _back(wish, {"code": code} | back)

    def _exchange(self, request: Request, _match: "re.Match[str]") -> Response:
        try:
            openid = self._spend(request.query())
        except WeChatError as error:
            return as_json({"errcode": error.errcode, "errmsg": error.errmsg})
        token = secrets.token_urlsafe(48)
        with self.store.edit() as state:
            until = time.time() + TOKEN_LIFETIME_S
            state["tokens"][token] = {"openid": openid, "until": until}
        answer = {
            "access_token": token,
            "expires_in": TOKEN_LIFETIME_S,
            "refresh_token": secrets.token_urlsafe(48),
            "openid": openid,
            "scope": "snsapi_login",
        }
        return as_json(answer | self._union(openid))

    def _spend(self, wish: Record) -> str:
        if self.faults.take("busy"):
            raise WeChatError(-1, "system error")
        with self.store.edit() as state:
            if wish.get("appid") != state["appid"]:
                raise WeChatError(40013, "invalid appid")
            if wish.get("secret") != state["secret"]:
                raise WeChatError(40125, "invalid appsecret")
            if wish.get("grant_type") != "authorization_code":
                raise WeChatError(40002, "invalid grant_type")
            if not wish.get("code"):
                raise WeChatError(41008, "missing code")
            code = state["codes"].get(wish["code"])
            if code is None or code["until"] < time.time():
                raise WeChatError(40029, "invalid code")
            if code["used"]:
                raise WeChatError(40163, "code been used")
            code["used"] = True
            openid = str(code["openid"])
        if self.faults.take("invalid_code"):
            raise WeChatError(40029, "invalid code")
        return openid

    def _tell(self, request: Request, _match: "re.Match[str]") -> Response:
        wish = request.query()
        with self.store.read() as state:
            token = state["tokens"].get(wish.get("access_token", ""))
            if token is None or token["until"] < time.time():
                return as_json({"errcode": 40001, "errmsg": "invalid credential"})
            if token["openid"] != wish.get("openid"):
                return as_json({"errcode": 40003, "errmsg": "invalid openid"})
            person = state["people"][token["openid"]]
        answer = {
            "openid": token["openid"],
            "nickname": person["nickname"],
            "sex": 0,
            "province": "",
            "city": "",
            "country": "",
            "headimgurl": "",
            "privilege": [],
        }
        return as_json(answer | self._union(token["openid"]))

    def _union(self, openid: str) -> dict[str, str]:
        if self.faults.take("no_unionid"):
            return {}
        with self.store.read() as state:
            return {"unionid": state["people"][openid]["unionid"]}

    def _show_keys(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            return as_json(
                {name: state[name] for name in ("appid", "secret")} | {"address": self.base_url}
            )

    def _add_person(self, request: Request, _match: "re.Match[str]") -> Response:
        """Add a person: `{"nickname"}`; the answer has the ids."""
        openid = f"o{secrets.token_urlsafe(20)}"
        person = {
            "nickname": str(request.json()["nickname"]),
            "unionid": f"o6{secrets.token_urlsafe(20)}",
        }
        with self.store.edit() as state:
            state["people"][openid] = person
        return as_json({"openid": openid} | person, 201)


def _problem(wish: Record, names: list[str], state: Record) -> str:
    """Return what the provider would show instead of a code."""
    if wish.get("appid") != state["appid"]:
        return "AppID 参数错误"
    if names[:5] != ["appid", "redirect_uri", "response_type", "scope", "state"]:
        return "参数顺序错误"
    if wish.get("response_type") != "code" or wish.get("scope") != "snsapi_login":
        return "Scope 参数错误或没有 Scope 权限"
    if not wish.get("redirect_uri", "").startswith(("https://", "http://")):
        return "redirect_uri 参数错误"
    return "" if len(wish.get("state", "")) <= 128 else "state 参数过长"


def _back(wish: Record, answer: dict[str, str]) -> Response:
    address = wish["redirect_uri"]
    return redirect(f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}")


def _page(wish: Record, people: Record) -> str:
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(wish[name])}">'
        for name in ("redirect_uri", "state")
    )
    choices = "".join(
        f'<p><button name="openid" value="{escape(openid)}">{escape(person["nickname"])}</button>'
        for openid, person in people.items()
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>微信登录</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:2rem}"
        "button{font:inherit;padding:.6rem 1rem}</style></head><body><h1>谁来扫码？</h1>"
        f'<form method="post" action="/simulator/scan">{kept}{choices}'
        '<p><button name="openid" value="">取消</button></form></body></html>'
    )


def _first_state() -> Record:
    return {
        "appid": f"wx{secrets.token_hex(8)}",
        "secret": secrets.token_hex(16),
        "people": {
            f"o{secrets.token_urlsafe(20)}": {
                "nickname": "春风",
                "unionid": f"o6{secrets.token_urlsafe(20)}",
            }
        },
        "codes": {},
        "tokens": {},
        "faults": [],
    }
