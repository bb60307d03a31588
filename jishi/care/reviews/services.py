"""What can be done with reviews. Each is one transaction."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.care.reviews import permissions, preferences, queries, rules
from jishi.care.reviews.errors import (
    AlreadyReviewed,
    BadImages,
    BadReview,
    BadWords,
    NotReceived,
    ReviewNotFound,
    TextNeeded,
    WindowClosed,
)
from jishi.care.reviews.events import (
    ReviewFollowedUp,
    ReviewModerated,
    ReviewPosted,
    ReviewReplied,
)
from jishi.care.reviews.models import Review
from jishi.care.reviews.types import ReviewAction, ReviewDraft, ReviewState
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, files, outbox, timers, uniting
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.catalog import services as catalog
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import OrderLineView, OrderStatus, OrderView

HOUSE = Actor.system("reviews")

DEFAULT_TIMER = "reviews.write_defaults"


@transactional
def write(*, actor: Actor, order_id: UUID, drafts: Sequence[ReviewDraft]) -> tuple[UUID, ...]:
    """Review lines of an order that the actor has received; return the reviews' ids.

    Reviews with sensitive words wait for a look. An order whose every received line is
    reviewed counts as reviewed.

    Raises: OrderNotFound, NotFound if it is somebody else's; NotReceived, WindowClosed,
        BadReview, BadImages, AlreadyReviewed.
    Emits: ReviewPosted, once each; catalog's ProductChanged.
    """
    order = orders_queries.get_order(order_id)
    actor.require_owner(order.user_id)
    if order.received_at is None:
        raise NotReceived
    if clock.now() >= rules.review_until(order.received_at, preferences.REVIEW_WITHIN_DAYS.get()):
        raise WindowClosed
    lines = {line.line_id: line for line in order.lines}
    _check_drafts(drafts, lines)
    rows = [_row(order, lines[draft.order_line_id], draft) for draft in drafts]
    _insert(rows)
    _mark_if_all_reviewed(order)
    for row in sorted(rows, key=lambda row: row.product_id):
        _count(row, before=ReviewState.HIDDEN)
        outbox.emit(_posted(row))
    return tuple(row.id for row in rows)


@transactional
def follow_up(*, actor: Actor, review_id: UUID, text: str, images: tuple[UUID, ...] = ()) -> None:
    """Add something to one's review, once. Sensitive words make it wait for a look again.

    Raises: ReviewNotFound, AlreadyReviewed if it has its follow-up, WindowClosed,
        TextNeeded, BadImages.
    Emits: ReviewFollowedUp.
    Locks: the review.
    """
    at = clock.now()
    row = _lock(review_id)
    if not actor.owns(row.user_id):
        raise ReviewNotFound
    if row.follow_up_at is not None:
        raise AlreadyReviewed
    if at >= rules.review_until(row.created_at, preferences.FOLLOW_UP_WITHIN_DAYS.get()):
        raise WindowClosed
    row.follow_up_text = _words(text)
    row.follow_up_images = _checked(images)
    row.has_images = row.has_images or bool(row.follow_up_images)
    row.follow_up_at = at
    sensitive = rules.has_sensitive(row.follow_up_text, preferences.SENSITIVE_WORDS.get())
    if sensitive and row.state != ReviewState.HIDDEN:
        _move(row, ReviewAction.HOLD, actor=actor)
    row.save()
    outbox.emit(
        ReviewFollowedUp(
            review_id=str(row.id), product_id=str(row.product_id), merchant_id=str(row.merchant_id)
        )
    )


@transactional
def reply(*, actor: Actor, review_id: UUID, text: str) -> None:
    """Reply to a review for its merchant; a second reply replaces the first.

    Permission: reviews.reply.
    Raises: ReviewNotFound, NotFound, Forbidden, TextNeeded, BadWords.
    Emits: ReviewReplied.
    Locks: the review.
    """
    row = _lock(review_id)
    actor.require(permissions.REPLY, merchant_id=row.merchant_id)
    words = _words(text)
    if rules.has_sensitive(words, preferences.SENSITIVE_WORDS.get()):
        raise BadWords(field="text")
    before, row.reply_text, row.reply_at = row.reply_text, words, clock.now()
    row.save(update_fields=["reply_text", "reply_at"])
    _audit(actor, permissions.REPLY, row, {"reply": before}, {"reply": words})
    outbox.emit(
        ReviewReplied(
            review_id=str(row.id),
            product_id=str(row.product_id),
            merchant_id=str(row.merchant_id),
            user_id=str(row.user_id),
        )
    )


@transactional
def hide(*, actor: Actor, review_id: UUID, reason: str) -> None:
    """Hide a review for a reason, which is kept and told to its author.

    Permission: reviews.moderate.
    Raises: ReviewNotFound, Forbidden, IllegalMove, TextNeeded.
    Emits: ReviewModerated.
    Locks: the review.
    """
    row = _lock(review_id)
    actor.require(permissions.MODERATE)
    row.hidden_reason = _words(reason)[:300]
    _moderate(row, ReviewAction.HIDE, actor=actor)


@transactional
def show(*, actor: Actor, review_id: UUID) -> None:
    """Show a review that waited or was hidden. Permission: reviews.moderate.

    Raises: ReviewNotFound, Forbidden, IllegalMove.
    Emits: ReviewModerated.
    Locks: the review.
    """
    row = _lock(review_id)
    actor.require(permissions.MODERATE)
    row.hidden_reason = ""
    _moderate(row, ReviewAction.SHOW, actor=actor)


@transactional
def expect_reviews(*, actor: Actor, order_id: UUID) -> None:
    """Set the time at which a silent buyer's order gets its default reviews."""
    order = orders_queries.get_order(order_id)
    if order.user_id and order.received_at:
        days = preferences.REVIEW_WITHIN_DAYS.get()
        timers.set_timer(DEFAULT_TIMER, order_id, rules.review_until(order.received_at, days))


