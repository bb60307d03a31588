"""Reads of categories, brands and attributes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import Count

from jishi.goods.catalog import rules
from jishi.goods.catalog.errors import CategoryNotFound
from jishi.goods.catalog.models import (
    Attribute,
    Brand,
    Category,
    CategoryAttribute,
    CategoryRedirect,
    ShopCategory,
    ShopCategoryItem,
)
from jishi.goods.catalog.queries.pictures import url_of
from jishi.goods.catalog.types import (
    AttributeInfo,
    AttributeKind,
    AttributeOption,
    BrandInfo,
    CategoryAttributeInfo,
    CategoryNode,
    ShopCategoryInfo,
)


def get_category_tree(*, with_inactive: bool = False) -> tuple[CategoryNode, ...]:
    """Return the categories at the top with everything below them; one statement.

    with_inactive: whether those that are switched off, with all below, are included.
    """
    nodes = list_categories().values()
    if with_inactive:
        return rules.nest(nodes)
    hidden = {node.category_id for node in nodes if not node.is_active}
    return rules.nest(node for node in nodes if hidden.isdisjoint(node.category_ids))


def list_categories() -> dict[UUID, CategoryNode]:
    """Return every category by id, without its children; one statement."""
    rows = list(Category.objects.order_by("depth", "position", "slug"))
    slugs = {row.id: row.slug for row in rows}
    return {row.id: _node(row, slugs) for row in rows}


def get_category(category_id: UUID) -> CategoryNode:
    """Return a category with everything below it; one statement.

    Raises: CategoryNotFound.
    """
    for node in _walk(get_category_tree(with_inactive=True)):
        if node.category_id == category_id:
            return node
    raise CategoryNotFound


def find_category(path: str) -> CategoryNode | None:
    """Return the category of an address or slug, also of one it had before.

    A caller that finds another `slug_path` than it asked for redirects to it.
    At most two statements.
    """
    wanted = path.strip("/")
    by_id = {node.category_id: node for node in _walk(get_category_tree())}
    for node in by_id.values():
        if wanted in (node.slug_path, node.slug):
            return node
    found = CategoryRedirect.objects.filter(path=wanted).values_list("category_id", flat=True)
    former = found.first()
    return by_id.get(former) if former else None


def list_attributes(category_id: UUID) -> tuple[CategoryAttributeInfo, ...]:
    """Return the attributes a category asks for, those of the ones above first.

    Two statements.
    Raises: CategoryNotFound.
    """
    path = Category.objects.filter(pk=category_id).values_list("path", flat=True).first()
    if path is None:
        raise CategoryNotFound
    above = rules.ids_of(path)
    bound = list_bound_attributes(above)
    # The nearest category decides about an attribute that several ask for.
    nearest = {item.attribute.code: item for one in above for item in bound.get(one, ())}
    return tuple(nearest.values())


def list_bound_attributes(
    category_ids: Collection[UUID],
) -> dict[UUID, list[CategoryAttributeInfo]]:
    """Return the attributes bound to each category itself; one statement."""
    bound: dict[UUID, list[CategoryAttributeInfo]] = defaultdict(list)
    if category_ids:
        rows = CategoryAttribute.objects.filter(category_id__in=category_ids)
        for row in rows.select_related("attribute").order_by("position", "id"):
            bound[row.category_id].append(
                CategoryAttributeInfo(_attribute(row.attribute), row.category_id, row.is_required)
            )
    return bound


def list_attributes_by_code(codes: Iterable[str] | None = None) -> dict[str, AttributeInfo]:
    """Return attributes by code, all of them without codes; one statement."""
    rows = Attribute.objects.order_by("code")
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {row.code: _attribute(row) for row in rows}


def list_brands(brand_ids: Collection[UUID] | None = None) -> tuple[BrandInfo, ...]:
    """Return brands by code, all of them without ids; one statement."""
    rows = Brand.objects.select_related("logo").order_by("code")
    if brand_ids is not None:
        rows = rows.filter(pk__in=brand_ids)
    return tuple(
        BrandInfo(row.id, row.code, row.name, url_of(row.logo), row.logo_id) for row in rows
    )


def list_shop_categories(merchant_id: UUID) -> tuple[ShopCategoryInfo, ...]:
    """Return a shop's own categories in their order, with their products counted.

    Two statements.
    """
    rows = list(ShopCategory.objects.filter(merchant_id=merchant_id).order_by("position", "id"))
    counts = dict(
        ShopCategoryItem.objects.filter(shop_category__merchant_id=merchant_id)
        .values_list("shop_category_id")
        .annotate(products=Count("id"))
    )
    return tuple(
        ShopCategoryInfo(row.id, row.parent_id, row.name, row.position, counts.get(row.id, 0))
        for row in rows
    )


def _node(row: Category, slugs: dict[UUID, str]) -> CategoryNode:
    return CategoryNode(
        category_id=row.id,
        parent_id=row.parent_id,
        slug=row.slug,
        slug_path=rules.slug_path(row.path, slugs),
        name=row.name,
        category_ids=rules.ids_of(row.path),
        depth=row.depth,
        position=row.position,
        icon=row.icon,
        commission_rate_bp=row.commission_rate_bp,
        return_days=row.return_days,
        is_active=row.is_active,
    )


def _attribute(row: Attribute) -> AttributeInfo:
    return AttributeInfo(
        attribute_id=row.id,
        code=row.code,
        name=row.name,
        kind=AttributeKind(row.kind),
        unit=row.unit,
        options=tuple(AttributeOption(option["code"], option["name"]) for option in row.options),
        is_filterable=row.is_filterable,
    )


def _walk(nodes: Iterable[CategoryNode]) -> Iterator[CategoryNode]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
