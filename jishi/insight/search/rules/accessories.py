"""Accessories: a mouse pad is not a mouse, and who asks for a mouse should see mice first."""

import re

from jishi.insight.search.rules import text as text_rules

_ENGLISH_NOUNS = frozenset(
    re.findall(
        r"\w+",
        """
        accessory adapter bag battery bezel bracket briefcase cable cartridge case charger cord
        cover cradle dock enclosure extension filter holder holster ink kit lamp lens mount pad
        pillow plug pouch protector rail refill remote replacement ribbon riser screen shell skin
        sleeve slipcase stand strap stylus toner tray trolley upgrade warranty
        """,
    )
)
_CHINESE_NOUNS = re.compile(
    "手机壳|保护壳|保护套|手机套|皮套|贴膜|钢化膜|保护膜|键盘膜|支架|底座|数据线|充电线|连接线|延长线|"
    "充电器|充电头|适配器|转接头|转换器|电池|表带|腕带|挂绳|背带|鼠标垫|桌垫|收纳包|收纳盒|电脑包|"
    "内胆包|滤芯|滤网|墨盒|硒鼓|碳粉|色带|遥控器|镜头盖|替换头|替换装|补充装|刷头|配件|零件|延保"
)
_TARGET = re.compile(
    r"\bfor (?!(?:wo)?men|kids?|children|home|adults?|office|all)|\bcompatible with\b"
)
_CHINESE_TARGET = re.compile(r"(?:适用|兼容|适配)于?(?=\s*[a-z0-9])")
_END_OF_NAME = re.compile(r"\b(?:for|with)\b|[,(，（]| - ")


def is_accessory(title: str) -> bool:
    """Tell whether a title names something that serves another product."""
    plain = text_rules.normalize(title)
    if _TARGET.search(plain) or _CHINESE_TARGET.search(plain):
        return True
    return names_accessory(_END_OF_NAME.split(plain, maxsplit=1)[0])


def names_accessory(text: str) -> bool:
    """Tell whether a text has the name of an accessory in it."""
    plain = text_rules.normalize(text)
    if _CHINESE_NOUNS.search(plain):
        return True
    return not _ENGLISH_NOUNS.isdisjoint(text_rules.index_words(plain))
