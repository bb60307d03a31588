"""What the catalog decides without asking anyone: pure functions over its types."""

from jishi.goods.catalog.rules.attributes import check_attribute, check_required, typed_values
from jishi.goods.catalog.rules.axes import (
    MAX_VARIANTS,
    check_axes,
    check_variants,
    combinations,
    generated_code,
    is_code,
    is_on_offer,
    merge_axes,
    option_text,
)
from jishi.goods.catalog.rules.drafts import DraftFacts, check_draft, make_slug, search_text, tidy
from jishi.goods.catalog.rules.html import sanitized
from jishi.goods.catalog.rules.revisions import revise
from jishi.goods.catalog.rules.states import APPROVED, COMPLETE, PRODUCT
from jishi.goods.catalog.rules.stored import (
    axes_from_json,
    axes_to_json,
    media_from_json,
    media_to_json,
    options_from_json,
    options_to_json,
    revision_from_json,
    values_from_json,
)
from jishi.goods.catalog.rules.tree import (
    MAX_DEPTH,
    check_category,
    check_move,
    ids_of,
    nearest,
    nest,
    path_of,
    slug_path,
)

__all__ = [
    "APPROVED",
    "COMPLETE",
    "MAX_DEPTH",
    "MAX_VARIANTS",
    "PRODUCT",
    "DraftFacts",
    "axes_from_json",
    "axes_to_json",
    "check_attribute",
    "check_axes",
    "check_category",
    "check_draft",
    "check_move",
    "check_required",
    "check_variants",
    "combinations",
    "generated_code",
    "ids_of",
    "is_code",
    "is_on_offer",
    "make_slug",
    "media_from_json",
    "media_to_json",
    "merge_axes",
    "nearest",
    "nest",
    "option_text",
    "options_from_json",
    "options_to_json",
    "path_of",
    "revise",
    "revision_from_json",
    "sanitized",
    "search_text",
    "slug_path",
    "tidy",
    "typed_values",
    "values_from_json",
]
