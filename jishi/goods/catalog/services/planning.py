"""What is to become of a product's variants: decided on rows, written by the caller."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jishi.goods.catalog import rules
from jishi.goods.catalog.errors import DuplicateOptions
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.services.writing import assign
from jishi.goods.catalog.types import Axis, VariantDraft


@dataclass(slots=True)
class VariantPlan:
    """Rows to insert, rows to update, and those of the latter that leave the offer."""

    new: list[Variant] = field(default_factory=list)
    changed: dict[str, Variant] = field(default_factory=dict)
    archived: list[Variant] = field(default_factory=list)
    active_count: int = 0


def plan_variants(
    product: Product,
    axes: Sequence[Axis],
    rows: Sequence[Variant],
    drafts: Sequence[VariantDraft],
    *,
    is_full: bool,
) -> VariantPlan:
    """Bring a product's variants in line with drafts and axes.

    drafts: valid for the axes. is_full: whether variants without a draft are archived.
    What the axes no longer offer is archived in any case.
    Raises: DuplicateOptions if two active variants would have the same options.
    """
    plan = VariantPlan()
    by_code = {row.code: row for row in rows}
    last = max((row.position for row in rows), default=-1)
    for place, draft in enumerate(drafts):
        row = by_code.get(draft.code)
        if row is None:
            last += 1
            row = Variant(product=product, merchant_id=product.merchant_id, code=draft.code)
            assign(row, _values(draft, axes) | {"position": place if is_full else last})
            plan.new.append(row)
            continue
        was_active = row.is_active
        values = _values(draft, axes) | ({"position": place} if is_full else {})
        if assign(row, values):
            plan.changed[row.code] = row
        if was_active and not row.is_active:
            plan.archived.append(row)
    given = {draft.code for draft in drafts}
    for row in rows:
        if row.code not in given:
            _follow_axes(plan, row, axes, is_dropped=is_full)
    _check_options([*rows, *plan.new])
    plan.active_count = sum(row.is_active for row in [*rows, *plan.new])
    return plan


def _values(draft: VariantDraft, axes: Sequence[Axis]) -> dict[str, object]:
    options = rules.options_to_json(draft.options)
    return {
        "barcode": draft.barcode,
        "options": options,
        "option_text": rules.option_text(options, axes),
        "weight_g": draft.weight_g,
        "length_mm": draft.length_mm,
        "width_mm": draft.width_mm,
        "height_mm": draft.height_mm,
        "image_id": draft.image_file_id,
        "cost_minor": draft.cost_minor,
        "is_active": draft.is_active,
    }


def _follow_axes(
    plan: VariantPlan, row: Variant, axes: Sequence[Axis], *, is_dropped: bool
) -> None:
    is_on_offer = rules.is_on_offer(row.options, axes)
    if row.is_active and (is_dropped or not is_on_offer):
        row.is_active = False
        plan.changed[row.code] = row
        plan.archived.append(row)
    # An archived choice keeps the words it was sold under.
    elif is_on_offer and assign(row, {"option_text": rules.option_text(row.options, axes)}):
        plan.changed[row.code] = row


def _check_options(rows: Sequence[Variant]) -> None:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for row in rows:
        if row.is_active:
            key = tuple(sorted(row.options.items()))
            if key in seen:
                raise DuplicateOptions(field="variants", variant=row.code)
            seen.add(key)
