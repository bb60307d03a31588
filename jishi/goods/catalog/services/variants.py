"""Variants of one product: generated from axes, edited in bulk, archived by a choice."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import permissions, rules
from jishi.goods.catalog.errors import (
    BadProduct,
    BadVariant,
    DuplicateCode,
    NothingToSell,
    ProductRecycled,
    StaleProduct,
)
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.services import writing
from jishi.goods.catalog.services.planning import VariantPlan, plan_variants
from jishi.goods.catalog.types import Axis, ProductState, VariantDraft


@transactional
def generate_variants(*, actor: Actor, product_id: UUID, axes: Sequence[Axis]) -> int:
    """Set the axes of a product and make every variant they span that is missing.

    Without axes that is one variant, with the code of the product.

    Variants that fit stay as they are; archived ones that fit again are offered again;
    those that fit no longer are archived. Takes a fixed number of statements.

    Returns how many variants were made or offered again.
    Raises: ProductNotFound, BadProduct, TooManyVariants, DuplicateCode, ProductRecycled.
    Emits: ProductChanged, VariantArchived.
    Locks: the product.
    """
    product = _open(actor, product_id)
    rules.check_axes(axes)
    rows = _rows(product)
    merged = rules.merge_axes(axes, rules.axes_from_json(product.axes), _used(rows))
    existing = {tuple(sorted(row.options.items())): row for row in rows}
    taken = {row.code for row in rows}
    drafts = []
    for options in rules.combinations(merged):
        row = existing.get(tuple(sorted(options)))
        if row is None:
            code = rules.generated_code(product.code, options)
            if code in taken:
                raise DuplicateCode(field="axes", variant=code)
            drafts.append(VariantDraft(code=code, options=options))
            taken.add(code)
        elif not row.is_active:
            drafts.append(_draft_of(row, merged))
    _save(actor, product, merged, rows, drafts)
    return len(drafts)


@transactional
def save_variants(*, actor: Actor, product_id: UUID, drafts: Sequence[VariantDraft]) -> None:
    """Make or change variants of a product by their codes; the others stay as they are.

    Takes a fixed number of multi-row statements for any number of variants.

    Raises: ProductNotFound, BadVariant, DuplicateCode, DuplicateOptions, TooManyVariants,
        NothingToSell, ProductRecycled.
    Emits: ProductChanged, VariantArchived.
    Locks: the product.
    """
    product = _open(actor, product_id)
    axes = rules.axes_from_json(product.axes)
    tidied = [replace(draft, code=draft.code.strip()) for draft in drafts]
    rules.check_variants(tidied, axes)
    _check_images(tidied)
    _save(actor, product, axes, _rows(product), tidied)


@transactional
def archive_axis_value(*, actor: Actor, product_id: UUID, axis: str, value: str) -> int:
    """Stop offering one choice along an axis; its variants are archived, never deleted.

    Returns how many variants left the offer.
    Raises: ProductNotFound; BadProduct if the product has no such choice; NothingToSell if
        nothing would be left of a product under review or approved; ProductRecycled.
    Emits: ProductChanged, VariantArchived.
    Locks: the product.
    """
    product = _open(actor, product_id)
    axes = rules.axes_from_json(product.axes)
    if (axis, value) not in {(item.code, part.code) for item in axes for part in item.values}:
        raise BadProduct(field="axes", axis=axis, value=value)
    archived = tuple(
        replace(
            item,
            values=tuple(
                replace(part, is_archived=part.is_archived or part.code == value)
                for part in item.values
            ),
        )
        if item.code == axis
        else item
        for item in axes
    )
    return len(_save(actor, product, archived, _rows(product), ()).archived)


def _open(actor: Actor, product_id: UUID) -> Product:
    product = writing.lock_product(actor, product_id)
    if product.state == ProductState.RECYCLED:
        raise ProductRecycled(product=product.code)
    return product


def _rows(product: Product) -> list[Variant]:
    return list(Variant.objects.filter(product_id=product.id).order_by("position", "id"))


def _used(rows: Sequence[Variant]) -> set[tuple[str, str]]:
    return {pair for row in rows for pair in row.options.items()}


def _draft_of(row: Variant, axes: Sequence[Axis]) -> VariantDraft:
    return VariantDraft(
        code=row.code,
        options=rules.options_from_json(row.options, axes),
        barcode=row.barcode,
        weight_g=row.weight_g,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        image_file_id=row.image_id,
        cost_minor=row.cost_minor,
    )


def _check_images(drafts: Sequence[VariantDraft]) -> None:
    wanted = {draft.image_file_id for draft in drafts if draft.image_file_id}
    if wanted and StoredFile.objects.filter(pk__in=wanted).count() != len(wanted):
        raise BadVariant(field="image_file_id")


def _save(
    actor: Actor,
    product: Product,
    axes: Sequence[Axis],
    rows: Sequence[Variant],
    drafts: Sequence[VariantDraft],
) -> VariantPlan:
    plan = plan_variants(product, axes, rows, drafts, is_full=False)
    if product.state in rules.COMPLETE and not plan.active_count:
        raise NothingToSell(field="variants")
    changes = writing.assign(product, {"axes": rules.axes_to_json(axes)})
    if not (changes or plan.new or plan.changed):
        return plan
    with writing.refusing_duplicates(DuplicateCode(field="variants")):
        Variant.objects.bulk_create(plan.new)
    with writing.refusing_duplicates(StaleProduct()):
        writing.upsert(Variant, list(plan.changed.values()), writing.VARIANT_FIELDS)
    product.version += 1
    product.updated_at = clock.now()
    product.save(update_fields=["axes", "version", "updated_at"])
    changes["variants"] = (None, len(plan.new) + len(plan.changed))
    writing.note_changes(actor, product, changes, permissions.EDIT)
    writing.tell_changed(actor, product)
    writing.tell_archived(actor, plan.archived)
    return plan
