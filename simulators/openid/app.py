"""The provider as a program: discovery, the page where a person agrees, tokens and keys."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

from simulators.openid import tokens
from simulators.serving import Request, Response, Simulator, as_json, as_page, redirect
from simulators.store import Record, Store

CODE_LIFETIME_S = 60
TOKEN_LIFETIME_S = 300
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")

FAULTS = {
    "denied": "the person says no the next time",
    "wrong_state": "send the person back with another state",
    "wrong_signature": "sign the next token with a key that is not published",
    "wrong_nonce": "name another nonce in the next token",
    "wrong_audience": "make the next token out for somebody else",
    "wrong_issuer": "name another issuer in the next token",
    "expired_token": "let the next token be over since an hour",
    "expired_code": "take the next code for one that is over",
    "unsigned": "send the next token without a signature",
}


class OAuthError(Exception):
    """A refusal in the words of RFC 6749."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


class OpenId(Simulator):
    """A provider, its people and its one client."""

    def __init__(self, state: Path) -> None:
        super().__init__(Store(state, _first_state), FAULTS)
        self.route("GET", "/.well-known/openid-configuration", self._discover)
        self.route("GET", "/authorize", self._ask)
        self.route("POST", "/authorize", self._decide)
        self.route("POST", "/token", self._exchange)
        self.route("GET", "/jwks", self._show_jwks)
        self.route("GET", "/simulator/keys", self._show_keys)
        self.route("GET", "/simulator/people", self._list_people)
        self.route("POST", "/simulator/people", self._add_person)

    def _discover(self, _request: Request, _match: "re.Match[str]") -> Response:
        return as_json(
            {
                "issuer": self.base_url,
                "authorization_endpoint": f"{self.base_url}/authorize",
                "token_endpoint": f"{self.base_url}/token",
                "jwks_uri": f"{self.base_url}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": ["openid", "profile", "email"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _ask(self, request: Request, _match: "re.Match[str]") -> Response:
        """Show who may agree, once what the shop asks is in order."""
        wish = request.query()
        try:
            self._check_wish(wish)
        except OAuthError as error:
            return as_page(f"<h1>{escape(error.error)}</h1><p>{escape(error.description)}", 400)
        with self.store.read() as state:
            return as_page(_page(wish, state["people"]))

    def _check_wish(self, wish: Record) -> None:
        with self.store.read() as state:
            client_id = state["client_id"]
        if wish.get("client_id") != client_id:
            raise OAuthError("invalid_client", "no such client")
        if not wish.get("redirect_uri", "").startswith(("https://", "http://")):
            raise OAuthError("invalid_request", "redirect_uri must be absolute")
        if wish.get("response_type") != "code":
            raise OAuthError("unsupported_response_type", "only code")
        if "openid" not in wish.get("scope", "").split():
            raise OAuthError("invalid_scope", "openid is missing")
        if len(wish.get("state", "")) < 16 or len(wish.get("nonce", "")) < 16:
            raise OAuthError("invalid_request", "state and nonce must be hard to guess")
        is_pkce = CHALLENGE.fullmatch(wish.get("code_challenge", ""))
        if not is_pkce or wish.get("code_challenge_method") != "S256":
            raise OAuthError("invalid_request", "PKCE with S256 is required")

    def _decide(self, request: Request, _match: "re.Match[str]") -> Response:
        """Send the person back with a code, or with a no."""
        wish = request.form()
        self._check_wish(wish)
        back = {"state": wish["state"]}
        if self.faults.take("wrong_state"):
            back["state"] = secrets.token_hex(32)
        if self.faults.take("denied") or not wish.get("sub"):
            return _back(wish, back | {"error": "access_denied"})
        code = secrets.token_urlsafe(24)
        with self.store.edit() as state:
            state["codes"][code] = {
                "sub": wish["sub"],
                "nonce": wish["nonce"],
                "challenge": wish["code_challenge"],
                "redirect_uri": wish["redirect_uri"],
                "until": time.time() + CODE_LIFETIME_S,
                "used": False,
            }
        return _back(wish, back | {"code": code})

    def _exchange(self, request: Request, _match: "re.Match[str]") -> Response:
        try:
            self._authenticate(request)
            grant = self._spend(request.form())
        except OAuthError as error:
            told = {"error": error.error, "error_description": error.description}
            return as_json(told, error.status)
        return as_json(
            {
                "access_token": secrets.token_urlsafe(24),
                "token_type": "Bearer",
                "expires_in": TOKEN_LIFETIME_S,
                "id_token": self._token(grant),
            }
        )

    def _authenticate(self, request: Request) -> None:
        kind, _, packed = request.headers.get("authorization", "").partition(" ")
        try:
            given = base64.b64decode(packed, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            given = ""
        name, _, secret = (unquote_plus(part) for part in given.partition(":"))
        with self.store.read() as state:
            is_right = hmac.compare_digest(secret, state["client_secret"])
            if kind != "Basic" or name != state["client_id"] or not is_right:
                raise OAuthError("invalid_client", "wrong client or secret", 401)

    def _spend(self, form: Record) -> Record:
        """Take a code once; a second try ends it for good, as RFC 6749 10.5 wants."""
        if form.get("grant_type") != "authorization_code":
            raise OAuthError("unsupported_grant_type", "only authorization_code")
        with self.store.edit() as state:
            grant = state["codes"].get(form.get("code", ""))
            if grant is None or grant["used"]:
                raise OAuthError("invalid_grant", "unknown or used code")
            grant["used"] = True
            known = dict(grant)
        if known["until"] < time.time() or self.faults.take("expired_code"):
            raise OAuthError("invalid_grant", "the code is over")
        if known["redirect_uri"] != form.get("redirect_uri"):
            raise OAuthError("invalid_grant", "another redirect_uri")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if not hmac.compare_digest(tokens.encode(digest), known["challenge"]):
            raise OAuthError("invalid_grant", "the verifier does not fit")
        return known

    def _token(self, grant: Record) -> str:
        now = int(time.time())
        with self.store.read() as state:
            person = dict(state["people"].get(grant["sub"], {}))
            client_id, key, kid = state["client_id"], state["key"], state["kid"]
        claims: dict[str, Any] = {
            "iss": self.base_url,
            "aud": client_id,
            "sub": grant["sub"],
            "iat": now,
            "exp": now + TOKEN_LIFETIME_S,
            "nonce": grant["nonce"],
        } | person
        if self.faults.take("wrong_nonce"):
            claims["nonce"] = secrets.token_hex(16)
        if self.faults.take("wrong_audience"):
            claims["aud"] = "somebody-else"
        if self.faults.take("wrong_issuer"):
            claims["iss"] = "https://elsewhere.example"
        if self.faults.take("expired_token"):
            claims |= {"iat": now - 4000, "exp": now - 3600}
        if self.faults.take("wrong_signature"):
            key = tokens.new_key()
        token = tokens.sign(claims, key, kid)
        if self.faults.take("unsigned"):
            head = tokens.encode(b'{"alg":"none","typ":"JWT"}')
            token = f"{head}.{token.split('.')[1]}."
        return token

    def _show_jwks(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            return as_json({"keys": [tokens.public_jwk(state["key"], state["kid"])]})

    def _show_keys(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            names = ("client_id", "client_secret")
            return as_json({name: state[name] for name in names} | {"issuer": self.base_url})

    def _list_people(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            return as_json({"people": state["people"]})

    def _add_person(self, request: Request, _match: "re.Match[str]") -> Response:
        """Add a person, or change what is said of one: `{"sub", "name", "email", …}`."""
        person = request.json()
        sub = str(person.pop("sub"))
        with self.store.edit() as state:
            state["people"][sub] = person
            return as_json({"people": state["people"]}, 201)


def _back(wish: Record, answer: dict[str, str]) -> Response:
    address = wish["redirect_uri"]
    return redirect(f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}")


def _page(wish: Record, people: Record) -> str:
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in wish.items()
    )
    choices = "".join(
        f'<p><button name="sub" value="{escape(sub)}">{escape(str(person["name"]))}</button>'
        for sub, person in people.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:2rem}"
        "button{font:inherit;padding:.6rem 1rem}</style></head><body><h1>Who are you?</h1>"
        f'<form method="post" action="/authorize">{kept}{choices}'
        '<p><button name="sub" value="">No, go back</button></form></body></html>'
    )


def _first_state() -> Record:
    return {
        "client_id": f"shop-{secrets.token_hex(4)}",
        "client_secret": secrets.token_urlsafe(24),
        "key": tokens.new_key(),
        "kid": secrets.token_hex(6),
        "people": {
            "1001": {"name": "Lin Yu", "email": "linyu@mail.example", "email_verified": True},
            "1002": {"name": "Chen Mo", "email": "chenmo@mail.example", "email_verified": False},
        },
        "codes": {},
        "faults": [],
    }
