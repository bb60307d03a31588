"""What may happen to a trade: opened, paid, closed, refunded. Amounts in cents."""

import time

from simulators.alipay import protocol
from simulators.store import Record

WAITING = "WAIT_BUYER_PAY"
PAID = "TRADE_SUCCESS"
CLOSED = "TRADE_CLOSED"

BUYER_ID = "2088102146225135"
BUYER_LOGON_ID = "buy***@example.com"


def place(state: Record, content: Record, call: Record) -> Record:
    """Find or create the trade of a payment request.

    content: the request's biz_content. call: its public parameters.
    Raises: GatewayError if the number belongs to another amount, or the trade is over.
    """
    number = content.get("out_trade_no", "")
    if not number or not content.get("subject"):
        raise protocol.missing("isv.missing-parameter", "缺少必选参数")
    amount = protocol.cents(str(content.get("total_amount", "")))
    trade = state["trades"].get(number)
    if trade is None:
        trade = _new(state, content, call, amount)
        state["trades"][number] = trade
    expire(trade)
    if trade["amount"] != amount:
        raise protocol.failed("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
    if trade["status"] == CLOSED:
        raise protocol.failed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    if trade["status"] == PAID:
        raise protocol.failed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    return dict(trade)


def find(state: Record, content: Record) -> Record:
    """Return the trade a request names. Changes to it are changes to the state.

    Raises: GatewayError if there is none, or no buyer has opened it yet.
    """
    trades = state["trades"]
    trade: Record | None = trades.get(content.get("out_trade_no", ""))
    if trade is None and content.get("trade_no"):
        same = (each for each in trades.values() if each["trade_no"] == content["trade_no"])
        trade = next(same, None)
    if trade is None or not trade["opened"]:
        raise protocol.failed("ACQ.TRADE_NOT_EXIST", "交易不存在")
    expire(trade)
    return trade


def expire(trade: Record) -> None:
    """Close a waiting trade whose time is over."""
    limit = trade["expires_at"]
    if trade["status"] == WAITING and limit is not None and limit <= time.time():
        trade["status"] = CLOSED
        trade["closed_at"] = limit


def pay(trade: Record) -> None:
    """Let the buyer pay.

    Raises: GatewayError if the trade is closed or paid.
    """
    expire(trade)
    if trade["status"] == CLOSED:
        raise protocol.failed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
    if trade["status"] == PAID:
        raise protocol.failed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
    trade["status"] = PAID
    trade["paid_at"] = time.time()


def close(trade: Record) -> None:
    """Close an unpaid trade; closing it again changes nothing.

    Raises: GatewayError if the trade is paid.
    """
    if trade["status"] == PAID or trade["refunds"]:
        raise protocol.failed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    if trade["status"] == WAITING:
        trade["status"] = CLOSED
        trade["closed_at"] = time.time()


def refund(trade: Record, content: Record, *, stuck: bool) -> tuple[Record, bool]:
    """Give money back, once per out_request_no; say whether money moved now.

    stuck: leave the refund in progress instead of finishing it.
    Raises: GatewayError if the trade is unpaid, the sum exceeds what was paid, or the
        number came with another amount.
    """
    amount = protocol.cents(str(content.get("refund_amount", "")))
    number = content.get("out_request_no") or trade["out_trade_no"]
    known = trade["refunds"].get(number)
    if known is not None:
        if known["amount"] != amount:
            raise protocol.failed("ACQ.DISCORDANT_REPEAT_REQUEST", "重复的退款请求与原请求不一致")
        return known, False
    if trade["status"] != PAID:
        raise protocol.failed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    if reserved(trade) + amount > trade["amount"]:
        raise protocol.failed("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
    record = {"number": number, "amount": amount, "at": time.time(), "done": False}
    trade["refunds"][number] = record
    if not stuck:
        finish_refund(trade, record)
    return record, not stuck


def finish_refund(trade: Record, record: Record) -> None:
    """Let a refund succeed; the last one closes the trade."""
    record["done"] = True
    record["at"] = time.time()
    if refunded(trade) == trade["amount"]:
        trade["status"] = CLOSED
        trade["closed_at"] = record["at"]


def refunded(trade: Record) -> int:
    """Return the cents given back so far."""
    return sum(each["amount"] for each in trade["refunds"].values() if each["done"])


def reserved(trade: Record) -> int:
    """Return the cents given back or on their way back."""
    return sum(each["amount"] for each in trade["refunds"].values())


def _new(state: Record, content: Record, call: Record, amount: int) -> Record:
    state["serial"] += 1
    now = time.time()
    expires = content.get("time_expire")
    try:
        expires_at = protocol.moment(expires) if expires else None
    except ValueError:
        raise protocol.failed("ACQ.INVALID_PARAMETER", "参数无效") from None
    return {
        "out_trade_no": content["out_trade_no"],
        "trade_no": f"{protocol.stamp(now)[:10].replace('-', '')}2200141{state['serial']:013d}",
        "subject": content["subject"],
        "amount": amount,
        "status": WAITING,
        "opened": False,
        "notify_url": call.get("notify_url", ""),
        "return_url": call.get("return_url", ""),
        "quit_url": content.get("quit_url", ""),
        "method": call.get("method", ""),
        "created_at": now,
        "expires_at": expires_at,
        "paid_at": None,
        "closed_at": None,
        "refunds": {},
    }
