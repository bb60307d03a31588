"""Reviews of buyers: written once, counted truly, hidden only with a reason."""

from datetime import timedelta

import pytest

from jishi.care.reviews import errors, queries, services
from jishi.care.reviews.models import Review
from jishi.care.reviews.types import ReviewDraft, ReviewFilter, ReviewState
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import timers
from jishi.foundation.platform.models import AuditEntry, Timer
from jishi.goods.catalog import queries as catalog_queries
from jishi.trade.orders.models import Order
from jishi.trade.orders.types import BuyerLabel
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def order(village):
    """An order of A and B that the shopper has received."""
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    care.ship(village, care.order_of(village, group_id))
    care.receive(village, care.order_of(village, group_id))
    return care.order_of(village, group_id)


def write(village, order, code="B", rating=5, **given):
    draft = ReviewDraft(care.line_of(village, order, code).line_id, rating, **given)
    (review_id,) = services.write(actor=village.shopper, order_id=order.order_id, drafts=[draft])
    return review_id


def score(village, code="B"):
    product = catalog_queries.get_product(village.products[code])
    return product.rating_sum, product.rating_count


def shown(village, code="B", **given):
    wanted = ReviewFilter(product_id=village.products[code], **given)
    return [review.review_id for review in queries.list_reviews(wanted).items]


def test_a_review_counts_for_its_product_and_the_order_is_done_with_the_last(village, order):
    write(village, order, "B", 4, text="口感清爽")
    assert score(village) == (4, 1)
    assert care.order_of(village, order.group_id).label == BuyerLabel.TO_REVIEW
    write(village, order, "A", 5)
    assert care.order_of(village, order.group_id).label == BuyerLabel.COMPLETED
    summary = queries.get_summary(village.products["B"])
    assert (summary.count, summary.average_tenths) == (1, 40)
    assert care.emitted("reviews.review_posted.v1") == 2


def test_a_line_is_reviewed_once(village, order):
    write(village, order)
    with pytest.raises(errors.AlreadyReviewed):
        write(village, order, rating=1)
    assert score(village) == (5, 1)


