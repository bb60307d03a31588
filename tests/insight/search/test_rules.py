import itertools
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.insight.search.adapters.synonyms import load_synonyms
from jishi.insight.search.rules import (
    accessories,
    evaluation,
    facets,
    fields,
    pinyin,
    ranking,
    spelling,
    suggestions,
    synonyms,
)
from jishi.insight.search.rules import plan as plan_rules
from jishi.insight.search.rules import text as text_rules
from jishi.insight.search.rules.fields import Field
from jishi.insight.search.rules.plan import AllOf, AnyOf, Boost, Term
from jishi.insight.search.types import PriceBucket, SuggestionKind
from tests.insight.search.factories import START, make_document

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=12)
WORDS = st.text(st.characters(categories=["Ll"], max_codepoint=127), max_size=12)


class Words:
    """What an index knows, for rules that ask."""

    def __init__(self, counts=None, phrases=None):
        self.counts = counts or {}
        self.phrases = phrases or {}

    def frequency(self, field, word):
        return self.counts.get((field, word), 0)

    def words(self, field, prefix):
        return [
            (word, count)
            for (known_field, word), count in self.counts.items()
            if known_field == field and word.startswith(prefix)
        ]

    def phrase_read(self, reading):
        return self.phrases.get(reading)


def plan(text, *, book=None, vocabulary=None):
    return plan_rules.make_plan(
        text_rules.query_chunks(text),
        text=text,
        book=book or synonyms.SynonymBook({}),
        vocabulary=vocabulary or Words(),
    )


# Text


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＩＰＨＯＮＥ　１５", "iphone 15"),
        ("連衣裙", "连衣裙"),
        ("Café", "cafe"),
        ("lián yī qún", "lian yi qun"),
        ("①", "1"),
    ],
)
def test_normalize_makes_spellings_equal(written, plain):
    assert text_rules.normalize(written) == plain


@given(st.text())
def test_analysis_accepts_any_text(text):
    text_rules.index_words(text)
    text_rules.query_chunks(text)
    pinyin.readings(text)
    suggestions.keys(text)


@given(HAN)
def test_every_pair_of_characters_is_indexed(han):
    simplified = text_rules.normalize(han)
    grams = fields.index_texts(make_document(titles={"zh-hans": han})).words[Field.GRAMS]
    assert set(text_rules.pairs(simplified)) <= set(grams)


def test_chinese_runs_give_words_inside_words():
    assert text_rules.index_words("夏季碎花连衣裙") == ["夏季", "碎花", "连衣", "衣裙", "连衣裙"]


def test_model_numbers_are_found_whole_and_by_parts():
    words = text_rules.index_words("dv7-1211ea")
    assert set(words) == {"dv71211ea", "dv", "7", "1211", "ea", "dv7", "1211ea"}


def test_neighboring_pieces_of_a_model_number_are_found_together():
    assert "ysx20" in text_rules.index_words("YS-X20-256")


def test_decimals_stay_in_one_piece():
    assert text_rules.index_words("15.6 inch") == ["15.6", "inch"]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("headphones", "headphone"),
        ("batteries", "battery"),
        ("switches", "switch"),
        ("boxes", "box"),
        ("cases", "case"),
        ("wireless", "wireless"),
        ("plus", "plus"),
        ("gas", "gas"),
        ("牛仔裤", "牛仔裤"),
    ],
)
def test_stem_cuts_english_plurals_only(word, stem):
    assert text_rules.stem(word) == stem


def test_query_is_cut_where_scripts_meet():
    chunks = text_rules.query_chunks("iphone手机壳")
    assert [chunk.whole for chunk in chunks] == ["iphone", "手机", "壳"]
    assert chunks[2].before == "机"


def test_single_characters_in_a_row_stay_together():
    phone, rest = text_rules.query_chunks("手机壳防摔")
    assert (phone.whole, phone.is_loose) == ("手机", False)
    assert (rest.whole, rest.is_loose) == ("壳防摔", True)


