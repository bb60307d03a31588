"""A chunk of drafts on its way into the tables: planned one by one, written together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import outbox
from jishi.goods.catalog import permissions, rules
from jishi.goods.catalog.errors import (
    DuplicateCode,
    KindFixed,
    NothingToSell,
    ProductRecycled,
    SlugTaken,
    StaleProduct,
)
from jishi.goods.catalog.events import ProductSubmitted
from jishi.goods.catalog.models import Product, ProductMedia, ShopCategoryItem, Variant
from jishi.goods.catalog.services import timing, writing
from jishi.goods.catalog.services.loading import Loaded
from jishi.goods.catalog.services.planning import VariantPlan, plan_variants
from jishi.goods.catalog.types import MediaDraft, ProductDraft, ProductState, SavedProduct

PRODUCT_FIELDS = (
    "kind",
    "category_id",
    "brand_id",
    "title",
    "subtitle",
    "description",
    "keywords",
    "attributes",
    "axes",
    "cover_id",
    "publish_at",
    "unpublish_at",
    "freight_template_id",
    "return_policy",
    "pending_revision",
    "submitted_at",
    "search_text",
    "version",
    "updated_at",
)

Changes = dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Planned:
    """What one draft changes. media, shop_categories: the new full set, null if unchanged."""

    product: Product
    is_new: bool
    variants: VariantPlan
    changes: Changes = field(default_factory=dict)
    media: Sequence[MediaDraft] | None = None
    shop_categories: set[UUID] | None = None


class Batch:
    """What saving a chunk of drafts will write. A refused draft leaves nothing in it."""

    def __init__(self, actor: Actor, merchant_id: UUID, loaded: Loaded, at: datetime) -> None:
        self.actor = actor
        self.merchant_id = merchant_id
        self.loaded = loaded
        self.at = at
        self.needs_review = writing.needs_review(actor, merchant_id)
        self.codes: set[str] = set()
        self.variant_codes: set[str] = set()
        self.planned: list[Planned] = []

    def add(self, draft: ProductDraft) -> SavedProduct:
        """Plan one draft and return what becomes of it."""
        existing = self.loaded.products.get(draft.code)
        try:
            planned = self._plan(draft, existing)
        except JishiError as error:
            return SavedProduct(draft.code, existing.id if existing else None, error=error)
        self.codes.add(draft.code)
        self.variant_codes.update(item.code for item in draft.variants or ())
        if planned.changes:
            self._stamp(planned)
            self.planned.append(planned)
        return SavedProduct(
            draft.code,
            planned.product.id,
            is_new=planned.is_new,
            is_changed=bool(planned.changes),
            is_waiting_review=planned.product.pending_revision is not None,
        )

    def write(self) -> None:
        """Write everything that was planned, and tell about it."""
        new = [planned.product for planned in self.planned if planned.is_new]
        changed = [planned.product for planned in self.planned if not planned.is_new]
        plans = [planned.variants for planned in self.planned]
        with writing.refusing_duplicates(StaleProduct()):
            Product.objects.bulk_create(new)
            writing.upsert(Product, changed, PRODUCT_FIELDS)
            Variant.objects.bulk_create([row for plan in plans for row in plan.new])
            writing.upsert(
                Variant,
                [row for plan in plans for row in plan.changed.values()],
                writing.VARIANT_FIELDS,
            )
        self._write_sets()
        for planned in self.planned:
            self._tell(planned)

    def _plan(self, draft: ProductDraft, existing: Product | None) -> Planned:
        self._check_codes(draft, existing)
        _check_state(draft, existing)
        product = existing or Product(merchant_id=self.merchant_id, code=draft.code)
        is_complete = product.state in rules.COMPLETE
        attributes = rules.check_draft(draft, self.loaded.facts, must_be_complete=is_complete)
        rows = self.loaded.variants.get(product.id, [])
        axes = rules.merge_axes(
            draft.axes,
            rules.axes_from_json(product.axes),
            {pair for row in rows for pair in row.options.items()},
        )
        variants = plan_variants(
            product, axes, rows, draft.variants or (), is_full=draft.variants is not None
        )
        if is_complete and not variants.active_count:
            raise NothingToSell(field="variants")
        values = _values(draft) | {"attributes": attributes, "axes": rules.axes_to_json(axes)}
        planned = Planned(product, existing is None, variants)
        self._assign(planned, draft, values)
        return planned

    def _check_codes(self, draft: ProductDraft, existing: Product | None) -> None:
        owner = existing.id if existing else None
        variants = {item.code for item in draft.variants or ()}
        if draft.code in self.codes or not self.variant_codes.isdisjoint(variants):
            raise DuplicateCode(field="code", product=draft.code)
        for code in sorted(variants):
            if self.loaded.owners.get(code, owner) != owner:
                raise DuplicateCode(field="variants", variant=code)
        if existing is None and draft.slug in self.loaded.taken_slugs:
            raise SlugTaken(field="slug")

    def _assign(self, planned: Planned, draft: ProductDraft, values: dict[str, Any]) -> None:
        """Set what may change at once, and note every difference."""
        product = planned.product
        live_media = self.loaded.media.get(product.id, [])
        media, revision = draft.media, None
        if self.needs_review and product.state in rules.APPROVED:
            values, revision = rules.revise(
                {name: getattr(product, name) for name in ("title", "category_id", "attributes")},
                values,
                live_media=live_media,
                wanted_media=media,
                earlier=product.pending_revision,
            )
            # Media either equal the live ones or wait in the revision.
            media = None
        if media is not None and list(media) != live_media:
            planned.media = media
            planned.changes["media"] = (len(live_media), len(media))
            values["cover_id"] = media[0].file_id if media else None
        planned.changes |= writing.assign(product, values | {"pending_revision": revision})
        wanted = None if draft.shop_category_ids is None else set(draft.shop_category_ids)
        known = self.loaded.shop_categories.get(product.id, set())
        if wanted is not None and wanted != known:
            planned.shop_categories = wanted
            planned.changes["shop_categories"] = (len(known), len(wanted))
        touched = len(planned.variants.new) + len(planned.variants.changed)
        if touched:
            planned.changes["variants"] = (None, touched)
        if planned.is_new:
            product.slug = rules.make_slug(draft, product.id)
            product.is_shop_open = self.loaded.is_shop_open
            planned.changes["code"] = (None, product.code)

    def _stamp(self, planned: Planned) -> None:
        product = planned.product
        product.updated_at = self.at
        if not planned.is_new:
            product.version += 1
        if product.pending_revision and "pending_revision" in planned.changes:
            product.submitted_at = self.at

    def _write_sets(self) -> None:
        media = {
            planned.product.id: planned.media
            for planned in self.planned
            if planned.media is not None
        }
        if media:
            ProductMedia.objects.filter(product_id__in=media).delete()
            ProductMedia.objects.bulk_create(
                row
                for product_id, items in media.items()
                for row in writing.media_rows(product_id, items)
            )
        wanted = {
            planned.product.id: planned.shop_categories
            for planned in self.planned
            if planned.shop_categories is not None
        }
        if wanted:
            ShopCategoryItem.objects.filter(product_id__in=wanted).delete()
            ShopCategoryItem.objects.bulk_create(
                ShopCategoryItem(product_id=product_id, shop_category_id=shop_category_id)
                for product_id, shop_category_ids in wanted.items()
                for shop_category_id in sorted(shop_category_ids)
            )

    def _tell(self, planned: Planned) -> None:
        product = planned.product
        changes = {"code": planned.changes["code"]} if planned.is_new else planned.changes
        writing.note_changes(self.actor, product, changes, permissions.EDIT)
        writing.tell_changed(self.actor, product)
        writing.tell_archived(self.actor, planned.variants.archived)
        if product.pending_revision and "pending_revision" in planned.changes:
            outbox.emit(
                ProductSubmitted(product_id=str(product.id), merchant_id=str(product.merchant_id)),
                actor=writing.name_of(self.actor),
            )
        if not planned.changes.keys().isdisjoint(("publish_at", "unpublish_at")):
            timing.arm(product, is_new=planned.is_new)


def _check_state(draft: ProductDraft, existing: Product | None) -> None:
    if existing is None:
        return
    if existing.state == ProductState.RECYCLED:
        raise ProductRecycled(product=existing.code)
    if draft.version is not None and draft.version != existing.version:
        raise StaleProduct(version=existing.version)
    if existing.kind != draft.kind and existing.state not in (
        ProductState.DRAFT,
        ProductState.REJECTED,
    ):
        raise KindFixed(field="kind")


def _values(draft: ProductDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "category_id": draft.category_id,
        "brand_id": draft.brand_id,
        "title": draft.title,
        "subtitle": draft.subtitle,
        "description": draft.description,
        "keywords": draft.keywords,
        "freight_template_id": draft.freight_template_id,
        "return_policy": draft.return_policy.value,
        "publish_at": draft.publish_at,
        "unpublish_at": draft.unpublish_at,
        "search_text": rules.search_text(draft),
    }
