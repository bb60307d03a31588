"""WeChat website login: a QR code, a code, and who scanned it.

Source: WeChat Open Platform, "网站应用微信登录开发指南", as of 2026.
"""

from typing import Any
from urllib.parse import quote

from jishi.parties.accounts import errors
from jishi.parties.accounts.adapters import calling
from jishi.parties.accounts.types import Ask, Proved, ProviderConfig

OPEN = "https://open.weixin.qq.com"
API = "https://api.weixin.qq.com"
SCOPE = "snsapi_login"
REFUSALS = {40029: "invalid_code", 40163: "code_been_used", 41008: "missing_code"}


class WeChatProvider:
    """The Open Platform, or a stand-in that answers for both of its hosts."""

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config

    def entry(self, ask: Ask) -> str:
        """Return the address of the page with the QR code."""
        # The provider wants these names in this order, and the mark at the end.
        return (
            f"{self._config.address or OPEN}/connect/qrconnect"
            f"?appid={quote(self._config.client_id, safe='')}"
            f"&redirect_uri={quote(self._config.redirect_url, safe='')}"
            f"&response_type=code&scope={SCOPE}&state={quote(ask.state, safe='')}#wechat_redirect"
        )

    def identify(self, ask: Ask, code: str) -> Proved:
        """Exchange a code for the ids of who scanned it, and ask for the nickname.

        The union id is the same in all applications of one owner, so it is preferred.
        """
        token = self._call(
            "/sns/oauth2/access_token",
            {
                "appid": self._config.client_id,
                "secret": self._config.secret,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
        openid, access = token.get("openid"), token.get("access_token")
        if not openid or not access:
            raise errors.ProviderUntrusted(reason="openid")
        person = self._call("/sns/userinfo", {"access_token": str(access), "openid": str(openid)})
        if person.get("openid") != openid:
            raise errors.ProviderUntrusted(reason="openid")
        union = person.get("unionid") or token.get("unionid")
        subject = f"union:{union}" if union else f"open:{openid}"
        return Proved(subject=subject, label=str(person.get("nickname") or "")[:60])

    def _call(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        answer = calling.get(f"{self._config.address or API}{path}", params)
        problem = answer.get("errcode", 0)
        if problem in REFUSALS:
            raise errors.ProviderRefused(reason=REFUSALS[problem])
        if problem:
            raise errors.ProviderDown(reason=str(problem))
        return answer