def test_stop_words_are_dropped_unless_alone():
    assert [chunk.whole for chunk in text_rules.query_chunks("case for the phone")] == [
        "case",
        "phone",
    ]
    assert [chunk.whole for chunk in text_rules.query_chunks("the")] == ["the"]


def test_long_chinese_words_know_the_words_inside():
    (chunk,) = text_rules.query_chunks("儿童玩具")
    assert chunk.parts == ("儿童", "玩具")


# Pinyin


def test_readings_cover_neighboring_words_in_full_and_by_initials():
    readings = pinyin.readings("碎花连衣裙")
    assert {"lianyiqun", "lyq", "suihualianyiqun", "shlyq"} <= set(readings)


def test_readings_follow_the_context():
    assert pinyin.reading("重庆") == "chongqing"
    assert pinyin.initials("音乐") == "yy"


# Accessories


@pytest.mark.parametrize(
    "title",
    [
        "Mouse pad, large",
        "Leather case for Yunshan X20",
        "适用于iPhone15手机壳",
        "加厚鼠标垫",
        "Sleeve compatible with 13 inch notebooks",
    ],
)
def test_what_serves_another_product_is_an_accessory(title):
    assert accessories.is_accessory(title)


@pytest.mark.parametrize(
    "title", ["Wireless mouse", "Running shoes for men", "智能手机 5G", "Notebook with case"]
)
def test_main_products_are_no_accessories(title):
    assert not accessories.is_accessory(title)


# Synonyms


def test_synonyms_work_both_ways_and_ignore_spelling():
    book = synonyms.SynonymBook.parse(["充电宝, 移动电源, power bank  # comment", "", "# nothing"])
    assert book.of(synonyms.key_of("Power-Banks")) == ("充电宝", "移动电源")
    assert book.of(synonyms.key_of("移動電源")) == ("充电宝", "power bank")
    assert book.of("comment") == ()


def test_an_operator_replaces_and_removes_terms():
    ours = synonyms.SynonymBook({"手机": ("phone",), "电视": ("tv",)})
    book = ours.overridden({"手机": ("移动电话",), "电视": (), "沙发": ("couch",)})
    assert [book.of(term) for term in ("手机", "电视", "沙发")] == [("移动电话",), (), ("couch",)]
    assert ours.of("手机") == ("phone",)


def test_the_dictionary_of_the_house_has_both_languages():
    book = load_synonyms()
    assert "power bank" in book.of(synonyms.key_of("充电宝"))
    assert "充电宝" in book.of(synonyms.key_of("power banks"))


# Plan


def test_a_chinese_word_is_looked_for_whole_and_by_pairs():
    (piece,) = plan("连衣裙").pieces
    pairs = AllOf((Term(Field.GRAMS, "连衣"), Term(Field.GRAMS, "衣裙")))
    assert piece == AnyOf((Term(Field.TEXT, "连衣裙"), Boost(pairs, 0.5)))


def test_a_known_term_of_several_chunks_is_one_piece():
    book = synonyms.SynonymBook({"power bank": ("充电宝",)})
    made = plan("cheap power bank", book=book)
    assert (len(made.pieces), len(made.singles)) == (2, 3)


def test_letters_are_pinyin_when_more_products_are_read_so_than_written_so():
    term = Term(Field.PINYIN, "lyq")
    (as_reading,) = plan("lyq", vocabulary=Words({(Field.PINYIN, "lyq"): 5})).pieces
    (as_word,) = plan(
        "lyq", vocabulary=Words({(Field.PINYIN, "lyq"): 5, (Field.TITLE, "lyq"): 9})
    ).pieces
    assert as_reading == AnyOf((Term(Field.TEXT, "lyq"), Boost(term, 0.6)))
    assert as_word == Term(Field.TEXT, "lyq")


def test_spaced_pinyin_is_read_as_one_word():
    (piece,) = plan("lian yi qun", vocabulary=Words({(Field.PINYIN, "lianyiqun"): 2})).pieces
    assert Boost(Term(Field.PINYIN, "lianyiqun"), 0.6) in piece.nodes


