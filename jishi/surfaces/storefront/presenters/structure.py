"""The category tree as menus, crumbs and addresses, from a copy a few seconds old."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from jishi.foundation.kernel.text import localized
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import CategoryNode
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront.copies import Copies


class Tree(NamedTuple):
    """Active categories: those at the top, and all of them by id and by slug."""

    tops: tuple[CategoryNode, ...]
    by_id: dict[UUID, CategoryNode]
    by_slug: dict[str, CategoryNode]


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """A category with the ones below it, as a menu shows it."""

    label: str
    url: str
    icon: str
    children: tuple[Link, ...]


def _read(_: str) -> Tree:
    tops = catalog_queries.get_category_tree()
    nodes = list(_walk(tops))
    return Tree(
        tops, {node.category_id: node for node in nodes}, {node.slug: node for node in nodes}
    )


_trees: Copies[str, Tree] = Copies(_read, fresh_s=5.0)


def tree() -> Tree:
    """Return the active categories."""
    return _trees.get("all")


def url_of(node: CategoryNode) -> str:
    """Return the address of a category."""
    return reverse("storefront:category", args=[node.slug_path])


def menu(locale: str, current: CategoryNode | None = None) -> tuple[Link, ...]:
    """Return the categories at the top as links."""
    chosen = current.category_ids[0] if current else None
    return tuple(
        Link(localized(node.name, locale), url_of(node), current=node.category_id == chosen)
        for node in tree().tops
    )


def crumbs(node: CategoryNode, locale: str, home: Link) -> list[Link]:
    """Return the way from the home page to a category."""
    by_id = tree().by_id
    path = [by_id[one] for one in node.category_ids if one in by_id]
    return [home, *(Link(localized(one.name, locale), url_of(one)) for one in path)]


def tiles(locale: str) -> tuple[CategoryTile, ...]:
    """Return the categories at the top with those right below."""
    return tuple(
        CategoryTile(
            label=localized(node.name, locale),
            url=url_of(node),
            icon=node.icon,
            children=tuple(
                Link(localized(child.name, locale), url_of(child)) for child in node.children
            ),
        )
        for node in tree().tops
    )


def _walk(nodes: Iterable[CategoryNode]) -> Iterator[CategoryNode]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
