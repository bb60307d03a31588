"""The gateway's methods: what a call must carry, what it does, how it is answered."""

import json
import secrets
import time
from datetime import date

from cryptography.hazmat.primitives.asymmetric import rsa

from simulators.alipay import bill, cashier, notify, protocol, trades
from simulators.alipay.protocol import GatewayError
from simulators.callbacks import CallbackQueue
from simulators.faults import FaultPlan
from simulators.serving import Response, as_page, redirect
from simulators.store import Record, Store

BILL_LINK_S = 30
SIGN = frozenset({"sign"})
REQUIRED = ("method", "app_id", "sign_type", "sign", "timestamp", "charset", "version")
PAGE_METHODS = {"alipay.trade.page.pay", "alipay.trade.wap.pay"}

FAULTS = {
    "refund_stuck": "leave the next refund of the trade in progress until it is finished by hand",
    "system_error": "answer the next call of the method with ACQ.SYSTEM_ERROR",
    "response_tampered": "change the next answer of the method after signing it",
}


class Gateway:
    """Answers signed calls.

    key: the provider's own key, which signs the answers.
    """

    def __init__(
        self, store: Store, faults: FaultPlan, callbacks: CallbackQueue, key: rsa.RSAPrivateKey
    ) -> None:
        self._store = store
        self._faults = faults
        self._callbacks = callbacks
        self._key = key
        self._methods = {
            "alipay.trade.precreate": self._precreate,
            "alipay.trade.query": self._query,
            "alipay.trade.close": self._close,
            "alipay.trade.refund": self._refund,
            "alipay.trade.fastpay.refund.query": self._query_refund,
            "alipay.data.dataservice.bill.downloadurl.query": self._bill_link,
        }

    def answer(self, call: Record, base_url: str) -> Response:
        """Answer a call: a redirect to the cashier, or signed JSON.

        base_url: where links of the answer lead.
        """
        method = call.get("method", "")
        try:
            content = self._admit(call)
            if method in PAGE_METHODS:
                return redirect(f"/cashier/{self._place(content, call)['trade_no']}")
            node = {"code": "10000", "msg": "Success"} | self._do(content, call, base_url)
        except GatewayError as error:
            if method in PAGE_METHODS:
                return as_page(cashier.error_page(error), 400)
            node = error.node
        return self._respond(method, node)

    def _admit(self, call: Record) -> Record:
        """Check a call as the provider does and return its biz_content.

        Raises: GatewayError for whatever is missing, wrong or not signed by the app.
        """
        for name in REQUIRED:
            if not call.get(name):
                short = {"sign": "signature", "sign_type": "signature-type"}.get(name, name)
                raise protocol.missing(f"isv.missing-{short.replace('_', '-')}", f"缺少{name}参数")
        if call["method"] not in PAGE_METHODS | self._methods.keys():
            raise protocol.invalid("isv.invalid-method", "不存在的方法名")
        with self._store.read() as state:
            app_id, app_key = state["app_id"], state["app_public_key"]
        if call["app_id"] != app_id:
            raise protocol.invalid("isv.invalid-app-id", "无效的AppID参数")
        if call["sign_type"] != "RSA2":
            raise protocol.invalid("isv.invalid-signature-type", "无效签名类型")
        if not protocol.is_signed(protocol.content_of(call, without=SIGN), call["sign"], app_key):
            raise protocol.invalid("isv.invalid-signature", "验签出错，请检查密钥是否配套")
        return _content_of(call)

    def _do(self, content: Record, call: Record, base_url: str) -> Record:
        if self._faults.take("system_error", call["method"]):
            raise protocol.failed("ACQ.SYSTEM_ERROR", "系统错误")
        return self._methods[call["method"]](content, call | {"base_url": base_url})

    def _place(self, content: Record, call: Record) -> Record:
        with self._store.edit() as state:
            return trades.place(state, content, call)

    def _respond(self, method: str, node: Record) -> Response:
        stem = method.replace(".", "_") if method in self._methods else "error"
        # The provider escapes slashes, so whoever parses before verifying fails here too.
        text = json.dumps(node, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
        signature = protocol.sign(text, self._key)
        if self._faults.take("response_tampered", method):
            text = text.replace('"msg":"', '"msg":"x')
        body = f'{{"{stem}_response":{text},"sign":"{signature}"}}'
        return Response(body.encode(), content_type="application/json; charset=utf-8")

    def _precreate(self, content: Record, call: Record) -> Record:
        trade = self._place(content, call)
        link = f"{call['base_url']}/qr/{trade['trade_no']}"
        return {"out_trade_no": trade["out_trade_no"], "qr_code": link}

    def _query(self, content: Record, _call: Record) -> Record:
        with self._store.edit() as state:
            trade = trades.find(state, content)
            answer = _names(trade) | {
                "trade_status": trade["status"],
                "total_amount": protocol.yuan(trade["amount"]),
                "buyer_user_id": trades.BUYER_ID,
                "buyer_logon_id": trades.BUYER_LOGON_ID,
            }
            if trade["paid_at"] is not None:
                answer["send_pay_date"] = protocol.stamp(trade["paid_at"])
            return answer

    def _close(self, content: Record, _call: Record) -> Record:
        with self._store.edit() as state:
            trade = trades.find(state, content)
            trades.close(trade)
            return _names(trade)

    def _refund(self, content: Record, _call: Record) -> Record:
        number = content.get("out_trade_no", "")
        stuck = self._faults.take("refund_stuck", number) is not None
        with self._store.edit() as state:
            trade = trades.find(state, content)
            record, moved = trades.refund(trade, content, stuck=stuck)
            answer = _names(trade) | {
                "buyer_logon_id": trades.BUYER_LOGON_ID,
                "fund_change": "Y" if moved else "N",
                "refund_fee": protocol.yuan(trades.refunded(trade)),
                "gmt_refund_pay": protocol.stamp(record["at"]),
            }
            copy = dict(trade)
        if moved:
            notify.announce(self._callbacks, self._faults, copy, record)
        return answer

    def _query_refund(self, content: Record, _call: Record) -> Record:
        with self._store.read() as state:
            trade = trades.find(state, content)
            record = trade["refunds"].get(content.get("out_request_no", ""))
            # An unknown refund and one in progress look the same: no refund_status.
            if record is None or not record["done"]:
                return {}
            return _names(trade) | {
                "out_request_no": record["number"],
                "refund_amount": protocol.yuan(record["amount"]),
                "total_amount": protocol.yuan(trade["amount"]),
                "refund_status": "REFUND_SUCCESS",
                "gmt_refund_pay": protocol.stamp(record["at"]),
            }

    def _bill_link(self, content: Record, call: Record) -> Record:
        try:
            day = date.fromisoformat(content.get("bill_date", ""))
        except ValueError:
            raise protocol.failed("isv.invalid-arguments", "参数不合法") from None
        if content.get("bill_type") != "trade":
            raise protocol.failed("isv.invalid-arguments", "参数不合法")
        with self._store.edit() as state:
            if not bill.bill_rows(state, self._faults, day):
                raise protocol.failed("isp.bill_not_exist", "账单不存在")
            token = secrets.token_hex(16)
            state["bill_links"] = {
                **{name: link for name, link in state["bill_links"].items() if is_alive(link)},
                token: {"day": day.isoformat(), "until": time.time() + BILL_LINK_S},
            }
        return {"bill_download_url": f"{call['base_url']}/bill/{token}.zip"}


def is_alive(link: Record) -> bool:
    """Tell whether a bill link may still be used."""
    return bool(link["until"] > time.time())


def _content_of(call: Record) -> Record:
    try:
        content = json.loads(call.get("biz_content") or "{}")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise protocol.invalid("isv.invalid-biz-content", "无效的biz_content参数")
    return content


def _names(trade: Record) -> Record:
    return {"trade_no": trade["trade_no"], "out_trade_no": trade["out_trade_no"]}
