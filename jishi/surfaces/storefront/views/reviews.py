"""Reviews: what waits for one, writing, adding to it later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewDraft, ReviewFilter, ReviewState, ReviewView
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import files
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context, members, uploads
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.forms.orders import FollowUpForm, ReviewForm
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.orders import line_of
from jishi.surfaces.storefront.visitors import decode
from jishi.trade.orders.types import OrderLineView, OrderView

PAGE = 12


@require_safe
@members.member_only
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits for a review, or the reviews that were written."""
    user_id, cursor = members.me(request), request.GET.get("cursor") or None
    is_written = request.GET.get("tab") == "written"
    data: dict[str, object] = {
        "tabs": _tabs(is_written=is_written),
        "is_written": is_written,
        "at_cursor": bool(cursor),
    }
    if is_written:
        wanted = ReviewFilter(user_id=user_id, states=tuple(ReviewState))
        written = reviews_queries.list_reviews(wanted, cursor=cursor, limit=PAGE)
        data |= {"written": _written(written.items), "next_cursor": written.next_cursor}
    else:
        waiting = reviews_queries.list_to_review(user_id, cursor=cursor, limit=PAGE)
        locale = context.locale()
        data["next_cursor"] = waiting.next_cursor
        data["waiting"] = [
            {
                "title": localized(line.title, locale),
                "options": localized(line.options, locale),
                "picture": pictures.of_url(line.image_url),
                "until": line.until,
                "url": reverse("storefront:order_review", args=[ids.encode("ord", line.order_id)]),
            }
            for line in waiting.items
        ]
    return members.page(request, "storefront/reviews/mine.html", data)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Review the lines of an order, one form each; a form without stars says nothing."""
    order = Door(actor_of(request)).order(key)
    done = reviews_queries.list_of_order(order.order_id)
    open_lines = {
        line.order_line_id
        for line in reviews_queries.reviewable_lines(order)
        if line.order_line_id not in done
    }
    lines = [line for line in order.lines if line.line_id in open_lines]
    if not lines:
        return answers.done(
            request, reverse("storefront:reviews"), _("Nothing waits for a review here."), "info"
        )
    if request.method != "POST":
        found = [ReviewForm(prefix=_prefix(line), line_id=line.line_id) for line in lines]
        return _write_page(request, order, lines, found)
    given = [
        ReviewForm(request.POST, request.FILES, prefix=_prefix(line), line_id=line.line_id)
        for line in lines
    ]
    return _post(request, order, lines, given)


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def follow_up(request: HttpRequest, key: str) -> HttpResponse:
    """Add something to a review, once."""
    review = reviews_queries.get_review(decode("rev", key))
    if not actor_of(request).owns(review.user_id):
        raise NotFound
    form = FollowUpForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _follow_up_page(request, review, form, status=status)
    try:
        reviews.follow_up(
            actor=actor_of(request),
            review_id=review.review_id,
            text=form.cleaned_data["text"],
            images=uploads.keep_all(form.cleaned_data["pictures"], request.POST.getlist("kept")),
        )
    except JishiError as error:
        form.add_error("text" if error.field == "text" else None, explain(error))
        return _follow_up_page(request, review, form, status=error.status)
    url = f"{reverse('storefront:reviews')}?tab=written"
    return answers.done(request, url, _("Thank you for telling more."))


def _post(
    request: HttpRequest, order: OrderView, lines: list[OrderLineView], given: list[ReviewForm]
) -> HttpResponse:
    said = [form for form in given if request.POST.get(form.add_prefix("rating"))]
    for form in said or given[:1]:
        if not form.is_valid():
            return _write_page(request, order, lines, given, status=422)
    try:
        drafts = [_draft(form, request) for form in said]
        reviews.write(actor=actor_of(request), order_id=order.order_id, drafts=drafts)
    except NotFound:
        raise
    except JishiError as error:
        said[0].add_error(None, explain(error))
        return _write_page(request, order, lines, given, status=error.status)
    url = f"{reverse('storefront:reviews')}?tab=written"
    return answers.done(request, url, _("Thank you! Your review helps others to choose."))


def _draft(form: ReviewForm, request: HttpRequest) -> ReviewDraft:
    kept = request.POST.getlist(form.add_prefix("kept"))
    return ReviewDraft(
        order_line_id=form.line_id,
        rating=form.cleaned_data["rating"],
        text=form.cleaned_data["text"],
        images=uploads.keep_all(form.cleaned_data["pictures"], kept),
        is_anonymous=form.cleaned_data["is_anonymous"],
    )


def _prefix(line: OrderLineView) -> str:
    return ids.encode("lin", line.line_id)


def _tabs(*, is_written: bool) -> tuple[Link, ...]:
    here = reverse("storefront:reviews")
    return (
        Link(_("To review"), here, current=not is_written),
        Link(pgettext("shopper", "Written"), f"{here}?tab=written", current=is_written),
    )


def _written(found: tuple[ReviewView, ...]) -> list[dict[str, object]]:
    locale = context.locale()
    wanted: list[UUID] = [
        file_id for review in found for file_id in (*review.images, *review.follow_up_images)
    ]
    stored = files.list_pictures(wanted)
    return [
        {
            "review": review,
            "title": localized(review.title, locale),
            "options": localized(review.options, locale),
            "images": [pictures.of_file(stored.get(one)) for one in review.images],
            "more_images": [pictures.of_file(stored.get(one)) for one in review.follow_up_images],
            "follow_up_url": (
                reverse("storefront:review_follow_up", args=[ids.encode("rev", review.review_id)])
                if review.follow_up_at is None and not review.is_default
                else ""
            ),
        }
        for review in found
    ]


def _write_page(
    request: HttpRequest,
    order: OrderView,
    lines: list[OrderLineView],
    forms: list[ReviewForm],
    *,
    status: int = 200,
) -> HttpResponse:
    locale = context.locale()
    data: dict[str, object] = {
        "order": order,
        "pairs": [(line_of(line, locale), form) for line, form in zip(lines, forms, strict=True)],
        "order_url": reverse("storefront:order", args=[order.number]),
    }
    return members.page(request, "storefront/reviews/write.html", data, status=status)


def _follow_up_page(
    request: HttpRequest, review: ReviewView, form: FollowUpForm, *, status: int = 200
) -> HttpResponse:
    data: dict[str, object] = {
        "review": review,
        "title": localized(review.title, context.locale()),
        "form": form,
        "back_url": f"{reverse('storefront:reviews')}?tab=written",
    }
    return members.page(request, "storefront/reviews/follow_up.html", data, status=status)
