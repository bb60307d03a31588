import statistics
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jishi.insight.search.adapters.tantivy_index import TantivyIndex
from jishi.insight.search.errors import IndexBusy
from jishi.insight.search.rules.evaluation import ndcg
from jishi.insight.search.rules.ranking import ScoreWeights
from jishi.insight.search.rules.suggestions import PhraseBook
from jishi.insight.search.rules.synonyms import SynonymBook
from jishi.insight.search.types import (
    SearchFilters,
    SearchQuery,
    SearchResult,
    Sort,
    SuggestQuery,
)
from tests.insight.search.factories import (
    PRODUCTS,
    QUERIES,
    START,
    catalogue,
    make_document,
    product_id,
)

NAMES = {product_id(name): name for name in PRODUCTS}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    index = TantivyIndex(tmp_path_factory.mktemp("shop"))
    index.upsert(catalogue())
    index.commit()
    return index


@pytest.fixture
def index(tmp_path):
    return TantivyIndex(tmp_path, lock_timeout_s=0.1)


def fill(index, *documents):
    index.upsert(documents)
    index.commit()


def find(index, text="", **options) -> SearchResult:
    return index.search(SearchQuery(market="cn", text=text, **options))


def names(result):
    return [NAMES[found] for found in result.product_ids]


def ids(*documents):
    return tuple(document.product_id for document in documents)


# Relevance


def test_labelled_queries_are_answered_well(shop):
    scores = {
        text: ndcg(names(find(shop, text, limit=10)), grades) for text, grades in QUERIES.items()
    }
    assert len(PRODUCTS) >= 40
    assert len(QUERIES) >= 25
    assert statistics.fmean(scores.values()) >= 0.97, scores
    assert min(scores.values()) >= 0.7, scores


@pytest.mark.parametrize("pair", ["雪纺", "纺长", "长裙", "裙女", "碎花"])
def test_any_two_characters_match_in_the_middle_of_a_title(index, pair):
    fill(index, make_document(titles={"zh-hans": "夏季碎花雪纺长裙女"}))
    assert find(index, pair).total == 1


def test_words_of_the_query_may_lie_apart(shop):
    assert names(find(shop, "连衣裙 夏"))[0] == "dress"


def test_products_come_before_their_accessories(index):
    mouse = make_document("mouse", titles={"en": "Silent wireless optical mouse, black"})
    pad = make_document("pad", titles={"en": "Mouse pad"})
    fill(index, pad, mouse)
    assert find(index, "mouse").product_ids == ids(mouse, pad)
    assert find(index, "mouse pad").product_ids[0] == pad.product_id


def test_sales_rating_and_stock_decide_between_equal_texts(index):
    plain = make_document("plain", titles={"zh-hans": "保温杯"})
    sold = make_document("sold", titles={"zh-hans": "保温杯"}, sales=5_000)
    praised = make_document("praised", titles={"zh-hans": "保温杯"}, rating=5.0, review_count=900)
    gone = make_document("gone", titles={"zh-hans": "保温杯"}, sales=5_000, in_stock=False)
    fill(index, gone, plain, praised, sold)
    assert find(index, "保温杯").product_ids == ids(sold, praised, plain, gone)


def test_weights_switch_signals_off(tmp_path):
    index = TantivyIndex(tmp_path, weights=ScoreWeights(sales=0, out_of_stock_penalty=0))
    strong = make_document("strong", titles={"zh-hans": "龙井 龙井茶"})
    sold = make_document("sold", titles={"zh-hans": "龙井 普洱茶 红茶 白茶"}, sales=10_000)
    fill(index, sold, strong)
    assert find(index, "龙井").product_ids == ids(strong, sold)


def test_synonyms_of_an_operator_hold_from_the_next_query(index):
    tea = make_document("tea", titles={"zh-hans": "明前龙井"})
    fill(index, tea)
    assert find(index, "杭州名茶").total == 0
    index.use_synonyms(SynonymBook({"杭州名茶": ("龙井",)}))
    assert find(index, "杭州名茶").product_ids == ids(tea)


# Second thoughts


