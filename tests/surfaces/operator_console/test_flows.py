"""What staff decide happens; what is wrong is said beside the field and changes nothing."""

import pytest

from jishi.foundation.platform import operations, preferences
from jishi.foundation.platform.operations import AuditFilter
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductState
from jishi.goods.markets import queries as markets_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import CouponFilter, CouponState
from jishi.insight.search import queries as search_queries
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState
from jishi.trade.orders import queries as orders_queries
from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import address

pytestmark = pytest.mark.django_db


def post(browser, name, *args, query="", **data):
    return browser.post(address(name, *args, language="en", query=query), data)


def error_beside(response, field):
    return f'id="id_{field}_error"' in response.content.decode()


def state_of(merchant_id):
    return merchants_queries.get_merchant(merchant_id).state


def test_an_application_is_approved(desks, admin):
    assert post(admin, "merchant_approve", desks.applicant).status_code == 302
    assert state_of(desks.applicant) == MerchantState.OPEN


def test_an_application_is_sent_back_with_objections(desks, admin):
    refused = post(admin, "merchant_reject", desks.applicant)
    assert refused.status_code == 422
    assert error_beside(refused, "entity")
    assert state_of(desks.applicant) == MerchantState.SUBMITTED
    assert post(admin, "merchant_reject", desks.applicant, shop="Other name").status_code == 302
    found = merchants_queries.get_application(desks.applicant)
    assert found.merchant.state == MerchantState.REJECTED
    assert [one.text for one in found.objections] == ["Other name"]


def test_a_shop_is_suspended_and_reopened(desks, admin):
    shop = desks.village.merchants["M1"]
    refused = post(admin, "merchant_suspend", shop, reason="")
    assert error_beside(refused, "reason")
    assert state_of(shop) == MerchantState.OPEN
    post(admin, "merchant_suspend", shop, reason="Fake goods")
    assert state_of(shop) == MerchantState.SUSPENDED
    post(admin, "merchant_reopen", shop)
    assert state_of(shop) == MerchantState.OPEN


def test_terms_are_set_in_percent_and_major_units(desks, admin):
    shop = desks.village.merchants["M1"]
    refused = post(admin, "merchant_terms", shop, commission="101", deposit="5000", currency="CNY")
    assert error_beside(refused, "commission")
    assert merchants_queries.get_merchant(shop).commission_rate_bp is None
    post(admin, "merchant_terms", shop, commission="7.5", deposit="5000", currency="CNY")
    found = merchants_queries.get_application(shop)
    assert (found.merchant.commission_rate_bp, found.deposit_minor) == (750, 500_000)


def test_a_product_is_approved(desks, admin):
    shown = admin.get(address("review", language="en")).content.decode()
    assert "Article NEW" not in shown
    product = catalog_queries.get_product(desks.pending)
    assert "Article NEW" in admin.get(address("review", language="en")).content.decode()
    post(admin, "product_approve", desks.pending, version=product.version)
    assert catalog_queries.get_product(desks.pending).state != ProductState.PENDING


def test_a_product_that_changed_meanwhile_is_not_approved(desks, admin):
    product = catalog_queries.get_product(desks.pending)
    answer = post(admin, "product_approve", desks.pending, version=product.version + 1)
    assert answer.status_code == 409
    assert catalog_queries.get_product(desks.pending).state == ProductState.PENDING


def test_a_product_is_rejected_with_a_reason(desks, admin):
    assert error_beside(post(admin, "product_reject", desks.pending, reason=""), "reason")
    post(admin, "product_reject", desks.pending, reason="Blurred picture")
    found = catalog_queries.get_product(desks.pending)
    assert (found.state, found.review_note) == (ProductState.REJECTED, "Blurred picture")


def test_a_change_is_shown_beside_what_is_sold_now(desks, admin):
    shown = admin.get(address("product", desks.revised, language="en")).content.decode()
    assert "Better A" in shown
    assert "Article A" in shown


def test_a_product_is_blocked(desks, admin):
    product_id = desks.village.products["B"]
    post(admin, "product_block", product_id, reason="Forbidden")
    assert catalog_queries.get_product(product_id).state == ProductState.BLOCKED


def test_a_category_is_made_moved_and_deleted(desks, admin):
    data = {"slug": "tea", "name_zh": "茶", "name_en": "Tea", "position": 0, "is_active": "on"}
    bad = post(admin, "category_new", **data | {"slug": "not a slug"})
    assert error_beside(bad, "slug")
    assert catalog_queries.find_category("tea") is None
    post(admin, "category_new", **data | {"optional": [desks.attribute], "commission": "8"})
    made = catalog_queries.find_category("tea")
    assert (made.name["en"], made.commission_rate_bp) == ("Tea", 800)
    bound = catalog_queries.list_attributes(made.category_id)
    assert [one.attribute.code for one in bound] == ["volume"]
    post(admin, "category_move", made.category_id, parent_id=desks.category_id, position=1)
    assert catalog_queries.get_category(made.category_id).parent_id == desks.category_id
    post(admin, "category_delete", made.category_id, reassign_to="")
    assert made.category_id not in catalog_queries.list_categories()


