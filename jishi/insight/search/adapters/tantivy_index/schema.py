"""The fields of the index, and a product as one row of it."""

from collections.abc import Iterable

import tantivy

from jishi.insight.search.rules import facets, ranking
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.fields import Field, IndexTexts
from jishi.insight.search.types import SearchDocument

VERSION = "v1"
"""Changes with the schema, so that an older index is left alone and a new one is built."""

WORDS = "words"
"""Name of the tokenizer that cuts analyzed text at spaces."""

_SORT_KEYS = ("sales", "price", "newest", "rating")
_LOW_64_BITS = 2**64 - 1


def make_schema() -> tantivy.Schema:
    """Return the schema of one market's index.

    Words come analyzed and separated by spaces. Only titles keep positions, for phrases.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(Field.TEXT, tokenizer_name=WORDS, index_option="freq")
    builder.add_text_field(Field.TITLE, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field(Field.GRAMS, tokenizer_name=WORDS, index_option="basic")
    builder.add_text_field(Field.PINYIN, tokenizer_name=WORDS, index_option="basic")
    builder.add_text_field("completions", tokenizer_name="raw", index_option="basic")
    for name in ("brand", "categories", "attributes", "tags", "merchant"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("in_stock", "is_main"):
        builder.add_boolean_field(name, indexed=True)
    for name in ("id_high", "id_low", "price", *("by_" + key for key in _SORT_KEYS)):
        builder.add_unsigned_field(name, fast=True)
    for name in ("quality", "weight"):
        builder.add_float_field(name, fast=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Teach an index to cut analyzed text at spaces."""
    index.register_tokenizer(
        WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    )


def row(
    document: SearchDocument, texts: IndexTexts, *, market: str, quality: float
) -> dict[str, object]:
    """Return a product as the engine stores it in a market.

    weight: what the engine turns into `quality` by its formula log2(2 + weight).
    """
    price = max(0, document.price_minor[market])
    keys = ranking.sort_keys(document, price_minor=price)
    words = {field.value: " ".join(words) for field, words in texts.words.items()}
    return words | {
        "key": document.product_id.hex,
        "id_high": document.product_id.int >> 64,
        "id_low": document.product_id.int & _LOW_64_BITS,
        "completions": texts.completions,
        "brand": _values([document.brand]),
        "categories": _values(document.category_ids),
        "attributes": _values(
            facets.attribute_term(code, value)
            for code, values in document.attributes.items()
            for value in values
        ),
        "tags": _values(document.tags),
        "merchant": _values([document.merchant_id]),
        "in_stock": document.in_stock,
        "is_main": not texts.is_accessory,
        "price": price,
        "by_sales": keys.sales,
        "by_price": keys.price,
        "by_newest": keys.newest,
        "by_rating": keys.rating,
        "quality": quality,
        "weight": 2.0**quality - 2.0,
    }


def _values(values: Iterable[str]) -> list[str]:
    """Return filter values that the engine takes; empty ones are nothing to filter by."""
    return [sound for value in values if (sound := text_rules.sound(value))]
