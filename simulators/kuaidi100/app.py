"""The hub as a program: its interfaces, its pushes, its developer's controls."""

import hashlib
import json
import re
import secrets
import threading
import time
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from simulators.callbacks import CallbackQueue, post_form
from simulators.kuaidi100.journeys import COMPANIES, DEFAULT, JOURNEYS, STATE_NAMES, next_step
from simulators.serving import Request, Response, Simulator, as_json, as_page
from simulators.store import Record, Store

BEIJING = timezone(timedelta(hours=8))
RETRIES_S = (1800, 1800, 1800)
HOLD_S = 30
TICK_S = 0.1
NUMBER = re.compile(r"[0-9A-Za-z-]{6,32}")

FAULTS = {
    "push_delay": "send the next push `seconds` late",
    "push_lost": "never send the next push",
    "push_duplicate": "send the next push `copies` more times",
    "push_reordered": "send the next push after the one that follows it",
    "push_tampered": "change the next push after signing it",
}


class Kuaidi100(Simulator):
    """The hub.

    time_scale: factor on the hours of a journey and on the waits between push attempts;
        0 lets parcels move by hand only and repeats pushes at once.
    """

    def __init__(self, state: Path, *, time_scale: float = 0.0005) -> None:
        super().__init__(Store(state, _first_state), FAULTS)
        self._time_scale = time_scale
        retries = [seconds * time_scale for seconds in RETRIES_S]
        self.callbacks = CallbackQueue(self.store, _deliver, retries)
        self._ticker = threading.Thread(target=self._tick, daemon=True)
        self._add_routes()

    def start(self) -> None:
        """Start to push, and to move parcels if time runs."""
        self.callbacks.start()
        if self._time_scale > 0:
            self._ticker.start()

    def stop(self) -> None:
        """Stop both; parcels go on after the next start."""
        super().stop()
        self.callbacks.stop()
        if self._ticker.is_alive():
            self._ticker.join()

    def _add_routes(self) -> None:
        self.route("POST", "/poll", self._subscribe)
        self.route("POST", "/poll/query.do", self._query)
        self.route("POST", "/label/order", self._order_label)
        self.route("POST", "/eorderapi.do", self._cancel_label)
        self.route("GET", r"/label/([0-9A-Za-z-]+)", self._show_label)
        self.route("GET", "/simulator/keys", self._show_keys)
        self.route("GET", "/simulator/parcels", self._list_parcels)
        self.route("POST", "/simulator/parcels", self._set_journey)
        self.route("POST", "/simulator/advance", self._advance_by_hand)
        self.route("GET", "/simulator/pushes", self._list_pushes)

    # The hub's interfaces

    def _subscribe(self, request: Request, _match: "re.Match[str]") -> Response:
        param = _json_of(request.form().get("param", ""))
        parameters = param.get("parameters") or {}
        company, number = str(param.get("company", "")), str(param.get("number", ""))
        with self.store.edit() as state:
            if param.get("key") != state["key"]:
                return _refuse("600", "您不是合法的订阅者（即授权Key出错）")
            if company not in COMPANIES:
                return _refuse("701", "订阅的快递公司不支持")
            if not NUMBER.fullmatch(number) or not parameters.get("callbackurl"):
                return _refuse("700", "订阅方的订阅数据存在错误")
            parcel = self._parcel(state, company, number)
            if parcel["callback_url"] and not parcel["aborted"]:
                return _refuse("501", "重复订阅")
            parcel["callback_url"] = parameters["callbackurl"]
            parcel["salt"] = parameters.get("salt", "")
            parcel["aborted"] = ""
            if parcel["events"]:
                self._push(parcel)
        return as_json({"result": True, "returnCode": "200", "message": "提交成功"})

    def _query(self, request: Request, _match: "re.Match[str]") -> Response:
        form = request.form()
        param = _json_of(form.get("param", ""))
        with self.store.read() as state:
            wanted = _md5(form.get("param", "") + state["key"] + state["customer"])
            if form.get("customer") != state["customer"] or form.get("sign") != wanted:
                return _refuse("503", "验证签名失败")
            if param.get("com") not in COMPANIES:
                return _refuse("400", "提交的数据不完整，或者贵公司没授权")
            if param["com"] == "shunfeng" and not param.get("phone"):
                return _refuse("408", "请求参数错误：收寄件人电话后四位错误")
            parcel = state["parcels"].get(str(param.get("num", "")))
            if parcel is None or parcel["company"] != param["com"] or not parcel["events"]:
                return _refuse("500", "查询无结果，请隔段时间再查")
            return as_json(_result(parcel))

    def _order_label(self, request: Request, _match: "re.Match[str]") -> Response:
        form = request.form()
        param = _json_of(form.get("param", ""))
        with self.store.edit() as state:
            refusal = _check_label_call(state, form) or _check_label(param)
            if refusal:
                return refusal
            order_id = str(param["orderId"])
            number = state["labels"].get(order_id) or self._issue(state, order_id, param)
        label = {
            "taskId": hashlib.sha256(order_id.encode()).hexdigest()[:32].upper(),
            "orderId": order_id,
            "kuaidinum": number,
            "childNum": "",
            "returnNum": "",
            "label": f"{self.base_url}/label/{number}",
        }
        return as_json({"success": True, "code": 200, "message": "success", "data": label})

    def _cancel_label(self, request: Request, _match: "re.Match[str]") -> Response:
        form = request.form()
        param = _json_of(form.get("param", ""))
        with self.store.edit() as state:
            refusal = _check_label_call(state, form, method="cancel")
            if refusal:
                return refusal
            parcel = state["parcels"].get(str(param.get("kuaidinum", "")))
            if parcel is None:
                return _refuse_label(30001, "运单不存在")
            if parcel["done"]:
                return _refuse_label(30001, "快件已揽收，不能取消")
            parcel["canceled"] = True
            parcel["next_at"] = None
        return as_json({"success": True, "code": 200, "message": "success", "data": None})

    def _show_label(self, _request: Request, match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            parcel = state["parcels"].get(match[1])
        if parcel is None:
            return as_json({"error": "no such label"}, 404)
        return as_page(_label_page(parcel))

    # Parcels

    def _parcel(self, state: Record, company: str, number: str) -> Record:
        """Return the parcel of a number, made known if it is new."""
        parcel: Record | None = state["parcels"].get(number)
        if parcel is None:
            parcel = {
                "company": company,
                "number": number,
                "journey": state["journeys"].pop(number, DEFAULT),
                "done": 0,
                "events": [],
                "callback_url": "",
                "salt": "",
                "aborted": "",
                "canceled": False,
                "recipient": {},
                "next_at": None,
            }
            state["parcels"][number] = parcel
            self._plan(parcel)
        return parcel

    def _issue(self, state: Record, order_id: str, param: Record) -> str:
        state["serial"] += 1
        company = param["kuaidicom"]
        number = f"{COMPANIES[company]}{state['serial']:012d}"
        state["labels"][order_id] = number
        self._parcel(state, company, number)["recipient"] = param["recMan"]
        return number

    def _plan(self, parcel: Record) -> None:
        step = next_step(parcel["journey"], parcel["done"])
        runs = step is not None and self._time_scale > 0 and not parcel["canceled"]
        parcel["next_at"] = (
            time.time() + step.hours * 3600 * self._time_scale if runs and step else None
        )

    def _advance(self, parcel: Record) -> bool:
        step = next_step(parcel["journey"], parcel["done"])
        if step is None or parcel["canceled"]:
            return False
        parcel["done"] += 1
        if step.state == "abort":
            parcel["aborted"] = step.text
        else:
            parcel["events"].append(_event(step.state, step.detail, step.text))
        self._plan(parcel)
        if parcel["callback_url"]:
            self._push(parcel)
        return True

    def _tick(self) -> None:
        while not self.stopping.wait(TICK_S):
            with self.store.read() as state:
                due = [
                    parcel["number"]
                    for parcel in state["parcels"].values()
                    if parcel["next_at"] is not None and parcel["next_at"] <= time.time()
                ]
            for number in due:
                with self.store.edit() as state:
                    self._advance(state["parcels"][number])

    def _push(self, parcel: Record) -> None:
        number = parcel["number"]
        payload: Record = {
            "param": json.dumps(_push_of(parcel), ensure_ascii=False),
            "salt": parcel["salt"],
            "tampered": self.faults.take("push_tampered", number) is not None,
        }
        late = self.faults.take("push_delay", number)
        delay_s = float(late.get("seconds", 60)) if late else 0
        state = "waiting"
        if self.faults.take("push_lost", number):
            state = "lost"
        elif self.faults.take("push_reordered", number):
            state, delay_s = "held", HOLD_S
        repeat = self.faults.take("push_duplicate", number)
        for _ in range(1 + int(repeat.get("copies", 1)) if repeat else 1):
            self.callbacks.put(
                subject=number,
                url=parcel["callback_url"],
                payload=payload,
                delay_s=delay_s,
                state=state,
            )

    # What the developer sees

    def _show_keys(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            keys = {name: state[name] for name in ("key", "customer", "secret")}
        return as_json(keys | {"poll_url": self.base_url, "label_url": self.base_url})

    def _list_parcels(self, _request: Request, _match: "re.Match[str]") -> Response:
        with self.store.read() as state:
            parcels = list(state["parcels"].values())
            return as_json({"parcels": parcels, "journeys": sorted(JOURNEYS)})

    def _set_journey(self, request: Request, _match: "re.Match[str]") -> Response:
        wish = request.json()
        number, journey = str(wish.get("number", "")), wish.get("journey", DEFAULT)
        if journey not in JOURNEYS or not NUMBER.fullmatch(number):
            return as_json({"error": f"journeys are {', '.join(sorted(JOURNEYS))}"}, 422)
        with self.store.edit() as state:
            parcel = state["parcels"].get(number)
            if parcel is None:
                # Remembered for the subscription to come.
                state["journeys"][number] = journey
                return as_json({"number": number, "journey": journey})
            parcel["journey"] = journey
            self._plan(parcel)
            return as_json(parcel)

    def _advance_by_hand(self, request: Request, _match: "re.Match[str]") -> Response:
        wish = request.json()
        with self.store.edit() as state:
            parcel = state["parcels"].get(str(wish.get("number", "")))
            if parcel is None:
                return as_json({"error": "no such parcel"}, 404)
            for _ in range(int(wish.get("steps", 1))):
                self._advance(parcel)
            return as_json(parcel)

    def _list_pushes(self, request: Request, _match: "re.Match[str]") -> Response:
        return as_json({"pushes": self.callbacks.calls(request.query().get("number"))})


def _deliver(call: Record) -> bool:
    payload = call["payload"]
    param, sign = payload["param"], _md5(payload["param"] + payload["salt"])
    if payload["tampered"]:
        param = param.replace('"ischeck": "0"', '"ischeck": "1"').replace("快件", "包裹")
    answer = post_form(call["url"], urlencode({"sign": sign, "param": param}).encode("ascii"))
    return answer is not None and _json_of(answer.decode("utf-8", "replace")).get("result") is True


def _push_of(parcel: Record) -> Record:
    result = _result(parcel)
    status = "shutdown" if result["ischeck"] == "1" else "polling"
    return {
        "status": "abort" if parcel["aborted"] else status,
        "billstatus": "check" if result["ischeck"] == "1" else "change",
        "message": parcel["aborted"],
        "autoCheck": "0",
        "comOld": "",
        "comNew": "",
        "lastResult": result,
    }


def _result(parcel: Record) -> Record:
    newest_first = parcel["events"][::-1]
    state = newest_first[0]["state"] if newest_first else "0"
    return {
        "message": "ok",
        "state": state,
        "status": "200",
        "condition": "F00" if state == "3" else "",
        "ischeck": "1" if state in {"3", "4"} else "0",
        "com": parcel["company"],
        "nu": parcel["number"],
        "data": [
            {name: value for name, value in event.items() if name != "state"}
            for event in newest_first
        ],
    }


def _event(state: str, detail: str, text: str) -> Record:
    now = datetime.now(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return {
        "time": now,
        "ftime": now,
        "context": text,
        "status": STATE_NAMES[state],
        "statusCode": detail,
        "areaCode": "",
        "areaName": "",
        "state": state,
    }


def _check_label_call(state: Record, form: Record, method: str = "order") -> Response | None:
    signed = form.get("param", "") + form.get("t", "") + state["key"] + state["secret"]
    if form.get("key") != state["key"] or form.get("sign") != _md5(signed):
        return _refuse_label(30002, "验证签名失败")
    return None if form.get("method") == method else _refuse_label(30004, "错误的业务请求")


def _check_label(param: Record) -> Response | None:
    if param.get("kuaidicom") not in COMPANIES:
        return _refuse_label(30001, "快递公司编码错误")
    people = [param.get("recMan") or {}, param.get("sendMan") or {}]
    complete = all(each.get("name") and each.get("mobile") for each in people)
    if not complete or not all(each.get("printAddr") for each in people):
        return _refuse_label(30001, "收寄件人信息不完整")
    return None if param.get("orderId") else _refuse_label(30001, "orderId不能为空")


def _refuse(code: str, message: str) -> Response:
    return as_json({"result": False, "returnCode": code, "message": message})


def _refuse_label(code: int, message: str) -> Response:
    return as_json({"success": False, "code": code, "message": message, "data": None})


def _json_of(text: str) -> Record:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest().upper()


def _label_page(parcel: Record) -> str:
    recipient = parcel["recipient"]
    lines = [recipient.get(name, "") for name in ("name", "mobile", "printAddr")]
    rows = "".join(f"<p>{escape(str(line))}</p>" for line in lines)
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>面单</title></head>'
        f"<body><h1>{escape(parcel['number'])}</h1><p>{escape(parcel['company'])}</p>{rows}"
        "</body></html>"
    )


def _first_state() -> Record:
    return {
        "key": secrets.token_hex(8),
        "customer": secrets.token_hex(16).upper(),
        "secret": secrets.token_hex(16),
        "serial": 0,
        "parcels": {},
        "labels": {},
        "journeys": {},
        "callbacks": [],
        "faults": [],
    }