def test_a_category_with_products_asks_where_they_go(desks, admin):
    data = {"slug": "tea", "name_zh": "茶", "name_en": "Tea", "position": 0, "is_active": "on"}
    post(admin, "category_new", **data)
    refused = post(admin, "category_delete", desks.category_id, reassign_to="")
    assert refused.status_code == 409
    assert desks.category_id in catalog_queries.list_categories()
    tea = catalog_queries.find_category("tea").category_id
    post(admin, "category_delete", desks.category_id, reassign_to=str(tea))
    assert desks.category_id not in catalog_queries.list_categories()
    product = catalog_queries.get_product(desks.village.products["A"])
    assert product.category_id == tea


def test_a_brand_and_an_attribute_are_changed(desks, admin):
    post(admin, "brand", desks.brand, name_zh="松月轩", name_en="Songyue Studio")
    assert catalog_queries.list_brands()[0].name["en"] == "Songyue Studio"
    data = {"name_zh": "颜色", "name_en": "Color", "code": "color", "kind": "enum"}
    assert error_beside(post(admin, "attribute_new", options="red, 红", **data), "options")
    assert "color" not in catalog_queries.list_attributes_by_code()
    post(admin, "attribute_new", options="red | 红 | Red\nblue | 蓝 | Blue", **data)
    found = catalog_queries.list_attributes_by_code()["color"]
    assert [one.name["en"] for one in found.options] == ["Red", "Blue"]


def test_a_market_is_made(desks, admin):
    data = {
        "code": "hk", "name_zh": "中国香港", "name_en": "Hong Kong", "currency": "hkd",
        "countries": "HK", "locales": ["zh-hans", "en"], "position": 2,
    }  # fmt: skip
    bad = post(admin, "market_new", **data | {"countries": "Hong Kong"})
    assert error_beside(bad, "countries")
    post(admin, "market_new", **data)
    assert markets_queries.get_market("hk").currency == "HKD"


def test_a_coupon_is_made_started_paused_and_voided(desks, admin):
    data = {
        "code": "TEN", "name_zh": "十元", "name_en": "Ten off", "kind": "amount",
        "currency": "CNY", "value": "10", "threshold": "100", "per_user": 1, "valid_days": 7,
        "audience": "all", "channel": "page",
    }  # fmt: skip
    bad = post(admin, "coupon_new", **data | {"value": ""})
    assert error_beside(bad, "value")
    listed = promotions_queries.list_coupons(CouponFilter(text="TEN"))
    assert listed.items == ()
    post(admin, "coupon_new", **data)
    (coupon,) = promotions_queries.list_coupons(CouponFilter(text="TEN")).items
    assert (coupon.draft.value_minor, coupon.draft.threshold_minor) == (1000, 10_000)
    for page, state in (
        ("coupon_activate", CouponState.ACTIVE),
        ("coupon_pause", CouponState.PAUSED),
        ("coupon_void", CouponState.VOIDED),
    ):
        assert post(admin, page, coupon.coupon_id).status_code == 302
        assert promotions_queries.get_coupon(coupon.coupon_id).state == state


def test_a_started_coupon_can_be_renamed(desks, admin):
    shown = admin.get(address("coupon_edit", desks.village.coupon, language="en"))
    form = shown.context["form"]
    data = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "")
    }
    answer = post(admin, "coupon_edit", desks.village.coupon, **data | {"name_en": "Twenty"})
    assert answer.status_code == 302
    assert promotions_queries.get_coupon(desks.village.coupon).draft.name["en"] == "Twenty"


def test_an_order_is_held_and_released(desks, admin):
    assert error_beside(post(admin, "order_hold", desks.order_id, reason=""), "reason")
    post(admin, "order_hold", desks.order_id, reason="Odd address")
    assert orders_queries.get_order(desks.order_id).is_held
    listed = admin.get(address("orders", language="en", query="queue=held")).content.decode()
    assert orders_queries.get_order(desks.order_id).number in listed
    post(admin, "order_release", desks.order_id)
    assert not orders_queries.get_order(desks.order_id).is_held


def test_a_transfer_is_confirmed_with_what_arrived(desks, admin):
    payments.authorize(
        actor=desks.village.shopper,
        reference=desks.group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    assert "115.00" in admin.get(address("transfers")).content.decode()
    shown = admin.get(address("payment", desks.group_id)).content.decode()
    assert address("transfer_confirm", desks.group_id) in shown
    assert address("cash_confirm", desks.group_id) not in shown
    short = post(admin, "transfer_confirm", desks.group_id, received="100")
    assert error_beside(short, "received")
    assert payments_queries.get_payment(desks.group_id).state == "open"
    post(admin, "transfer_confirm", desks.group_id, received="115.00")
    assert payments_queries.get_payment(desks.group_id).state == "paid"


def test_a_setting_is_changed_and_the_change_is_in_the_audit_trail(desks, admin):
    name = "orders.pay_within_minutes"
    for wrong in ("many", "-5"):
        assert error_beside(post(admin, "setting", name, value=wrong), "value")
    preferences.forget()
    assert preferences.PREFERENCES.get(name).get() == 30
    assert operations.list_audit(AuditFilter(subject_id=name)).items == ()
    assert post(admin, "setting", name, value="45").status_code == 302
    preferences.forget()
    assert preferences.PREFERENCES.get(name).get() == 45
    (line,) = operations.list_audit(AuditFilter(subject_id=name)).items
    assert (line.before, line.after) == ({"value": 30}, {"value": 45})
    assert "30 → 45" in admin.get(address("setting", name)).content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("catalog.review_required", {}, False),
        ("accounts.blocked_words", {"value": "one\n\n two "}, ["one", "two"]),
        ("site.name_en", {"value": "Market"}, "Market"),
        ("site.mode", {"value": "marketplace"}, "marketplace"),
    ],
)
def test_every_type_of_setting_is_read(desks, admin, name, sent, kept):
    assert post(admin, "setting", name, **sent).status_code == 302
    preferences.forget()
    assert preferences.PREFERENCES.get(name).get() == kept