def test_who_names_an_accessory_gets_accessories():
    assert plan("mouse").prefers_main
    assert not plan("mouse pad").prefers_main
    assert not plan("手机壳").prefers_main


def test_relaxed_plans_need_two_thirds_of_the_words_and_no_bare_numbers():
    assert plan("surround sound speakers").needed_when_relaxed == 2
    assert len(plan("playstation 4").singles) == 1
    assert plan("!?").pieces == ()


# Spelling


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("keybaord", "keyboard", 1), ("headphnes", "headphones", 1), ("abc", "abc", 0)],
)
def test_distance_counts_edits_and_swaps(left, right, edits):
    assert spelling.distance(left, right, limit=3) == edits


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_zero_for_equals(left, right):
    there = spelling.distance(left, right, limit=20)
    assert there == spelling.distance(right, left, limit=20)
    assert (there == 0) == (left == right)


@given(WORDS, WORDS, st.integers(0, 4))
def test_distance_stops_just_above_its_limit(left, right, limit):
    exact = spelling.distance(left, right, limit=30)
    assert spelling.distance(left, right, limit=limit) == min(exact, limit + 1)


def test_the_nearer_then_the_more_frequent_word_wins():
    assert spelling.best_correction("mouze", [("mouse", 1), ("moose", 99)]) == "mouse"
    assert spelling.best_correction("cabel", [("cable", 5), ("babel", 9)]) == "babel"
    assert spelling.best_correction("fan", [("fat", 9)]) is None


def test_respell_finds_edits_joined_and_torn_words():
    known = Words(
        {(field, word): 3 for field in Field for word in ("mouse", "pad", "headset", "keyboard")}
    )
    assert spelling.respell("keybaord", known) == "keyboard"
    assert spelling.respell("mousepad", known) == "mouse pad"
    assert spelling.respell("head set", known) == "headset"
    assert spelling.respell("mouse", known) is None
    assert spelling.respell("tn-2110x", known) is None


def test_respell_finds_homophones():
    known = Words(phrases={"lianyiqun": "连衣裙"})
    assert spelling.respell("红色 连一裙", known) == "红色 连衣裙"


# Ranking


def test_quality_rewards_each_signal():
    weights = ranking.ScoreWeights()
    plain = make_document()
    for better in (
        replace(plain, sales=100),
        replace(plain, rating=5.0, review_count=50),
        replace(plain, click_rate=0.5),
        replace(plain, merchant_score=0.9),
    ):
        assert ranking.quality(better, weights) > ranking.quality(plain, weights)
    sold_out = replace(plain, in_stock=False)
    assert ranking.quality(plain, weights) == pytest.approx(2 * ranking.quality(sold_out, weights))


@given(
    st.integers(-5, 10**12),
    st.floats(-1, 9),
    st.integers(-1, 10**9),
    st.booleans(),
    st.floats(-1, 2),
)
def test_quality_is_at_least_one_and_bounded(sales, rating, reviews, in_stock, share):
    document = make_document(
        sales=sales, rating=rating, review_count=reviews, in_stock=in_stock, click_rate=share
    )
    assert 1 <= ranking.quality(document, ranking.ScoreWeights()) < 8


def test_one_friends_five_stars_weigh_little():
    assert ranking.smoothed_rating(5.0, 1) < ranking.smoothed_rating(4.6, 500)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_sort_keys_keep_the_order_of_their_values(left, right):
    one, two = make_document("one"), make_document("two")
    keys = [
        ranking.sort_keys(document, price_minor=price).price
        for document, price in ((one, left), (two, right))
    ]
    assert (keys[0] < keys[1]) == (left < right) or left == right


def test_sort_keys_of_equal_values_differ_by_product():
    keys = {
        ranking.sort_keys(make_document(product_id=uuid4()), price_minor=100).price
        for _ in range(50)
    }
    assert len(keys) == 50


