"""Asynchronous notifications: what they say, and the faults that spoil them."""

import time
import uuid
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import rsa

from simulators.alipay import protocol, trades
from simulators.callbacks import CallbackQueue, post_form
from simulators.faults import FaultPlan
from simulators.store import Record

CADENCE_S = (240, 600, 600, 3600, 7200, 21600, 54000)
"""Waits before the second to the eighth attempt: 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h."""

HOLD_S = 30
UNSIGNED = frozenset({"sign", "sign_type"})

FAULTS = {
    "notify_delay": "send the next notification `seconds` late",
    "notify_lost": "never send the next notification",
    "notify_duplicate": "send the next notification `copies` more times",
    "notify_reordered": "send the next notification after the one that follows it",
    "notify_tampered": "change the amount of the next notification after signing it",
    "notify_wrong_amount": "sign the next notification with `cents` more than was paid",
    "notify_wrong_seller": "sign the next notification for another seller",
    "notify_clock_skew": "shift the notification time of the next notification by `seconds`",
}


def announce(
    queue: CallbackQueue, faults: FaultPlan, trade: Record, refund: Record | None = None
) -> None:
    """Queue the news of a payment, or of a refund, as planted faults have it."""
    if not trade["notify_url"]:
        return
    number = trade["out_trade_no"]
    payload: Record = {
        "fields": _fields(trade, refund),
        "extra_cents": _param(faults, "notify_wrong_amount", number, "cents", 100),
        "skew_s": _param(faults, "notify_clock_skew", number, "seconds", 3600),
        "tampered": faults.take("notify_tampered", number) is not None,
        "wrong_seller": faults.take("notify_wrong_seller", number) is not None,
    }
    delay_s = _param(faults, "notify_delay", number, "seconds", 60)
    state = "waiting"
    if faults.take("notify_lost", number):
        state = "lost"
    elif faults.take("notify_reordered", number):
        state, delay_s = "held", HOLD_S
    copies = 1 + int(_param(faults, "notify_duplicate", number, "copies", 1))
    for _ in range(copies):
        queue.put(
            subject=number, url=trade["notify_url"], payload=payload, delay_s=delay_s, state=state
        )


def deliver(call: Record, identity: Record, key: rsa.RSAPrivateKey) -> bool:
    """Send one attempt, signed now; the shop takes it by answering `success`."""
    answer = post_form(call["url"], render(call["payload"], identity, key))
    return answer is not None and answer.strip() == b"success"


def render(payload: Record, identity: Record, key: rsa.RSAPrivateKey) -> bytes:
    """Write a notification as a signed form.

    identity: `app_id` and `seller_id`.
    """
    fields = {
        **payload["fields"],
        "notify_time": protocol.stamp(time.time() + payload["skew_s"]),
        "app_id": identity["app_id"],
        "auth_app_id": identity["app_id"],
        "seller_id": "2088999999999999" if payload["wrong_seller"] else identity["seller_id"],
    }
    if payload["extra_cents"]:
        wrong = protocol.cents(fields["total_amount"]) + int(payload["extra_cents"])
        fields["total_amount"] = protocol.yuan(wrong)
    content = protocol.content_of(fields, without=UNSIGNED)
    fields |= {"sign_type": "RSA2", "sign": protocol.sign(content, key)}
    if payload["tampered"]:
        fields["total_amount"] = protocol.yuan(protocol.cents(fields["total_amount"]) + 1)
    return urlencode(fields).encode("ascii")


def _fields(trade: Record, refund: Record | None) -> dict[str, str]:
    paid = protocol.yuan(trade["amount"])
    fields = {
        "notify_type": "trade_status_sync",
        "notify_id": uuid.uuid4().hex,
        "charset": "utf-8",
        "version": "1.0",
        "trade_no": trade["trade_no"],
        "out_trade_no": trade["out_trade_no"],
        "buyer_id": trades.BUYER_ID,
        "buyer_logon_id": trades.BUYER_LOGON_ID,
        "trade_status": trade["status"],
        "total_amount": paid,
        "receipt_amount": paid,
        "buyer_pay_amount": paid,
        "subject": trade["subject"],
        "gmt_create": protocol.stamp(trade["created_at"]),
        "gmt_payment": protocol.stamp(trade["paid_at"]),
    }
    if refund is not None:
        fields |= {
            "out_biz_no": refund["number"],
            "refund_fee": protocol.yuan(trades.refunded(trade)),
            "gmt_refund": protocol.stamp(refund["at"]) + ".000",
        }
    if trade["status"] == trades.CLOSED:
        fields["gmt_close"] = protocol.stamp(trade["closed_at"])
    return fields


def _param(faults: FaultPlan, kind: str, subject: str, name: str, default: float) -> float:
    """Take a fault and return its parameter, 0 if the fault is not planted."""
    fault = faults.take(kind, subject)
    return 0 if fault is None else float(fault.get(name, default))
