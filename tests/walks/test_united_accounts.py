"""Two accounts of one person become one: everything of both is there, once."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.care.community import queries as community_queries
from jishi.care.community.models import Favorite, Footprint, ShopFollow
from jishi.care.notifications.models import ChannelChoice, Message
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import outbox
from jishi.foundation.platform.models import AuditEntry, OutboxDelivery
from jishi.foundation.platform.transactions import unit
from jishi.goods.inventory.models import StockAlert
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.growth.loyalty.models import GrowthEntry, Membership, SignIn
from jishi.insight.search.models import SearchHistory
from jishi.money.ledger import queries as ledger_queries
from jishi.money.ledger.types import AccountName
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Part
from jishi.parties.accounts import errors, queries, services
from jishi.parties.accounts.events import AccountsMerged
from jishi.parties.accounts.models import User
from jishi.parties.accounts.types import CodePurpose
from jishi.trade.cart import services as cart
from jishi.trade.cart.models import Cart, CartLine
from jishi.trade.cart.types import CartOwner
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter
from tests.care import factories as care
from tests.money.wallets.factories import fill, purse
from tests.parties.accounts import factories as make
from tests.walks import village as walks

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("tests")

OWN_TABLES = {
    "accounts.loginsession",
    "accounts.savedaddress",
    "accounts.roleassignment",
    "accounts.identity",
    "accounts.signinattempt",
    "accounts.mergeproof",
    "accounts.paymentpassword",
    "accounts.user",
}
"""Moved or dropped where the accounts are united, in the same transaction."""

KEPT_AS_IT_WAS = {
    "bulk.bulkjob": "says who of the staff began a job, for the trail",
}
"""Tables that name a person and stay as they are, and why."""

PERSON_FIELDS = {"user_id", "holder_id", "draft_of", "buyer_id", "member_id", "customer_id"}


def tables_of_persons() -> dict[str, set[str]]:
    """Return every table with a column that names a person → these columns."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        columns = {
            field.column
            for field in model._meta.concrete_fields
            if field.related_model is User or field.name in PERSON_FIELDS
        }
        if columns:
            found[model._meta.label_lower] = columns
    return found


def unite(kept_id: UUID, contact: str) -> None:
    """Prove the other account, unite, and let every room hear of it."""
    kept = make.actor_of(kept_id)
    code = make.code_for(contact, CodePurpose.MERGE, kept)
    proof_id = services.prove_other(actor=kept, contact=contact, code=code)
    services.merge_accounts(actor=kept, proof_id=proof_id)
    walks.settle()
    assert not OutboxDelivery.objects.exclude(state="done").exists()


@contextmanager
def heard(kept_id: UUID, gone_id: UUID):
    """Announce a union, and watch what the rooms ask the database."""
    with unit():
        outbox.emit(AccountsMerged(kept_id=str(kept_id), gone_id=str(gone_id)))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        outbox.deliver_all()
    yield [query["sql"] for query in captured.captured_queries]


def test_every_table_that_names_a_person_is_united():
    kept_id, gone_id = make.person(), make.person()
    outbox.deliver_all()
    spellings = (gone_id.hex, str(gone_id))
    with heard(kept_id, gone_id) as statements:
        about = [sql for sql in statements if any(one in sql for one in spellings)]
    assert about
    forgotten = {}
    for label, columns in tables_of_persons().items():
        if label in OWN_TABLES or label in KEPT_AS_IT_WAS:
            continue
        table = apps.get_model(label)._meta.db_table
        for column in columns:
            if not any(table in sql and column in sql for sql in about):
                forgotten.setdefault(label, set()).add(column)
    assert forgotten == {}, "write a handler of AccountsMerged, or say why not"


@pytest.fixture
def village():
    return walks.build()


@pytest.fixture
def pair(village):
    """The village's shopper, and a second account of the same person with a mailbox."""
    other = make.person(email="second@example.com", phone=None, nickname="小满二号")
    return village.shopper.user_id, other


