"""OpenID Connect: authorization code with PKCE, state and nonce; tokens checked by their keys.

Source: OpenID Connect Core 1.0 (errata 2), Discovery 1.0, RFC 7636, RFC 9700.
"""

import base64
import hashlib
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt

from jishi.parties.accounts import errors
from jishi.parties.accounts.adapters import calling
from jishi.parties.accounts.rules.providers import is_safe
from jishi.parties.accounts.types import Ask, Proved, ProviderConfig

SCOPES = "openid profile email"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by public keys only: a shared secret or none at all proves nothing here."""
LEEWAY_S = 60


class OpenIdProvider:
    """Any provider that publishes `/.well-known/openid-configuration`."""

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    def entry(self, ask: Ask) -> str:
        """Return the address to send a person to."""
        query = {
            "response_type": "code",
            "client_id": self._config.client_id,
            "redirect_uri": self._config.redirect_url,
            "scope": SCOPES,
            "state": ask.state,
            "nonce": ask.nonce,
            "code_challenge": challenge_of(ask.verifier),
            "code_challenge_method": "S256",
        }
        address = self._endpoint(self._discover(), "authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"

    def identify(self, ask: Ask, code: str) -> Proved:
        """Exchange a code for an ID token, and believe it only if all of it fits."""
        found = self._discover()
        claims = self._claims(found, self._exchange(found, ask, code))
        if claims.get("nonce") != ask.nonce:
            raise errors.ProviderUntrusted(reason="nonce")
        audience = claims["aud"]
        is_shared = isinstance(audience, list) and len(audience) > 1
        if is_shared and claims.get("azp") != self._config.client_id:
            raise errors.ProviderUntrusted(reason="audience")
        is_verified = claims.get("email_verified") in {True, "true"}
        label = claims.get("name") or claims.get("preferred_username") or claims.get("email") or ""
        return Proved(
            subject=str(claims["sub"]),
            label=str(label)[:60],
            email=str(claims.get("email") or "") if is_verified else "",
        )

    def _discover(self) -> dict[str, Any]:
        found = calling.get(f"{self._config.address}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self._config.address:
            raise errors.ProviderUntrusted(reason="issuer")
        return found

    def _endpoint(self, found: dict[str, Any], name: str) -> str:
        address = str(found.get(name, ""))
        if not address or not is_safe(address.partition("?")[0]):
            raise errors.ProviderUntrusted(reason=name)
        return address

    def _exchange(self, found: dict[str, Any], ask: Ask, code: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._config.redirect_url,
            "code_verifier": ask.verifier,
        }
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = None
        if "client_secret_basic" in methods:
            basic = (quote_plus(self._config.client_id), quote_plus(self._config.secret))
        else:
            form |= {"client_id": self._config.client_id, "client_secret": self._config.secret}
        status, answer = calling.post(self._endpoint(found, "token_endpoint"), form, basic=basic)
        if status != 200 or "id_token" not in answer:
            raise errors.ProviderRefused(reason=str(answer.get("error", "no_token"))[:60])
        return str(answer["id_token"])

    def _claims(self, found: dict[str, Any], token: str) -> dict[str, Any]:
        keys = calling.get(self._endpoint(found, "jwks_uri"))
        try:
            key = _key_of(token, jwt.PyJWKSet.from_dict(keys))
            return jwt.decode(
                token,
                key=key,
                algorithms=ALGORITHMS,
                audience=self._config.client_id,
                issuer=str(found["issuer"]),
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise errors.ProviderUntrusted(reason=type(error).__name__) from error


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _key_of(token: str, keys: jwt.PyJWKSet) -> jwt.PyJWK:
    """Return the key that a token names; without a name, the only one there is.

    Raises: KeyError if there is none.
    """
    name = jwt.get_unverified_header(token).get("kid")
    if name:
        return keys[name]
    if len(keys.keys) != 1:
        raise KeyError("kid")
    return keys.keys[0]
