"""Kuaidi100 (快递100): one gateway to the carriers of China, for labels and tracking.

Source: Kuaidi100 enterprise interfaces: poll, poll/query.do, label/order, eorderapi.do.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import httpx

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping import errors
from jishi.fulfillment.shipping.ports import Label, LabelRequest, Trace
from jishi.fulfillment.shipping.types import TrackingEvent, TrackingState

CODE = "kuaidi100"

COMPANIES: Mapping[str, str] = {
    "sf": "shunfeng",
    "yto": "yuantong",
    "zto": "zhongtong",
    "sto": "shentong",
    "yunda": "yunda",
    "jt": "jtexpress",
    "jd": "jd",
    "ems": "ems",
    "chinapost": "youzhengguonei",
    "deppon": "debangkuaidi",
}
"""Our carrier codes and Kuaidi100's company codes."""

_CARRIERS = {company: carrier for carrier, company in COMPANIES.items()}

STATES: Mapping[str, TrackingState] = {
    "0": TrackingState.TRANSIT,
    "1": TrackingState.PICKED,
    "2": TrackingState.EXCEPTION,
    "3": TrackingState.SIGNED,
    "4": TrackingState.RETURNED,
    "5": TrackingState.DELIVERING,
    "6": TrackingState.RETURNING,
    "7": TrackingState.FORWARDED,
    "8": TrackingState.CUSTOMS,
    "10": TrackingState.CUSTOMS_PENDING,
    "11": TrackingState.CUSTOMS,
    "12": TrackingState.CLEARED,
    "13": TrackingState.CUSTOMS_EXCEPTION,
    "14": TrackingState.REFUSED,
    "101": TrackingState.CREATED,
    "102": TrackingState.CREATED,
    "103": TrackingState.PICKED,
    "203": TrackingState.REFUSED,
    "501": TrackingState.AT_POINT,
}
"""Basic codes (one or two digits), and the advanced ones that differ from their basic code.

Source: rules 3.17.
"""

_BASIC_OF_THREE_DIGITS = {"1", "2", "3", "4", "5"}
_BEIJING = ZoneInfo("Asia/Shanghai")
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
_ADVANCED = "4"
_SUBSCRIBED = {"200", "501"}
_NO_TRACE = "500"


@dataclass(frozen=True, slots=True)
class Kuaidi100Config:
    """An enterprise account.

    callback_url: where changes are pushed, reachable from the internet.
    salt: signs the pushes; ours to choose.
    """

    key: str = field(repr=False)
    customer: str
    secret: str = field(repr=False)
    salt: str = field(repr=False)
    callback_url: str
    poll_url: str = "https://poll.kuaidi100.com"
    label_url: str = "https://api.kuaidi100.com"
    timeout_s: float = 10.0


