"""What counts, what waits, and how a name is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.care.reviews import rules
from jishi.care.reviews.types import RatingSummary, ReviewState
from jishi.foundation.kernel.ids import new_id


@pytest.mark.parametrize(
    ("text", "words", "is_sensitive"),
    [
        ("很好喝", ["假货"], False),
        ("这是假货", ["假货"], True),
        ("这是假 货", ["假货"], True),
        ("FAKE goods", ["fake"], True),
        ("一切都好", ["", "  "], False),
        ("", ["假货"], False),
    ],
)
def test_sensitive_words_are_found_whatever_the_spacing(text, words, is_sensitive):
    assert rules.has_sensitive(text, words) == is_sensitive
    expected = ReviewState.PENDING if is_sensitive else ReviewState.VISIBLE
    assert rules.first_state(text, words) == expected


@given(state=st.sampled_from(ReviewState), rating=st.integers(1, 5), is_default=st.booleans())
def test_only_visible_reviews_of_buyers_count(state, rating, is_default):
    counts = state == ReviewState.VISIBLE and not is_default
    assert rules.score(state, rating, is_default=is_default) == ((rating, 1) if counts else (0, 0))


def test_a_review_is_never_lost_only_hidden():
    assert not any(rules.REVIEW.is_terminal(state) for state in ReviewState)


@given(st.text(max_size=30))
def test_an_anonymous_name_shows_two_characters_at_most(nickname):
    hidden = rules.masked(nickname)
    assert "***" in hidden
    assert len(hidden) <= 5


def test_averages_are_exact_tenths():
    summary = RatingSummary(new_id(), stars=(1, 0, 0, 0, 2))
    assert (summary.count, summary.average_tenths, summary.good_percent) == (3, 37, 67)
    assert RatingSummary(new_id()).average_tenths == 0
