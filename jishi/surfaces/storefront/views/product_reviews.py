"""What buyers say of a product."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jishi.care.reviews import queries as reviews_queries
from jishi.care.reviews.types import RatingSummary, ReviewFilter, ReviewView
from jishi.foundation.kernel.paging import BadCursor
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import files
from jishi.insight.search import queries as search_queries
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import context, frames
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.visitors import market_of

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review with its pictures. options: of the variant bought."""

    author: str
    rating: int
    written_at: datetime
    options: str
    text: str
    photos: tuple[ShownPicture, ...]
    follow_up_text: str
    follow_up_photos: tuple[ShownPicture, ...]
    reply_text: str


@require_safe
@frames.shared
def of_product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the reviews of a product, newest first, and how they are spread."""
    locale = context.locale()
    found = search_queries.find_detail(
        slug=slug, market_code=market_of(request).code, locale=locale
    )
    if found is None:
        raise Http404
    kind = request.GET.get("kind", "")
    try:
        page = reviews_queries.list_reviews(
            _filter(found.product_id, kind), cursor=request.GET.get("cursor"), limit=PAGE_SIZE
        )
    except BadCursor as error:
        raise Http404 from error
    summary = reviews_queries.get_summary(found.product_id)
    title = json.loads(found.body)["title"]
    more = {"kind": kind, "cursor": page.next_cursor} if page.next_cursor else None
    body = render_to_string(
        "storefront/catalog/reviews.html",
        {
            "title": title,
            "product_url": reverse("storefront:product", args=[slug]),
            "summary": summary,
            "rating": summary.average_tenths / 10,
            "bars": list(enumerate(summary.stars, start=1))[::-1],
            "kinds": _kinds(request.path, kind, summary),
            "reviews": _shown(page.items, locale),
            "more_url": f"{request.path}?{urlencode(more)}" if more else "",
        },
    )
    return frames.respond(
        request, frames.Page(title=_("Reviews of %(title)s") % {"title": title}, body=body)
    )


def _filter(product_id: UUID, kind: str) -> ReviewFilter:
    return ReviewFilter(
        product_id=product_id,
        has_images=True if kind == "images" else None,
        has_follow_up=True if kind == "follow_up" else None,
        ratings={"good": (4, 5), "middling": (3,), "bad": (1, 2)}.get(kind, ()),
    )


def _kinds(path: str, chosen: str, summary: RatingSummary) -> list[Link]:
    stars = summary.stars
    kinds = (
        ("", pgettext("review", "All"), summary.count),
        ("good", pgettext("review", "Good"), stars[3] + stars[4]),
        ("middling", pgettext("review", "Middling"), stars[2]),
        ("bad", pgettext("review", "Bad"), stars[0] + stars[1]),
        ("images", _("With pictures"), summary.with_images),
        ("follow_up", _("With follow-up"), summary.with_follow_up),
    )
    return [
        Link(label, f"{path}?kind={kind}" if kind else path, count=count, current=kind == chosen)
        for kind, label, count in kinds
        if count or kind == chosen
    ]


def _shown(reviews: tuple[ReviewView, ...], locale: str) -> list[ShownReview]:
    wanted = [one for review in reviews for one in (*review.images, *review.follow_up_images)]
    stored = files.list_pictures(wanted)

    def photos(file_ids: tuple[UUID, ...]) -> tuple[ShownPicture, ...]:
        found = (pictures.of_file(stored.get(one)) for one in file_ids)
        return tuple(picture for picture in found if picture)

    return [
        ShownReview(
            author=review.author,
            rating=review.rating,
            written_at=review.written_at,
            options=localized(review.options, locale),
            text=review.text,
            photos=photos(review.images),
            follow_up_text=review.follow_up_text,
            follow_up_photos=photos(review.follow_up_images),
            reply_text=review.reply_text,
        )
        for review in reviews
    ]
