"""The tree of categories: paths, addresses, and what is inherited from above."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from jishi.goods.catalog.errors import BadCategory, CategoryLoop, CategoryTooDeep
from jishi.goods.catalog.types import CategoryDraft, CategoryNode

MAX_DEPTH = 5
"""Levels of categories, the top included."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_category(draft: CategoryDraft) -> None:
    """Refuse a category that cannot be shown or addressed.

    Raises: BadCategory naming the field at fault.
    """
    if not (is_slug(draft.slug) and len(draft.slug) <= 100):
        raise BadCategory(field="slug")
    if not any(text.strip() for text in draft.name.values()):
        raise BadCategory(field="name")
    if draft.commission_rate_bp is not None and not 0 <= draft.commission_rate_bp <= 10_000:
        raise BadCategory(field="commission_rate_bp")
    if draft.return_days is not None and not 0 <= draft.return_days <= 365:
        raise BadCategory(field="return_days")


def is_slug(text: str) -> bool:
    """Return whether a text can be part of an address: lower-case words joined by hyphens."""
    return _SLUG.fullmatch(text) is not None


def path_of(category_ids: Iterable[UUID]) -> str:
    """Spell the way down to a category, its own id last."""
    return "/" + "".join(f"{category_id.hex}/" for category_id in category_ids)


def ids_of(path: str) -> tuple[UUID, ...]:
    """Read a path: the ones above first, the category itself last."""
    return tuple(UUID(part) for part in path.split("/") if part)


def check_move(path: str, new_parent_path: str, height: int) -> None:
    """Refuse to move a category below itself or too deep.

    path, new_parent_path: of the category and of its new parent, `/` for the top.
    height: levels of the moved subtree, itself included.
    Raises: CategoryLoop, CategoryTooDeep.
    """
    if new_parent_path.startswith(path):
        raise CategoryLoop(field="parent_id")
    if len(ids_of(new_parent_path)) + height > MAX_DEPTH:
        raise CategoryTooDeep(field="parent_id", limit=MAX_DEPTH)


def slug_path(path: str, slugs: Mapping[UUID, str]) -> str:
    """Spell the address of a category: the slugs of its path, joined by slashes."""
    return "/".join(slugs[category_id] for category_id in ids_of(path))


def nest(nodes: Iterable[CategoryNode]) -> tuple[CategoryNode, ...]:
    """Hang flat nodes under their parents; siblings by position, then slug."""
    below: dict[UUID | None, list[CategoryNode]] = defaultdict(list)
    for node in nodes:
        below[node.parent_id].append(node)

    def grown(parent_id: UUID | None) -> tuple[CategoryNode, ...]:
        ordered = sorted(below[parent_id], key=lambda node: (node.position, node.slug))
        return tuple(replace(node, children=grown(node.category_id)) for node in ordered)

    return grown(None)


def nearest(path: str, values: Mapping[UUID, int | None]) -> int | None:
    """Return the value of the category, else of the nearest above that has one."""
    for category_id in reversed(ids_of(path)):
        if (value := values.get(category_id)) is not None:
            return value
    return None
