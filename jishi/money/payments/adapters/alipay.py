"""Alipay (支付宝) over its OpenAPI v2 gateway, domestic payments in CNY.

Source: Alipay OpenAPI v2, alipay.trade.* and alipay.data.dataservice.bill.downloadurl.query.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import httpx

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.adapters import alipay_bill
from jishi.money.payments.adapters import alipay_signing as signing
from jishi.money.payments.types import (
    ActionKind,
    NotificationKind,
    PaymentAction,
    PaymentAttempt,
    PaymentMethod,
    PaymentScene,
    ProviderBill,
    ProviderNotification,
    ProviderPayment,
    ProviderPaymentStatus,
    ProviderRefund,
    ProviderRefundStatus,
)

CODE = "alipay"

MAX_AGE = timedelta(hours=26)
"""Alipay repeats a notification for 25 hours; an hour is left for its way."""

MAX_AHEAD = timedelta(minutes=10)
MAX_MINOR = 10_000_000_000
"""One hundred million yuan, Alipay's largest amount."""

_SUCCESS = "10000"
_BUSY = "20000"
# Alipay leaves refusals of a call it could not attribute unsigned. None of them says
# anything about a trade, so believing a forged one does no harm.
_UNSIGNED_CODES = {_BUSY, "20001", "40001", "40002", "40003", "40006"}
_TRADE_UNKNOWN = "ACQ.TRADE_NOT_EXIST"
_TRADE_PAID = {"ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_STATUS_INVALID"}
_TRANSIENT = {"ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR", "isp.unknow-error", "aop.unknow-error"}
_BILL_UNKNOWN = "isp.bill_not_exist"

_REQUEST_UNSIGNED = frozenset({"sign"})
_NOTIFICATION_UNSIGNED = frozenset({"sign", "sign_type"})
_ATTEMPT_NUMBER = re.compile(r"[0-9A-Za-z_]{1,64}")
_SUBJECT_FORBIDDEN = re.compile(r"[/=&\s]+")
_SUBJECT_LENGTH = 256

_PAY_METHODS = {
    PaymentScene.PAGE: ("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY"),
    PaymentScene.WAP: ("alipay.trade.wap.pay", "QUICK_WAP_WAY"),
    PaymentScene.QR: ("alipay.trade.precreate", "FACE_TO_FACE_PAYMENT"),
}
_STATUSES = {
    "WAIT_BUYER_PAY": ProviderPaymentStatus.PENDING,
    "TRADE_SUCCESS": ProviderPaymentStatus.PAID,
    "TRADE_FINISHED": ProviderPaymentStatus.PAID,
    "TRADE_CLOSED": ProviderPaymentStatus.CLOSED,
}


@dataclass(frozen=True, slots=True)
class AlipayConfig:
    """An app at Alipay.

    seller_id: the merchant's 16-digit partner id. Keys: PEM or bare base64.
    notify_url: where Alipay reports, reachable from the internet.
    """

    app_id: str
    seller_id: str
    app_private_key: str = field(repr=False)
    alipay_public_key: str = field(repr=False)
    notify_url: str
    gateway_url: str = "https://openapi.alipay.com/gateway.do"
    timeout_s: int = 10


