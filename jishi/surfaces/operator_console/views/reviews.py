"""Reviews of buyers, and which of them are shown."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewFilter, ReviewState, ReviewView
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import files
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console.forms import settings as forms
from jishi.surfaces.operator_console.forms.parts import ReasonForm
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)

PERMISSION = "reviews.moderate"


class Reviews(OperatorList):
    """Reviews of all products, newest first."""

    title = lazy("Reviews")
    permission = PERMISSION
    section = "reviews"
    filter_form = forms.ModerationFilter
    file_name = "reviews"
    columns = (
        kit.Column(name="title", label=lazy("Product"), value=lambda one: say(one.title)),
        kit.Column(name="state", label=lazy("State"), axis="review"),
        kit.Column(name="rating", label=lazy("Stars"), kind="number"),
        kit.Column(name="text", label=lazy("Review"), value=lambda one: one.text[:80]),
        kit.Column(name="author", label=lazy("By")),
        kit.Column(name="written_at", label=lazy("When")),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return what waits first."""
        counts = reviews_queries.count_queues(None)
        return (
            kit.SavedView(_("All"), ""),
            kit.SavedView(_("Waits for a look"), "state=pending", counts.pending),
            kit.SavedView(_("Hidden"), "state=hidden"),
        )

    def fetch(self, wanted: kit.Wanted) -> Page[ReviewView]:
        """Return the reviews that the filters ask for."""
        state = wanted.filters.get("state")
        asked = ReviewFilter(
            states=(ReviewState(state),) if state else tuple(ReviewState),
            text=wanted.filters.get("q") or "",
        )
        return reviews_queries.list_reviews(asked, cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: ReviewView) -> str:
        """Return the review's page."""
        return self.url("review_item", item.review_id)


class OfReview(OperatorPage):
    """What every page of one review shares."""

    permission = PERMISSION
    section = "reviews"

    @cached_property
    def review(self) -> ReviewView:
        """The review, in any state. Raises: ReviewNotFound."""
        return reviews_queries.get_review(self.kwargs["review_id"])  # type: ignore[attr-defined]

    def back_url(self) -> str:
        """Return the review's page."""
        return self.url("review_item", self.review.review_id)


class Review(OfReview, kit.RecordPage):
    """One review with its pictures, follow-up and reply."""

    def load(self, **_kwargs: Any) -> ReviewView:
        """Return the review."""
        return self.review

    def heading(self) -> str:
        """Name the product."""
        return say(self.review.title)

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "review", self.review.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Reviews"), "reviews"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return who wrote about which shop, and how many stars."""
        held = self.review
        names = merchants_queries.names_of([held.merchant_id])
        facts = [
            Fact(_("Stars"), held.rating),
            Fact(_("By"), held.author),
            Fact(_("Shop"), say(names.get(held.merchant_id))),
            Fact(_("When"), held.written_at, "time"),
        ]
        if held.hidden_reason:
            facts.append(Fact(_("Reason given"), held.hidden_reason))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return what was written and shown."""
        held = self.review
        pictures = files.list_pictures((*held.images, *held.follow_up_images))
        context = {"review": held, "pictures": list(pictures.values())}
        template = "operator_console/orders/_review.html"
        return [kit.Section(_("Review"), template=template, context=context)]

    def next_actions(self) -> list[Action]:
        """Return exactly what may be decided now."""
        actions = []
        if self.review.state != ReviewState.VISIBLE:
            url = self.url("review_show", self.review.review_id)
            actions.append(Action(_("Show"), url, kind="primary", confirm=True))
        if self.review.state != ReviewState.HIDDEN:
            actions.append(Action(_("Hide"), self.url("review_hide", self.review.review_id)))
        return actions


class Show(OfReview, OperatorConfirm):
    """Show a review that waited or was hidden."""

    title = lazy("Show this review?")
    submit_label = lazy("Show")
    success_message = lazy("The review is shown.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Show it."""
        reviews.show(actor=self.actor, review_id=self.review.review_id)


class Hide(OfReview, OperatorForm):
    """Hide a review for a reason."""

    title = lazy("Hide this review")
    text = lazy("Its author reads the reason.")
    form_class = ReasonForm
    submit_label = lazy("Hide")
    success_message = lazy("The review is hidden.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Hide it."""
        reviews.hide(actor=self.actor, review_id=self.review.review_id, reason=data["reason"])
