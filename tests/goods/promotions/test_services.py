"""Coupons from the template to the order and back, with every refusal precise."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.platform import audit, jobs
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.promotions import queries, services, tasks
from jishi.goods.promotions.errors import (
    BadCoupon,
    ClaimLimitReached,
    ClaimNotOpen,
    CodeNotFound,
    CodeUsed,
    CouponFixed,
    CouponNotFound,
    CouponUnavailable,
    DuplicateCode,
    NewUsersOnly,
    SignInNeeded,
    SoldOut,
)
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    ClaimFacts,
    ClaimState,
    CouponFilter,
    CouponKind,
    CouponState,
    Funder,
    Scope,
    ScopeKind,
)
from tests.goods.catalog.factories import HOUSE, make_merchant, make_seller
from tests.goods.promotions.factories import ago, coupon_draft, make_coupon, make_shopper

pytestmark = pytest.mark.django_db


def states(coupon_id):
    rows = ClaimedCoupon.objects.filter(coupon_id=coupon_id).order_by("id")
    return [ClaimState(state) for state in rows.values_list("state", flat=True)]


def counters(coupon_id):
    return Coupon.objects.values_list("issued", "used").get(pk=coupon_id)


# Templates


def test_a_template_begins_as_a_draft_and_starts_now_or_later():
    coupon_id = services.save_coupon(actor=HOUSE, draft=coupon_draft())
    assert queries.get_coupon(coupon_id).state == CouponState.DRAFT
    assert services.activate(actor=HOUSE, coupon_id=coupon_id) == CouponState.ACTIVE
    later = coupon_draft("LATER", claim_from=clock.now() + timedelta(hours=1))
    coupon_id = services.save_coupon(actor=HOUSE, draft=later)
    assert services.activate(actor=HOUSE, coupon_id=coupon_id) == CouponState.SCHEDULED


def test_what_is_saved_is_read_back():
    shop = make_merchant()
    scope = Scope(ScopeKind.PRODUCT, frozenset({ids.new_id(), ids.new_id()}))
    draft = coupon_draft(merchant_id=shop, scope=scope, total=5, per_user=2, per_day=1)
    coupon = queries.get_coupon(services.save_coupon(actor=HOUSE, draft=draft))
    assert coupon.funder == Funder.MERCHANT
    assert coupon.draft.platform_share_bp == 0
    assert coupon.draft.scope == scope
    platform = queries.get_coupon(make_coupon("PLATFORM"))
    assert (platform.funder, platform.draft.platform_share_bp) == (Funder.PLATFORM, 10_000)


def test_a_promise_does_not_change_but_limits_may():
    coupon_id = make_coupon(total=10)
    shopper = make_shopper()
    services.claim(actor=shopper, coupon_id=coupon_id)
    with pytest.raises(CouponFixed) as refused:
        services.save_coupon(
            actor=HOUSE, draft=coupon_draft(value_minor=500, total=10), coupon_id=coupon_id
        )
    assert refused.value.field == "value_minor"
    services.save_coupon(actor=HOUSE, draft=coupon_draft(total=1), coupon_id=coupon_id)
    services.save_coupon(actor=HOUSE, draft=coupon_draft(total=2), coupon_id=coupon_id)
    services.claim(actor=make_shopper(), coupon_id=coupon_id)
    with pytest.raises(BadCoupon):
        services.save_coupon(actor=HOUSE, draft=coupon_draft(total=1), coupon_id=coupon_id)
    assert queries.get_coupon(coupon_id).draft.total == 2


def test_codes_are_unique():
    make_coupon("A", channel=Channel.CODE, public_code="hello")
    with pytest.raises(DuplicateCode):
        services.save_coupon(actor=HOUSE, draft=coupon_draft("A"))
    with pytest.raises(DuplicateCode):
        make_coupon("B", channel=Channel.CODE, public_code="HELLO")


def test_shops_manage_their_own_coupons_only():
    shop, other = make_merchant(), make_merchant()
    seller = make_seller(shop, "promotions.edit")
    services.save_coupon(actor=seller, draft=coupon_draft("OWN", merchant_id=shop))
    foreign = make_coupon("FOREIGN", merchant_id=other)
    with pytest.raises(NotFound):
        services.pause(actor=seller, coupon_id=foreign)
    with pytest.raises(NotFound):
        services.save_coupon(actor=seller, draft=coupon_draft("PLATFORM"))
    with pytest.raises(Forbidden):
        services.save_coupon(actor=make_shopper(), draft=coupon_draft("X"))


def test_a_paused_coupon_is_not_claimed_and_a_voided_one_is_lost():
    coupon_id = make_coupon(per_user=3)
    shopper = make_shopper()
    first = services.claim(actor=shopper, coupon_id=coupon_id)
    services.pause(actor=HOUSE, coupon_id=coupon_id)
    with pytest.raises(ClaimNotOpen):
        services.claim(actor=shopper, coupon_id=coupon_id)
    assert len(queries.candidates(user_id=shopper.user_id, merchant_ids=(), at=clock.now())) == 1
    services.activate(actor=HOUSE, coupon_id=coupon_id)
    second = services.claim(actor=shopper, coupon_id=coupon_id)
    group = ids.new_id()
    services.lock(actor=shopper, group_id=group, claimed_ids=[second.claimed_id])
    assert services.void(actor=HOUSE, coupon_id=coupon_id) == 2
    assert states(coupon_id) == [ClaimState.VOIDED, ClaimState.VOIDED]
    assert services.redeem(actor=HOUSE, group_id=group) == 0
    with pytest.raises(CouponUnavailable):
        services.lock(actor=shopper, group_id=group, claimed_ids=[first.claimed_id])
    with pytest.raises(IllegalMove):
        services.activate(actor=HOUSE, coupon_id=coupon_id)
    moves = audit.list_moves([coupon_id])
    assert [move.action for move in moves] == ["activate", "pause", "activate", "void"]


# Claims


def test_a_claim_counts_and_tells():
    coupon_id = make_coupon(total=2)
    shopper = make_shopper()
    claimed = services.claim(actor=shopper, coupon_id=coupon_id)
    assert counters(coupon_id) == (1, 0)
    assert claimed.state == ClaimState.UNUSED
    event = OutboxEvent.objects.get(name="promotions.coupon_claimed.v1")
    assert event.key == str(claimed.claimed_id)
    offers = queries.candidates(user_id=shopper.user_id, merchant_ids=(), at=clock.now())
    assert [offer.offer_id for offer in offers] == [claimed.claimed_id]
    assert queries.prove() == []


def test_claims_stop_at_the_limits_and_leave_nothing():
    coupon_id = make_coupon(total=2, per_user=1)
    first = make_shopper()
    services.claim(actor=first, coupon_id=coupon_id)
    with pytest.raises(ClaimLimitReached):
        services.claim(actor=first, coupon_id=coupon_id)
    services.claim(actor=make_shopper(), coupon_id=coupon_id)
    with pytest.raises(SoldOut):
        services.claim(actor=make_shopper(), coupon_id=coupon_id)
    assert counters(coupon_id) == (2, 0)
    assert len(states(coupon_id)) == 2


def test_guests_new_users_and_other_channels():
    with pytest.raises(SignInNeeded):
        services.claim(actor=Actor.guest("visitor"), coupon_id=make_coupon("A"))
    newcomers = make_coupon("NEW", audience=Audience.NEW_USER)
    shopper = make_shopper()
    with pytest.raises(NewUsersOnly):
        services.claim(actor=shopper, coupon_id=newcomers)
    services.claim(actor=shopper, coupon_id=newcomers, facts=ClaimFacts(is_new_user=True))
    hidden = make_coupon("HIDDEN", channel=Channel.GRANT)
    for coupon_id in (hidden, ids.new_id()):
        with pytest.raises(CouponNotFound):
            services.claim(actor=shopper, coupon_id=coupon_id)


def test_a_public_code_claims_whatever_its_case():
    coupon_id = make_coupon(channel=Channel.CODE, public_code="Hello2026", per_user=1)
    shopper = make_shopper()
    services.claim_code(actor=shopper, code=" hello2026 ")
    assert counters(coupon_id) == (1, 0)
    with pytest.raises(ClaimLimitReached):
        services.claim_code(actor=shopper, code="HELLO2026")
    with pytest.raises(CodeNotFound):
        services.claim_code(actor=shopper, code="HELLO2027")


def test_a_one_time_code_works_once():
    coupon_id = make_coupon(channel=Channel.CODE, per_user=5)
    codes = services.create_codes(actor=HOUSE, coupon_id=coupon_id, count=20)
    assert len(set(codes)) == 20
    services.claim_code(actor=make_shopper(), code=codes[0].lower())
    with pytest.raises(CodeUsed):
        services.claim_code(actor=make_shopper(), code=codes[0])
    assert counters(coupon_id) == (1, 0)
    with pytest.raises(BadCoupon):
        services.create_codes(actor=HOUSE, coupon_id=coupon_id, count=0)
    with pytest.raises(BadCoupon):
        services.create_codes(actor=HOUSE, coupon_id=make_coupon("PAGE"), count=1)


def test_grants_pass_over_those_who_have_enough():
    coupon_id = make_coupon(channel=Channel.GRANT, total=3)
    people = [make_shopper().user_id for _ in range(2)]
    assert services.grant(actor=HOUSE, coupon_id=coupon_id, user_ids=people) == 2
    more = [*people, make_shopper().user_id]
    assert services.grant(actor=HOUSE, coupon_id=coupon_id, user_ids=more) == 1
    with pytest.raises(SoldOut):
        services.grant(actor=HOUSE, coupon_id=coupon_id, user_ids=[make_shopper().user_id])
    assert counters(coupon_id) == (3, 0)
    assert OutboxEvent.objects.filter(name="promotions.coupon_claimed.v1").count() == 3


# Orders


@pytest.fixture
def claimed():
    shopper, shop = make_shopper(), make_merchant()
    own = make_coupon("SHOP", merchant_id=shop)
    platform = make_coupon("PLATFORM")
    ids_ = [services.claim(actor=shopper, coupon_id=one).claimed_id for one in (own, platform)]
    return shopper, shop, own, platform, ids_


def test_an_order_locks_redeems_and_returns(claimed):
    shopper, shop, own, platform, claimed_ids = claimed
    group = ids.new_id()
    services.lock(actor=shopper, group_id=group, claimed_ids=claimed_ids)
    assert queries.candidates(user_id=shopper.user_id, merchant_ids=[shop], at=clock.now()) == ()
    assert services.redeem(actor=HOUSE, group_id=group) == 2
    assert services.redeem(actor=HOUSE, group_id=group) == 0
    assert counters(own) == counters(platform) == (1, 1)
    # The shop's part is refunded in full: its coupon comes back, the platform's does not.
    assert services.return_coupons(actor=HOUSE, group_id=group, merchant_id=shop) == 1
    assert (states(own), states(platform)) == ([ClaimState.UNUSED], [ClaimState.USED])
    assert services.return_coupons(actor=HOUSE, group_id=group) == 1
    assert counters(own) == counters(platform) == (1, 0)
    assert services.return_coupons(actor=HOUSE, group_id=group) == 0
    moves = audit.list_moves(claimed_ids[:1])
    assert [move.action for move in moves] == ["lock", "redeem", "return"]
    assert queries.prove() == []


def test_a_closed_order_gives_its_coupons_back_at_once(claimed):
    shopper, _, own, platform, claimed_ids = claimed
    group = ids.new_id()
    services.lock(actor=shopper, group_id=group, claimed_ids=claimed_ids)
    assert services.unlock(actor=HOUSE, group_id=group) == 2
    assert states(own) == states(platform) == [ClaimState.UNUSED]
    services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=claimed_ids)


def test_all_are_locked_or_none(claimed):
    shopper, _, own, platform, claimed_ids = claimed
    services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=claimed_ids[:1])
    with pytest.raises(CouponUnavailable):
        services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=claimed_ids)
    with pytest.raises(CouponUnavailable):
        services.lock(actor=make_shopper(), group_id=ids.new_id(), claimed_ids=claimed_ids[1:])
    assert (states(own), states(platform)) == ([ClaimState.LOCKED], [ClaimState.UNUSED])
    services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=[])


def test_an_expired_coupon_is_not_locked_and_returns_only_by_the_merchants_fault(claimed):
    shopper, shop, own, platform, claimed_ids = claimed
    ClaimedCoupon.objects.filter(coupon_id=own).update(valid_until=ago(minutes=1))
    with pytest.raises(CouponUnavailable):
        services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=claimed_ids[:1])
    group = ids.new_id()
    ClaimedCoupon.objects.update(valid_until=clock.now() + timedelta(days=1))
    services.lock(actor=shopper, group_id=group, claimed_ids=claimed_ids)
    services.redeem(actor=HOUSE, group_id=group)
    ClaimedCoupon.objects.update(valid_until=ago(minutes=1))
    assert (
        services.return_coupons(
            actor=HOUSE, group_id=group, merchant_id=shop, is_merchant_fault=True
        )
        == 1
    )
    assert services.return_coupons(actor=HOUSE, group_id=group) == 0
    assert (states(own), states(platform)) == ([ClaimState.UNUSED], [ClaimState.EXPIRED])
    left = ClaimedCoupon.objects.get(coupon_id=own).valid_until - clock.now()
    assert timedelta(days=6) < left <= timedelta(days=7)
    assert counters(own) == counters(platform) == (1, 0)


# The clock


def test_coupons_begin_and_end_by_themselves():
    later = services.save_coupon(
        actor=HOUSE, draft=coupon_draft("LATER", claim_from=clock.now() + timedelta(hours=1))
    )
    services.activate(actor=HOUSE, coupon_id=later)
    ending = make_coupon("ENDING", claim_until=clock.now() + timedelta(hours=1))
    Coupon.objects.filter(pk=later).update(claim_from=ago(minutes=1))
    Coupon.objects.filter(pk=ending).update(claim_until=ago(minutes=1))
    assert services.advance_due(actor=HOUSE) == 2
    assert queries.get_coupon(later).state == CouponState.ACTIVE
    assert queries.get_coupon(ending).state == CouponState.ENDED
    assert services.advance_due(actor=HOUSE) == 0


def test_unused_coupons_expire_and_locked_ones_wait():
    coupon_id = make_coupon(per_user=2)
    shopper = make_shopper()
    first = services.claim(actor=shopper, coupon_id=coupon_id)
    services.claim(actor=shopper, coupon_id=coupon_id)
    services.lock(actor=shopper, group_id=ids.new_id(), claimed_ids=[first.claimed_id])
    ClaimedCoupon.objects.update(valid_until=ago(seconds=1))
    assert services.expire_due(actor=HOUSE) == 1
    assert states(coupon_id) == [ClaimState.LOCKED, ClaimState.EXPIRED]


def test_reminders_are_told_three_days_and_one_day_before():
    coupon_id = make_coupon(valid_days=30)
    services.claim(actor=make_shopper(), coupon_id=coupon_id)
    assert services.remind_due(actor=HOUSE) == 0
    told = []
    for days in (3, 1):
        until = clock.now() + timedelta(days=days)
        ClaimedCoupon.objects.update(valid_until=until, remind_at=ago(seconds=1))
        assert services.remind_due(actor=HOUSE) == 1
        assert services.remind_due(actor=HOUSE) == 0
    for event in OutboxEvent.objects.filter(name="promotions.coupon_expiring.v1").order_by("seq"):
        told.append('"days_left":3' in event.payload)
    assert told == [True, False]


def test_the_clock_runs_the_sweeps():
    coupon_id = make_coupon()
    services.claim(actor=make_shopper(), coupon_id=coupon_id)
    ClaimedCoupon.objects.update(valid_until=ago(seconds=1), remind_at=None)
    for task in (tasks.advance_coupons, tasks.expire_coupons, tasks.remind_of_coupons):
        task.enqueue()
    assert jobs.run_all() == 3
    assert states(coupon_id) == [ClaimState.EXPIRED]


# Reads


def test_pages_show_what_can_be_claimed(django_assert_num_queries):
    shop, shopper = make_merchant(), make_shopper()
    product, category = ids.new_id(), ids.new_id()
    make_coupon("ALL", value_minor=300)
    make_coupon(
        "SCOPED",
        merchant_id=shop,
        value_minor=500,
        scope=Scope(ScopeKind.CATEGORY, frozenset({category})),
        total=1,
    )
    make_coupon("FOREIGN", merchant_id=make_merchant())
    make_coupon("CODE", channel=Channel.CODE, public_code="X")
    make_coupon("OVER", claim_until=clock.now() + timedelta(hours=1))
    Coupon.objects.filter(code="OVER").update(claim_until=ago(seconds=1))

    def shown(**where):
        found = queries.list_claimable(
            at=clock.now(), merchant_ids=[shop], user_id=shopper.user_id, **where
        )
        return [(one.offer.value_minor, one.claimed, one.can_claim, one.left) for one in found]

    with django_assert_num_queries(2):
        assert shown() == [(500, 0, True, 1), (300, 0, True, None)]
    assert shown(product_id=product, category_ids=(ids.new_id(),)) == [(300, 0, True, None)]
    found = queries.list_claimable(at=clock.now(), merchant_ids=[shop])
    assert not found[0].offer.is_claimed
    services.claim(actor=shopper, coupon_id=found[0].offer.coupon_id)
    assert shown(product_id=product, category_ids=(category,))[0] == (500, 1, False, 0)


def test_people_and_consoles_page_through_coupons(django_assert_num_queries):
    shop, shopper = make_merchant(), make_shopper()
    coupons = [make_coupon(f"C{number}", merchant_id=shop) for number in range(3)]
    for coupon_id in coupons:
        services.claim(actor=shopper, coupon_id=coupon_id)
    with django_assert_num_queries(2):
        page = queries.list_claimed(user_id=shopper.user_id, limit=2)
    assert (page.total, [one.offer.coupon_id for one in page.items]) == (3, coupons[:0:-1])
    rest = queries.list_claimed(user_id=shopper.user_id, cursor=page.next_cursor)
    assert [one.offer.coupon_id for one in rest.items] == coupons[:1]
    assert queries.list_claimed(user_id=shopper.user_id, states=[ClaimState.USED]).total == 0
    condition = CouponFilter(merchant_ids=frozenset({shop}), text="10 OFF c1")
    assert queries.list_coupons(condition).items[0].draft.code == "C1"
    first = queries.list_coupons(CouponFilter(), limit=2)
    assert (first.total, len(first.items)) == (3, 2)
    assert len(queries.list_coupons(CouponFilter(), cursor=first.next_cursor).items) == 1
    assert queries.list_coupons(CouponFilter(is_platform=True)).total == 0
    assert queries.list_coupons(CouponFilter(states=(CouponState.ACTIVE,))).total == 3
    with pytest.raises(CouponNotFound):
        queries.get_coupon(ids.new_id())


class TestDrawnAmounts:
    def test_every_claim_draws_its_own_amount_and_keeps_it(self):
        coupon_id = make_coupon(value_minor=100, value_max_minor=102, threshold_minor=0)
        drawn = set()
        for _ in range(40):
            shopper = make_shopper()
            offer = services.claim(actor=shopper, coupon_id=coupon_id).offer
            assert offer.value_max_minor is None
            (kept,) = queries.candidates(
                user_id=shopper.user_id, merchant_ids=(), at=clock.now() + timedelta(seconds=1)
            )
            assert kept.value_minor == offer.value_minor
            drawn.add(offer.value_minor)
        assert drawn == {100, 101, 102}

    def test_before_the_claim_both_ends_are_told_and_the_lower_one_counts(self):
        make_coupon(value_minor=100, value_max_minor=900)
        (claimable,) = queries.list_claimable(at=clock.now())
        assert (claimable.offer.value_minor, claimable.offer.value_max_minor) == (100, 900)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"value_max_minor": 1_000}, "value_max_minor"),
            (
                {"kind": CouponKind.PERCENT, "value_minor": 0, "rate_bp": 1, "value_max_minor": 5},
                "value_max_minor",
            ),
            ({"kind": CouponKind.EXCHANGE, "value_minor": 0}, "scope"),
            ({"kind": CouponKind.EXCHANGE, "value_minor": 5}, "value_minor"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, given, field):
        with pytest.raises(BadCoupon) as refused:
            services.save_coupon(actor=HOUSE, draft=coupon_draft(**given))
        assert refused.value.field == field
