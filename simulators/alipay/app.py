"""The gateway as a program: its addresses, its cashier, its developer's controls."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from simulators.alipay import bill, cashier, notify, protocol, trades
from simulators.alipay.gateway import FAULTS as GATEWAY_FAULTS
from simulators.alipay.gateway import Gateway, is_alive
from simulators.alipay.protocol import GatewayError
from simulators.callbacks import CallbackQueue
from simulators.serving import Request, Response, Simulator, as_json, as_page, redirect
from simulators.store import Record, Store

APP_ID = "2021000000000001"
SELLER_ID = "2088000000000001"
FEE_BP = 60

FAULTS = notify.FAULTS | bill.FAULTS | GATEWAY_FAULTS


class Alipay(Simulator):
    """The gateway, its cashier and its controls.

    state: the file that keeps the trades; the keys lie beside it.
    time_scale: factor on the waits between notification attempts.
    """

    def __init__(self, state: Path, *, time_scale: float = 0.01) -> None:
        super().__init__(Store(state, _first_state), FAULTS)
        self._key = protocol.load_or_make_key(state.with_name("alipay_platform.pem"))
        self._app_key = protocol.load_or_make_key(state.with_name("alipay_app.pem"))
        with self.store.edit() as document:
            document["app_public_key"] = document["app_public_key"] or self._made_public_key()
        cadence = [seconds * time_scale for seconds in notify.CADENCE_S]
        self.callbacks = CallbackQueue(self.store, self._deliver, cadence)
        self.gateway = Gateway(self.store, self.faults, self.callbacks, self._key)
        self._add_routes()

    def start(self) -> None:
        """Start to send notifications."""
        self.callbacks.start()

    def stop(self) -> None:
        """Stop to send notifications; what waits is sent after the next start."""
        super().stop()
        self.callbacks.stop()

    def _add_routes(self) -> None:
        trade = "/simulator/trades/([^/]+)"
        self.route("GET", "/gateway.do", self._call_gateway)
        self.route("POST", "/gateway.do", self._call_gateway)
        self.route("GET", r"/(?:cashier|qr)/(\d+)", self._show_cashier)
        self.route("POST", r"/cashier/(\d+)/pay", self._pay_at_cashier)
        self.route("POST", r"/cashier/(\d+)/cancel", self._cancel_at_cashier)
        self.route("GET", r"/bill/(\w+)\.zip", self._download_bill)
        self.route("GET", "/simulator/keys", self._show_keys)
        self.route("POST", "/simulator/keys", self._set_app_key)
        self.route("GET", "/simulator/trades", self._list_trades)
        self.route("POST", f"{trade}/pay", self._pay_by_control)
        self.route("POST", f"{trade}/refunds/([^/]+)/finish", self._finish_refund)
        self.route("GET", "/simulator/notifications", self._list_notifications)

    # What the shop and its buyer see

    def _call_gateway(self, request: Request, _match: "re.Match[str]") -> Response:
        form = request.form() if request.method == "POST" else {}
        return self.gateway.answer(request.query() | form, self.base_url)

    def _show_cashier(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.edit() as state:
            trade = _by_trade_no(state, match[1])
            if trade is None:
                return as_json({"error": "no such trade"}, 404)
            # As with the provider, a trade exists for queries once a buyer has seen it.
            trade["opened"] = True
            trades.expire(trade)
            waiting = trade["status"] == trades.WAITING
            return as_page(cashier.pay_page(trade) if waiting else _outcome(trade))

    def _pay_at_cashier(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.edit() as state:
            trade = _by_trade_no(state, match[1])
            if trade is None:
                return as_json({"error": "no such trade"}, 404)
            if trade["status"] != trades.PAID:
                try:
                    trades.pay(trade)
                except GatewayError as error:
                    return as_page(cashier.error_page(error), 409)
                notify.announce(self.callbacks, self.faults, trade)
            trade = dict(trade)
        if not trade["return_url"]:
            return as_page(_outcome(trade))
        return redirect(self._return_url(trade))

    def _cancel_at_cashier(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            trade = _by_trade_no(state, match[1])
            if trade is None:
                return as_json({"error": "no such trade"}, 404)
            return redirect(trade["quit_url"]) if trade["quit_url"] else as_page(_outcome(trade))

    def _return_url(self, trade: Record) -> str:
        address = urlsplit(trade["return_url"])
        with self.store.read() as state:
            identity = {"app_id": state["app_id"], "seller_id": state["seller_id"]}
        params = dict(parse_qsl(address.query, keep_blank_values=True)) | {
            **identity,
            "method": f"{trade['method']}.return",
            "charset": "utf-8",
            "version": "1.0",
            "out_trade_no": trade["out_trade_no"],
            "trade_no": trade["trade_no"],
            "total_amount": protocol.yuan(trade["amount"]),
            "timestamp": protocol.stamp(trade["paid_at"]),
        }
        content = protocol.content_of(params, without=notify.UNSIGNED)
        params |= {"sign_type": "RSA2", "sign": protocol.sign(content, self._key)}
        return urlunsplit(address._replace(query=urlencode(params)))

    def _download_bill(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            link = state["bill_links"].get(match[1])
            if link is None or not is_alive(link):
                return as_json({"error": "the link has expired"}, 404)
            day = date.fromisoformat(link["day"])
            rows = bill.bill_rows(state, self.faults, day)
            content = bill.write_zip(rows, state["seller_id"], day)
        return Response(content, content_type="application/zip")

    def _deliver(self, call: Record) -> bool:
        with self.store.read() as state:
            identity = {"app_id": state["app_id"], "seller_id": state["seller_id"]}
        return notify.deliver(call, identity, self._key)

    # What the developer sees

    def _show_keys(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            app_public_key = state["app_public_key"]
            keys = {"app_id": state["app_id"], "seller_id": state["seller_id"]}
        is_made = app_public_key == self._made_public_key()
        keys |= {
            "gateway_url": f"{self.base_url}/gateway.do",
            "alipay_public_key": protocol.public_pem(self._key.public_key()),
            "app_public_key": app_public_key,
            "app_private_key": protocol.private_pem(self._app_key) if is_made else "",
        }
        return as_json(keys)

    def _set_app_key(self, request: Request, _match: "re.Match[str]") -> Response:
        with self.store.edit() as state:
            state["app_public_key"] = str(request.json()["app_public_key"])
        return as_json({"app_public_key": "replaced"})

    def _made_public_key(self) -> str:
        return protocol.public_pem(self._app_key.public_key())

    def _list_trades(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            return as_json({"trades": list(state["trades"].values())})

    def _pay_by_control(self, _request: Request, match: "re.Match[str]") -> Response:
        try:
            with self.store.edit() as state:
                trade = state["trades"].get(match[1])
                if trade is None:
                    return as_json({"error": "no such trade"}, 404)
                trade["opened"] = True
                trades.pay(trade)
                notify.announce(self.callbacks, self.faults, trade)
                return as_json(trade)
        except GatewayError as error:
            return as_json(error.node, 409)

    def _finish_refund(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.edit() as state:
            trade = state["trades"].get(match[1])
            record = trade["refunds"].get(match[2]) if trade else None
            if trade is None or record is None:
                return as_json({"error": "no such refund"}, 404)
            if not record["done"]:
                trades.finish_refund(trade, record)
                notify.announce(self.callbacks, self.faults, trade, record)
            return as_json(record)

    def _list_notifications(self, request: Request, _match: "re.Match[str]") -> Response:
        calls = self.callbacks.calls(request.query().get("out_trade_no"))
        return as_json({"notifications": calls})


def _first_state() -> Record:
    return {
        "app_id": APP_ID,
        "seller_id": SELLER_ID,
        "app_public_key": "",
        "fee_bp": FEE_BP,
        "serial": 0,
        "trades": {},
        "callbacks": [],
        "faults": [],
        "bill_links": {},
    }


def _by_trade_no(state: Record, trade_no: str) -> Record | None:
    same = (trade for trade in state["trades"].values() if trade["trade_no"] == trade_no)
    return next(same, None)


def _outcome(trade: Record) -> str:
    return cashier.outcome_page(trade, trade["quit_url"] or trade["return_url"])
