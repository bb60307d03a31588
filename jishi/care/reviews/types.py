"""The nouns of reviews that other rooms see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.money import half_up
from jishi.foundation.kernel.text import TextMap


class ReviewState(StrEnum):
    """Whether a review can be read. Only visible ones count."""

    VISIBLE = "visible"
    PENDING = "pending"
    HIDDEN = "hidden"


class ReviewAction(StrEnum):
    """What is done to a review. hold: words in it ask for a look."""

    HOLD = "hold"
    SHOW = "show"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a buyer says of one order line. rating: 1 to 5. images: ids, nine at most."""

    order_line_id: UUID
    rating: int
    text: str = ""
    images: tuple[UUID, ...] = ()
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as pages show it.

    author: nickname, masked where the buyer is anonymous. options: of the variant bought.
    is_default: made by the house because the buyer said nothing; it counts in no score.
    hidden_reason: for its author and staff.
    """

    review_id: UUID
    order_id: UUID
    order_line_id: UUID
    product_id: UUID
    variant_id: UUID
    merchant_id: UUID
    user_id: UUID
    author: str
    is_anonymous: bool
    is_default: bool
    state: ReviewState
    hidden_reason: str
    rating: int
    title: TextMap
    options: TextMap
    text: str
    images: tuple[UUID, ...]
    follow_up_text: str
    follow_up_images: tuple[UUID, ...]
    follow_up_at: datetime | None
    reply_text: str
    reply_at: datetime | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """What buyers think of a product, over visible reviews that buyers wrote.

    stars: how many gave one star, two, and so on to five.
    """

    product_id: UUID
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    with_images: int = 0
    with_follow_up: int = 0

    @property
    def count(self) -> int:
        """How many reviews there are."""
        return sum(self.stars)

    @property
    def average_tenths(self) -> int:
        """The average rating in tenths of a star, 47 for 4.7; 0 without reviews."""
        total = sum(star * many for star, many in enumerate(self.stars, start=1))
        return half_up(total * 10, self.count) if self.count else 0

    @property
    def good_percent(self) -> int:
        """The share of four and five stars (好评率) in percent; 0 without reviews."""
        return half_up((self.stars[3] + self.stars[4]) * 100, self.count) if self.count else 0


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews a list shows; empty fields do not narrow.

    merchant_ids: None means every merchant. has_reply, has_images, has_follow_up: None for
    either. with_default: also those the house made.
    """

    product_id: UUID | None = None
    merchant_ids: frozenset[UUID] | None = None
    user_id: UUID | None = None
    states: tuple[ReviewState, ...] = (ReviewState.VISIBLE,)
    ratings: tuple[int, ...] = ()
    variant_id: UUID | None = None
    has_images: bool | None = None
    has_follow_up: bool | None = None
    has_reply: bool | None = None
    with_default: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReviewableLine:
    """A line that its buyer may review until a time."""

    order_id: UUID
    order_line_id: UUID
    product_id: UUID
    title: TextMap
    options: TextMap
    image_url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What waits for staff: reviews to look at, and reviews without a reply."""

    pending: int
    unreplied: int