def test_newest_sorts_by_creation():
    older, newer = make_document("a"), make_document("b", created_at=START + timedelta(seconds=1))
    assert (
        ranking.sort_keys(older, price_minor=0).newest
        < ranking.sort_keys(newer, price_minor=0).newest
    )


# Facets


def test_values_are_ordered_by_count_and_keep_what_is_selected():
    values = facets.values([("red", 2), ("blue", 5)], selected=("green", "red"))
    assert [(value.value, value.count, value.is_selected) for value in values] == [
        ("blue", 5, False),
        ("red", 2, True),
        ("green", 0, True),
    ]


def test_attributes_are_grouped_with_selected_ones_first():
    counts = [
        (facets.attribute_term("size", "L"), 9),
        (facets.attribute_term("color", "red"), 2),
        (facets.attribute_term("size", "M"), 4),
    ]
    found = facets.attributes(counts, {"color": ("red",)})
    assert [facet.code for facet in found] == ["color", "size"]
    assert [value.value for value in found[1].values] == ["L", "M"]


def test_price_buckets_merge_neighbors():
    counts = [0] * (len(facets.LADDER_MINOR) + 1)
    counts[1], counts[2], counts[4] = 4, 4, 2
    assert facets.price_buckets(counts) == (
        PriceBucket(0, 200, 4),
        PriceBucket(200, 500, 4),
        PriceBucket(500, None, 2),
    )


@given(
    st.lists(
        st.integers(0, 500),
        min_size=len(facets.LADDER_MINOR) + 1,
        max_size=len(facets.LADDER_MINOR) + 1,
    )
)
def test_price_buckets_are_few_adjoin_and_lose_nothing(counts):
    buckets = facets.price_buckets(counts)
    assert len(buckets) <= 5
    assert sum(bucket.count for bucket in buckets) == sum(counts)
    assert all(bucket.count for bucket in buckets)
    for left, right in itertools.pairwise(buckets):
        assert left.upper_minor == right.lower_minor


# Suggestions


def test_phrases_have_keys_for_characters_pinyin_and_initials():
    assert suggestions.keys("连衣裙 夏") == ("连衣裙 夏", "lianyiqunxia", "lyqx")
    assert suggestions.keys("Wireless  Mouse") == ("wireless mouse",)


def test_popular_queries_complete_by_any_key_most_searched_first():
    book = suggestions.PhraseBook({"连衣裙": 10, "连帽卫衣": 30, "mouse": 5})
    assert [phrase.text for phrase in book.complete("lian", 5)] == ["连帽卫衣", "连衣裙"]
    assert [phrase.text for phrase in book.complete("LY", 5)] == ["连衣裙"]
    assert book.complete("连", 1)[0].kind is SuggestionKind.POPULAR
    assert book.complete(" ", 5) == []


def test_english_pages_get_no_chinese_completions():
    document = make_document(
        titles={"zh-hans": "龙井茶", "en": "Longjing tea"}, brand_names=("云杉", "Yunshan")
    )
    english = [entry for entry in suggestions.entries(document) if entry.startswith("en")]
    assert {entry.rpartition(suggestions.SEPARATOR)[2] for entry in english} == {
        "Yunshan",
        "longjing",
        "tea",
        "longjing tea",
    }


# Evaluation


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20).filter(any), st.randoms())
def test_ndcg_is_one_for_the_ideal_order_and_never_more(grades, random):
    graded = dict(enumerate(grades))
    ideal = sorted(graded, key=lambda item: -graded[item])
    shuffled = random.sample(ideal, len(ideal))
    assert evaluation.ndcg(ideal, graded) == pytest.approx(1)
    assert 0 <= evaluation.ndcg(shuffled, graded) <= 1 + 1e-9


def test_ndcg_discounts_by_rank_and_ignores_what_is_not_graded():
    assert evaluation.ndcg(["x", "a"], {"a": 3}) == pytest.approx(0.6309, abs=1e-4)
