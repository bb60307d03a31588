"""Scripted journeys: what happens to a parcel, after how many hours, in the hub's codes."""

from typing import NamedTuple


class Step(NamedTuple):
    """One scan.

    hours: wait since the scan before. state: basic code. detail: advanced code.
    """

    hours: float
    state: str
    detail: str
    text: str


PICKED = Step(1, "1", "103", "快件已由【始发地营业部】揽收")
LEFT = Step(3, "0", "1002", "快件离开【始发地转运中心】，发往【目的地转运中心】")
ARRIVED = Step(18, "0", "1001", "快件到达【目的地转运中心】")
DELIVERING = Step(4, "5", "5", "快件派送中，请保持电话畅通")
AT_POINT = Step(2, "5", "501", "快件已存放至【小区驿站】，请凭取件码领取")
SIGNED = Step(2, "3", "301", "快件已签收，签收人：本人签收")
COLLECTED = Step(20, "3", "304", "快件已从驿站取出，签收完成")
NO_CONTACT = Step(2, "2", "206", "派送异常：无法联系收件人")
REFUSED = Step(2, "14", "14", "收件人拒收")
RETURNING = Step(4, "6", "6", "快件退回中，离开【目的地转运中心】")
RETURNED = Step(24, "4", "4", "快件已退回，寄件人已签收")
FORWARDED = Step(2, "7", "7", "快件已转投，由其他快递公司继续派送")
TO_CUSTOMS = Step(12, "10", "10", "快件到达口岸，待清关")
AT_CUSTOMS = Step(6, "11", "11", "快件清关中")
CLEARED = Step(12, "12", "12", "快件已清关放行")
CUSTOMS_HELD = Step(12, "13", "13", "清关异常：需补充收件人信息")

DEFAULT = "delivered"

JOURNEYS: dict[str, tuple[Step, ...]] = {
    "delivered": (PICKED, LEFT, ARRIVED, DELIVERING, SIGNED),
    "locker": (PICKED, LEFT, ARRIVED, DELIVERING, AT_POINT, COLLECTED),
    "exception": (PICKED, LEFT, ARRIVED, DELIVERING, NO_CONTACT, DELIVERING, SIGNED),
    "refused": (PICKED, LEFT, ARRIVED, DELIVERING, REFUSED, RETURNING, RETURNED),
    "returned": (PICKED, LEFT, ARRIVED, NO_CONTACT, RETURNING, RETURNED),
    "signed_then_returned": (PICKED, LEFT, ARRIVED, DELIVERING, SIGNED, RETURNING, RETURNED),
    "forwarded": (PICKED, LEFT, FORWARDED),
    "customs": (PICKED, LEFT, TO_CUSTOMS, AT_CUSTOMS, CLEARED, ARRIVED, DELIVERING, SIGNED),
    "customs_exception": (PICKED, LEFT, TO_CUSTOMS, AT_CUSTOMS, CUSTOMS_HELD),
    "silent": (),
    "stalled": (PICKED, LEFT),
}

ENDS = {
    "silent": Step(72, "abort", "", "3天查询无记录"),
    "stalled": Step(1440, "abort", "", "60天无变化时"),
}
"""Journeys the hub gives up on: how long it waits, and its words."""

STATE_NAMES = {
    "0": "在途",
    "1": "揽收",
    "2": "疑难",
    "3": "签收",
    "4": "退签",
    "5": "派件",
    "6": "退回",
    "7": "转投",
    "10": "待清关",
    "11": "清关中",
    "12": "已清关",
    "13": "清关异常",
    "14": "拒签",
}

COMPANIES = {
    "shunfeng": "SF",
    "yuantong": "YT",
    "zhongtong": "78",
    "shentong": "77",
    "yunda": "43",
    "jtexpress": "JT",
    "jd": "JD",
    "ems": "10",
    "youzhengguonei": "98",
    "debangkuaidi": "DPK",
}
"""Companies served, with the first characters of their waybill numbers."""


def next_step(journey: str, done: int) -> Step | None:
    """Return the step after `done` steps, the hub's giving up included, or None at the end."""
    steps = JOURNEYS[journey]
    if done < len(steps):
        return steps[done]
    return ENDS.get(journey) if done == len(steps) else None
