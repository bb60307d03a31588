"""Brands and attributes."""

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, transactions
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, rules
from jishi.goods.catalog.errors import AttributeInUse, BadBrand
from jishi.goods.catalog.models import Attribute, Brand, CategoryAttribute
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.types import AttributeDraft, BrandDraft


@transactional
def save_brand(*, actor: Actor, draft: BrandDraft) -> UUID:
    """Make a brand or change the one of that code; return its id.

    Raises: BadBrand naming the field at fault.
    """
    actor.require(permissions.STRUCTURE)
    if not rules.is_code(draft.code):
        raise BadBrand(field="code")
    if not any(draft.name.values()):
        raise BadBrand(field="name")
    if draft.logo_file_id and not StoredFile.objects.filter(pk=draft.logo_file_id).exists():
        raise BadBrand(field="logo_file_id")
    row = Brand.objects.filter(code=draft.code).first() or Brand(code=draft.code)
    changes = writing.assign(row, {"name": dict(draft.name), "logo_id": draft.logo_file_id})
    if changes:
        with writing.refusing_duplicates(BadBrand(field="code")):
            row.save()
        _note(actor, "brand", row.id, draft.code)
    return row.id


@transactional
def save_attribute(*, actor: Actor, draft: AttributeDraft) -> UUID:
    """Make an attribute or change the one of that code; return its id.

    Raises: BadAttribute naming the field at fault; AttributeInUse if its kind would change
        or an option vanish while a category asks for it.
    Locks: the attribute.
    """
    return save_attributes(actor=actor, drafts=(draft,))[draft.code]


@transactional
def save_attributes(*, actor: Actor, drafts: Sequence[AttributeDraft]) -> dict[str, UUID]:
    """Make many attributes, or change those of these codes; return their ids by code.

    The number of statements does not grow with attributes that are new.
    drafts: one per code.
    Raises, Locks: as save_attribute, for each; one refusal undoes all.
    """
    actor.require(permissions.STRUCTURE)
    for draft in drafts:
        rules.check_attribute(draft)
    found = Attribute.objects.filter(code__in=[draft.code for draft in drafts])
    known = {row.code: row for row in transactions.for_update(found)}
    rows = {draft.code: known.get(draft.code) or Attribute(code=draft.code) for draft in drafts}
    changed = [draft.code for draft in drafts if _change(rows[draft.code], draft)]
    Attribute.objects.bulk_create([rows[code] for code in changed if code not in known])
    for code in changed:
        if code in known:
            known[code].save()
        _note(actor, "attribute", rows[code].id, code)
    return {code: row.id for code, row in rows.items()}


def _change(row: Attribute, draft: AttributeDraft) -> bool:
    """Write a draft into a row; return whether anything differs."""
    if not row._state.adding and _takes_away(row, draft) and _is_bound(row):
        raise AttributeInUse(field="kind" if row.kind != draft.kind else "options")
    changes = writing.assign(
        row,
        {
            "name": dict(draft.name),
            "kind": draft.kind.value,
            "unit": draft.unit,
            "options": [
                {"code": option.code, "name": dict(option.name)} for option in draft.options
            ],
            "is_filterable": draft.is_filterable,
        },
    )
    return bool(changes)


def _takes_away(row: Attribute, draft: AttributeDraft) -> bool:
    kept = {option.code for option in draft.options}
    return row.kind != draft.kind or not kept.issuperset(option["code"] for option in row.options)


def _is_bound(row: Attribute) -> bool:
    return CategoryAttribute.objects.filter(attribute_id=row.id).exists()


def _note(actor: Actor, subject_type: str, subject_id: UUID, code: str) -> None:
    audit.record(
        actor=actor,
        action=permissions.STRUCTURE,
        subject_type=subject_type,
        subject_id=subject_id,
        after={"code": code},
    )
