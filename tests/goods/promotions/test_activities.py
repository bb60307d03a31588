"""Activities from the draft to the order and back, with every refusal precise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.errors import IllegalMove, NotFound
from jishi.foundation.platform import audit
from jishi.foundation.platform.models import OutboxEvent
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.markets import services as markets
from jishi.goods.promotions import queries, rules, services
from jishi.goods.promotions.errors import (
    ActivityFixed,
    ActivityNotFound,
    ActivityUnavailable,
    BadActivity,
    MisleadingActivity,
)
from jishi.goods.promotions.models import Activity, ActivityItem, ActivityShare, ActivityUse
from jishi.goods.promotions.types import (
    ActivityFilter,
    ActivityState,
    Funder,
    ItemDraft,
    NewUse,
    Phase,
    Scope,
    ScopeKind,
    Tier,
)
from tests.goods.catalog.factories import (
    HOUSE,
    make_category,
    make_merchant,
    make_product,
    make_seller,
    make_user,
)
from tests.goods.promotions.factories import activity_draft, ago, make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def china():
    markets.ensure_markets(actor=HOUSE)


@pytest.fixture
def shop():
    return make_merchant()


@pytest.fixture
def variant(shop):
    product_id = make_product(shop, make_category())
    return catalog_queries.get_product(product_id).variants[0].variant_id


def flash(variant, **values):
    """Return a published flash sale of one variant: 5.00 instead of 10.00, two left."""
    item = {"price_minor": 500, "stock": 2, "per_person": 1} | values
    return make_activity("flash_sale", prices={variant: 1_000}, items=(ItemDraft(variant, **item),))


def use(activity_id, variant=None, quantity=1, discount=500):
    return NewUse(activity_id, variant, quantity, discount, 0)


def take(*uses, user_id=None, group_id=None):
    services.take(actor=HOUSE, group_id=group_id or ids.new_id(), user_id=user_id, uses=list(uses))


# Drafts


@pytest.mark.parametrize(
    ("kind", "values", "field", "setting"),
    [
        ("no_such_kind", {}, "kind", None),
        ("full_reduction", {"name": {"zh-hans": " "}}, "name", None),
        ("full_reduction", {"ends_at": ago(days=1)}, "ends_at", None),
        ("full_reduction", {"settings": {}}, "settings", ""),
        ("full_reduction", {"settings": {"steps": []}}, "settings", "steps"),
        (
            "full_reduction",
            {"settings": {"steps": [{"threshold_minor": 100, "off_minor": 101}]}},
            "settings",
            "steps",
        ),
        (
            "full_reduction",
            {"settings": {"steps": [{"threshold_minor": "100", "off_minor": 10}]}},
            "settings",
            "steps",
        ),
        ("full_reduction", {"budget_minor": 0}, "budget_minor", None),
        ("full_reduction", {"items": (ItemDraft(ids.new_id(), 1),)}, "items", None),
        ("full_reduction", {"scope": Scope(ScopeKind.PRODUCT)}, "scope", None),
        ("full_reduction", {"platform_share_bp": 10_001}, "platform_share_bp", None),
        ("limited_price", {}, "items", None),
        ("limited_price", {"items": (ItemDraft(ids.new_id(), -1),)}, "items", None),
        ("flash_sale", {"items": (ItemDraft(ids.new_id(), 1),)}, "items", None),
        ("member_price", {"settings": {"rates": {"gold": 10_000}}}, "settings", "rates"),
        # Kinds for shops only.
        ("nth_unit", {"settings": {"nth": 2, "rate_bp": 5_000}}, "kind", None),
    ],
)
def test_a_draft_that_could_not_run_is_refused(kind, values, field, setting):
    with pytest.raises(BadActivity) as refused:
        services.save_activity(actor=HOUSE, draft=activity_draft(kind, **values))
    assert refused.value.field == field
    assert refused.value.params.get("setting") == setting
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("kind", "settings", "setting"),
    [
        ("nth_unit", {"nth": 1, "rate_bp": 5_000}, "nth"),
        ("nth_unit", {"nth": 2, "rate_bp": 10_000}, "rate_bp"),
        ("pick_price", {"count": 1, "price_minor": 100}, "count"),
        ("quantity_discount", {"steps": [{"minimum_quantity": 1, "rate_bp": 9_000}]}, "steps"),
        (
            "quantity_discount",
            {
                "steps": [
                    {"minimum_quantity": 2, "rate_bp": 8_000},
                    {"minimum_quantity": 3, "rate_bp": 9_000},
                ]
            },
            "steps",
        ),
    ],
)
def test_settings_of_shops_that_make_no_sense_are_refused(shop, kind, settings, setting):
    with pytest.raises(BadActivity) as refused:
        services.save_activity(
            actor=HOUSE, draft=activity_draft(kind, settings=settings, merchant_id=shop)
        )
    assert (refused.value.field, refused.value.params["setting"]) == ("settings", setting)


def test_what_is_saved_is_read_back(shop):
    scope = Scope(ScopeKind.PRODUCT, frozenset({ids.new_id()}))
    draft = activity_draft(merchant_id=shop, scope=scope, budget_minor=50_000)
    info = queries.get_activity(services.save_activity(actor=HOUSE, draft=draft))
    assert (info.draft.scope, info.draft.budget_minor) == (scope, 50_000)
    assert (info.funder, info.draft.platform_share_bp) == (Funder.MERCHANT, 0)
    assert (info.state, info.currency, info.spent_minor) == (ActivityState.DRAFT, "CNY", 0)
    platform = queries.get_activity(make_activity())
    assert (platform.funder, platform.draft.platform_share_bp) == (Funder.PLATFORM, 10_000)


def test_a_shop_runs_activities_of_its_own_goods_only(shop, variant):
    seller = make_seller(shop, "promotions.edit")
    other = make_merchant()
    with pytest.raises(NotFound):
        services.save_activity(actor=seller, draft=activity_draft(merchant_id=other))
    with pytest.raises(NotFound):
        services.save_activity(actor=seller, draft=activity_draft())
    draft = activity_draft("limited_price", merchant_id=other, items=(ItemDraft(variant, 1),))
    with pytest.raises(BadActivity) as refused:
        services.save_activity(actor=HOUSE, draft=draft)
    assert refused.value.field == "items"
    activity_id = services.save_activity(actor=HOUSE, draft=activity_draft(merchant_id=other))
    with pytest.raises(NotFound):
        services.stop_activity(actor=seller, activity_id=activity_id)


# The life of an activity


def test_it_is_published_paused_resumed_and_stopped():
    activity_id = make_activity()
    for act, state in (
        (services.pause_activity, ActivityState.PAUSED),
        (services.resume_activity, ActivityState.PUBLISHED),
        (services.stop_activity, ActivityState.STOPPED),
    ):
        act(actor=HOUSE, activity_id=activity_id)
        assert queries.get_activity(activity_id).state == state
    with pytest.raises(IllegalMove):
        services.resume_activity(actor=HOUSE, activity_id=activity_id)
    moves = [move.action for move in audit.list_moves([activity_id])]
    assert sorted(moves) == ["pause", "publish", "resume", "stop"]
    told = OutboxEvent.objects.filter(name="promotions.activity_changed.v1")
    assert told.count() == 5


@pytest.mark.parametrize(
    ("price", "usual", "error"),
    [
        (1_000, 1_000, MisleadingActivity),
        (1_100, 1_000, MisleadingActivity),
        (1, None, BadActivity),
    ],
)
def test_a_price_that_is_not_lower_is_not_published(variant, price, usual, error):
    draft = activity_draft("limited_price", items=(ItemDraft(variant, price),))
    activity_id = services.save_activity(actor=HOUSE, draft=draft)
    prices = {} if usual is None else {variant: usual}
    with pytest.raises(error):
        services.publish_activity(actor=HOUSE, activity_id=activity_id, prices=prices)
    assert queries.get_activity(activity_id).state == ActivityState.DRAFT


def test_what_was_promised_does_not_change(variant):
    activity_id = flash(variant)
    take(use(activity_id, variant), user_id=make_user())
    saved = queries.get_activity(activity_id).draft

    def save(*items, **values):
        items = items or (ItemDraft(variant, 500, 2, 1),)
        services.save_activity(
            actor=HOUSE, draft=replace(saved, items=items, **values), activity_id=activity_id
        )

    for field, refusal in (
        ("settings", lambda: save(settings={"takes_coupons": True})),
        ("starts_at", lambda: save(starts_at=saved.starts_at - timedelta(1))),
        ("items", lambda: save(ItemDraft(variant, 400, 2, 1))),
        ("items", lambda: save(ItemDraft(ids.new_id(), 500, 2, 1))),
    ):
        with pytest.raises((ActivityFixed, BadActivity)) as refused:
            refusal()
        assert refused.value.field == field
    save(ItemDraft(variant, 500, 5, 2), name={"en": "More"}, ends_at=saved.ends_at + timedelta(1))
    item = queries.list_items(activity_id)[0]
    assert (item.stock, item.per_person, item.taken, item.left) == (5, 2, 1, 4)
    take(use(activity_id, variant), user_id=make_user())
    with pytest.raises(ActivityFixed) as refused:
        save(ItemDraft(variant, 500, 1, 2))
    assert refused.value.field == "items"


def test_a_copy_is_a_draft_with_nothing_taken(variant):
    activity_id = flash(variant)
    take(use(activity_id, variant), user_id=make_user())
    copy_id = services.copy_activity(actor=HOUSE, activity_id=activity_id)
    info, first = queries.get_activity(copy_id), queries.get_activity(activity_id)
    assert info.state == ActivityState.DRAFT
    assert info.draft.ends_at - info.draft.starts_at == first.draft.ends_at - first.draft.starts_at
    assert [(i.price_minor, i.stock, i.taken) for i in queries.list_items(copy_id)] == [(500, 2, 0)]


def test_an_unknown_activity_is_not_found():
    with pytest.raises(ActivityNotFound):
        services.stop_activity(actor=HOUSE, activity_id=ids.new_id())


# When it runs


def test_its_phase_follows_state_and_time():
    now = clock.now()
    activity_id = make_activity(
        starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)
    )
    info = queries.get_activity(activity_id)
    assert rules.phase(info, now) == Phase.UPCOMING
    assert rules.phase(info, info.draft.starts_at) == Phase.RUNNING
    assert rules.phase(info, info.draft.ends_at) == Phase.ENDED
    services.pause_activity(actor=HOUSE, activity_id=activity_id)
    assert rules.phase(queries.get_activity(activity_id), now) == Phase.PAUSED


@pytest.mark.parametrize("phase", list(Phase))
def test_lists_filter_by_phase_as_the_rule_says(phase):
    now = clock.now()
    services.save_activity(actor=HOUSE, draft=activity_draft())
    make_activity()
    make_activity(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    services.pause_activity(actor=HOUSE, activity_id=make_activity())
    services.stop_activity(actor=HOUSE, activity_id=make_activity())
    over = make_activity()
    Activity.objects.filter(pk=over).update(starts_at=ago(days=2), ends_at=ago(days=1))
    page = queries.list_activities(ActivityFilter(phase=phase))
    assert [rules.phase(info, clock.now()) for info in page.items] == [phase]
    assert page.total == 1


def test_only_what_runs_is_offered(shop, variant):
    now = clock.now()
    running = make_activity(merchant_id=shop)
    make_activity(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    services.pause_activity(actor=HOUSE, activity_id=make_activity())
    make_activity(market_code="us")
    found = queries.offers_on([variant], market_code="cn", user_id=None, at=now, is_fresh=True)
    assert [one.source_id for one in found.reductions] == [running]
    assert found.reductions[0].tiers == (Tier(20_000, 3_000),)
    assert found.reductions[0].merchant_id == shop


def test_what_is_limited_per_person_is_for_members_who_have_some_left(variant):
    activity_id = flash(variant)
    buyer, other = make_user(), make_user()

    def most(user_id):
        found = queries.offers_on(
            [variant], market_code="cn", user_id=user_id, at=clock.now(), is_fresh=True
        )
        return [one.most_units for one in found.unit_prices]

    assert (most(None), most(buyer)) == ([0], [1])
    take(use(activity_id, variant), user_id=buyer)
    assert (most(buyer), most(other)) == ([0], [1])
    take(use(activity_id, variant), user_id=other)
    assert most(make_user()) == []


# What orders take


def test_stock_person_and_budget_are_limits(variant):
    activity_id = flash(variant)
    buyer = make_user()
    take(use(activity_id, variant), user_id=buyer)
    for refused, reason in (
        (lambda: take(use(activity_id, variant), user_id=buyer), "per_person"),
        (lambda: take(use(activity_id, variant)), "members_only"),
        (lambda: take(use(activity_id, variant, quantity=2), user_id=make_user()), "sold_out"),
    ):
        with pytest.raises(ActivityUnavailable) as error:
            refused()
        assert error.value.params["reason"] == reason
    assert ActivityItem.objects.get().taken == 1
    assert ActivityShare.objects.get().taken == 1
    budget = make_activity(budget_minor=1_000)
    take(use(budget, discount=600))
    with pytest.raises(ActivityUnavailable) as error:
        take(use(budget, discount=401))
    assert error.value.params["reason"] == "budget"
    take(use(budget, discount=400))
    assert Activity.objects.get(pk=budget).spent_minor == 1_000
    assert queries.prove_activities() == []


def test_an_activity_whose_budget_is_used_up_stops_by_itself():
    full, half = make_activity(budget_minor=1_000), make_activity(budget_minor=1_000)
    take(use(full, discount=1_000), use(half, discount=999))
    assert services.stop_exhausted(actor=HOUSE) == 1
    info = queries.get_activity(full)
    assert (info.state, info.stop_reason) == (ActivityState.STOPPED, "budget")
    assert queries.get_activity(half).state == ActivityState.PUBLISHED


@pytest.mark.parametrize("end", [services.stop_activity, services.pause_activity])
def test_nothing_is_taken_of_what_does_not_run(end):
    activity_id, other = make_activity(budget_minor=1_000), make_activity(budget_minor=1_000)
    end(actor=HOUSE, activity_id=activity_id)
    with pytest.raises(ActivityUnavailable):
        take(use(other), use(activity_id))
    assert not ActivityUse.objects.exists()
    assert Activity.objects.get(pk=other).spent_minor == 0


def test_an_unpaid_order_gives_everything_back_once(variant):
    activity_id, budget = flash(variant), make_activity(budget_minor=1_000)
    buyer, group_id = make_user(), ids.new_id()
    take(use(activity_id, variant), use(budget), user_id=buyer, group_id=group_id)
    for _ in range(2):
        services.unlock(actor=HOUSE, group_id=group_id)
    assert ActivityItem.objects.get().taken == 0
    assert ActivityShare.objects.get().taken == 0
    assert Activity.objects.get(pk=budget).spent_minor == 0
    assert queries.prove_activities() == []
    take(use(activity_id, variant), user_id=buyer)


def test_a_paid_order_keeps_what_it_took(variant):
    activity_id, group_id, buyer = flash(variant), ids.new_id(), make_user()
    take(use(activity_id, variant), user_id=buyer, group_id=group_id)
    assert queries.effect_of(activity_id).waiting_orders == 1
    services.redeem(actor=HOUSE, group_id=group_id)
    services.unlock(actor=HOUSE, group_id=group_id)
    effect = queries.effect_of(activity_id)
    assert (effect.orders, effect.buyers, effect.units, effect.waiting_orders) == (1, 1, 1, 0)
    assert (effect.discount_minor, effect.platform_minor) == (500, 0)
    assert ActivityItem.objects.get().taken == 1
    assert queries.list_used_groups(activity_id) == (group_id,)
