"""Recognizing the columns of a table, in Chinese and English."""

import re
from collections.abc import Iterable, Mapping

from jishi.goods.bulk.errors import ColumnMissing, ColumnTwice

AXES_MARK = "axis:"
ATTRIBUTE_MARK = "attribute:"
PRICE_MARK = "price:"
LIST_MARK = "list:"

FIELDS = (
    "code",
    "sku",
    "title_zh",
    "title_en",
    "title",
    "subtitle_zh",
    "subtitle_en",
    "category",
    "brand",
    "kind",
    "keywords",
    "description_zh",
    "description_en",
    "description",
    "images",
    "barcode",
    "price_cny",
    "list_cny",
    "price_usd",
    "list_usd",
    "price",
    "list",
    "cost",
    "stock",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
)
"""What a column can be, in the order in which a person is offered them."""

_WORDS: Mapping[str, str] = {
    "code": "code product_code productcode item_code spu 商品编码 商品编号 商品货号 货号 款号",
    "sku": "sku sku_code variant_code 规格编码 sku编码 单品编码 商家编码",
    "title_zh": "title_zh 中文标题 中文名称 商品名称 商品标题 标题 名称",
    "title_en": "title_en english_title 英文标题 英文名称",
    "title": "title name product_name product_title",
    "subtitle_zh": "subtitle_zh 副标题 卖点 中文副标题",
    "subtitle_en": "subtitle_en subtitle 英文副标题",
    "category": "category category_slug 类目 分类 商品类目 商品分类",
    "brand": "brand brand_name 品牌",
    "kind": "kind product_kind 商品类型",
    "keywords": "keywords tags 关键词 搜索词 标签",
    "description_zh": "description_zh 描述 详情 商品描述 商品详情 中文描述",
    "description_en": "description_en 英文描述",
    "description": "description body body_html",
    "images": "images image image_url image_urls pictures picture photos 图片 主图 图片地址",
    "barcode": "barcode gtin ean upc 条码 条形码 国际条码",
    "price_cny": "price_cny 价格 售价 销售价 单价 价格cny 人民币价格",
    "list_cny": "list_cny 划线价 原价 市场价",
    "price_usd": "price_usd 美元价格 价格usd",
    "list_usd": "list_usd 美元划线价",
    "price": "price amount sale_price",
    "list": "list list_price compare_at_price",
    "cost": "cost cost_price 成本 成本价",
    "stock": "stock quantity qty inventory 库存 数量 库存数量",
    "weight_g": "weight_g weight 重量 重量g 重量克",
    "length_mm": "length_mm length 长 长度 长mm",
    "width_mm": "width_mm width 宽 宽度 宽mm",
    "height_mm": "height_mm height 高 高度 高mm",
}
_KNOWN = {word: field for field, words in _WORDS.items() for word in words.split()}
_MARKS: Mapping[str, str] = {
    "axis": AXES_MARK,
    "option": AXES_MARK,
    "规格": AXES_MARK,
    "销售属性": AXES_MARK,
    "attribute": ATTRIBUTE_MARK,
    "属性": ATTRIBUTE_MARK,
    "参数": ATTRIBUTE_MARK,
    "price": PRICE_MARK,
    "list": LIST_MARK,
}
_NOISE = re.compile(r"[\s()（）\[\]【】*#/、]+")


def recognize(names: Iterable[str]) -> dict[str, str]:
    """Return what every column is taken for; empty where nothing is known, or a second time."""
    found: dict[str, str] = {}
    for name in names:
        target = _target_of(name)
        found[name] = "" if target in found.values() else target
    return found


def targets_of(name: str) -> tuple[str, ...]:
    """Return what a person may choose for a column: every field, and an option or attribute."""
    bare = name.partition(":")[2] if _target_of(name).startswith(_marks()) else name
    kept = _target_of(name)
    extra = dict.fromkeys(
        [kept if ":" in kept else "", f"{AXES_MARK}{bare}", f"{ATTRIBUTE_MARK}{bare}"]
    )
    return (*FIELDS, *(one for one in extra if one))


def check(columns: Mapping[str, str]) -> None:
    """Refuse columns that cannot be read.

    Raises: ColumnMissing without a code; ColumnTwice.
    """
    seen: set[str] = set()
    for target in columns.values():
        if target and target in seen:
            raise ColumnTwice(field="columns", column=target)
        seen.add(target)
    if "code" not in seen:
        raise ColumnMissing(field="columns", column="code")


def renamed(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """Return a row under our names; columns that are left out are gone."""
    return {target: row[name] for name, target in columns.items() if target and name in row}


def _target_of(name: str) -> str:
    mark, colon, rest = name.replace("：", ":").partition(":")
    if colon and rest.strip() and (known := _MARKS.get(mark.strip().lower())):
        return f"{known}{rest.strip()}"
    plain = _NOISE.sub("_", name.strip().lower()).strip("_")
    return _KNOWN.get(plain) or _KNOWN.get(plain.replace("_", "")) or ""


def _marks() -> tuple[str, ...]:
    return AXES_MARK, ATTRIBUTE_MARK, PRICE_MARK, LIST_MARK
