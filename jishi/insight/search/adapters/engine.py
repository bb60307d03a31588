"""The one index of this process."""

from functools import cache

from django.conf import settings

from jishi.insight.search.adapters.tantivy_index import TantivyIndex
from jishi.insight.search.ports import SearchIndex

EVERYWHERE = "all"
"""The market code under which products of every market are found together."""


@cache
def index() -> SearchIndex:
    """Return the search index; opened once, read by all threads."""
    return TantivyIndex(settings.SEARCH_INDEX_PATH)
