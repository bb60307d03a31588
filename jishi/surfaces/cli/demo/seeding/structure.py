"""What goods are described by: attributes, the tree of categories, brands."""

from collections import Counter

from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    AttributeOption,
    BrandDraft,
    CategoryAttributeDraft,
    CategoryDraft,
)
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, words
from jishi.surfaces.cli.demo.types import Attribute, Category
from jishi.surfaces.cli.demo.types import AttributeKind as TownKind

ICONS = {
    "tea": "leaf", "food": "sun", "tableware": "cube", "textiles": "moon", "home": "home",
    "appliances": "bolt", "digital": "headset", "clothing": "tag", "bags": "box",
    "outdoor": "flag", "kids": "heart", "stationery": "edit", "care": "star",
    "virtual": "coupon",
}  # fmt: skip

RETURN_DAYS = {"food/fresh": 0, "appliances": 15, "digital": 15, "clothing": 15, "virtual": 0}
"""Days to return without a reason where they differ from the usual seven."""


def make(made: Made) -> None:
    """Make everything that products refer to, but merchants."""
    for attribute in made.town.goods.attributes:
        catalog.save_attribute(actor=HOUSE, draft=_attribute(attribute))
    slugs = _slugs(made.town.goods.categories)
    bound: dict[str, tuple[str, ...]] = {"": ()}
    for position, category in enumerate(made.town.goods.categories):
        bound[category.key] = category.required
        new = [code for code in category.required if code not in bound[category.parent]]
        made.categories[category.key] = catalog.save_category(
            actor=HOUSE, draft=_category(made, category, slugs[category.key], position, new)
        )
    for brand in made.town.brands:
        made.brands[brand.key] = catalog.save_brand(
            actor=HOUSE, draft=BrandDraft(code=brand.key, name=words(brand.name))
        )


def is_number(attribute: Attribute) -> bool:
    """Return whether values are kept as numbers: their unit is the same in both languages."""
    unit = attribute.unit
    return attribute.kind == TownKind.NUMBER and unit is not None and unit.zh == unit.en


def _attribute(attribute: Attribute) -> AttributeDraft:
    name = words(attribute.label)
    if attribute.kind == TownKind.ENUM:
        options = tuple(
            AttributeOption(option.key, words(option.label)) for option in attribute.options
        )
        return AttributeDraft(
            attribute.key, name, AttributeKind.ENUM, options=options, is_filterable=True
        )
    if is_number(attribute) and attribute.unit is not None:
        return AttributeDraft(attribute.key, name, AttributeKind.NUMBER, unit=attribute.unit.zh)
    return AttributeDraft(attribute.key, name, AttributeKind.TEXT)


def _slugs(categories: tuple[Category, ...]) -> dict[str, str]:
    """Return the address of each category: the last word of its key, or all where that is taken."""
    words_taken = Counter(category.key.rpartition("/")[2] for category in categories)
    return {
        category.key: category.key.rpartition("/")[2]
        if not category.parent or words_taken[category.key.rpartition("/")[2]] == 1
        else category.key.replace("/", "-")
        for category in categories
    }


def _category(
    made: Made, category: Category, slug: str, position: int, new: list[str]
) -> CategoryDraft:
    is_top = not category.parent
    return CategoryDraft(
        slug=slug,
        name=words(category.label),
        parent_id=made.categories.get(category.parent),
        position=position,
        icon=ICONS[category.key] if is_top else "",
        commission_rate_bp=category.commission_bp if is_top else None,
        return_days=RETURN_DAYS.get(category.key),
        attributes=tuple(CategoryAttributeDraft(code, is_required=True) for code in new),
    )
