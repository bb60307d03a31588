"""Orders earn, refunds take back, members rise and fall, days are signed once."""

from datetime import timedelta

import pytest

from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.care.notifications.models import Message
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import preferences
from jishi.foundation.platform.models import AuditEntry, OutboxEvent
from jishi.growth.loyalty import queries
from jishi.growth.loyalty import services as loyalty
from jishi.growth.loyalty.errors import (
    BadAdjustment,
    BadLevel,
    CannotMakeUp,
    LevelExists,
    LevelInUse,
    LevelNotFound,
    SignInNeeded,
)
from jishi.growth.loyalty.models import GrowthEntry, Membership, OrderAward, PointsReminder, SignIn
from jishi.growth.loyalty.types import Adjustment, AwardState, Level
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.errors import NotEnoughValue
from jishi.money.wallets.models import Lot
from jishi.trade.orders import services as orders
from jishi.trade.orders.models import OrderLine
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("tests")


@pytest.fixture
def village():
    return villages.build()


def bought(village, units, *, minor):
    group_id = care.buy(village, units, expected_minor=minor)
    care.settle()
    return care.order_of(village, group_id)


def complete(village, order):
    care.ship(village, order)
    care.receive(village, order)
    orders.complete(actor=HOUSE, order_id=order.order_id)
    care.settle()


def member(village):
    return queries.get_member(actor=village.shopper, user_id=village.shopper.user_id)


def events(name):
    return OutboxEvent.objects.filter(name=name).count()


def test_a_paid_order_shows_points_and_a_final_one_gives_them(village):
    order = bought(village, {"A": 1, "B": 1}, minor=9000)
    assert (member(village).pending_points, member(village).points) == (90, 0)
    complete(village, order)
    view = member(village)
    assert (view.pending_points, view.points, view.growth) == (0, 90, 90)
    assert (view.next_level.code, view.missing) == ("silver", 910)
    assert events("loyalty.points_awarded.v1") == 1
    for again in (loyalty.expect, loyalty.grant, loyalty.adjust, loyalty.cancel):
        again(actor=HOUSE, order_id=order.order_id)
    assert (member(village).points, member(village).growth) == (90, 90)
    assert list(wallets_queries.prove()) == []


def test_a_refund_before_the_end_lowers_what_will_be_earned(village):
    order = bought(village, {"A": 1, "B": 1}, minor=9000)
    line = care.line_of(village, order, "B")
    request = CaseRequest(
        order.order_id, CaseKind.REFUND_ONLY, Reason.CHANGED_MIND, (LineRequest(line.line_id, 1),)
    )
    case_id = aftersales.apply(actor=village.shopper, request=request)
    aftersales.approve(actor=village.owners["M1"], case_id=case_id)
    care.settle()
    assert member(village).pending_points == 60


def test_a_refund_after_the_end_takes_points_back_and_spent_ones_are_owed(village):
    order = bought(village, {"A": 1, "B": 1}, minor=9000)
    complete(village, order)
    line = care.line_of(village, order, "B")
    OrderLine.objects.filter(pk=line.line_id).update(refunded_minor=2550)
    for _ in range(2):
        loyalty.adjust(actor=HOUSE, order_id=order.order_id)
    assert (member(village).points, member(village).growth) == (64, 64)
    OrderLine.objects.filter(pk=line.line_id).update(refunded_minor=3000)
    loyalty.adjust(actor=HOUSE, order_id=order.order_id)
    assert (member(village).points, member(village).growth) == (60, 60)
    assert sorted(GrowthEntry.objects.values_list("amount", flat=True)) == [-26, -4, 90]
    assert list(wallets_queries.prove()) == []


def test_a_canceled_order_earns_nothing(village):
    group_id = care.buy(village, {"A": 1}, expected_minor=6000)
    care.settle()
    order = care.order_of(village, group_id)
    loyalty.cancel(actor=HOUSE, order_id=order.order_id)
    loyalty.grant(actor=HOUSE, order_id=order.order_id)
    award = OrderAward.objects.get(order_id=order.order_id)
    assert (award.state, award.points) == (AwardState.CANCELED, 0)
    assert member(village).pending_points == 0


def grow(user_id, amount, *, days_ago=0):
    at = clock.now() - timedelta(days=days_ago)
    GrowthEntry.objects.create(
        user_id=user_id, key=ids.new_id().hex, cause="tests.grown", amount=amount, created_at=at
    )


def test_growth_lifts_a_member_and_its_lack_lets_them_down_after_a_notice(village):
    user_id = village.shopper.user_id
    grow(user_id, 5_000)
    loyalty.review_member(actor=HOUSE, user_id=user_id)
    assert member(village).level.code == "gold"
    GrowthEntry.objects.update(created_at=clock.now() - timedelta(days=366))
    loyalty.review_member(actor=HOUSE, user_id=user_id)
    assert (member(village).level.code, member(village).warned_until) == ("gold", None)
    Membership.objects.update(reviewed_at=clock.now())
    assert loyalty.review_due(actor=HOUSE) == 1
    assert loyalty.review_due(actor=HOUSE) == 0
    assert member(village).warned_until is not None
    past = clock.now() - timedelta(seconds=1)
    Membership.objects.update(reviewed_at=past, warned_until=past)
    assert loyalty.review_due(actor=HOUSE) == 1
    assert (member(village).level.code, member(village).warned_until) == ("silver", None)
    assert events("loyalty.level_changed.v1") == 2
    assert events("loyalty.level_endangered.v1") == 1