def test_only_the_buyer_reviews_and_only_what_was_received(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    with pytest.raises(errors.NotReceived):
        write(village, order)
    care.ship(village, order)
    care.receive(village, order)
    draft = ReviewDraft(care.line_of(village, order, "B").line_id, 5)
    with pytest.raises(NotFound):
        services.write(actor=care.stranger(), order_id=order.order_id, drafts=[draft])
    assert not Review.objects.exists()


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_a_rating_has_one_to_five_stars(village, order, rating):
    with pytest.raises(errors.BadReview):
        write(village, order, rating=rating)


def test_pictures_exist_and_are_nine_at_most(village, order):
    with pytest.raises(errors.BadImages):
        write(village, order, images=(village.products["A"],))
    with pytest.raises(errors.BadImages):
        write(village, order, images=tuple(care.picture(n) for n in range(10)))
    review_id = write(village, order, images=(care.picture(1),))
    assert shown(village, has_images=True) == [review_id]
    assert shown(village, has_images=False) == []


def test_the_window_for_reviews_closes(village, order):
    Order.objects.filter(pk=order.order_id).update(received_at=clock.now() - timedelta(days=30))
    with pytest.raises(errors.WindowClosed):
        write(village, order)
    assert queries.list_to_review(village.shopper.user_id).items == ()


def test_sensitive_words_wait_for_a_look_and_count_only_then(village, order):
    care.prefer("reviews.sensitive_words", ["假货"])
    review_id = write(village, order, rating=1, text="疑似假 货")
    assert queries.get_review(review_id).state == ReviewState.PENDING
    assert (shown(village), score(village)) == ([], (0, 0))
    with pytest.raises(Forbidden):
        services.show(actor=village.owners["M1"], review_id=review_id)
    services.show(actor=care.SYSTEM, review_id=review_id)
    assert (shown(village), score(village)) == ([review_id], (1, 1))


def test_hiding_needs_a_reason_is_audited_and_takes_the_score_along(village, order):
    review_id = write(village, order, rating=2)
    with pytest.raises(errors.TextNeeded):
        services.hide(actor=care.SYSTEM, review_id=review_id, reason=" ")
    services.hide(actor=care.SYSTEM, review_id=review_id, reason="含有他人电话")
    assert (shown(village), score(village)) == ([], (0, 0))
    assert queries.get_review(review_id).hidden_reason == "含有他人电话"
    assert AuditEntry.objects.filter(action="reviews.moderate", subject_id=str(review_id)).exists()
    services.show(actor=care.SYSTEM, review_id=review_id)
    assert score(village) == (2, 1)


def test_a_follow_up_is_added_once_by_the_author(village, order):
    review_id = write(village, order)
    with pytest.raises(errors.ReviewNotFound):
        services.follow_up(actor=care.stranger(), review_id=review_id, text="也不错")
    services.follow_up(actor=village.shopper, review_id=review_id, text="喝了一周，还是喜欢")
    assert shown(village, has_follow_up=True) == [review_id]
    with pytest.raises(errors.AlreadyReviewed):
        services.follow_up(actor=village.shopper, review_id=review_id, text="再说一句")


def test_a_follow_up_with_sensitive_words_takes_the_review_back(village, order):
    care.prefer("reviews.sensitive_words", ["加微信"])
    review_id = write(village, order)
    services.follow_up(actor=village.shopper, review_id=review_id, text="想买加微信")
    assert (shown(village), score(village)) == ([], (0, 0))
    services.show(actor=care.SYSTEM, review_id=review_id)
    assert score(village) == (5, 1)


def test_only_the_shop_replies(village, order):
    review_id = write(village, order)
    with pytest.raises(NotFound):
        services.reply(actor=village.owners["M2"], review_id=review_id, text="谢谢")
    services.reply(actor=village.owners["M1"], review_id=review_id, text="谢谢支持")
    assert queries.get_review(review_id).reply_text == "谢谢支持"
    shop = frozenset({village.merchants["M1"]})
    assert queries.count_queues(shop).unreplied == 0
    assert care.emitted("reviews.review_replied.v1") == 1


def test_an_anonymous_author_is_masked(village, order):
    review_id = write(village, order, is_anonymous=True)
    assert queries.get_review(review_id).author == "小***满"


def test_a_closed_account_leaves_its_words_without_its_name(village, order):
    review_id = write(village, order, text="好")
    services.forget_author(actor=care.SYSTEM, user_id=village.shopper.user_id)
    review = queries.get_review(review_id)
    assert (review.is_anonymous, review.text) == (True, "好")


def test_silence_becomes_a_labeled_review_outside_every_score(village, order):
    write(village, order, "A", 3)
    Timer.objects.filter(kind=services.DEFAULT_TIMER).update(due_at=clock.now())
    timers.fire_due(holder="tests")
    care.settle()
    (review,) = queries.list_reviews(
        ReviewFilter(product_id=village.products["B"], with_default=True)
    ).items
    assert (review.is_default, review.rating) == (True, 5)
    assert shown(village) == []
    assert score(village) == (0, 0)
    assert queries.get_summary(village.products["B"]).count == 0
    assert care.order_of(village, order.group_id).label == BuyerLabel.COMPLETED


def test_a_shop_that_wants_no_default_reviews_gets_none(village, order):
    care.prefer("reviews.default_reviews", False)
    services.write_defaults(actor=care.SYSTEM, order_id=order.order_id)
    assert not Review.objects.exists()


def test_what_is_still_to_be_reviewed_is_listed(village, order):
    write(village, order, "A")
    (line,) = queries.list_to_review(village.shopper.user_id).items
    assert line.product_id == village.products["B"]
    assert line.until - order.received_at == timedelta(days=30)
