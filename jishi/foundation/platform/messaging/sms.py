"""Text messages: the gateway they leave by, and Alibaba Cloud's (阿里云短信) behind it.

Source: Alibaba Cloud, SendSms 2017-05-25, and signature version 3 (ACS3-HMAC-SHA256).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, LimitExceeded, Unavailable

ALGORITHM = "ACS3-HMAC-SHA256"

_ACTION = "SendSms"
_VERSION = "2017-05-25"
_LIMITED = {"isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "Throttling.User"}
_TRANSIENT = {"isp.SYSTEM_ERROR", "ServiceUnavailable", "InternalError"}
_BAD_PHONE = {"isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT"}
_RETRY_AFTER_S = 60


class SmsUnavailable(Unavailable):
    """The provider does not answer; whether the message goes out is unknown."""

    code = "sms.unavailable"


class SmsRefused(InvalidInput):
    """The provider will not send this. `provider_code` among the params says why."""

    code = "sms.refused"


class SmsPhoneInvalid(InvalidInput):
    """The number cannot receive text messages."""

    code = "sms.phone_invalid"


class SmsTemplateUnknown(InvalidInput):
    """No provider template is configured for this message."""

    code = "sms.template_unknown"


class SmsLimited(LimitExceeded):
    """The provider sends no more to this number for now."""

    code = "sms.limited"


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """The provider took a message; that it arrives is not said."""

    number: str


class SmsGateway(Protocol):
    """Someone who sends text messages. Never called inside a transaction."""

    def send(
        self, *, phone: str, template: str, params: Mapping[str, str], reference: str = ""
    ) -> SmsReceipt:
        """Send one message.

        phone: E.164. template: our name of the text; params: its values.
        reference: ours, returned by the provider in its reports.
        Raises: SmsUnavailable, SmsRefused, SmsPhoneInvalid, SmsTemplateUnknown, SmsLimited.
        """
        ...


@dataclass(frozen=True, slots=True)
class AliyunSmsConfig:
    """An access key that may send, and the texts approved for it.

    sign_name: the shop's approved signature (签名). templates: our names to SMS_ codes.
    """

    access_key_id: str
    access_key_secret: str = field(repr=False)
    sign_name: str
    templates: Mapping[str, str]
    endpoint: str = "https://dysmsapi.aliyuncs.com"
    timeout_s: float = 5.0


class AliyunSmsGateway:
    """Alibaba Cloud as a text message gateway."""

    def __init__(self, config: AliyunSmsConfig) -> None:
        self._config = config
        self._http = httpx.Client(timeout=config.timeout_s, follow_redirects=False)

    def send(
        self, *, phone: str, template: str, params: Mapping[str, str], reference: str = ""
    ) -> SmsReceipt:
        """Send one message by its approved template."""
        if template not in self._config.templates:
            raise SmsTemplateUnknown(template=template)
        query = {
            "PhoneNumbers": local_number(phone),
            "SignName": self._config.sign_name,
            "TemplateCode": self._config.templates[template],
            "TemplateParam": json.dumps(dict(params), ensure_ascii=False),
        }
        if reference:
            query["OutId"] = reference
        answer = self._call(query)
        if answer.get("Code") != "OK":
            raise _refusal(str(answer.get("Code", "")))
        return SmsReceipt(str(answer.get("BizId", "")))

    def _call(self, query: Mapping[str, str]) -> dict[str, Any]:
        host = urlsplit(self._config.endpoint).netloc
        unsigned = {
            "host": host,
            "x-acs-action": _ACTION,
            "x-acs-version": _VERSION,
            "x-acs-date": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": uuid4().hex,
        }
        secret = self._config.access_key_secret
        headers = sign_headers(unsigned, query, self._config.access_key_id, secret)
        url = f"{self._config.endpoint}/?{canonical_query(query)}"
        try:
            response = self._http.post(url, headers=headers)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SmsUnavailable(provider="aliyun") from error
        # A refusal comes with a status of 4xx and a code; above that the provider is in trouble.
        if response.is_server_error or not isinstance(answer, dict):
            raise SmsUnavailable(provider="aliyun")
        return answer


def sign_headers(
    headers: Mapping[str, str], query: Mapping[str, str], key_id: str, secret: str
) -> dict[str, str]:
    """Return the headers of an empty POST with its signature added.

    headers: lower case names; `host` and every `x-acs-` one.
    """
    signed = dict(headers) | {"x-acs-content-sha256": hashlib.sha256(b"").hexdigest()}
    names = ";".join(sorted(signed))
    canonical = "\n".join(
        [
            "POST",
            "/",
            canonical_query(query),
            "".join(f"{name}:{signed[name].strip()}\n" for name in sorted(signed)),
            names,
            signed["x-acs-content-sha256"],
        ]
    )
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode('utf-8')).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    authorization = f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return signed | {"authorization": authorization}


def canonical_query(query: Mapping[str, str]) -> str:
    """Write parameters sorted and percent-encoded by RFC 3986, as they are signed and sent."""
    return "&".join(f"{_encode(name)}={_encode(value)}" for name, value in sorted(query.items()))


def local_number(phone: str) -> str:
    """Write an E.164 number as the provider wants it: mainland numbers without country code."""
    return phone.removeprefix("+86") if phone.startswith("+86") else phone.removeprefix("+")


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")


def _refusal(code: str) -> Exception:
    if code in _LIMITED:
        return SmsLimited(provider_code=code, retry_after_s=_RETRY_AFTER_S)
    if code in _TRANSIENT:
        return SmsUnavailable(provider="aliyun", provider_code=code)
    if code in _BAD_PHONE:
        return SmsPhoneInvalid(provider_code=code)
    return SmsRefused(provider_code=code)
