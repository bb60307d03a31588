"""The provider as a program: SendSms with its signature checked, and an inbox to read."""

import hashlib
import hmac
import json
import re
import secrets
import time
import uuid
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from simulators.serving import Request, Response, Simulator, as_json, as_page
from simulators.store import Record, Store

ALGORITHM = "ACS3-HMAC-SHA256"
AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{{64}})"
)
CLOCK_TOLERANCE_S = 900
KEPT = 500
PHONE = re.compile(r"1[3-9]\d{9}|00?\d{8,15}|[2-9]\d{7,14}")

FAULTS = {
    "send_failed": "refuse the next message to the phone with `code`",
    "send_delay": "keep the next message to the phone waiting for `seconds` before accepting it",
    "rate_limit": "refuse the next message to the phone with isv.BUSINESS_LIMIT_CONTROL",
}

TEMPLATES = {
    "SMS_100000001": "您的验证码为${code}，5分钟内有效，请勿泄露给他人。",
    "SMS_100000002": "您的订单${order}已发货，运单号${number}，请注意查收。",
    "SMS_100000003": "您的包裹已到达${place}，取件码${code}，请及时领取。",
    "SMS_100000004": "您的退款${amount}元已原路退回，请留意到账。",
}


class SmsError(Exception):
    """A refusal in the provider's words."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


class Sms(Simulator):
    """The provider and its inbox."""

    def __init__(self, state: Path) -> None:
        super().__init__(Store(state, _first_state), FAULTS)
        self.route("POST", "/", self._send)
        self.route("GET", "/", self._show_inbox)
        self.route("GET", "/simulator/keys", self._show_keys)
        self.route("GET", "/simulator/messages", self._list_messages)
        self.route("POST", "/simulator/templates", self._add_template)

    def _send(self, request: Request, _match: "re.Match[str]") -> Response:
        request_id = str(uuid.uuid4()).upper()
        try:
            with self.store.edit() as state:
                _authenticate(state, request)
            biz_id = self._accept(request.query() | _form_of(request))
        except SmsError as error:
            refusal = {"RequestId": request_id, "Code": error.code, "Message": error.message}
            return as_json(refusal, error.status)
        return as_json({"RequestId": request_id, "Code": "OK", "Message": "OK", "BizId": biz_id})

    def _accept(self, params: Record) -> str:
        """Check a message as the provider does, keep it, and return its receipt."""
        phone = params.get("PhoneNumbers", "")
        if not PHONE.fullmatch(phone):
            raise SmsError("isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误", 200)
        if not params.get("SignName"):
            raise SmsError("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名", 200)
        self._strike_message(phone)
        biz_id = f"{secrets.randbelow(10**18):018d}^0"
        with self.store.edit() as state:
            message = {
                "phone": phone,
                "text": f"【{params['SignName']}】{_text_of(state, params)}",
                "template": params["TemplateCode"],
                "params": json.loads(params.get("TemplateParam") or "{}"),
                "out_id": params.get("OutId", ""),
                "biz_id": biz_id,
                "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            state["messages"] = [*state["messages"], message][-KEPT:]
        return biz_id

    def _strike_message(self, phone: str) -> None:
        late = self.faults.take("send_delay", phone)
        if late:
            self.stopping.wait(float(late.get("seconds", 3)))
        if self.faults.take("rate_limit", phone):
            raise SmsError("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", 200)
        failure = self.faults.take("send_failed", phone)
        if failure:
            code = str(failure.get("code", "isp.SYSTEM_ERROR"))
            raise SmsError(code, "发送失败", 200)

    def _list_messages(self, request: Request, _match: "re.Match[str]") -> Response:
        """List messages, newest first, of one phone if given."""
        return as_json({"messages": self._messages(request.query().get("phone"))})

    def _messages(self, phone: str | None) -> list[Record]:
        with self.store.read() as state:
            newest_first = state["messages"][::-1]
        return [each for each in newest_first if phone is None or each["phone"] == phone]

    def _show_inbox(self, _request: Request, _match: "re.Match[str]") -> Response:
        return as_page(_inbox(self._messages(None)))

    def _show_keys(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            names = ("access_key_id", "access_key_secret", "sign_name", "templates")
            return as_json({name: state[name] for name in names} | {"endpoint": self.base_url})

    def _add_template(self, request: Request, _match: "re.Match[str]") -> Response:
        wish = request.json()
        with self.store.edit() as state:
            state["templates"][str(wish["code"])] = str(wish["content"])
            return as_json({"templates": state["templates"]})


def canonical_request(request: Request, signed_names: list[str]) -> str:
    """Build the text that ACS3-HMAC-SHA256 signs."""
    query = sorted(request.query().items())
    return "\n".join(
        [
            request.method,
            request.path,
            "&".join(f"{_encode(name)}={_encode(value)}" for name, value in query),
            "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in signed_names),
            ";".join(signed_names),
            request.headers.get("x-acs-content-sha256", ""),
        ]
    )


def _authenticate(state: Record, request: Request) -> None:
    """Refuse a call that is unsigned, stale, replayed, or signed with another key."""
    match = AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        raise SmsError("IncompleteSignature", "The request signature is incomplete.", 400)
    key_id, names, signature = match[1], match[2].split(";"), match[3]
    if key_id != state["access_key_id"]:
        raise SmsError("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
    if hashlib.sha256(request.body).hexdigest() != request.headers.get("x-acs-content-sha256"):
        raise SmsError("SignatureDoesNotMatch", "The content digest does not match.", 400)
    digest = hashlib.sha256(canonical_request(request, names).encode()).hexdigest()
    text = f"{ALGORITHM}\n{digest}".encode()
    expected = hmac.new(state["access_key_secret"].encode(), text, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature) or not _signs_enough(request, names):
        raise SmsError("SignatureDoesNotMatch", "The signature does not match.", 400)
    _check_freshness(state, request)
    _check_action(request)


def _signs_enough(request: Request, names: list[str]) -> bool:
    present = {name for name in request.headers if name.startswith("x-acs-")} | {"host"}
    return present <= set(names) and names == sorted(names)


def _check_freshness(state: Record, request: Request) -> None:
    nonce = request.headers.get("x-acs-signature-nonce", "")
    date = request.headers.get("x-acs-date", "")
    now = time.time()
    try:
        sent = datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise SmsError("InvalidTimeStamp.Format", "The time stamp is malformed.", 400) from None
    if abs(now - sent) > CLOCK_TOLERANCE_S:
        raise SmsError("InvalidTimeStamp.Expired", "The time stamp has expired.", 400)
    known = {name: at for name, at in state["nonces"].items() if at > now - 2 * CLOCK_TOLERANCE_S}
    if nonce in known:
        raise SmsError("SignatureNonceUsed", "The nonce has been used.", 400)
    state["nonces"] = known | {nonce: now}


def _check_action(request: Request) -> None:
    if request.headers.get("x-acs-action") != "SendSms":
        raise SmsError("InvalidAction.NotFound", "Specified api is not found.", 404)
    if request.headers.get("x-acs-version") != "2017-05-25":
        raise SmsError("InvalidVersion", "Specified parameter Version is not valid.", 400)


def _text_of(state: Record, params: Record) -> str:
    template = state["templates"].get(params.get("TemplateCode", ""))
    if template is None:
        raise SmsError("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板", 200)
    try:
        return Template(template).substitute(json.loads(params.get("TemplateParam") or "{}"))
    except KeyError:
        raise SmsError("isv.TEMPLATE_MISSING_PARAMETERS", "模板变量缺少对应参数值", 200) from None
    except ValueError:
        raise SmsError("isv.INVALID_JSON_PARAM", "参数格式错误", 200) from None


def _form_of(request: Request) -> Record:
    kind = request.headers.get("content-type", "")
    return request.form() if kind.startswith("application/x-www-form-urlencoded") else {}


def _encode(text: str) -> str:
    return quote(text, safe="-_.~")


def _inbox(messages: list[Record]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each['sent_at'])}</td><td>{escape(each['phone'])}</td>"
        f"<td>{escape(each['text'])}</td></tr>"
        for each in messages
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta http-equiv="refresh" content="5"><title>短信收件箱 SMS inbox</title>'
        "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem}"
        "td,th{text-align:left;padding:.4rem 1rem .4rem 0;vertical-align:top}</style></head><body>"
        "<h1>短信收件箱 SMS inbox</h1><table><thead><tr><th>时间 Time</th><th>手机号 Phone</th>"
        f"<th>内容 Text</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    )


def _first_state() -> Record:
    return {
        "access_key_id": f"LTAI{secrets.token_hex(10)}",
        "access_key_secret": secrets.token_hex(15),
        "sign_name": "集市",
        "templates": TEMPLATES,
        "messages": [],
        "nonces": {},
        "faults": [],
    }