def test_a_level_gives_points_faster(village):
    grow(village.shopper.user_id, 20_000)
    loyalty.review_member(actor=HOUSE, user_id=village.shopper.user_id)
    bought(village, {"A": 1, "B": 1}, minor=9000)
    assert member(village).pending_points == 135


def test_levels_are_replaced_but_none_that_members_have(village):
    grow(village.shopper.user_id, 5_000)
    loyalty.review_member(actor=HOUSE, user_id=village.shopper.user_id)
    levels = [Level("plain", {"en": "Plain"}, 0), Level("gold", {"en": "Gold"}, 100, 9_000)]
    loyalty.save_levels(actor=HOUSE, levels=levels[::-1])
    assert queries.list_levels() == tuple(levels)
    with pytest.raises(LevelInUse) as refusal:
        loyalty.save_levels(actor=HOUSE, levels=levels[:1])
    assert refusal.value.params == {"level": "gold", "count": 1}
    with pytest.raises(BadLevel):
        loyalty.save_levels(actor=HOUSE, levels=levels[1:])
    with pytest.raises(Forbidden):
        loyalty.save_levels(actor=village.shopper, levels=levels)
    assert queries.list_levels() == tuple(levels)


def test_a_day_is_signed_once_and_rows_of_days_give_more(village):
    shopper = village.shopper
    today = clock.local_date(clock.now())
    for back in (2, 1):
        SignIn.objects.create(user_id=shopper.user_id, day=today - timedelta(days=back), points=1)
    view = loyalty.sign_in(actor=shopper)
    assert (view.is_signed, view.streak, view.reward, view.next_reward) == (True, 3, 2, 2)
    loyalty.sign_in(actor=shopper)
    assert member(village).points == 2
    assert SignIn.objects.count() == 3


def test_a_missed_day_is_made_up_with_a_card(village):
    shopper = village.shopper
    today = clock.local_date(clock.now())
    preferences.set_value(actor=HOUSE, name="loyalty.make_up_cards", value=1)
    preferences.forget()
    loyalty.sign_in(actor=shopper)
    view = loyalty.make_up(actor=shopper, day=today - timedelta(days=1))
    assert (view.streak, view.cards_left) == (2, 0)
    for back in (0, 1, 2, 8):
        with pytest.raises(CannotMakeUp):
            loyalty.make_up(actor=shopper, day=today - timedelta(days=back))
    assert SignIn.objects.count() == 2


def test_guests_do_not_sign_and_nobody_sees_a_foreign_member(village):
    with pytest.raises(SignInNeeded):
        loyalty.sign_in(actor=HOUSE)
    other = village.owners["M1"]
    with pytest.raises(NotFound):
        queries.get_member(actor=other, user_id=village.shopper.user_id)


def test_a_level_that_gives_more_than_the_next_is_refused(village):
    before = queries.list_levels()
    with pytest.raises(BadLevel) as refusal:
        loyalty.add_level(actor=HOUSE, level=Level("bronze", {"en": "Bronze"}, 500, 9_900))
    assert (refusal.value.field, refusal.value.params) == ("rate_bp", {"level": "silver"})
    assert queries.list_levels() == before


def test_levels_are_edited_one_by_one(village):
    bronze = Level("bronze", {"en": "Bronze"}, 500)
    loyalty.add_level(actor=HOUSE, level=bronze)
    with pytest.raises(LevelExists):
        loyalty.add_level(actor=HOUSE, level=bronze)
    loyalty.change_level(actor=HOUSE, level=Level("bronze", {"en": "Copper"}, 600))
    assert [(one.code, one.threshold) for one in queries.list_levels()][:3] == [
        ("plain", 0),
        ("bronze", 600),
        ("silver", 1_000),
    ]
    assert queries.get_level("bronze").name == {"en": "Copper"}
    with pytest.raises(BadLevel):
        loyalty.remove_level(actor=HOUSE, code="plain")
    loyalty.remove_level(actor=HOUSE, code="bronze")
    for refused in (loyalty.remove_level, lambda **given: queries.get_level(given["code"])):
        with pytest.raises(LevelNotFound):
            refused(actor=HOUSE, code="bronze")
    with pytest.raises(Forbidden):
        loyalty.add_level(actor=village.shopper, level=bronze)
    assert AuditEntry.objects.filter(subject_type="member_levels").count() == 3


