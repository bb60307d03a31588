"""The tree of categories: kept whole, with old addresses leading to new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, queries, rules
from jishi.goods.catalog.errors import (
    AttributeNotFound,
    CategoryHasChildren,
    CategoryInUse,
    CategoryNotFound,
    CategoryTooDeep,
    SlugTaken,
)
from jishi.goods.catalog.events import CategoryChanged, ProductChanged
from jishi.goods.catalog.models import (
    Attribute,
    Category,
    CategoryAttribute,
    CategoryRedirect,
    Product,
)
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.types import CategoryAttributeDraft, CategoryDraft


@dataclass(slots=True)
class _Tree:
    """Every category, locked, with the addresses they had when the use case began."""

    rows: dict[UUID, Category]
    addresses: dict[UUID, str]

    def row(self, category_id: UUID) -> Category:
        if category_id not in self.rows:
            raise CategoryNotFound
        return self.rows[category_id]

    def path(self, category_id: UUID | None) -> str:
        return self.row(category_id).path if category_id else "/"

    def below(self, path: str) -> list[Category]:
        """Return a category with everything below it."""
        return [row for row in self.rows.values() if row.path.startswith(path)]


@transactional
def save_category(*, actor: Actor, draft: CategoryDraft, category_id: UUID | None = None) -> UUID:
    """Make a category or change one, moving it if its parent differs; return its id.

    Former addresses of it and of everything below lead to the new ones.

    Raises: BadCategory, SlugTaken, CategoryNotFound, CategoryLoop, CategoryTooDeep,
        AttributeNotFound.
    Emits: CategoryChanged.
    Locks: all categories.
    """
    actor.require(permissions.STRUCTURE)
    rules.check_category(draft)
    tree = _load()
    if any(row.slug == draft.slug and row.id != category_id for row in tree.rows.values()):
        raise SlugTaken(field="slug")
    row = tree.row(category_id) if category_id else _new(tree, draft)
    if row.parent_id != draft.parent_id:
        _move(tree, row, draft.parent_id)
    values: dict[str, Any] = {
        "slug": draft.slug,
        "name": dict(draft.name),
        "position": draft.position,
        "icon": draft.icon,
        "commission_rate_bp": draft.commission_rate_bp,
        "return_days": draft.return_days,
        "is_active": draft.is_active,
    }
    changes = writing.assign(row, values)
    row.save()
    if draft.attributes is not None:
        _bind(row, draft.attributes)
    _redirect(tree)
    _note(actor, row.id, after={name: after for name, (_, after) in changes.items()})
    return row.id


@transactional
def move_category(
    *, actor: Actor, category_id: UUID, parent_id: UUID | None, position: int = 0
) -> None:
    """Hang a category with everything below it elsewhere; old addresses lead to the new.

    parent_id: null for the top.
    Raises: CategoryNotFound, CategoryLoop, CategoryTooDeep.
    Emits: CategoryChanged.
    Locks: all categories.
    """
    actor.require(permissions.STRUCTURE)
    tree = _load()
    row = tree.row(category_id)
    before = {"parent_id": str(row.parent_id), "position": row.position}
    if row.parent_id != parent_id:
        _move(tree, row, parent_id)
    row.position = position
    row.save(update_fields=["position"])
    _redirect(tree)
    _note(actor, row.id, before, {"parent_id": str(parent_id), "position": position})


@transactional
def delete_category(*, actor: Actor, category_id: UUID, reassign_to: UUID | None = None) -> int:
    """Delete a category without children; its products move, and its address leads on.

    reassign_to: where its products go; needed if it has any.
    Returns how many products moved.
    Raises: CategoryNotFound, CategoryHasChildren, CategoryInUse.
    Emits: CategoryChanged, and ProductChanged for every product moved.
    Locks: all categories.
    """
    actor.require(permissions.STRUCTURE)
    tree = _load()
    row = tree.row(category_id)
    if len(tree.below(row.path)) > 1:
        raise CategoryHasChildren
    products = Product.objects.filter(category_id=row.id)
    moved = list(products.values_list("id", "merchant_id"))
    if reassign_to is None:
        if moved:
            raise CategoryInUse(products=len(moved))
    else:
        target = tree.row(reassign_to)
        if target.id == row.id:
            raise CategoryInUse(products=len(moved), field="reassign_to")
        products.update(category_id=target.id, updated_at=clock.now())
        CategoryRedirect.objects.filter(category_id=row.id).update(category_id=target.id)
        _point({tree.addresses[row.id], row.slug}, target.id)
    _note(actor, row.id, before={"slug": row.slug, "name": row.name})
    row.delete()
    for product_id, merchant_id in moved:
        outbox.emit(
            ProductChanged(product_id=str(product_id), merchant_id=str(merchant_id)),
            actor=writing.name_of(actor),
        )
    return len(moved)


def _load() -> _Tree:
    rows = {row.id: row for row in transactions.for_update(Category.objects.all())}
    return _Tree(rows, _addresses(rows))


def _addresses(rows: dict[UUID, Category]) -> dict[UUID, str]:
    slugs = {row.id: row.slug for row in rows.values()}
    return {row.id: rules.slug_path(row.path, slugs) for row in rows.values()}


def _new(tree: _Tree, draft: CategoryDraft) -> Category:
    above = tree.path(draft.parent_id)
    depth = len(rules.ids_of(above))
    if depth >= rules.MAX_DEPTH:
        raise CategoryTooDeep(field="parent_id", limit=rules.MAX_DEPTH)
    row = Category(parent_id=draft.parent_id, depth=depth)
    row.path = f"{above}{row.id.hex}/"
    tree.rows[row.id] = row
    return row


def _move(tree: _Tree, row: Category, parent_id: UUID | None) -> None:
    """Give a subtree its new paths and write them."""
    above = tree.path(parent_id)
    subtree = tree.below(row.path)
    height = max(item.depth for item in subtree) - row.depth + 1
    rules.check_move(row.path, above, height)
    old, new = row.path, f"{above}{row.id.hex}/"
    shift = len(rules.ids_of(above)) - row.depth
    row.parent_id = parent_id
    for item in subtree:
        item.path = new + item.path.removeprefix(old)
        item.depth += shift
    Category.objects.bulk_update(subtree, ["parent", "path", "depth"])


def _redirect(tree: _Tree) -> None:
    """Let every address that is no longer true lead to its category."""
    current = _addresses(tree.rows)
    # An address that is in use again must not lead elsewhere.
    CategoryRedirect.objects.filter(path__in=[*current.values()]).delete()
    for category_id, old in tree.addresses.items():
        if current[category_id] != old:
            old_slug = old.rpartition("/")[2]
            slug_changed = tree.rows[category_id].slug != old_slug
            _point({old, old_slug} if slug_changed else {old}, category_id)


def _point(paths: set[str], category_id: UUID) -> None:
    CategoryRedirect.objects.filter(path__in=paths).delete()
    CategoryRedirect.objects.bulk_create(
        CategoryRedirect(path=path, category_id=category_id) for path in sorted(paths)
    )


def _bind(row: Category, drafts: Sequence[CategoryAttributeDraft]) -> None:
    ids = dict(
        Attribute.objects.filter(code__in=[draft.code for draft in drafts]).values_list(
            "code", "id"
        )
    )
    for draft in drafts:
        if draft.code not in ids:
            raise AttributeNotFound(field="attributes", attribute=draft.code)
    CategoryAttribute.objects.filter(category_id=row.id).delete()
    CategoryAttribute.objects.bulk_create(
        CategoryAttribute(
            category_id=row.id,
            attribute_id=ids[code],
            is_required=is_required,
            position=position,
        )
        for position, (code, is_required) in enumerate(
            {draft.code: draft.is_required for draft in drafts}.items()
        )
    )


def _note(
    actor: Actor,
    category_id: UUID,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(
        actor=actor,
        action=permissions.STRUCTURE,
        subject_type="category",
        subject_id=category_id,
        before=before,
        after=after,
    )
    outbox.emit(CategoryChanged(category_id=str(category_id)), actor=writing.name_of(actor))
    queries.forget_terms()
    transactions.after_commit(queries.forget_terms)