def test_a_typing_error_is_corrected_and_told(shop):
    found = find(shop, "keybaord")
    assert (found.corrected_text, found.is_zero, names(found)) == ("keyboard", True, ["keyboard"])


def test_another_spelling_is_offered_when_the_typed_one_finds_little(index):
    right = [make_document(f"right {n}", titles={"en": f"Keyboard {n}"}) for n in range(12)]
    wrong = make_document("wrong", titles={"en": "key board stand"})
    fill(index, *right, wrong)
    found = find(index, "key board")
    assert found.suggestions == ("keyboard",)
    assert found.corrected_text is None
    assert found.product_ids[0] == wrong.product_id


def test_products_with_most_words_follow_those_with_all(shop):
    found = find(shop, "wireless mouse")
    assert names(found)[0] == "mouse"
    assert found.is_relaxed
    assert not found.is_zero


def test_what_nothing_answers_is_reported(shop):
    found = find(shop, "zzzzqqqq")
    assert found == SearchResult(is_zero=True)


def test_filters_that_leave_nothing_do_not_change_the_words(index):
    fill(index, *(make_document(f"cup {n}", titles={"zh-hans": "保温杯 蓝色"}) for n in range(12)))
    found = find(index, "保温杯 蓝色", filters=SearchFilters(brands=("none",)))
    assert (found.total, found.is_zero, found.is_relaxed) == (0, False, False)


# Filters and facets


@pytest.fixture(scope="module")
def cups(tmp_path_factory):
    index = TantivyIndex(tmp_path_factory.mktemp("cups"))
    rows = [
        ("one", "spruce", "red", 1_000, True),
        ("two", "spruce", "blue", 2_500, True),
        ("three", "meadow", "red", 9_900, True),
        ("four", "meadow", "green", 40_000, False),
        ("five", "harvest", "red", 1_500, True),
    ]
    fill(
        index,
        *(
            make_document(
                name,
                titles={"zh-hans": f"保温杯 {name}"},
                brand=brand,
                category_ids=("home", "cups" if brand != "harvest" else "mugs"),
                merchant_id=f"m-{brand}",
                tags=("new",) if in_stock else (),
                attributes={"color": (color,), "lid": ("flip",)},
                price_minor={"cn": price},
                in_stock=in_stock,
            )
            for name, brand, color, price, in_stock in rows
        ),
    )
    return index


CUPS = {product_id(name): name for name in ("one", "two", "three", "four", "five")}


def cup_names(result):
    return {CUPS[found] for found in result.product_ids}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (SearchFilters(brands=("spruce", "harvest")), {"one", "two", "five"}),
        (SearchFilters(category_ids=("cups",)), {"one", "two", "three", "four"}),
        (SearchFilters(merchant_id="m-meadow"), {"three", "four"}),
        (SearchFilters(tags=("new",)), {"one", "two", "three", "five"}),
        (SearchFilters(in_stock_only=True), {"one", "two", "three", "five"}),
        (SearchFilters(min_price_minor=1_500, max_price_minor=9_900), {"two", "three", "five"}),
        (SearchFilters(max_price_minor=999), set()),
        (SearchFilters(attributes={"color": ("red", "green")}), {"one", "three", "four", "five"}),
        (
            SearchFilters(brands=("meadow",), attributes={"color": ("red",), "lid": ("flip",)}),
            {"three"},
        ),
    ],
)
@pytest.mark.parametrize("text", ["", "保温杯"])
def test_filters_join_any_within_and_all_across(cups, text, filters, expected):
    found = find(cups, text, filters=filters)
    assert cup_names(found) == expected
    assert found.total == len(expected)


def counts(values):
    return {value.value: value.count for value in values}