def test_staff_give_and_take_with_a_reason_once_per_form(village):
    user_id = village.shopper.user_id
    given = Adjustment(user_id, "form-1", " a late  parcel ", points=120, growth=1_000)
    for _ in range(2):
        loyalty.adjust_member(actor=HOUSE, adjustment=given)
    assert (member(village).points, member(village).growth) == (120, 1_000)
    assert member(village).level.code == "silver"
    taken = Adjustment(user_id, "form-2", "given twice", points=-20)
    for _ in range(2):
        loyalty.adjust_member(actor=HOUSE, adjustment=taken)
    page = queries.list_points(actor=village.shopper, user_id=user_id)
    assert [(one.amount_minor, one.note) for one in page.items] == [
        (-20, "given twice"),
        (120, "a late parcel"),
    ]
    grown = queries.list_growth(actor=village.shopper, user_id=user_id).items
    assert [(one.amount, one.note) for one in grown] == [(1_000, "a late parcel")]
    assert AuditEntry.objects.filter(subject_type="member").count() == 2
    assert list(wallets_queries.prove()) == []


def test_a_wrong_adjustment_changes_nothing(village):
    user_id = village.shopper.user_id
    for wrong, field in (
        (Adjustment(user_id, "k1", " ", points=1), "reason"),
        (Adjustment(user_id, "k2", "why"), "points"),
        (Adjustment(user_id, "k3", "why", points=1_000_001), "points"),
        (Adjustment(user_id, "k4", "why", growth=-1_000_001), "growth"),
    ):
        with pytest.raises(BadAdjustment) as refusal:
            loyalty.adjust_member(actor=HOUSE, adjustment=wrong)
        assert refusal.value.field == field
    loyalty.adjust_member(actor=HOUSE, adjustment=Adjustment(user_id, "k5", "why", points=5))
    with pytest.raises(NotEnoughValue):
        loyalty.adjust_member(actor=HOUSE, adjustment=Adjustment(user_id, "k6", "why", points=-6))
    with pytest.raises(Forbidden):
        loyalty.adjust_member(
            actor=village.shopper, adjustment=Adjustment(user_id, "k7", "why", points=5)
        )
    with pytest.raises(NotFound):
        loyalty.adjust_member(
            actor=HOUSE, adjustment=Adjustment(ids.new_id(), "k8", "why", points=5)
        )
    assert member(village).points == 5


def test_points_that_go_soon_are_shown_and_reminded_of_once(village):
    user_id = village.shopper.user_id
    loyalty.adjust_member(actor=HOUSE, adjustment=Adjustment(user_id, "k", "why", points=50))
    assert member(village).expiring_points == 0
    soon = clock.now() + timedelta(days=5)
    Lot.objects.update(expires_at=soon)
    assert (member(village).expiring_points, member(village).expires_at) == (50, soon)
    for _ in range(2):
        assert loyalty.remind_batch(actor=HOUSE) is None
    assert events("loyalty.points_expiring.v1") == 1
    assert list(PointsReminder.objects.values_list("user_id", "days")) == [(user_id, 7)]
    care.settle()
    told = Message.objects.get(user_id=user_id, event="loyalty.points_expiring")
    assert told.body["en"].startswith("50 points expire within 7 day(s), the first on ")
    assert told.link == "/account/points/"
    Lot.objects.update(expires_at=clock.now() + timedelta(hours=20))
    loyalty.remind_batch(actor=HOUSE)
    assert events("loyalty.points_expiring.v1") == 2


def test_members_are_told_of_another_level_and_of_one_in_danger(village):
    user_id = village.shopper.user_id
    loyalty.tell_of_level(actor=HOUSE, user_id=user_id, before="plain", after="gold")
    loyalty.tell_of_level(actor=HOUSE, user_id=user_id, before="gold", after="silver")
    loyalty.tell_of_level(actor=HOUSE, user_id=user_id, before="gold", after="gone")
    loyalty.tell_of_endangered_level(actor=HOUSE, user_id=user_id, code="gold", until=clock.now())
    told = Message.objects.filter(user_id=user_id, event__startswith="loyalty.").order_by("pk")
    assert [one.title["en"] for one in told] == [
        "You reached a new level",
        "Your level changed",
        "Your level is about to end",
    ]
    assert told[0].body["zh-hans"] == "恭喜您成为黄金会员，新的权益已经生效。"


def test_the_calendar_says_what_can_be_made_up(village):
    shopper = village.shopper
    today = clock.local_date(clock.now())
    SignIn.objects.create(user_id=shopper.user_id, day=today - timedelta(days=2), points=1)
    view = queries.get_sign_in(shopper.user_id)
    missed = [today - timedelta(days=back) for back in (1, 3, 4, 5, 6, 7)]
    assert (list(view.can_make_up), view.cards_left) == (missed, 2)
    view = loyalty.make_up(actor=shopper, day=missed[0])
    assert (view.made_up, view.cards_left) == ((missed[0],), 1)
    loyalty.make_up(actor=shopper, day=missed[1])
    assert queries.get_sign_in(shopper.user_id).can_make_up == ()
