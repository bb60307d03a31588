"""Load what the town sells: categories, attributes and products, the same for the same seed."""

from functools import cache
from random import Random
from typing import Any

from jishi.surfaces.cli.demo import skus, source
from jishi.surfaces.cli.demo.types import (
    Attribute,
    AttributeKind,
    AttributeValue,
    Axis,
    Category,
    Goods,
    Option,
    Product,
    ProductKind,
    Question,
    Review,
    Text,
)

SEED = 7
FIRST_NUMBER = 1001


@cache
def load(seed: int = SEED) -> Goods:
    """Return all goods; prices and words are fixed, stock and reviews follow the seed."""
    rows = source.rows().values()
    products = (build(row, number, seed) for number, row in enumerate(rows, FIRST_NUMBER))
    return Goods(tuple(load_categories()), tuple(load_attributes()), tuple(products))


def load_categories() -> list[Category]:
    """Return the category tree, parents before children."""
    found = []
    for table in source.read("categories")["category"]:
        top, more = table["key"], table.get("more", {})
        nodes = [[top, table["zh"], table["en"]], *table["children"]]
        for key, zh, en in nodes:
            parent = key.rpartition("/")[0]
            extra = [name for path, names in more.items() if _is_below(key, path) for name in names]
            required = (*table["attributes"], *extra)
            found.append(Category(key, parent, Text(zh, en), table["commission_bp"], required))
    return found


def _is_below(key: str, path: str) -> bool:
    return key == path or key.startswith(f"{path}/")


def load_attributes() -> list[Attribute]:
    """Return every attribute goods may state."""
    found = []
    for key, table in source.read("attributes").items():
        unit = Text(*table["unit"]) if "unit" in table else None
        options = (Option(name, Text(*pair)) for name, pair in table.get("options", {}).items())
        kind = AttributeKind(table["type"])
        found.append(Attribute(key, source.text(table), kind, unit, tuple(options)))
    return found


def build(row: dict[str, Any], number: int, seed: int) -> Product:
    """Build one product; it draws its luck from the seed and its own key."""
    random = Random(f"{seed}:{row['key']}")
    axes = skus.build_axes(row)
    kind = ProductKind(row.get("kind", "physical"))
    width_mm, _, height_mm = row["size_mm"]
    return Product(
        key=row["key"],
        number=number,
        family=row["family"],
        shop=row["shop"],
        brand=row["brand"],
        category=row["category"],
        kind=kind,
        freight=row.get("freight", "parcel") if kind is ProductKind.PHYSICAL else "",
        name=source.text(row, "name_"),
        subtitle=source.text(row, "subtitle_"),
        description=describe(row, number),
        attributes=tuple(_value(key, value) for key, value in row["attributes"].items()),
        axes=axes,
        skus=skus.build_skus(row, axes, number, random),
        look=row["look"],
        width_mm=width_mm,
        height_mm=height_mm,
        published_days_ago=random.randint(1, 540),
        reviews=_reviews(row, axes, random),
        questions=_questions(row),
    )


def describe(row: dict[str, Any], number: int) -> Text:
    """Join the product's own fact with what holds for its family."""
    turn = number % len(row["body_zh"])
    zh = row["fact_zh"] + row["body_zh"][turn]
    return Text(zh, f"{row['fact_en']} {row['body_en'][turn]}")


def _value(key: str, value: object) -> AttributeValue:
    table = source.read("attributes")[key]
    if table["type"] == AttributeKind.ENUM:
        return AttributeValue(key, Text(*table["options"][value]), option=str(value))
    if isinstance(value, int):
        zh, en = table["unit"]
        return AttributeValue(key, Text(f"{value} {zh}", f"{value} {en}"), number=value)
    zh, _, en = str(value).partition("|")
    return AttributeValue(key, Text(zh, en))


def _pool(row: dict[str, Any]) -> dict[str, Any]:
    top: dict[str, Any] = source.read("reviews")[row["category"].partition("/")[0]]
    return top


def review_pool(family: str) -> tuple[tuple[int, Text], ...]:
    """Return rating and words of every review a product of the family may receive."""
    table = next(table for table in source.families() if table["key"] == family)
    entries = [*table["reviews"], *_pool(table)["reviews"]]
    return tuple((rating, Text(zh, en)) for rating, zh, en in entries)


def _reviews(row: dict[str, Any], axes: tuple[Axis, ...], random: Random) -> tuple[Review, ...]:
    pool = review_pool(row["family"])
    chosen = random.sample(pool, random.randint(3, len(pool)))
    members = random.sample(range(len(source.read("people")["members"])), len(chosen))
    pairs = zip(members, chosen, strict=True)
    return tuple(_review(member, rating, text, axes, random) for member, (rating, text) in pairs)


def _review(member: int, rating: int, text: Text, axes: tuple[Axis, ...], random: Random) -> Review:
    shared = source.read("reviews")
    options = [random.choice(axis.options).label for axis in axes]
    label = Text("，".join(o.zh for o in options), ", ".join(o.en for o in options))
    followup = Text(*random.choice(shared["followups"])) if rating == 5 else None
    kind = 2 if rating < 3 else random.randint(0, 1)
    return Review(
        member=member,
        rating=rating,
        text=text,
        days_ago=random.randint(2, 360),
        option_label=label,
        followup=followup if random.random() < 0.25 else None,
        reply=Text(*shared["replies"][kind]) if rating < 5 or random.random() < 0.3 else None,
    )


def _questions(row: dict[str, Any]) -> tuple[Question, ...]:
    return tuple(
        Question(Text(ask_zh, ask_en), Text(answer_zh, answer_en))
        for ask_zh, ask_en, answer_zh, answer_en in _pool(row)["questions"]
    )