def test_facets_count_what_is_listed(cups):
    facets = find(cups, "保温杯", with_facets=True).facets
    assert counts(facets.brands) == {"spruce": 2, "meadow": 2, "harvest": 1}
    assert counts(facets.categories) == {"home": 5, "cups": 4, "mugs": 1}
    assert counts(facets.tags) == {"new": 4}
    assert {facet.code: counts(facet.values) for facet in facets.attributes} == {
        "lid": {"flip": 5},
        "color": {"red": 3, "blue": 1, "green": 1},
    }
    assert sum(bucket.count for bucket in facets.prices) == 5


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(cups):
    filters = SearchFilters(brands=("spruce",), attributes={"color": ("red",)})
    facets = find(cups, filters=filters, with_facets=True).facets
    by_code = {facet.code: counts(facet.values) for facet in facets.attributes}
    assert counts(facets.brands) == {"spruce": 1, "meadow": 1, "harvest": 1}
    assert by_code == {"color": {"red": 1, "blue": 1}, "lid": {"flip": 1}}
    assert [value.value for value in facets.brands if value.is_selected] == ["spruce"]
    assert counts(facets.categories) == {"home": 1, "cups": 1}


def test_price_buckets_ignore_the_price_filter(cups):
    facets = find(cups, filters=SearchFilters(max_price_minor=1_000), with_facets=True).facets
    assert sum(bucket.count for bucket in facets.prices) == 5
    assert counts(facets.brands) == {"spruce": 1}


def test_facets_are_counted_only_when_asked_for(cups):
    assert find(cups).facets is None


# Order and pages


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.PRICE_ASC, ["one", "five", "two", "three", "four"]),
        (Sort.PRICE_DESC, ["four", "three", "two", "five", "one"]),
    ],
)
def test_prices_sort_both_ways(cups, sort, expected):
    found = find(cups, "保温杯", sort=sort)
    assert [CUPS[item] for item in found.product_ids] == expected


def test_sales_rating_and_age_sort_downwards(index):
    first = make_document(
        "first", sales=9, rating=4.9, review_count=400, created_at=START + timedelta(hours=2)
    )
    second = make_document(
        "second", sales=3, rating=5.0, review_count=1, created_at=START + timedelta(hours=1)
    )
    third = make_document("third", sales=1, rating=1.0, review_count=80)
    fill(index, third, first, second)
    for sort in (Sort.SALES, Sort.RATING, Sort.NEWEST):
        assert find(index, sort=sort).product_ids == ids(first, second, third)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "保温杯"])
def test_pages_of_ties_neither_repeat_nor_lose_a_product(index, sort, text):
    documents = [make_document(f"cup {n}", titles={"zh-hans": "保温杯"}) for n in range(60)]
    for start in range(0, 60, 20):
        fill(index, *documents[start : start + 20])
    pages = [
        find(index, text, sort=sort, offset=offset, limit=7).product_ids
        for offset in range(0, 63, 7)
    ]
    listed = [item for page in pages for item in page]
    assert len(listed) == 60
    assert set(listed) == set(ids(*documents))


def test_the_order_of_ties_survives_a_rewrite(index):
    documents = [make_document(f"cup {n}", titles={"zh-hans": "保温杯"}) for n in range(30)]
    fill(index, *documents)
    before = {sort: find(index, "保温杯", sort=sort, limit=30).product_ids for sort in Sort}
    fill(index, *reversed(documents[:15]))
    after = {sort: find(index, "保温杯", sort=sort, limit=30).product_ids for sort in Sort}
    assert after == before


def test_pages_have_bounds(cups):
    assert len(find(cups, limit=0).product_ids) == 1
    assert len(find(cups, limit=10**9, offset=-5).product_ids) == 5
    assert find(cups, offset=10**12).product_ids == ()


# Writing


def test_markets_are_apart_and_need_a_price(index):
    both = make_document("both", market_codes=("cn", "us"), price_minor={"cn": 1, "us": 2})
    unpriced = make_document("unpriced", market_codes=("cn", "us"), price_minor={"cn": 1})
    fill(index, both, unpriced)
    assert (index.count("cn"), index.count("us"), index.count("../cn")) == (2, 1, 0)
    found = index.search(SearchQuery(market="us"))
    assert found.product_ids == ids(both)
    assert index.search(SearchQuery(market="moon", text="x")) == SearchResult()


