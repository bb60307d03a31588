"""Reading an address out of whatever people paste.

Names, phones and divisions come in any order, with or without separators. Nothing here
is certain: the result fills a form that the person then reads.
"""

import re
import unicodedata

from jishi.parties.accounts.rules.regions import Regions, match_region
from jishi.parties.accounts.types import ParsedAddress

MAX_LENGTH = 500

_LABELS = re.compile(
    r"(?P<name>收\s?货\s?人\s?姓\s?名|收\s?件\s?人\s?姓\s?名|收\s?货\s?人|收\s?件\s?人|联系人|姓\s*名|名字)"
    r"\s*[:：]?\s*"
    r"|(?:收货|收件)?(?:手机号码|手机号|手机|联系电话|联系方式|电话号码|电话|号码|Tel|Phone|Mobile)\s*[:：]?\s*(?=[+\d(])"
    r"|(?:所在地区|所在区域|所在省市|省市区|详细地址|收货地址|收件地址|街道地址|地区|地址|address)\s*[:：]\s*"
    r"|(?:邮政编码|邮编|zip)\s*[:：]?\s*(?=\d{6})",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<![\d])(?:\+?86[\s-]?)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])(?:\+?86[\s-]?)?\(?(0\d{2,3})\)?[\s-]?(\d{7,8})(?!\d)")
_POSTAL_CODE = re.compile(r"(?<![\dA-Za-z-])(\d{6})(?![\dA-Za-z号室栋座-])")
_BREAK = re.compile(r"(?:(?!\u00a0)[\s,，;；、|/])+")
_NOISE = re.compile(
    r"收|谢谢|多谢|你好|您好|(?:请|麻烦)?(?:帮我|帮忙)?(?:寄|送|发)(?:到|给|往|至)?|我的(?:新?地址)?(?:是|在)?"
)
_RECEIVER = re.compile(r"[(（]?\s*收\s*[)）]?$|^[(（]收[)）]")
_PLACE = re.compile(
    r"[路街道巷弄里号栋幢座楼层室园苑村庄屯组镇乡区县市省]|大厦|广场|中心|大学|学院|中学|小学|学校|公司|工厂"
    r"|商店|超市|医院|酒店|宾馆|小区|花园|公寓|驿站|车站|单元|门口|[0-9A-Za-z]"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z][A-Za-z.'-]*){0,3}")
_TITLE = re.compile(r"(?:先生|女士|小姐|老师|同学|师傅|经理|总|医生)$")
_TRAILING_NAME = re.compile(
    r"(?<=[\d号室栋幢座楼层户店园厦元口场])(?![号室栋幢座楼层户店单])([\u4e00-\u9fff]{2,4})$"
)
_COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯宇文长孙端木南宫独孤轩辕百里呼延",
    )
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗方"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛狄米贝"
    "明臧计伏成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支"
    "柯管卢莫经房裘缪干解应宗丁宣邓郁单洪包左石崔吉龚程嵇邢裴陆荣翁荀羊甄家封芮储靳邴糜松井段富巫乌焦"
    "巴弓牧车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印白怀蒲邰从索咸籍赖卓屠蒙池乔阴"
    "闻党翟谭贡劳逄姬申扶堵冉宰雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终"
    "居衡步都耿满弘匡国文寇广东欧利师巩聂晁勾敖融冷辛阚那简饶曾沙养丰关查后荆红游肖覃区岳闫涂付代佟苟"
)


def parse_address(text: str, regions: Regions) -> ParsedAddress:
    """Recognize receiver, phone, divisions and street in free Chinese text.

    text: as pasted; only the first 500 characters are read. What is not found is empty.
    """
    rest = _normalized(text)
    rest, named = _take_labels(rest)
    rest, phone = _take_phone(rest)
    rest, postal_code = _take_postal_code(rest)
    found = match_region(rest, regions)
    start, end = (found.start, found.end) if found else (0, 0)
    before, after = _pieces(rest[:start]), _pieces(rest[end:])
    name, before, after = _take_name(before, after, named)
    code = found.region.code if found else ""
    province, city, district = regions.label_names(code)
    return ParsedAddress(
        name=name,
        phone=phone,
        province=province,
        city=city,
        district=district,
        line=_joined(after + before),
        region_code=code,
        postal_code=postal_code,
    )


