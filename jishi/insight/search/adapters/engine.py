"""The one index of this process."""

from functools import cache

from django.conf import settings

from jishi.insight.search import preferences
from jishi.insight.search.adapters.tantivy_index import TantivyIndex
from jishi.insight.search.ports import SearchIndex
from jishi.insight.search.rules.ranking import ScoreWeights

EVERYWHERE = "all"
"""The market code under which products of every market are found together."""


@cache
def index() -> SearchIndex:
    """Return the search index; opened once, read by all threads."""
    opened = TantivyIndex(settings.SEARCH_INDEX_PATH)
    opened.use_weights(weights_in_force)
    return opened


def weights_in_force() -> ScoreWeights:
    """Return the weights of the composite score as operators have set them."""
    return ScoreWeights(
        sales=preferences.weight_sales.get() / 100,
        rating=preferences.weight_rating.get() / 100,
        clicks=preferences.weight_clicks.get() / 100,
        merchant=preferences.weight_merchant.get() / 100,
        out_of_stock_penalty=preferences.out_of_stock_penalty.get() / 100,
    )
