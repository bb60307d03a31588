"""Review, sale, block and recycle bin; key fields of what is on sale wait for approval."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_all
from jishi.foundation.kernel.errors import Forbidden, IllegalMove
from jishi.foundation.platform import audit, preferences, timers
from jishi.foundation.platform.models import OutboxEvent, Timer
from jishi.goods.catalog import queries, services
from jishi.goods.catalog.errors import (
    CategoryNotFound,
    NothingToReview,
    NothingToSell,
    ReasonNeeded,
    StaleProduct,
)
from jishi.goods.catalog.models import Category, Product
from jishi.goods.catalog.rules import PRODUCT
from jishi.goods.catalog.types import MediaDraft, ProductFilter, ProductState, Revision
from tests.goods.catalog.factories import (
    HOUSE,
    make_category,
    make_file,
    make_merchant,
    make_product,
    make_seller,
    product_draft,
)

pytestmark = pytest.mark.django_db

REVIEWER = Actor(ActorKind.STAFF, "reviewer", grants=grants_over_all(["catalog.review"]))


@pytest.fixture
def shop():
    return make_merchant()


@pytest.fixture
def tea():
    return make_category("tea")


@pytest.fixture
def seller(shop):
    return make_seller(shop)


def save(actor, shop, draft):
    return services.save_product(actor=actor, merchant_id=shop, draft=draft)


def state(product_id):
    return ProductState(Product.objects.get(pk=product_id).state)


def facts(product_id):
    rows = OutboxEvent.objects.filter(key=str(product_id)).order_by("seq")
    return [row.name.removeprefix("catalog.product_").removesuffix(".v1") for row in rows]


def test_the_way_of_a_product_from_draft_to_sale(seller, shop, tea):
    product_id = save(seller, shop, product_draft(tea)).product_id
    assert services.submit_product(actor=seller, product_id=product_id) == ProductState.PENDING
    with pytest.raises(Forbidden):
        services.approve_product(actor=seller, product_id=product_id)
    assert services.approve_product(actor=REVIEWER, product_id=product_id) == ProductState.ON_SALE
    assert facts(product_id) == [
        "changed",
        "submitted",
        "changed",
        "published",
        "reviewed",
        "changed",
    ]
    moves = audit.list_moves([product_id])
    assert [(move.action, move.to_state) for move in moves] == [
        ("submit", "pending"),
        ("approve", "off_sale"),
        ("publish", "on_sale"),
    ]
    assert queries.get_product(product_id).is_on_sale


def test_no_state_is_a_dead_end_but_only_the_legal_moves_leave_it():
    assert all(PRODUCT.actions(one) for one in ProductState)


def test_a_rejection_says_why_and_the_product_can_be_handed_in_again(seller, shop, tea):
    product_id = save(seller, shop, product_draft(tea)).product_id
    services.submit_product(actor=seller, product_id=product_id)
    with pytest.raises(ReasonNeeded):
        services.reject_product(actor=REVIEWER, product_id=product_id, reason=" ")
    services.reject_product(actor=REVIEWER, product_id=product_id, reason="No pictures")
    product = queries.get_product(product_id)
    assert (product.state, product.review_note) == (ProductState.REJECTED, "No pictures")
    services.submit_product(actor=seller, product_id=product_id)
    assert queries.get_product(product_id).review_note == ""


def test_reviewers_do_not_approve_what_they_did_not_see(seller, shop, tea):
    product_id = save(seller, shop, product_draft(tea)).product_id
    services.submit_product(actor=seller, product_id=product_id)
    seen = queries.get_product(product_id).version
    save(seller, shop, product_draft(tea, title={"en": "Something else"}))
    with pytest.raises(StaleProduct):
        services.approve_product(actor=REVIEWER, product_id=product_id, version=seen)
    assert state(product_id) == ProductState.PENDING


def test_trusted_merchants_and_a_shop_without_reviews_sell_at_once(seller, shop, tea):
    product_id = save(seller, shop, product_draft(tea)).product_id
    preferences.set_value(actor=HOUSE, name="catalog.trusted_merchants", value=[str(shop)])
    preferences.forget()
    assert services.submit_product(actor=seller, product_id=product_id) == ProductState.ON_SALE
    assert not save(seller, shop, product_draft(tea, title={"en": "New"})).is_waiting_review
    preferences.set_value(actor=HOUSE, name="catalog.trusted_merchants", value=[])
    preferences.set_value(actor=HOUSE, name="catalog.review_required", value=False)
    preferences.forget()
    other = save(seller, shop, product_draft(tea, "LJ-2")).product_id
    assert services.submit_product(actor=seller, product_id=other) == ProductState.ON_SALE


def test_key_fields_wait_and_the_old_ones_keep_selling(seller, shop, tea):
    old, new = make_file("old"), make_file("new")
    coffee = make_category("coffee")
    draft = product_draft(tea, media=(MediaDraft(old, {}),))
    product_id = make_product(shop, tea, media=draft.media)
    changed = replace(
        draft,
        title={"en": "Fresh coffee"},
        category_id=coffee,
        media=(MediaDraft(new, {}),),
        keywords="at once",
    )
    assert save(seller, shop, changed).is_waiting_review
    product = queries.get_product(product_id)
    assert product.is_on_sale
    assert (product.title["en"], product.category_id, product.image_file_id) == (
        "Longjing tea",
        tea,
        old,
    )
    assert product.keywords == "at once"
    assert product.revision == Revision({"en": "Fresh coffee"}, coffee, (), changed.media)
    assert queries.list_products(ProductFilter(is_waiting_review=True)).total == 1
    services.approve_product(actor=REVIEWER, product_id=product_id)
    product = queries.get_product(product_id)
    assert (product.title, product.category_id, product.image_file_id, product.revision) == (
        {"en": "Fresh coffee"},
        coffee,
        new,
        None,
    )
    assert queries.list_products(ProductFilter(is_waiting_review=True)).total == 0


def test_saving_the_same_revision_again_does_nothing(seller, shop, tea):
    make_product(shop, tea)
    changed = product_draft(tea, title={"en": "New"}, media=None)
    assert save(seller, shop, changed).is_changed
    again = save(seller, shop, changed)
    assert (again.is_changed, again.is_waiting_review) == (False, True)
    exported = queries.list_drafts(ProductFilter()).items[0]
    assert exported.title == {"en": "New"}
    assert not save(seller, shop, exported).is_changed


def test_a_rejected_revision_leaves_the_old_version_on_sale(seller, shop, tea):
    product_id = make_product(shop, tea)
    save(seller, shop, product_draft(tea, title={"en": "Cure-all tea"}))
    services.reject_product(actor=REVIEWER, product_id=product_id, reason="Claims")
    product = queries.get_product(product_id)
    assert (product.state, product.title["en"], product.revision, product.review_note) == (
        ProductState.ON_SALE,
        "Longjing tea",
        None,
        "Claims",
    )


def test_going_back_to_the_live_version_or_withdrawing_drops_the_revision(seller, shop, tea):
    product_id = make_product(shop, tea)
    save(seller, shop, product_draft(tea, title={"en": "New"}))
    assert not save(seller, shop, product_draft(tea)).is_waiting_review
    assert queries.get_product(product_id).revision is None
    save(seller, shop, product_draft(tea, title={"en": "New"}))
    services.withdraw(actor=seller, product_id=product_id)
    assert queries.get_product(product_id).revision is None
    assert state(product_id) == ProductState.ON_SALE


def test_media_alone_wait_too(seller, shop, tea):
    product_id = make_product(shop, tea)
    picture = make_file()
    saved = services.attach_media(
        actor=seller, product_id=product_id, media=[MediaDraft(picture, {"en": "Leaf"})]
    )
    assert saved.is_waiting_review
    assert queries.get_product(product_id).media == ()
    services.approve_product(actor=REVIEWER, product_id=product_id)
    product = queries.get_product(product_id)
    assert [item.file_id for item in product.media] == [picture]
    assert product.image_file_id == picture


def test_a_revision_into_a_category_that_is_gone_is_refused(seller, shop, tea):
    product_id = make_product(shop, tea)
    coffee = make_category("coffee")
    save(seller, shop, product_draft(coffee))
    Category.objects.filter(pk=coffee).update(is_active=False)
    with pytest.raises(CategoryNotFound):
        services.approve_product(actor=REVIEWER, product_id=product_id)
    assert queries.get_product(product_id).category_id == tea


def test_nothing_to_review_and_nothing_to_sell_are_refused(seller, shop, tea):
    product_id = make_product(shop, tea)
    with pytest.raises(NothingToReview):
        services.approve_product(actor=REVIEWER, product_id=product_id)
    with pytest.raises(NothingToReview):
        services.reject_product(actor=REVIEWER, product_id=product_id, reason="x")
    empty = save(seller, shop, product_draft(tea, "LJ-2", variants=())).product_id
    with pytest.raises(NothingToSell):
        services.submit_product(actor=seller, product_id=empty)
    assert state(empty) == ProductState.DRAFT


def test_a_blocked_product_comes_back_by_review_only(seller, shop, tea):
    product_id = make_product(shop, tea)
    services.block(actor=REVIEWER, product_id=product_id, reason="Counterfeit")
    assert (state(product_id), facts(product_id)[-2:]) == (
        ProductState.BLOCKED,
        ["unpublished", "changed"],
    )
    with pytest.raises(IllegalMove):
        services.publish(actor=seller, product_id=product_id)
    save(seller, shop, product_draft(tea, title={"en": "Genuine"}))
    assert services.submit_product(actor=seller, product_id=product_id) == ProductState.PENDING


def test_recycle_and_restore(seller, shop, tea):
    product_id = make_product(shop, tea)
    with pytest.raises(IllegalMove):
        services.recycle(actor=seller, product_id=product_id)
    services.unpublish(actor=seller, product_id=product_id)
    services.recycle(actor=seller, product_id=product_id)
    services.restore(actor=seller, product_id=product_id)
    assert state(product_id) == ProductState.DRAFT


def test_a_scheduled_product_goes_on_and_off_sale_by_itself(seller, shop, tea):
    now = clock.now()
    times = {"publish_at": now + timedelta(hours=1), "unpublish_at": now + timedelta(hours=2)}
    product_id = save(seller, shop, product_draft(tea, **times)).product_id
    services.submit_product(actor=seller, product_id=product_id)
    services.approve_product(actor=REVIEWER, product_id=product_id)
    assert state(product_id) == ProductState.OFF_SALE
    ring("catalog.publish", product_id, publish_at=now - timedelta(minutes=1))
    assert state(product_id) == ProductState.ON_SALE
    ring("catalog.unpublish", product_id, unpublish_at=now - timedelta(seconds=1))
    assert state(product_id) == ProductState.OFF_SALE


def test_a_schedule_does_not_publish_what_is_not_approved(seller, shop, tea):
    product_id = save(seller, shop, product_draft(tea)).product_id
    soon = clock.now() + timedelta(hours=1)
    services.schedule(actor=seller, product_id=product_id, publish_at=soon, unpublish_at=None)
    ring("catalog.publish", product_id, publish_at=clock.now() - timedelta(minutes=1))
    assert state(product_id) == ProductState.DRAFT


def ring(kind, product_id, **times):
    """Let a timer be due."""
    Product.objects.filter(pk=product_id).update(**times)
    past = clock.now() - timedelta(seconds=1)
    assert Timer.objects.filter(kind=kind, subject_id=product_id).update(due_at=past) == 1
    timers.fire_due(holder="tests")
