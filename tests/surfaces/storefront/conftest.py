"""Every test of the storefront starts without anything held in the process."""

import pytest

from jishi.goods.markets import queries as markets_queries
from jishi.insight.search.adapters import engine
from jishi.surfaces.storefront import copies


@pytest.fixture(autouse=True)
def _fresh_process():
    copies.forget_all()
    markets_queries.forget()
    yield
    copies.forget_all()
    markets_queries.forget()


@pytest.fixture
def _own_index(settings, tmp_path):
    """A search index that knows nothing of other tests' goods."""
    settings.SEARCH_INDEX_PATH = tmp_path / "search"
    engine.index.cache_clear()
    yield
    engine.index.cache_clear()
