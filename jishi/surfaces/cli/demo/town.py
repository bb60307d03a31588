"""Load the whole demo town: merchants, goods, warehouses, offers, words and people."""

from functools import cache
from typing import Any

from jishi.surfaces.cli.demo import goods, source
from jishi.surfaces.cli.demo.types import (
    Article,
    Banner,
    Brand,
    Coupon,
    Freight,
    Member,
    Place,
    Shop,
    Text,
    Town,
    Warehouse,
)

_TERMS = ("threshold_minor", "amount_minor", "percent_off_bp", "cap_minor")


@cache
def load(seed: int = goods.SEED) -> Town:
    """Return the town; two loads with one seed are equal."""
    shops, logistics = source.read("shops"), source.read("logistics")
    marketing, people = source.read("marketing"), source.read("people")
    words = zip(marketing["hot_zh"], marketing["hot_en"], strict=True)
    return Town(
        shops=tuple(map(_shop, shops["shop"])),
        brands=tuple(Brand(table["key"], source.text(table)) for table in shops["brand"]),
        goods=goods.load(seed),
        warehouses=tuple(map(_warehouse, logistics["warehouse"])),
        freights=tuple(map(_freight, logistics["freight"])),
        coupons=tuple(map(_coupon, marketing["coupon"])),
        banners=tuple(map(_banner, marketing["banner"])),
        articles=tuple(map(_article, source.read("articles")["article"])),
        members=tuple(_member(index, cells) for index, cells in enumerate(people["members"])),
        hot_words=tuple(Text(zh, en) for zh, en in words),
        synonyms=tuple(map(tuple, marketing["synonyms"])),
    )


def _shop(table: dict[str, Any]) -> Shop:
    return Shop(
        key=table["key"],
        code=table["code"],
        name=source.text(table),
        slogan=source.text(table, "slogan_"),
        story=source.text(table, "story_"),
        emblem=table["emblem"],
        color=table["color"],
        accent=table["accent"],
        city=table["city"],
        score=table["score"],
    )


def _warehouse(table: dict[str, Any]) -> Warehouse:
    place = Place(table["province"], table["city"], table["district"], table["street"])
    provinces = tuple(table["provinces"])
    name = source.text(table)
    return Warehouse(table["key"], table["code"], name, place, table["share"], provinces)


def _freight(table: dict[str, Any]) -> Freight:
    rest = {key: value for key, value in table.items() if key not in {"zh", "en"}}
    rest |= {"remote": tuple(table["remote"]), "excluded": tuple(table["excluded"])}
    return Freight(name=source.text(table), **rest)


def _coupon(table: dict[str, Any]) -> Coupon:
    return Coupon(
        key=table["key"],
        issuer=table["issuer"],
        kind=table["kind"],
        title=source.text(table),
        **{term: table.get(term, 0) for term in _TERMS},
        quantity=table["quantity"],
        per_member=table["per_member"],
        days=table["days"],
        category=table.get("category", ""),
    )


def _banner(table: dict[str, Any]) -> Banner:
    return Banner(
        key=table["key"],
        title=source.text(table),
        subtitle=source.text(table, "subtitle_"),
        target=table["target"],
        color=table["color"],
        place=table["place"],
        products=tuple(table["products"]),
    )


def _article(table: dict[str, Any]) -> Article:
    return Article(table["key"], table["topic"], source.text(table), source.text(table, "body_"))


def _member(index: int, cells: list[str]) -> Member:
    nickname, handle, *place = cells
    phone = f"1380000{index + 1:04d}"
    return Member(nickname, handle, f"{handle}@example.com", phone, Place(*place))