def test_all_that_both_had_belongs_to_the_one_that_is_kept(village, pair):
    kept_id, gone_id = pair
    a, b = village.variants["A"], village.variants["B"]
    product_a, product_b = village.products["A"], village.products["B"]
    merchant = village.merchants["M1"]
    today = clock.local_date(clock.now())
    for user_id, products in ((kept_id, [product_a]), (gone_id, [product_a, product_b])):
        for product_id in products:
            Favorite.objects.create(user_id=user_id, product_id=product_id)
            Footprint.objects.create(
                user_id=user_id, product_id=product_id, day=today, seen_at=clock.now()
            )
            SearchHistory.objects.create(user_id=user_id, text=product_id.hex)
    for user_id in pair:
        ShopFollow.objects.create(user_id=user_id, merchant_id=merchant)
        StockAlert.objects.create(user_id=user_id, variant_id=a)
        ChannelChoice.objects.create(
            user_id=user_id, topic="orders", channel="email", is_on=user_id == kept_id
        )
        SignIn.objects.create(user_id=user_id, day=today, points=1)
        GrowthEntry.objects.create(user_id=user_id, key="task", cause="tests", amount=5)
    GrowthEntry.objects.create(user_id=gone_id, key="order", cause="tests", amount=70)
    SignIn.objects.create(user_id=gone_id, day=today - timedelta(days=1), points=1)
    StockAlert.objects.create(user_id=gone_id, variant_id=b)
    services.save_address(actor=make.actor_of(gone_id), draft=make.draft())
    fill_cart(village, kept_id, {a: 1})
    fill_cart(village, gone_id, {a: 2, b: 1})

    unite(kept_id, "second@example.com")

    counts = community_queries.count_all(kept_id)
    assert (counts.favorites, counts.follows, counts.footprints) == (2, 1, 2)
    assert SearchHistory.objects.filter(user_id=kept_id).count() == 2
    assert StockAlert.objects.filter(user_id=kept_id).count() == 2
    assert ChannelChoice.objects.get().is_on
    assert sorted(GrowthEntry.objects.values_list("user_id", "amount")) == [
        (kept_id, 5),
        (kept_id, 70),
    ]
    assert SignIn.objects.filter(user_id=kept_id).count() == 2
    lines = CartLine.objects.filter(cart__user_id=kept_id).values_list("variant_id", "quantity")
    assert dict(lines) == {a: 3, b: 1}
    assert Cart.objects.count() == 1
    [address] = queries.list_addresses(kept_id)
    assert address.is_default
    kept = queries.get_user(kept_id)
    assert kept.email == "second@example.com"
    for model in (Favorite, Footprint, ShopFollow, StockAlert, SignIn, GrowthEntry, Message):
        assert not model.objects.filter(user_id=gone_id).exists()


def fill_cart(village, user_id: UUID, wanted: dict[UUID, int]) -> None:
    for variant_id, quantity in wanted.items():
        cart.add_line(
            actor=HOUSE,
            owner=CartOwner(user_id=user_id),
            market_code="cn",
            variant_id=variant_id,
            quantity=quantity,
        )


def test_coupons_go_on_counting_and_none_is_lost(village, pair):
    kept_id, gone_id = pair
    Coupon.objects.update(per_user=2)
    for user_id in (kept_id, gone_id, gone_id):
        promotions.claim(actor=make.actor_of(user_id), coupon_id=village.coupon)
    before = set(ClaimedCoupon.objects.values_list("id", flat=True))
    unite(kept_id, "second@example.com")
    rows = ClaimedCoupon.objects.filter(user_id=kept_id)
    assert set(rows.values_list("id", flat=True)) == before
    assert sorted(rows.values_list("seq", flat=True)) == [1, 2, 3]


