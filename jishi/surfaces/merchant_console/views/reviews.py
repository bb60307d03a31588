"""Reviews of the shop's goods, and its replies."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewFilter, ReviewState, ReviewView
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import files
from jishi.surfaces.design import kit
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.reviews import ReplyForm
from jishi.surfaces.merchant_console.pages import ShopPage, say

SHOWN = (ReviewState.VISIBLE, ReviewState.PENDING, ReviewState.HIDDEN)


class Reviews(ShopPage, kit.ListPage):
    """What buyers say, newest first."""

    title = lazy("Reviews")
    permission = "reviews.reply"
    section = "reviews"
    filter_form = filters.ReviewFilter
    file_name = "reviews"
    empty_text = lazy("Nobody has written a review yet.")
    columns = (
        kit.Column(name="title", label=lazy("Product"), value=lambda review: say(review.title)),
        kit.Column(name="rating", label=lazy("Stars"), kind="number"),
        kit.Column(name="text", label=lazy("Review"), value=lambda review: review.text[:80]),
        kit.Column(name="author", label=lazy("Buyer")),
        kit.Column(name="reply", label=lazy("Reply"), value=lambda review: review.reply_text[:40]),
        kit.Column(name="state", label=lazy("State"), axis="review"),
        kit.Column(name="written_at", label=lazy("Written")),
    )
    saved_views = (
        kit.SavedView(lazy("All"), ""),
        kit.SavedView(lazy("Without a reply"), "reply=no"),
        kit.SavedView(lazy("One star"), "stars=1"),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[ReviewView]:
        """Return the reviews that the filters ask for."""
        asked = wanted.filters
        condition = ReviewFilter(
            merchant_ids=frozenset({self.shop.id}),
            states=SHOWN,
            ratings=(int(asked["stars"]),) if asked.get("stars") else (),
            has_reply={"yes": True, "no": False}.get(asked.get("reply") or ""),
            text=asked.get("q") or "",
        )
        return reviews_queries.list_reviews(condition, cursor=wanted.cursor, limit=wanted.limit)

    def row_id(self, item: ReviewView) -> str:
        """Return the id."""
        return str(item.review_id)

    def row_url(self, item: ReviewView) -> str:
        """Return the page to reply on."""
        return self.url("review", item.review_id)


class Review(ShopPage, kit.FormPage):
    """One review, and the shop's reply to it."""

    permission = "reviews.reply"
    section = "reviews"
    template_name = "merchant_console/reviews/review.html"
    form_class = ReplyForm
    submit_label = lazy("Reply")
    success_message = lazy("Everybody can read the reply.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the product."""
        return say(self.review.title)

    @cached_property
    def review(self) -> ReviewView:
        """The review, if it is of this shop's goods. Raises: NotFound."""
        review = reviews_queries.get_review(self.kwargs["review_id"])
        self.mine(review.merchant_id)
        return review

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Start with the reply there is."""
        return ReplyForm(data, initial={"text": self.review.reply_text})

    def extra(self) -> dict[str, object]:
        """Add the review with its pictures."""
        review = self.review
        pictures = files.list_pictures([*review.images, *review.follow_up_images])
        crumbs = [
            self.crumb(_("Reviews"), "reviews"),
            self.crumb(self.title, "review", review.review_id),
        ]
        return {
            "review": review,
            "options": say(review.options),
            "pictures": [pictures[one] for one in review.images if one in pictures],
            "later": [pictures[one] for one in review.follow_up_images if one in pictures],
            "crumbs": crumbs,
        }

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Reply."""
        reviews.reply(actor=self.actor, review_id=self.review.review_id, text=data["text"])

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("reviews")