@transactional
def write_defaults(*, actor: Actor, order_id: UUID) -> None:
    """Make labeled five-star reviews for lines on which the buyer said nothing.

    They count in no score. Lines given back, and shops that want none, get none.
    """
    order = orders_queries.get_order(order_id)
    if order.user_id is None or order.status == OrderStatus.CANCELED:
        return
    done = set(Review.objects.filter(order_id=order_id).values_list("order_line_id", flat=True))
    open_lines = [
        line
        for line in order.lines
        if line.line_id not in done and queries.is_received(line) and line.returnable_quantity
    ]
    if open_lines and preferences.DEFAULT_REVIEWS.get():
        rows = [_row(order, line, ReviewDraft(line.line_id, 5)) for line in open_lines]
        for row in rows:
            row.is_default, row.is_anonymous = True, True
        _insert(rows)
    orders.mark_reviewed(actor=HOUSE, order_id=order_id)


@transactional
def forget_author(*, actor: Actor, user_id: UUID) -> None:
    """Make the reviews of a closed account anonymous; what they say stays."""
    Review.objects.filter(user_id=user_id).update(is_anonymous=True)


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Give one person's reviews to another."""
    uniting.move_rows(Review, "user_id", gone_id=gone_id, kept_id=kept_id)


def _check_drafts(drafts: Sequence[ReviewDraft], lines: dict[UUID, OrderLineView]) -> None:
    named = [draft.order_line_id for draft in drafts]
    if not drafts or len(set(named)) != len(named) or not set(named) <= set(lines):
        raise BadReview(field="lines")
    if any(draft.rating not in rules.STARS for draft in drafts):
        raise BadReview(field="rating")
    if not all(queries.is_received(lines[line_id]) for line_id in named):
        raise NotReceived