def test_a_secret_is_never_shown(desks, admin):
    name = "shipping.kuaidi100_key"
    post(admin, "setting", name, value="sesame")
    preferences.forget()
    assert preferences.PREFERENCES.get(name).get() == "sesame"
    for page in (address("setting", name), address("settings_room", "shipping"), address("audit")):
        assert "sesame" not in admin.get(page).content.decode()


def test_an_account_is_made_and_given_a_role(desks, admin):
    bad = post(admin, "staff_account", contact="nobody", nickname="小云")
    assert error_beside(bad, "contact")
    made = post(admin, "staff_account", contact="13700000009", nickname="小云")
    assert "contact=13700000009" in made["Location"]
    role_id = people.role_id("platform.support")
    unknown = post(admin, "staff_new", contact="13700000001", role=str(role_id))
    assert error_beside(unknown, "contact")
    assert post(admin, "staff_new", contact="13700000009", role=str(role_id)).status_code == 302
    person = accounts_queries.find_user("13700000009")
    (role,) = accounts_queries.list_assignments(person.id)
    assert role.role_id == role_id
    post(admin, "role_take", person.id, role_id)
    assert accounts_queries.list_assignments(person.id) == ()


def test_a_role_is_made_and_changed_but_not_a_built_in_one(desks, admin):
    data = {"name_zh": "看单", "name_en": "Looks"}
    assert error_beside(post(admin, "role_new", **data), "permissions")
    post(admin, "role_new", permissions=["orders.view"], **data)
    made = next(one for one in accounts_queries.list_roles() if one.name.get("en") == "Looks")
    post(admin, "role_edit", made.id, permissions=["orders.view", "orders.edit"], **data)
    assert accounts_queries.get_role(made.id).permissions == ("orders.edit", "orders.view")
    builtin = people.role_id("platform.finance")
    before = accounts_queries.get_role(builtin)
    refused = post(admin, "role_edit", builtin, permissions=["orders.view"], **data)
    assert refused.status_code == 409
    assert accounts_queries.get_role(builtin) == before


def test_what_gave_up_is_tried_again(desks, admin):
    post(admin, "parked_event_retry", desks.delivery_id)
    post(admin, "parked_job_retry", desks.job_id)
    post(admin, "parked_timer_retry", desks.timer_id)
    assert operations.get_delivery(desks.delivery_id).state == "retrying"
    assert operations.get_job(desks.job_id).state == "ready"
    assert operations.get_timer(desks.timer_id).state == "armed"


def test_the_chain_and_the_books_are_proved_on_demand(desks, admin):
    assert desks.order_id
    assert "sealed entr" in post(admin, "audit_verify").content.decode()
    assert "Every entry is balanced" in post(admin, "ledger_proof").content.decode()


def test_the_audit_trail_is_searched(desks, admin):
    post(admin, "merchant_suspend", desks.village.merchants["M1"], reason="Fake goods")
    by_action = admin.get(address("audit", query="action=merchants.")).content.decode()
    assert "merchants.review" in by_action
    other = admin.get(address("audit", query="who=13999999999")).content.decode()
    assert "merchants.review" not in other


def test_hot_words_are_placed_and_left_alone(desks, admin):
    post(admin, "hot_word_new", query="market=cn", text="龙井", position=0)
    assert [one.text for one in search_queries.hot_words("cn")] == ["龙井"]
    assert error_beside(post(admin, "hot_word_new", text="", position=0), "text")
    post(admin, "hot_word_forget", query="market=cn", text="龙井")
    assert search_queries.hot_words("cn") == ()


def test_customers_are_masked(desks, admin):
    shopper = accounts_queries.get_user(desks.village.shopper.user_id)
    for page in (address("customers"), address("customer", shopper.id)):
        assert shopper.phone not in admin.get(page).content.decode()


def test_the_home_page_counts_what_waits(desks, admin):
    assert all((desks.applicant, desks.pending, desks.job_id))
    tiles = {
        tile.label: tile.count
        for tile in admin.get(address("home", language="en")).context["queues"]
    }
    assert tiles["Applications of shops"] == 1
    assert tiles["Products to review"] == 1
    assert tiles["Jobs that gave up"] == 1
