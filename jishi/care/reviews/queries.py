"""Reads of reviews; each in a fixed number of statements."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jishi.care.reviews import preferences, rules
from jishi.care.reviews.errors import ReviewNotFound
from jishi.care.reviews.models import Review
from jishi.care.reviews.types import (
    QueueCounts,
    RatingSummary,
    ReviewableLine,
    ReviewFilter,
    ReviewState,
    ReviewView,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.parties.accounts import queries as accounts_queries
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import FulfillmentStatus, OrderFilter, OrderLineView, OrderView

_COUNTED = Q(state=ReviewState.VISIBLE, is_default=False)


def list_reviews(
    wanted: ReviewFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[ReviewView]:
    """Return a page of reviews, newest first, in two statements.

    Raises: BadCursor.
    """
    size = clamp_limit(limit)
    rows = _filtered(wanted).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=_position(cursor))
    found = list(rows[: size + 1])
    following = encode_cursor(found[size - 1].id.hex) if len(found) > size else None
    return Page(items=tuple(_views(found[:size])), next_cursor=following)


def get_review(review_id: UUID) -> ReviewView:
    """Return a review in any state; the caller decides who may see it.

    Raises: ReviewNotFound.
    """
    row = Review.objects.filter(pk=review_id).first()
    if row is None:
        raise ReviewNotFound
    return _views([row])[0]


def list_of_order(order_id: UUID) -> dict[UUID, ReviewView]:
    """Return the reviews of an order by order line, for its buyer."""
    rows = list(Review.objects.filter(order_id=order_id).order_by("id"))
    return {view.order_line_id: view for view in _views(rows)}


def get_summary(product_id: UUID) -> RatingSummary:
    """Return what buyers think of a product, in one statement."""
    return list_summaries([product_id])[product_id]


def list_summaries(product_ids: Collection[UUID]) -> dict[UUID, RatingSummary]:
    """Return what buyers think of some products, in one statement."""
    rows = (
        Review.objects.filter(_COUNTED, product_id__in=product_ids)
        .order_by()
        .values_list("product_id", "rating")
        .annotate(
            many=Count("id"),
            pictured=Count("id", filter=Q(has_images=True)),
            followed=Count("id", filter=Q(follow_up_at__isnull=False)),
        )
    )
    stars = {product_id: [0, 0, 0, 0, 0] for product_id in product_ids}
    extras = {product_id: [0, 0] for product_id in product_ids}
    for product_id, rating, many, pictured, followed in rows:
        stars[product_id][rating - 1] = many
        extras[product_id][0] += pictured
        extras[product_id][1] += followed
    return {
        product_id: RatingSummary(
            product_id=product_id,
            stars=(counts[0], counts[1], counts[2], counts[3], counts[4]),
            with_images=extras[product_id][0],
            with_follow_up=extras[product_id][1],
        )
        for product_id, counts in stars.items()
    }


def list_to_review(
    user_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Page[ReviewableLine]:
    """Return what a buyer received and has not reviewed, newest orders first.

    Pages are of orders, so one may hold more or fewer lines. Three statements.
    Raises: BadCursor.
    """
    received = OrderFilter(user_id=user_id, fulfillment_statuses=(FulfillmentStatus.RECEIVED,))
    page = orders_queries.list_orders(received, cursor=cursor, limit=limit)
    done = set(
        Review.objects.filter(order_id__in=[order.order_id for order in page.items]).values_list(
            "order_line_id", flat=True
        )
    )
    lines = tuple(
        line
        for order in page.items
        for line in reviewable_lines(order)
        if line.order_line_id not in done
    )
    return Page(items=lines, next_cursor=page.next_cursor)


def reviewable_lines(order: OrderView) -> list[ReviewableLine]:
    """Return the lines of an order that may be reviewed now, reviewed or not."""
    if order.received_at is None or order.user_id is None:
        return []
    until = rules.review_until(order.received_at, preferences.REVIEW_WITHIN_DAYS.get())
    if clock.now() >= until:
        return []
    return [
        ReviewableLine(
            order_id=order.order_id,
            order_line_id=line.line_id,
            product_id=line.product_id,
            title=line.title,
            options=line.options,
            image_url=line.image_url,
            until=until,
        )
        for line in order.lines
        if is_received(line)
    ]


def is_received(line: OrderLineView) -> bool:
    """Return whether the buyer of a received order holds units of a line, or has held some."""
    return line.shipped_quantity > 0


def count_queues(merchant_ids: frozenset[UUID] | None) -> QueueCounts:
    """Return what waits for staff, in one statement. merchant_ids: None means every merchant."""
    rows = Review.objects.filter(is_default=False)
    if merchant_ids is not None:
        rows = rows.filter(merchant_id__in=merchant_ids)
    found = rows.aggregate(
        pending=Count("id", filter=Q(state=ReviewState.PENDING)),
        unreplied=Count("id", filter=Q(state=ReviewState.VISIBLE, reply_at=None)),
    )
    return QueueCounts(found["pending"], found["unreplied"])


def _filtered(wanted: ReviewFilter) -> QuerySet[Review]:
    exact = {
        "product_id": wanted.product_id,
        "merchant_id__in": wanted.merchant_ids,
        "user_id": wanted.user_id,
        "variant_id": wanted.variant_id,
        "state__in": wanted.states or None,
        "rating__in": wanted.ratings or None,
        "has_images": wanted.has_images,
        "follow_up_at__isnull": _negated(wanted.has_follow_up),
        "reply_at__isnull": _negated(wanted.has_reply),
        "is_default": None if wanted.with_default else False,
        "text__icontains": wanted.text.strip() or None,
    }
    given = {name: value for name, value in exact.items() if value is not None}
    return Review.objects.filter(**given)


def _negated(value: bool | None) -> bool | None:  # noqa: FBT001  a condition of a filter
    return None if value is None else not value


def _views(rows: Sequence[Review]) -> list[ReviewView]:
    names = accounts_queries.names_of({row.user_id for row in rows}) if rows else {}
    return [_view(row, names.get(row.user_id, "")) for row in rows]


def _view(row: Review, nickname: str) -> ReviewView:
    return ReviewView(
        review_id=row.id,
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        product_id=row.product_id,
        variant_id=row.variant_id,
        merchant_id=row.merchant_id,
        user_id=row.user_id,
        author=rules.masked(nickname) if row.is_anonymous else nickname,
        is_anonymous=row.is_anonymous,
        is_default=row.is_default,
        state=ReviewState(row.state),
        hidden_reason=row.hidden_reason,
        rating=row.rating,
        title=row.title,
        options=row.options,
        text=row.text,
        images=tuple(UUID(file_id) for file_id in row.images),
        follow_up_text=row.follow_up_text,
        follow_up_images=tuple(UUID(file_id) for file_id in row.follow_up_images),
        follow_up_at=row.follow_up_at,
        reply_text=row.reply_text,
        reply_at=row.reply_at,
        written_at=row.created_at,
    )


def _position(cursor: str) -> UUID:
    try:
        return UUID(str(decode_cursor(cursor, 1)[0]))
    except ValueError as error:
        raise BadCursor(field="cursor") from error
