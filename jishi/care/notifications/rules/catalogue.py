"""Every template of the house, by its key, and sample values to show them with."""

from collections.abc import Mapping
from types import MappingProxyType

from jishi.care.notifications.errors import TemplateNotFound
from jishi.care.notifications.rules import (
    account_texts,
    aftersale_texts,
    order_texts,
    rendering,
    shop_texts,
)
from jishi.care.notifications.types import Audience, Template, Value

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.key: template
        for module in (order_texts, aftersale_texts, account_texts, shop_texts)
        for template in module.TEXTS
    }
)

SAMPLES: Mapping[str, Value] = MappingProxyType(
    {
        "amount": rendering.money_text(12900, "CNY"),
        "carrier": {"zh-hans": "顺丰速运", "en": "SF Express"},
        "case_key": "cas_00000000000000000000000000",
        "case_number": "R2511220123456789015",
        "contact": "138****0001",
        "count": "2",
        "coupon": {"zh-hans": "满 100 减 20", "en": "20 off 100"},
        "days": "3",
        "deadline": {"zh-hans": "11月24日 18:00", "en": "Nov 24, 18:00"},
        "group_key": "grp_00000000000000000000000000",
        "level": {"zh-hans": "黄金会员", "en": "Gold"},
        "minutes": "15",
        "note": {"zh-hans": "商品已发出", "en": "the goods have left"},
        "order_key": "ord_00000000000000000000000000",
        "order_number": "M2511220123456789015",
        "points": "120",
        "product": {"zh-hans": "雨前龙井 250 克", "en": "Longjing tea, 250 g"},
        "product_key": "prd_00000000000000000000000000",
        "reason": {"zh-hans": "超时未付款", "en": "it was not paid in time"},
        "review_key": "rev_00000000000000000000000000",
        "role": {"zh-hans": "店长", "en": "Store manager"},
        "shipment_number": "S2511220123456789015",
        "shop": {"zh-hans": "山间茶舍", "en": "Hillside Tea"},
        "shop_code": "hillside",
        "site": {"zh-hans": "集市", "en": "Jishi"},
        "slug": "longjing",
        "stars": "5",
        "time": {"zh-hans": "11月22日 09:30", "en": "Nov 22, 09:30"},
        "tracking_no": "SF1234567890123",
        "trouble": {"zh-hans": "收件人拒收", "en": "it was refused"},
        "until": {"zh-hans": "11月30日 23:59", "en": "Nov 30, 23:59"},
    }
)


def get_template(key: str) -> Template:
    """Return a template. Raises: TemplateNotFound."""
    if key not in TEMPLATES:
        raise TemplateNotFound
    return TEMPLATES[key]


def of_event(event: str) -> tuple[Template, ...]:
    """Return the templates of an event, for whichever audiences there are."""
    keys = (f"{event}:{audience}" for audience in Audience)
    return tuple(TEMPLATES[key] for key in keys if key in TEMPLATES)
