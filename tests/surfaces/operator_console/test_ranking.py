"""The page on which operators weigh the ranking."""

import pytest

from jishi.foundation.platform import preferences
from jishi.insight.search import queries
from jishi.insight.search.types import RankingChoice
from tests.surfaces.operator_console.desks import address

pytestmark = pytest.mark.django_db


def test_the_weights_are_set_on_a_page(village, admin):
    assert address("ranking") in admin.get(address("home")).text
    sent = {
        "sales": 10, "rating": 20, "clicks": 30, "merchant": 40, "out_of_stock_penalty": 50,
        "sales_days": 60,
    }  # fmt: skip
    assert admin.post(address("ranking"), sent | {"rating": 301}).status_code == 422
    assert admin.post(address("ranking"), sent).status_code == 302
    preferences.forget()
    assert queries.get_ranking() == RankingChoice(10, 20, 30, 40, 50, 60)
    assert 'value="60"' in admin.get(address("ranking", language="en")).text
    preferences.forget()
