"""The words for codes that appear inside texts: reasons and troubles, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from jishi.foundation.kernel.text import TextMap

CANCEL_REASONS: Mapping[str, TextMap] = MappingProxyType(
    {
        "buyer": {"zh-hans": "买家取消", "en": "the buyer canceled it"},
        "timeout": {"zh-hans": "超时未付款", "en": "it was not paid in time"},
        "merchant": {"zh-hans": "商家取消", "en": "the shop canceled it"},
        "operator": {"zh-hans": "平台取消", "en": "the marketplace canceled it"},
        "refunded": {"zh-hans": "商品已全部退款", "en": "everything was refunded"},
    }
)

HOLD_REASONS: Mapping[str, TextMap] = MappingProxyType(
    {
        "amount": {"zh-hans": "订单金额较大", "en": "its amount is high"},
        "units": {"zh-hans": "同一商品购买数量较多", "en": "many units of one article"},
        "frequency": {"zh-hans": "买家一天内多次下单", "en": "many orders of one buyer in a day"},
        "address": {"zh-hans": "收货地址需要核实", "en": "its address needs a look"},
        "flagged": {"zh-hans": "买家曾被标红旗", "en": "the buyer was flagged before"},
        "note_words": {"zh-hans": "留言包含需要核实的词", "en": "a word in the buyer’s note"},
        "note": {"zh-hans": "买家留了言", "en": "the buyer left a note"},
    }
)

STANDSTILLS: Mapping[str, TextMap] = MappingProxyType(
    {
        "paid_not_confirmed": {"zh-hans": "已付款但尚未确认", "en": "paid but not confirmed"},
        "no_parcel": {"zh-hans": "没有生成包裹", "en": "it has no parcel"},
        "not_in_warehouse": {"zh-hans": "没有进入仓库作业", "en": "the warehouse has no task"},
        "not_closed": {"zh-hans": "超时未付款却没有关闭", "en": "overdue but not closed"},
    }
)

TROUBLES: Mapping[str, TextMap] = MappingProxyType(
    {
        "carrier_problem": {"zh-hans": "承运商反馈异常", "en": "the carrier reports a problem"},
        "refused": {"zh-hans": "收件人拒收", "en": "it was refused"},
        "customs": {"zh-hans": "清关异常", "en": "customs hold it"},
        "returning": {"zh-hans": "正在退回", "en": "it is on its way back"},
        "not_collected": {"zh-hans": "迟迟未揽收", "en": "the carrier has not collected it"},
        "stalled": {"zh-hans": "物流长时间未更新", "en": "there has been no news for long"},
        "tracking_lost": {"zh-hans": "暂时查不到物流", "en": "it cannot be traced for now"},
    }
)

GOODS_LEFT: TextMap = {
    "zh-hans": "商品已发出，请收货后申请退货",
    "en": "the goods have left; please apply for a return when they arrive",
}


def said(words: Mapping[str, TextMap], code: str) -> str | TextMap:
    """Return the words of a code, or the code where a person wrote it in words."""
    return words.get(code, code)