def _row(order: OrderView, line: OrderLineView, draft: ReviewDraft) -> Review:
    assert order.user_id is not None, "guests do not review"
    text = clean(draft.text, max_length=rules.TEXT_LENGTH)
    images = _checked(draft.images)
    return Review(
        order_line_id=line.line_id,
        order_id=order.order_id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        merchant_id=order.merchant_id,
        user_id=order.user_id,
        title=line.title,
        options=line.options,
        rating=draft.rating,
        text=text,
        images=images,
        has_images=bool(images),
        is_anonymous=draft.is_anonymous,
        state=rules.first_state(text, preferences.SENSITIVE_WORDS.get()),
        created_at=clock.now(),
    )


def _insert(rows: list[Review]) -> None:
    """Insert reviews; the unique constraint decides who was first. Raises: AlreadyReviewed."""
    try:
        with transaction.atomic():
            Review.objects.bulk_create(rows)
    except IntegrityError as error:
        raise AlreadyReviewed from error


def _mark_if_all_reviewed(order: OrderView) -> None:
    done = set(
        Review.objects.filter(order_id=order.order_id).values_list("order_line_id", flat=True)
    )
    if all(line.line_id in done for line in order.lines if queries.is_received(line)):
        timers.cancel(DEFAULT_TIMER, [order.order_id])
        orders.mark_reviewed(actor=HOUSE, order_id=order.order_id)


def _moderate(row: Review, action: ReviewAction, *, actor: Actor) -> None:
    before = row.state
    _move(row, action, actor=actor, reason=row.hidden_reason)
    row.save(update_fields=["state", "hidden_reason"])
    after = {"state": row.state, "reason": row.hidden_reason}
    _audit(actor, permissions.MODERATE, row, {"state": before}, after)
    outbox.emit(
        ReviewModerated(
            review_id=str(row.id),
            product_id=str(row.product_id),
            user_id=str(row.user_id),
            state=row.state,
            reason=row.hidden_reason,
        )
    )


def _move(row: Review, action: ReviewAction, *, actor: Actor, reason: str = "") -> None:
    """Move a locked review, log the move, and keep the product's score true."""
    before = ReviewState(row.state)
    row.state = rules.REVIEW.advance(before, action)
    audit.record_move(
        actor=actor,
        machine=rules.REVIEW.name,
        subject_id=row.id,
        action=action,
        from_state=before,
        to_state=row.state,
        reason=reason,
    )
    _count(row, before=before)


def _count(row: Review, *, before: ReviewState) -> None:
    """Tell the catalog what a change of state means for the product's score.

    Emits: catalog's ProductChanged if it means anything.
    """
    old = rules.score(before, row.rating, is_default=row.is_default)
    new = rules.score(ReviewState(row.state), row.rating, is_default=row.is_default)
    if new != old:
        catalog.record_rating(
            actor=HOUSE,
            product_id=row.product_id,
            rating_delta=new[0] - old[0],
            count_delta=new[1] - old[1],
        )


def _posted(row: Review) -> ReviewPosted:
    return ReviewPosted(
        review_id=str(row.id),
        product_id=str(row.product_id),
        merchant_id=str(row.merchant_id),
        user_id=str(row.user_id),
        rating=row.rating,
        state=row.state,
    )


def _lock(review_id: UUID) -> Review:
    """Lock a review. Raises: ReviewNotFound."""
    row: Review | None = for_update(Review.objects.filter(pk=review_id)).first()
    if row is None:
        raise ReviewNotFound
    return row


def _words(text: str) -> str:
    """Return cleaned words. Raises: TextNeeded."""
    words = clean(text, max_length=rules.TEXT_LENGTH)
    if not words:
        raise TextNeeded(field="text")
    return words


def _checked(images: tuple[UUID, ...]) -> list[str]:
    """Return the ids of stored pictures as they are kept. Raises: BadImages."""
    if not images:
        return []
    wanted = dict.fromkeys(images)
    if len(wanted) > rules.MAX_IMAGES or len(files.list_pictures(wanted)) < len(wanted):
        raise BadImages(field="images", limit=rules.MAX_IMAGES)
    return [str(file_id) for file_id in wanted]


def _audit(
    actor: Actor,
    action: str,
    row: Review,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_type="review",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        before=before,
        after=after,
    )