class AlipayProvider:
    """Alipay as a payment provider.

    Raises on construction: ValueError if a key cannot be read.
    """

    code = CODE

    def __init__(self, config: AlipayConfig) -> None:
        self._config = config
        self._app_key = signing.load_private_key(config.app_private_key)
        self._alipay_key = signing.load_public_key(config.alipay_public_key)
        self._http = httpx.Client(timeout=config.timeout_s, follow_redirects=False)

    def methods(self, scenes: Collection[PaymentScene]) -> tuple[PaymentMethod, ...]:
        """List the ways to pay in the given scenes."""
        usable = (scene for scene in _PAY_METHODS if scene in scenes)
        return tuple(PaymentMethod(CODE, scene, signing.CURRENCY) for scene in usable)

    def create(self, attempt: PaymentAttempt) -> PaymentAction:
        """Sign the redirect to the cashier, or fetch the code to scan."""
        _check_attempt(attempt)
        method, product = _PAY_METHODS[attempt.scene]
        content = {
            "out_trade_no": attempt.out_trade_no,
            "total_amount": signing.to_yuan(attempt.amount),
            "subject": _SUBJECT_FORBIDDEN.sub(" ", attempt.subject).strip()[:_SUBJECT_LENGTH],
            "product_code": product,
        }
        if attempt.expires_at is not None:
            content["time_expire"] = signing.to_beijing(attempt.expires_at)
        if attempt.scene is PaymentScene.QR:
            node = self._call(method, content, notify_url=self._config.notify_url)
            return PaymentAction(ActionKind.QR, qr_content=_text(node, "qr_code"))
        if attempt.scene is PaymentScene.WAP and attempt.return_url:
            content["quit_url"] = attempt.return_url
        params = self._signed(
            method, content, notify_url=self._config.notify_url, return_url=attempt.return_url
        )
        return PaymentAction(
            ActionKind.REDIRECT, url=f"{self._config.gateway_url}?{urlencode(params)}"
        )

    def query(self, out_trade_no: str) -> ProviderPayment:
        """Ask how an attempt stands.

        Alipay knows an attempt only once the buyer has opened the cashier.
        """
        try:
            node = self._call("alipay.trade.query", {"out_trade_no": out_trade_no})
        except errors.ProviderRefused as refusal:
            if refusal.params["provider_code"] == _TRADE_UNKNOWN:
                return ProviderPayment(out_trade_no, ProviderPaymentStatus.NOT_FOUND)
            raise
        with _Reading():
            paid_at = node.get("send_pay_date")
            return ProviderPayment(
                out_trade_no=node["out_trade_no"],
                status=_status_of(node["trade_status"], was_paid=bool(paid_at)),
                amount=signing.from_yuan(node["total_amount"]),
                provider_no=node["trade_no"],
                paid_at=signing.from_beijing(paid_at) if paid_at else None,
                buyer=node.get("buyer_logon_id", ""),
            )

    def close(self, out_trade_no: str) -> None:
        """Close an unpaid trade; one Alipay does not know needs no closing."""
        try:
            self._call("alipay.trade.close", {"out_trade_no": out_trade_no})
        except errors.ProviderRefused as refusal:
            reason = refusal.params["provider_code"]
            if reason in _TRADE_PAID:
                raise errors.AlreadyPaid(out_trade_no=out_trade_no) from refusal
            if reason != _TRADE_UNKNOWN:
                raise

    def refund(
        self, *, refund_no: str, out_trade_no: str, amount: Money, reason: str = ""
    ) -> ProviderRefund:
        """Give money back; Alipay takes the same number and amount once."""
        _check_currency(amount)
        content = {
            "out_trade_no": out_trade_no,
            "out_request_no": refund_no,
            "refund_amount": signing.to_yuan(amount),
        }
        if reason:
            content["refund_reason"] = reason[:_SUBJECT_LENGTH]
        try:
            node = self._call("alipay.trade.refund", content)
        except errors.ProviderRefused as refusal:
            failure = str(refusal.params["provider_code"])
            status = ProviderRefundStatus.FAILED
            return ProviderRefund(refund_no, out_trade_no, status, amount, failure=failure)
        if node.get("fund_change") != "Y":
            # Repeated or not finished: only the query tells which.
            return self.query_refund(refund_no=refund_no, out_trade_no=out_trade_no, amount=amount)
        with _Reading():
            paid_back_at = node.get("gmt_refund_pay")
            return ProviderRefund(
                refund_no=refund_no,
                out_trade_no=out_trade_no,
                status=ProviderRefundStatus.SUCCEEDED,
                amount=amount,
                provider_no=node["trade_no"],
                refunded_at=signing.from_beijing(paid_back_at) if paid_back_at else None,
            )

    def query_refund(self, *, refund_no: str, out_trade_no: str, amount: Money) -> ProviderRefund:
        """Ask how a refund stands; Alipay does not tell an unknown one from one in progress."""
        content = {
            "out_trade_no": out_trade_no,
            "out_request_no": refund_no,
            # The provider leaves the time out unless it is asked for.
            "query_options": ["gmt_refund_pay"],
        }
        node = self._call("alipay.trade.fastpay.refund.query", content)
        if node.get("refund_status") != "REFUND_SUCCESS":
            status = ProviderRefundStatus.PROCESSING
            return ProviderRefund(refund_no, out_trade_no, status, amount)
        with _Reading():
            paid_back_at = node.get("gmt_refund_pay")
            return ProviderRefund(
                refund_no=refund_no,
                out_trade_no=out_trade_no,
                status=ProviderRefundStatus.SUCCEEDED,
                amount=signing.from_yuan(node["refund_amount"]),
                provider_no=node["trade_no"],
                refunded_at=signing.from_beijing(paid_back_at) if paid_back_at else None,
            )

    def parse_notification(
        self,
        *,
        headers: Mapping[str, str],
        body: bytes,
        at: datetime,
    ) -> ProviderNotification:
        """Read a form, prove that Alipay signed it for this app, and judge its age."""
        fields = _form_of(body)
        content = signing.sign_content(fields, without=_NOTIFICATION_UNSIGNED)
        is_rsa2 = fields.get("sign_type") == "RSA2"
        if not is_rsa2 or not signing.is_signed(content, fields.get("sign", ""), self._alipay_key):
            raise errors.SignatureInvalid(provider=CODE)
        ours = (self._config.app_id, self._config.seller_id)
        if (fields.get("app_id"), fields.get("seller_id")) != ours:
            raise errors.NotificationNotOurs(provider=CODE)
        try:
            notification = _notification_of(fields)
        except (KeyError, ValueError) as error:
            raise errors.NotificationMalformed(provider=CODE) from error
        if not is_fresh(notification.sent_at, at):
            raise errors.NotificationStale(provider=CODE)
        return notification

    def acknowledge(self) -> bytes:
        """Return the one word that stops Alipay from repeating."""
        return b"success"

    def download_bill(self, day: date) -> ProviderBill:
        """Fetch the trade bill of a Beijing calendar day; Alipay has it from about ten the next."""
        content = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            node = self._call("alipay.data.dataservice.bill.downloadurl.query", content)
        except errors.ProviderRefused as refusal:
            if refusal.params["provider_code"] == _BILL_UNKNOWN:
                raise errors.BillNotReady(provider=CODE, day=day.isoformat()) from refusal
            raise
        file = self._send("GET", _text(node, "bill_download_url")).content
        rows = alipay_bill.read_zip(file)
        return ProviderBill(CODE, day, rows, hashlib.sha256(file).hexdigest())

    def _call(self, method: str, content: Mapping[str, object], **extra: str) -> dict[str, str]:
        """Call a method and return its verified answer.

        Raises: ProviderUnavailable, ProviderRefused, SignatureInvalid.
        """
        params = self._signed(method, content, **extra)
        # The gateway reads the charset before the body, so it belongs to the address.
        url = f"{self._config.gateway_url}?charset=utf-8"
        answer = self._send("POST", url, data=params).text
        node = self._verified(answer, method)
        if node.get("code") == _SUCCESS:
            return node
        reason = node.get("sub_code") or node.get("code", "")
        if node.get("code") == _BUSY or reason in _TRANSIENT:
            raise errors.ProviderUnavailable(provider=CODE, provider_code=reason)
        raise errors.ProviderRefused(provider=CODE, provider_code=reason)

    def _verified(self, answer: str, method: str) -> dict[str, str]:
        """Return the answer's node once its signature is proven."""
        name = f"{method.replace('.', '_')}_response"
        try:
            whole = json.loads(answer)
            raw = signing.cut_node(answer, name if name in whole else "error_response")
            node: dict[str, str] = json.loads(raw)
            signature = whole.get("sign", "")
        except (ValueError, TypeError, AttributeError) as error:
            raise errors.ProviderUnavailable(provider=CODE) from error
        if not signature and node.get("code") in _UNSIGNED_CODES:
            return node
        if not signing.is_signed(raw, signature, self._alipay_key):
            raise errors.SignatureInvalid(provider=CODE)
        return node

    def _signed(self, method: str, content: Mapping[str, object], **extra: str) -> dict[str, str]:
        params = {
            "app_id": self._config.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": signing.to_beijing(clock.now()),
            "version": "1.0",
            "biz_content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        }
        params |= {name: value for name, value in extra.items() if value}
        to_sign = signing.sign_content(params, without=_REQUEST_UNSIGNED)
        return params | {"sign": signing.sign(to_sign, self._app_key)}

    def _send(self, verb: str, url: str, *, data: dict[str, str] | None = None) -> httpx.Response:
        try:
            response = self._http.request(verb, url, data=data)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise errors.ProviderUnavailable(provider=CODE) from error
        return response


def is_fresh(sent_at: datetime, at: datetime) -> bool:
    """Tell whether a notification sent then may still be believed now."""
    return at - MAX_AGE <= sent_at <= at + MAX_AHEAD


class _Reading:
    """Turn a missing or malformed value of a verified answer into ProviderUnavailable."""

    def __enter__(self) -> None:
        """Begin to read."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (KeyError, ValueError)):
            raise errors.ProviderUnavailable(provider=CODE) from error


def _text(node: Mapping[str, str], name: str) -> str:
    with _Reading():
        return node[name]


def _check_attempt(attempt: PaymentAttempt) -> None:
    if attempt.scene not in _PAY_METHODS:
        raise errors.SceneNotSupported(provider=CODE, scene=attempt.scene.value)
    if not _ATTEMPT_NUMBER.fullmatch(attempt.out_trade_no):
        raise errors.AttemptNumberInvalid(out_trade_no=attempt.out_trade_no)
    _check_currency(attempt.amount)
    if not 0 < attempt.amount.minor <= MAX_MINOR:
        raise errors.AmountOutOfRange(provider=CODE, minor=attempt.amount.minor)


def _check_currency(amount: Money) -> None:
    if amount.currency != signing.CURRENCY:
        raise errors.CurrencyNotSupported(provider=CODE, currency=amount.currency)


def _status_of(trade_status: str, *, was_paid: bool) -> ProviderPaymentStatus:
    # A full refund closes the trade too, but the buyer did pay.
    status = _STATUSES[trade_status]
    return ProviderPaymentStatus.PAID if was_paid else status


def _form_of(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise errors.NotificationMalformed(provider=CODE) from error
    fields = dict(pairs)
    # Two values of one name would let the one that is signed hide the one that is read.
    if len(fields) != len(pairs):
        raise errors.NotificationMalformed(provider=CODE)
    return fields


def _notification_of(fields: Mapping[str, str]) -> ProviderNotification:
    paid_at = fields.get("gmt_payment")
    refunded = fields.get("refund_fee") if fields.get("gmt_refund") else None
    status = _status_of(fields["trade_status"], was_paid=bool(paid_at))
    kind = NotificationKind.PAYMENT
    if refunded:
        kind = NotificationKind.REFUND
    elif status is ProviderPaymentStatus.CLOSED:
        kind = NotificationKind.CLOSED
    return ProviderNotification(
        provider=CODE,
        notify_id=fields["notify_id"],
        kind=kind,
        out_trade_no=fields["out_trade_no"],
        status=status,
        amount=signing.from_yuan(fields["total_amount"]),
        provider_no=fields["trade_no"],
        sent_at=signing.from_beijing(fields["notify_time"]),
        paid_at=signing.from_beijing(paid_at) if paid_at else None,
        buyer=fields.get("buyer_logon_id", ""),
        refund_no=fields.get("out_biz_no", "") if refunded else "",
        refunded_total=signing.from_yuan(refunded) if refunded else None,
    )
