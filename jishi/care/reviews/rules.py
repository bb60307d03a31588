"""Decisions about reviews: states, windows, words, what counts. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jishi.care.reviews.types import ReviewAction, ReviewState
from jishi.foundation.kernel.states import StateMachine

_S = ReviewState
_A = ReviewAction

REVIEW = StateMachine(
    name="review",
    initial=_S.VISIBLE,
    moves={
        (_S.VISIBLE, _A.HOLD): _S.PENDING,
        (_S.VISIBLE, _A.HIDE): _S.HIDDEN,
        (_S.PENDING, _A.HOLD): _S.PENDING,
        (_S.PENDING, _A.SHOW): _S.VISIBLE,
        (_S.PENDING, _A.HIDE): _S.HIDDEN,
        (_S.HIDDEN, _A.SHOW): _S.VISIBLE,
    },
)
"""Reviews are never deleted: a platform may hide one, with a reason that is kept.

Source: E-Commerce Law of China, article 39.
"""

MAX_IMAGES = 9
TEXT_LENGTH = 1000
STARS = range(1, 6)


def first_state(text: str, words: Iterable[str]) -> ReviewState:
    """Return the state a review is born in: some words ask for a look first."""
    return _S.PENDING if has_sensitive(text, words) else _S.VISIBLE


def has_sensitive(text: str, words: Iterable[str]) -> bool:
    """Return whether a text contains one of some words, whatever its case and spacing."""
    packed = "".join(text.casefold().split())
    return any(
        word in packed for word in ("".join(item.casefold().split()) for item in words) if word
    )


def score(state: ReviewState, rating: int, *, is_default: bool) -> tuple[int, int]:
    """Return what a review adds to the sum of ratings and to their number."""
    counts = state == _S.VISIBLE and not is_default
    return (rating, 1) if counts else (0, 0)


def review_until(received_at: datetime, days: int) -> datetime:
    """Return when the window for reviewing ends, exclusive."""
    return received_at + timedelta(days=days)


def masked(nickname: str) -> str:
    """Return the name of an anonymous buyer: first and last character, the rest hidden."""
    if len(nickname) < 2:
        return f"{nickname or '*'}***"
    return f"{nickname[0]}***{nickname[-1]}"