def _normalized(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    return "".join(
        " "
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character != "\n"
        else character
        for character in composed
    )


def _take_labels(text: str) -> tuple[str, str]:
    """Replace labels such as 收货人: by breaks; return also the name that was labeled."""
    match = next((m for m in _LABELS.finditer(text) if m.group("name")), None)
    named = ""
    if match:
        tail = _LABELS.split(text[match.end() :], maxsplit=1)[0]
        candidate = re.split(r"[\n,，;；|/]|(?<=[\u4e00-\u9fff])\s|(?=\+?\d)", tail, maxsplit=1)[0]
        named = _bare_name(candidate)
        if named and not _is_name(named):
            named = ""
        if named:
            text = text[: match.start()] + "\n" + text[match.end() :].replace(candidate, "\n", 1)
    return _LABELS.sub("\n", text), named


def _take_phone(text: str) -> tuple[str, str]:
    for pattern in (_MOBILE, _LANDLINE):
        if match := pattern.search(text):
            digits = re.sub(r"\D", "", "".join(match.groups()))
            return f"{text[: match.start()]}\n{text[match.end() :]}", digits
    return text, ""


def _take_postal_code(text: str) -> tuple[str, str]:
    if match := _POSTAL_CODE.search(text):
        return f"{text[: match.start()]}\n{text[match.end() :]}", match.group(1)
    return text, ""


def _pieces(text: str) -> list[str]:
    """Split text where people separate; Latin words on one line stay together."""
    joined = re.sub(r"(?<=[A-Za-z.'])[ \t]+(?=[A-Za-z])", "\u00a0", text.strip())
    parts = (part.strip("-—_:。.#") for part in _BREAK.split(joined))
    return [part.replace("\u00a0", " ") for part in parts if part and not _NOISE.fullmatch(part)]


def _take_name(before: list[str], after: list[str], named: str) -> tuple[str, list[str], list[str]]:
    """Choose the piece that reads most like a person; return it and what is left."""
    if named:
        return named, before, after
    pieces = [(piece, True, i) for i, piece in enumerate(before)]
    pieces += [(piece, False, i) for i, piece in enumerate(after)]
    scored = [(_name_score(piece), in_front, i) for piece, in_front, i in pieces]
    best = max(scored, key=lambda entry: (entry[0], entry[1], entry[2]), default=(0, True, 0))
    score, in_front, index = best
    if score > 0:
        side = before if in_front else after
        name = _bare_name(side[index])
        kept = [piece for i, piece in enumerate(side) if i != index]
        return (name, kept, after) if in_front else (name, before, kept)
    return _split_glued_name(before, after)


def _split_glued_name(before: list[str], after: list[str]) -> tuple[str, list[str], list[str]]:
    """Take a name that is written right behind a house number, as in 1号张三."""
    for index in reversed(range(len(after))):
        match = _TRAILING_NAME.search(after[index])
        if match and match.group(1)[0] in _SURNAMES:
            cut = after[index][: match.start()]
            return match.group(1), before, [*after[:index], cut, *after[index + 1 :]]
    return "", before, after


def _name_score(piece: str) -> int:
    """Return how much a piece reads like a name, 0 for not at all."""
    bare = _bare_name(piece)
    if not _is_name(bare):
        return 0
    if _TITLE.search(bare) or bare != piece:
        return 5
    if _has_surname(bare):
        return 4 if len(bare) <= 3 or bare[:2] in _COMPOUND_SURNAMES else 3
    return 2 if "·" in bare or not _LATIN_NAME.fullmatch(bare) else 1


def _is_name(piece: str) -> bool:
    if _LATIN_NAME.fullmatch(piece):
        return len(piece) >= 2
    if not _HAN_NAME.fullmatch(piece):
        return False
    return not _PLACE.search(piece[1:] if _has_surname(piece) else piece)


def _has_surname(piece: str) -> bool:
    return piece[:1] in _SURNAMES or piece[:2] in _COMPOUND_SURNAMES


def _bare_name(piece: str) -> str:
    return _RECEIVER.sub("", piece.strip()).strip()


def _joined(pieces: list[str]) -> str:
    line = ""
    for piece in pieces:
        glue = " " if line and line[-1].isascii() and piece[0].isascii() else ""
        line += glue + piece
    return line