class Kuaidi100Gateway:
    """Kuaidi100 as a carrier gateway."""

    code = CODE

    def __init__(self, config: Kuaidi100Config) -> None:
        self._config = config
        self._http = httpx.Client(timeout=config.timeout_s, follow_redirects=False)

    def subscribe(self, *, carrier: str, number: str, phone: str = "") -> None:
        """Ask to be told of every change; a repeated subscription is no error."""
        param = {
            "company": company_of(carrier),
            "number": number,
            "key": self._config.key,
            "parameters": {
                "callbackurl": self._config.callback_url,
                "salt": self._config.salt,
                "resultv2": _ADVANCED,
                "phone": phone,
            },
        }
        url = f"{self._config.poll_url}/poll"
        answer = self._post(url, {"schema": "json", "param": _json(param)})
        if str(answer.get("returnCode")) not in _SUBSCRIBED:
            raise _refusal(answer.get("returnCode"), answer)

    def track(self, *, carrier: str, number: str, phone: str = "") -> Trace | None:
        """Ask where a parcel is; None if there is no trace yet."""
        query = {"com": company_of(carrier), "num": number, "phone": phone, "resultv2": _ADVANCED}
        param = _json(query)
        form = {
            "customer": self._config.customer,
            "sign": md5_sign(param, self._config.key, self._config.customer),
            "param": param,
        }
        answer = self._post(f"{self._config.poll_url}/poll/query.do", form)
        if str(answer.get("status")) != "200":
            if str(answer.get("returnCode")) == _NO_TRACE:
                return None
            raise _refusal(answer.get("returnCode"), answer)
        try:
            return trace_of(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise errors.CarrierUnavailable(gateway=CODE) from error

    def parse_push(
        self,
        *,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Trace:
        """Read a form of `param` and its `sign`, made with our salt."""
        try:
            form = parse_qs(body.decode("utf-8"), errors="strict", strict_parsing=True)
            param, signature = form["param"][0], form["sign"][0]
        except (KeyError, ValueError) as error:
            raise errors.PushMalformed(gateway=CODE) from error
        expected = md5_sign(param, self._config.salt)
        if not hmac.compare_digest(expected.encode(), signature.upper().encode()):
            raise errors.PushSignatureInvalid(gateway=CODE)
        try:
            return trace_of_push(json.loads(param))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise errors.PushMalformed(gateway=CODE) from error

    def acknowledge(self) -> bytes:
        """Return the answer that stops Kuaidi100 from repeating."""
        return '{"result":true,"returnCode":"200","message":"成功"}'.encode()

    def order_label(self, request: LabelRequest) -> Label:
        """Order a waybill number and an HTML label."""
        param = {
            "kuaidicom": company_of(request.carrier),
            "orderId": request.reference,
            "recMan": _person(request.recipient),
            "sendMan": _person(request.sender),
            "cargo": request.cargo,
            "weight": f"{request.weight_g / 1000:.3f}",
            "count": 1,
            "printType": "HTML",
            "remark": request.remark,
        }
        data = self._label_call("/label/order", "order", param, self._config.label_url)
        try:
            return Label(
                reference=request.reference,
                carrier=request.carrier,
                number=data["kuaidinum"],
                url=data.get("label") or "",
            )
        except (KeyError, TypeError) as error:
            raise errors.CarrierUnavailable(gateway=CODE) from error

    def cancel_label(self, label: Label) -> None:
        """Give a waybill number back before the parcel is picked up."""
        param = {
            "kuaidicom": company_of(label.carrier),
            "kuaidinum": label.number,
            "orderId": label.reference,
        }
        self._label_call("/eorderapi.do", "cancel", param, self._config.poll_url)

    def _label_call(self, path: str, method: str, param: dict[str, Any], base: str) -> Any:
        text = _json(param)
        moment = str(int(clock.now().timestamp() * 1000))
        form = {
            "method": method,
            "key": self._config.key,
            "t": moment,
            "sign": md5_sign(text, moment, self._config.key, self._config.secret),
            "param": text,
        }
        answer = self._post(f"{base}{path}", form)
        if str(answer.get("code")) != "200":
            raise _refusal(answer.get("code"), answer)
        return answer.get("data")

    def _post(self, url: str, form: dict[str, str]) -> dict[str, Any]:
        try:
            response = self._http.post(url, data=form)
            response.raise_for_status()
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise errors.CarrierUnavailable(gateway=CODE) from error
        if not isinstance(answer, dict):
            raise errors.CarrierUnavailable(gateway=CODE)
        return answer


def md5_sign(*parts: str) -> str:
    """Sign as Kuaidi100 does: MD5 of the parts joined, 32 upper case hex digits.

    The protocol leaves no choice of digest; the secret part makes it a signature.
    """
    text = "".join(parts).encode("utf-8")
    return hashlib.md5(text, usedforsecurity=False).hexdigest().upper()


def company_of(carrier: str) -> str:
    """Return Kuaidi100's company code for one of our carriers.

    Raises: CarrierNotSupported.
    """
    if carrier not in COMPANIES:
        raise errors.CarrierNotSupported(gateway=CODE, carrier=carrier)
    return COMPANIES[carrier]


def normalize(state: str) -> TrackingState:
    """Translate a basic or advanced code.

    An advanced code without an entry of its own means what its basic code means. What
    Kuaidi100 may invent later counts as transit, which moves nothing.
    """
    if state in STATES:
        return STATES[state]
    if len(state) == 3 and state[0] in _BASIC_OF_THREE_DIGITS:
        return STATES[state[0]]
    return TrackingState.TRANSIT


def trace_of(result: Mapping[str, Any]) -> Trace:
    """Translate a query's answer, or the `lastResult` of a push.

    Raises: KeyError, TypeError or ValueError if it has another form;
        CarrierNotSupported if the company is not ours.
    """
    company = result["com"]
    if company not in _CARRIERS:
        raise errors.CarrierNotSupported(gateway=CODE, carrier=company)
    overall = str(result.get("state", "0"))
    newest_first = [
        # Without advanced codes only the newest line's state is known, and it is the overall one.
        _event_of(line, str(line.get("statusCode") or (overall if index == 0 else "0")))
        for index, line in enumerate(result.get("data") or [])
    ]
    state = newest_first[0].state if newest_first else normalize(overall)
    return Trace(_CARRIERS[company], result["nu"], state, tuple(reversed(newest_first)))


def trace_of_push(push: Mapping[str, Any]) -> Trace:
    """Translate a whole push; one that says `abort` ends the watching.

    Raises: as `trace_of`.
    """
    trace = trace_of(push["lastResult"])
    if push.get("status") != "abort":
        return trace
    reason = str(push.get("message") or "")
    return Trace(trace.carrier, trace.number, TrackingState.ABORTED, trace.events, reason)


def _event_of(line: Mapping[str, Any], code: str) -> TrackingEvent:
    text = line.get("ftime") or line["time"]
    return TrackingEvent(
        at=datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=_BEIJING),
        state=normalize(code),
        text=line["context"],
        place=line.get("areaName") or "",
    )


def _person(address: Address) -> dict[str, str]:
    return {
        "name": address.name,
        "mobile": address.phone,
        "printAddr": address.one_line(),
    }


def _refusal(code: object, answer: Mapping[str, Any]) -> errors.CarrierRefused:
    message = str(answer.get("message", ""))
    return errors.CarrierRefused(gateway=CODE, provider_code=str(code), message=message)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
