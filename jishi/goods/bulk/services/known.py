"""What the house knows by name, and making what is missing where the house imports itself."""

from collections.abc import Sequence

from jishi.foundation.kernel.actors import Actor
from jishi.goods.bulk import rules
from jishi.goods.bulk.types import Entry, Target
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import AttributeDraft, AttributeKind, BrandDraft, CategoryDraft

HOUSE = Actor.system("import")


def known_words(entries: Sequence[Entry], target: Target, *, is_trial: bool) -> rules.Known:
    """Return the categories, brands and attributes that entries name.

    Where the house imports for itself, those that are missing are made, but not in a trial.
    """
    wanted = {code for entry in entries for code in entry.attributes}
    if target.is_house and not is_trial:
        _make_missing(entries, target)
    nodes = catalog_queries.list_categories().values()
    return rules.Known(
        categories={node.slug: node.category_id for node in nodes},
        brands=rules.brand_index(catalog_queries.list_brands()),
        attributes=catalog_queries.list_attributes_by_code(wanted) if wanted else {},
    )


def _make_missing(entries: Sequence[Entry], target: Target) -> None:
    slugs = {node.slug for node in catalog_queries.list_categories().values()}
    fallback = target.form.category
    wants_fallback = any((entry.category or fallback) == fallback for entry in entries)
    if fallback and fallback not in slugs and wants_fallback:
        name = {"zh-hans": "进口商品", "en": fallback.title()}
        catalog.save_category(actor=HOUSE, draft=CategoryDraft(slug=fallback, name=name))
    known = rules.brand_index(catalog_queries.list_brands())
    named = {entry.brand for entry in entries if entry.brand}
    missing = {
        rules.brand_code(name): name
        for name in sorted(named)
        if name.lower() not in known and rules.brand_code(name) not in known
    }
    for code, brand in missing.items():
        catalog.save_brand(actor=HOUSE, draft=BrandDraft(code=code, name={"en": brand}))
    kinds = {
        code: kind for entry in entries for code, (kind, _value) in entry.attributes.items() if kind
    }
    there = catalog_queries.list_attributes_by_code(set(kinds)) if kinds else {}
    drafts = [_attribute_draft(code, kinds[code]) for code in sorted(set(kinds) - set(there))]
    if drafts:
        catalog.save_attributes(actor=HOUSE, drafts=drafts)


def _attribute_draft(code: str, kind: str) -> AttributeDraft:
    known = {kind.value: kind for kind in AttributeKind if kind != AttributeKind.ENUM}
    name = code.replace("_", " ").strip().capitalize()
    return AttributeDraft(
        code=code,
        name={"en": name},
        kind=known.get(kind, AttributeKind.TEXT),
        is_filterable=False,
    )
