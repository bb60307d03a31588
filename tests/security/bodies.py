"""What is sent to every form and to every door of the API."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from jishi.foundation.kernel import ids
from tests.security.cast import Cast
from tests.surfaces.rest_api.test_walk import ADDRESS

FORM = {
    "reason": "because",
    "note": "a note",
    "text": "words",
    "flag": "red",
    "confirmed": "1",
    "name": "林小满",
    "phone": "13800000009",
    "line": "广东省深圳市南山区科苑路 8 号",
    "address": "科苑路 8 号",
    "carrier": "sf",
    "tracking_no": "SF1234567890",
    "quantity": "1",
    "units": "1",
    "counted": "5",
    "safety_stock": "2",
    "name_zh": "名字",
    "name_en": "Name",
    "title_zh": "名字",
    "title_en": "Name",
    "value": "5",
    "weight_g": "600",
    "code": "x-1",
    "contact": "13800000009",
    "password": "wrong horse",
    "amount_minor": "1.00",
    "reduction_minor": "1.00",
    "expected": "10500",
    "saved": "1",
    "param": "{}",
    "sign": "forged",
}
"""A union of what forms ask for: what a form does not know it does not read."""

JSON: Mapping[str, Any] = {
    "add_line": {"sku": ids.encode("var", uuid4()), "quantity": 1},
    "set_quantity": {"quantity": 1},
    "choose_coupons": {"coupons": None},
    "start_checkout": {},
    "set_address": {"address": ADDRESS},
    "choose_delivery": {"choices": {}},
    "choose_checkout_coupons": {"coupons": None},
    "use_points": {"uses_points": True},
    "place_order": {"expected_total_minor": 1},
    "pay": {"provider": "bank_transfer", "scene": "offline"},
    "create_cart": {},
    "apply": {
        "kind": "refund_only",
        "reason": "changed_mind",
        "lines": [{"line": str(uuid4()), "quantity": 1}],
    },
    "send_back": {"carrier": "sf", "tracking_no": "SF1234567890"},
    "approve": {},
    "reject": {"note": "no"},
    "ship": {"carrier": "sf", "tracking_no": "SF1234567890"},
    "receive_return": {"lines": [{"line": str(uuid4()), "grade": "A", "quantity": 1}]},
    "save_address": {"address": ADDRESS},
    "parse_address": {"text": "林小满 13800000001 广东省深圳市南山区科苑路 1 号"},
}


def body_of(name: str, cast: Cast) -> Any:
    """Return the body for an address: JSON for the API, else a form."""
    surface, _, page = name.partition(":")
    if page == "look_up":
        number = cast.gail.paid.orders[0].number
        return {"number": number, "contact": "guest@example.com"}
    return JSON.get(page, {}) if surface == "api" else FORM