def test_upsert_replaces_and_withdraws(index):
    fill(index, make_document("cup", titles={"zh-hans": "保温杯"}))
    fill(index, make_document("cup", titles={"zh-hans": "雨伞"}))
    assert (index.count("cn"), find(index, "保温杯").total, find(index, "雨伞").total) == (1, 0, 1)
    fill(index, make_document("cup", market_codes=()))
    assert index.count("cn") == 0


def test_delete_and_clear_wait_for_commit(index):
    one, two = make_document("one"), make_document("two")
    fill(index, one, two)
    index.delete([one.product_id, UUID(int=7)])
    assert index.count("cn") == 2
    index.commit()
    assert find(index).product_ids == ids(two)
    index.clear()
    index.commit()
    assert index.count("cn") == 0


def test_discard_forgets_changes_and_releases_the_lock(index, tmp_path):
    fill(index, make_document("kept"))
    index.upsert([make_document("dropped")])
    index.discard()
    other = TantivyIndex(tmp_path, lock_timeout_s=0.1)
    fill(other, make_document("another"))
    assert find(index).total == 2


def test_one_writes_at_a_time(index, tmp_path):
    fill(index, make_document("one"))
    other = TantivyIndex(tmp_path, lock_timeout_s=0.1)
    index.upsert([make_document("two")])
    with pytest.raises(IndexBusy):
        other.upsert([make_document("three")])
    index.commit()
    fill(other, make_document("three"))
    assert index.count("cn") == 3


def test_other_readers_see_a_commit_at_once(index, tmp_path):
    reader = TantivyIndex(tmp_path)
    assert find(reader).total == 0
    for number in range(1, 6):
        fill(index, make_document(f"cup {number}"))
        assert find(reader).total == number


# Suggestions


def suggested(index, text, **options):
    return [found.text for found in index.suggest(SuggestQuery(market="cn", text=text, **options))]


@pytest.mark.parametrize("typed", ["连", "連衣", "lianyi", "lyq", "LYQ"])
def test_characters_pinyin_and_initials_complete(shop, typed):
    assert "连衣裙" in suggested(shop, typed)


def test_english_completes_in_english_word_after_word(shop):
    assert suggested(shop, "wireless m", locale="en") == ["wireless mouse"]
    assert "silent wireless mouse" in suggested(shop, "silent wireless mou", locale="en")


def test_popular_queries_come_first_and_once(shop, tmp_path):
    index = TantivyIndex(tmp_path)
    fill(index, *catalogue())
    index.use_popular(PhraseBook({"连衣裙": 90, "连衣裙 长款": 40}))
    found = index.suggest(SuggestQuery(market="cn", text="lian", limit=4))
    assert [item.text for item in found][:2] == ["连衣裙", "连衣裙 长款"]
    assert [item.text for item in found].count("连衣裙") == 1
    assert len(found) <= 4


# Whatever people type


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(
    text=st.text(st.characters(), max_size=200),
    value=st.text(st.characters(), max_size=8),
    price=st.integers(-(2**70), 2**70),
    sort=st.sampled_from(Sort),
)
@example(text="x", value="\ud800", price=0, sort=Sort.RELEVANCE)
def test_user_input_never_raises(cups, text, value, price, sort):
    filters = SearchFilters(
        brands=(value,), attributes={value: (value,)}, min_price_minor=price, merchant_id=value
    )
    find(cups, text, sort=sort, with_facets=True)
    find(cups, text, filters=filters, with_facets=True)
    cups.search(SearchQuery(market=text, text=value))
    cups.suggest(SuggestQuery(market="cn", text=text, locale=value))


@pytest.mark.parametrize(
    "text", ['"', "AND OR NOT", "title:(", "a~9", "*", "\x00", "\ud800", "a" * 5_000, "[1 TO", "的"]
)
def test_query_syntax_is_only_text(cups, text):
    assert find(cups, text).total == 0


def test_indexing_accepts_odd_texts(index):
    odd = make_document(
        "odd",
        titles={"zh-hans": "\ud800\x00 ", "en": ""},
        description="\U0001f600" * 10,
        code="--",
        attributes={"": ("",)},
        brand="\udfff",
    )
    fill(index, odd)
    assert index.count("cn") == 1
