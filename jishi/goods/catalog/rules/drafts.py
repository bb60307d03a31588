"""What makes a product valid, and the one spelling its texts are kept in."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import LOCALES, TextMap, clean
from jishi.goods.catalog.errors import (
    BadProduct,
    BrandNotFound,
    CategoryNotFound,
    ShopCategoryNotFound,
)
from jishi.goods.catalog.rules.attributes import check_required, typed_values
from jishi.goods.catalog.rules.axes import check_axes, check_variants, is_code
from jishi.goods.catalog.rules.html import sanitized
from jishi.goods.catalog.rules.tree import is_slug
from jishi.goods.catalog.types import (
    AttributeInfo,
    AttributeScalar,
    MediaDraft,
    ProductDraft,
    VariantDraft,
)

MAX_TITLE = 200
MAX_KEYWORDS = 500
MAX_MEDIA = 50


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the tables know about the things some drafts refer to.

    category_ids, brand_ids, file_ids, shop_category_ids: those that exist.
    attributes: by code. required: codes that a category and those above it ask for.
    """

    category_ids: frozenset[UUID]
    brand_ids: frozenset[UUID]
    file_ids: frozenset[UUID]
    shop_category_ids: frozenset[UUID]
    attributes: Mapping[str, AttributeInfo]
    required: Mapping[UUID, tuple[str, ...]]


def tidy(draft: ProductDraft) -> ProductDraft:
    """Return a draft with its texts cleaned and its HTML made harmless."""
    return replace(
        draft,
        code=draft.code.strip(),
        title=_texts(draft.title, MAX_TITLE),
        subtitle=_texts(draft.subtitle or {}, MAX_TITLE),
        description=_html(draft.description or {}),
        keywords=" ".join(clean(draft.keywords, max_length=MAX_KEYWORDS).split()),
        variants=draft.variants and tuple(_tidy_variant(item) for item in draft.variants),
        media=draft.media and tuple(_tidy_media(item) for item in draft.media),
    )


def check_draft(
    draft: ProductDraft, facts: DraftFacts, *, must_be_complete: bool
) -> dict[str, AttributeScalar]:
    """Refuse a draft that is not valid; return its attribute values as they are kept.

    must_be_complete: whether values its category asks for may not be missing.
    Raises: BadProduct, BadVariant, DuplicateCode, DuplicateOptions, TooManyVariants,
        BadAttributeValue, AttributeRequired, CategoryNotFound, BrandNotFound,
        ShopCategoryNotFound.
    """
    if not is_code(draft.code):
        raise BadProduct(field="code")
    if not any(draft.title.values()):
        raise BadProduct(field="title")
    if draft.slug and not (is_slug(draft.slug) and len(draft.slug) <= 120):
        raise BadProduct(field="slug")
    if not _in_order(draft.publish_at, draft.unpublish_at):
        raise BadProduct(field="unpublish_at")
    _check_references(draft, facts)
    check_axes(draft.axes)
    if draft.variants is not None:
        check_variants(draft.variants, draft.axes)
    _check_media(draft)
    values = typed_values(draft.attributes, facts.attributes)
    if must_be_complete:
        check_required(values, facts.required.get(draft.category_id, ()))
    return values


def search_text(draft: ProductDraft) -> str:
    """Return what a console's search looks in: titles, code and keywords, in lower case."""
    return " ".join([*draft.title.values(), draft.code, draft.keywords]).lower()


def make_slug(draft: ProductDraft, product_id: UUID) -> str:
    """Return an address: the asked one, or words of the English title and a random tail."""
    if draft.slug:
        return draft.slug
    plain = unicodedata.normalize("NFKD", draft.title.get("en", "") or draft.code)
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower())
    # The last characters of an id are random; the first ones tell the time.
    tail = ids.encode("p", product_id)[-9:]
    return f"{words.strip('-')[:80].strip('-') or 'product'}-{tail}"


def _check_references(draft: ProductDraft, facts: DraftFacts) -> None:
    if draft.category_id not in facts.category_ids:
        raise CategoryNotFound(field="category_id")
    if draft.brand_id is not None and draft.brand_id not in facts.brand_ids:
        raise BrandNotFound(field="brand_id")
    if not facts.shop_category_ids.issuperset(draft.shop_category_ids or ()):
        raise ShopCategoryNotFound(field="shop_category_ids")
    files = {item.file_id for item in draft.media or ()} | {
        item.image_file_id for item in draft.variants or () if item.image_file_id
    }
    if not facts.file_ids.issuperset(files):
        raise BadProduct(field="media")


def _check_media(draft: ProductDraft) -> None:
    known = {f"{axis.code}:{value.code}" for axis in draft.axes for value in axis.values}
    media = draft.media or ()
    if len(media) > MAX_MEDIA or any(
        item.axis_value and item.axis_value not in known for item in media
    ):
        raise BadProduct(field="media")


def _in_order(first: datetime | None, second: datetime | None) -> bool:
    return first is None or second is None or first < second


def _texts(texts: TextMap, max_length: int) -> dict[str, str]:
    cleaned = {name: clean(texts[name], max_length=max_length) for name in LOCALES if name in texts}
    return {name: text for name, text in cleaned.items() if text}


def _html(texts: TextMap) -> dict[str, str]:
    cleaned = {name: sanitized(texts[name]) for name in LOCALES if texts.get(name)}
    return {name: html for name, html in cleaned.items() if html}


def _tidy_variant(draft: VariantDraft) -> VariantDraft:
    return replace(draft, code=draft.code.strip(), barcode=draft.barcode.strip())


def _tidy_media(item: MediaDraft) -> MediaDraft:
    return replace(item, alt=_texts(item.alt, MAX_TITLE))
