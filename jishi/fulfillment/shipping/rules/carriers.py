"""The carriers that most shops in China use."""

from dataclasses import dataclass

from jishi.foundation.kernel.text import TextMap


@dataclass(frozen=True, slots=True)
class UsualCarrier:
    """A carrier as it is installed. adapter: the gateway that knows it."""

    code: str
    name: TextMap
    adapter: str = "kuaidi100"


USUAL_CARRIERS = (
    UsualCarrier("sf", {"zh-hans": "顺丰速运", "en": "SF Express"}),
    UsualCarrier("zto", {"zh-hans": "中通快递", "en": "ZTO Express"}),
    UsualCarrier("yto", {"zh-hans": "圆通速递", "en": "YTO Express"}),
    UsualCarrier("sto", {"zh-hans": "申通快递", "en": "STO Express"}),
    UsualCarrier("yunda", {"zh-hans": "韵达快递", "en": "Yunda Express"}),
    UsualCarrier("jt", {"zh-hans": "极兔速递", "en": "J&T Express"}),
    UsualCarrier("jd", {"zh-hans": "京东物流", "en": "JD Logistics"}),
    UsualCarrier("ems", {"zh-hans": "中国邮政 EMS", "en": "China Post EMS"}),
    UsualCarrier("chinapost", {"zh-hans": "邮政快递包裹", "en": "China Post"}),
    UsualCarrier("deppon", {"zh-hans": "德邦快递", "en": "Deppon Express"}),
    UsualCarrier("other", {"zh-hans": "其他快递", "en": "Other carrier"}, adapter=""),
)