def test_orders_belong_to_the_one_that_is_kept(village, pair):
    kept_id, gone_id = pair
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    shopper = queries.get_user(kept_id)
    unite(gone_id, shopper.phone or shopper.email)
    assert orders_queries.count_orders(OrderFilter(user_id=gone_id)) == 1
    assert orders_queries.count_orders(OrderFilter(user_id=kept_id)) == 0
    assert orders_queries.get_group(group_id).user_id == gone_id


def owed_in_books(name) -> int:
    account = AccountName(f"stored_value:{name.asset}", name.holder_id)
    return -ledger_queries.balance(account, currency=name.currency).minor


def test_purses_are_united_by_a_balanced_transfer():
    kept_id, gone_id = make.person(), make.person(email="second@example.com")
    fill(purse(kept_id), 500)
    fill(purse(gone_id), 300)
    fill(purse(gone_id), 200, key="more", expires_at=clock.now() + timedelta(days=9))
    payment = ids.new_id()
    wallets.hold(actor=HOUSE, reference=payment, parts=[Part(purse(gone_id), 150)])
    unite(kept_id, "second@example.com")
    info = wallets_queries.get_purse(actor=HOUSE, purse=purse(kept_id))
    assert (info.available_minor, info.held_minor, info.owed_minor) == (850, 150, 0)
    gone = wallets_queries.get_purse(actor=HOUSE, purse=purse(gone_id))
    assert (gone.available_minor, gone.held_minor, gone.owed_minor) == (0, 0, 0)
    assert (owed_in_books(purse(kept_id)), owed_in_books(purse(gone_id))) == (1000, 0)
    assert list(wallets_queries.prove()) == []
    wallets.release(actor=HOUSE, reference=payment)
    info = wallets_queries.get_purse(actor=HOUSE, purse=purse(kept_id))
    assert (info.available_minor, info.held_minor) == (1000, 0)
    assert list(wallets_queries.prove()) == []


def test_hearing_it_twice_changes_nothing():
    kept_id, gone_id = make.person(), make.person(email="second@example.com")
    fill(purse(gone_id), 300)
    unite(kept_id, "second@example.com")
    with heard(kept_id, gone_id):
        pass
    assert wallets_queries.get_purse(actor=HOUSE, purse=purse(kept_id)).available_minor == 300
    assert list(wallets_queries.prove()) == []


def test_a_chain_of_unions_ends_at_the_last_one_whatever_is_heard_first():
    first, second, third = (make.person(email=f"p{number}@example.com") for number in range(3))
    fill(purse(first), 300)
    second_actor = make.actor_of(second)
    merge_quietly(second_actor, "p0@example.com")
    merge_quietly(make.actor_of(third), "p1@example.com")
    walks.settle()
    assert queries.heir_of(first) == third
    assert wallets_queries.get_purse(actor=HOUSE, purse=purse(third)).available_minor == 300


def merge_quietly(actor: Actor, contact: str) -> None:
    code = make.code_for(contact, CodePurpose.MERGE, actor)
    proof_id = services.prove_other(actor=actor, contact=contact, code=code)
    services.merge_accounts(actor=actor, proof_id=proof_id)


def test_the_gone_account_opens_for_nobody_and_names_the_kept_one():
    kept_id = make.person()
    gone_id = make.person(email="second@example.com")
    make_device = make.device()
    services.sign_in(
        actor=make.guest(),
        contact="second@example.com",
        password=make.PASSWORD,
        device=make_device,
    )
    unite(kept_id, "second@example.com")
    assert queries.find_visit(session_key=make_device.session_key) is None
    with pytest.raises(errors.WrongPassword):
        services.sign_in(
            actor=make.guest(),
            contact="second@example.com",
            password="its old password",
            device=make.device(),
        )
    entry = AuditEntry.objects.get(action="accounts.merge", subject_id=str(gone_id))
    assert entry.after == {"merged_into": str(kept_id)}
    assert not Membership.objects.exists()
