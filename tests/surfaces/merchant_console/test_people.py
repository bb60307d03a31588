"""Who may see what, and the pages that few people use: staff, keys, settings, applications."""

import pytest
from django.urls import reverse

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import (
    CaseKind,
    CaseRequest,
    CaseState,
    LineRequest,
    Reason,
)
from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.goods.inventory.preferences import LOW_STOCK_THRESHOLD
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import CouponFilter, CouponState
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.integrations import queries as integrations_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState
from tests.parties.accounts import factories as people
from tests.surfaces.merchant_console.test_pages import address
from tests.surfaces.merchant_console.town import signed_in

pytestmark = pytest.mark.django_db


def shop(village):
    return village.merchants["M1"]


def test_a_guest_is_sent_to_sign_in(village, client):
    answer = client.get(address("orders"))
    assert answer.status_code == 302
    assert "next=" in answer.url


def test_a_person_with_one_shop_is_led_there(village, owner):
    assert owner.get(reverse("merchant:index")).url == address("home")


def test_support_sees_orders_but_neither_prices_nor_money(town, support):
    shown = support.get(address("home")).content.decode()
    assert address("orders") in shown
    assert address("cases") in shown
    product = town.village.products["A"]
    for name in ("products", "stock", "settlement", "ledger", "staff", "settings", "ship_batch"):
        assert address(name) not in shown
        assert support.get(address(name)).status_code == 403
    assert support.get(address("product_prices", product)).status_code == 403
    order = support.get(address("order", town.order("M1").order_id))
    assert order.status_code == 200
    parcel = town.parcels("M1")[0]
    ship = address("parcel_ship", town.order("M1").order_id, parcel.shipment_id)
    assert ship not in order.content.decode()
    assert support.post(ship, {"carrier": "sf", "tracking_no": "SF12345678"}).status_code == 403


def test_another_shops_console_is_not_found(village, stranger):
    assert stranger.get(address("home")).status_code == 404
    assert stranger.get(address("settings")).status_code == 404


def open_case(town):
    order = town.order("M1")
    return aftersales.apply(
        actor=town.village.shopper,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.REFUND_ONLY,
            reason=Reason.CHANGED_MIND,
            lines=(LineRequest(order.lines[0].line_id, 1),),
        ),
    )


def test_a_case_is_rejected_with_words_or_agreed_to(town, owner, stranger):
    case_id = open_case(town)
    pages = [address(name, case_id) for name in ("case", "case_approve", "case_reject")]
    for page in pages:
        assert owner.get(page).status_code == 200
        assert stranger.get(page.replace("/m1/", "/m2/")).status_code == 404
    silent = owner.post(pages[2], {"note": ""})
    assert silent.status_code == 422
    assert 'id="id_note_error"' in silent.content.decode()
    assert aftersales_queries.get_case(case_id).state == CaseState.APPLIED
    less = owner.post(pages[1], {"amount_minor": "1.00", "note": ""})
    assert less.status_code == 422
    case = aftersales_queries.get_case(case_id)
    full = str(case.requested_minor / 100)
    assert owner.post(pages[1], {"amount_minor": full}).status_code == 302
    assert aftersales_queries.get_case(case_id).state in {CaseState.REFUNDING, CaseState.REFUNDED}


COUPON = {
    "code": "SPRING",
    "name_zh": "春日券",
    "kind": "amount",
    "currency": "CNY",
    "value_minor": "5",
    "threshold_minor": "50",
    "scope": "all",
    "per_user": "1",
    "audience": "all",
    "channel": "page",
    "valid_days": "7",
}


def test_a_coupon_is_made_started_and_paused(village, owner):
    both = COUPON | {"use_until": "2031-01-01T00:00"}
    refused = owner.post(address("coupon_new"), both)
    assert refused.status_code == 422
    assert 'id="id_valid_days_error"' in refused.content.decode()
    mine = CouponFilter(merchant_ids=frozenset({shop(village)}))
    assert promotions_queries.list_coupons(mine).items == ()
    assert owner.post(address("coupon_new"), COUPON).status_code == 302
    coupon = promotions_queries.list_coupons(mine).items[0]
    assert (coupon.draft.value_minor, coupon.draft.threshold_minor) == (500, 5000)
    for name, *args in (("coupon",), ("coupon_edit",), ("coupon_move", "activate")):
        assert owner.get(address(name, coupon.coupon_id, *args)).status_code == 200
    owner.post(address("coupon_move", coupon.coupon_id, "activate"))
    owner.post(address("coupon_move", coupon.coupon_id, "pause"))
    assert promotions_queries.get_coupon(coupon.coupon_id).state == CouponState.PAUSED


def rows(name, *given):
    forms = {f"{name}-TOTAL_FORMS": len(given), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(given):
        forms |= {f"{name}-{place}-{field}": value for field, value in row.items()}
    return forms


def test_a_freight_template_is_made_with_its_tables(village, owner):
    given = {
        "name": "华南",
        "currency": "CNY",
        "charge": "weight",
        "first": 1000,
        "first_fee": "8",
        "step": 1000,
        "step_fee": "2.50",
        **rows("rates", {"codes": "44 45", "first": 1000, "first_fee": "5"}),
        **rows("free", {"min_amount": "99"}),
        **rows("blocked", {"codes": "54", "reason_zh": "暂不配送"}),
        **rows("surcharges", {"codes": "65", "fee": "10"}),
    }
    assert owner.post(address("freight_new"), given | {"name": ""}).status_code == 422
    assert owner.post(address("freight_new"), given).status_code == 302
    found = shipping_queries.list_templates(merchant_id=shop(village))
    saved = next(one for one in found if one.name == "华南")
    assert saved.tariff.region_rates[0].region_codes == ("44", "45")
    assert saved.tariff.free_conditions[0].min_amount_minor == 9900
    assert saved.tariff.surcharges[0].fee_minor == 1000
    page = owner.get(address("freight_template", saved.template_id))
    assert page.status_code == 200
    assert "44 45" in page.content.decode()
    owner.post(address("freight_delete", saved.template_id))
    assert saved.template_id not in {
        one.template_id for one in shipping_queries.list_templates(merchant_id=shop(village))
    }


def test_staff_is_added_and_removed(village, owner):
    user_id = people.person()
    contact = accounts_queries.get_user(user_id).phone
    role = people.role_id("merchant.warehouse")
    nobody = owner.post(address("staff_add"), {"contact": "+8613999999999", "role_id": role})
    assert nobody.status_code == 422
    assert 'id="id_contact_error"' in nobody.content.decode()
    owner.post(address("staff_add"), {"contact": contact, "role_id": role})
    assert user_id in {one.user_id for one in merchants_queries.list_members(shop(village))}
    assert owner.get(address("member", user_id)).status_code == 200
    other = people.role_id("merchant.finance")
    owner.post(address("member_assign", user_id), {"role_id": other})
    owner.post(address("member_role", user_id, role))
    owner.post(address("member_remove", user_id))
    assert user_id not in {one.user_id for one in merchants_queries.list_members(shop(village))}


def test_a_role_of_the_shops_own_is_kept(village, owner):
    given = {"name_zh": "打包员", "permissions": ["warehouse.work", "orders.view"]}
    assert owner.post(address("role_new"), {"name_zh": "空"}).status_code == 422
    assert owner.post(address("role_new"), given).status_code == 302
    own = [one for one in accounts_queries.list_roles(shop(village)) if not one.is_builtin]
    assert own[0].permissions == ("orders.view", "warehouse.work")
    for name in ("role", "role_edit", "role_delete"):
        assert owner.get(address(name, own[0].id)).status_code == 200
    foreign = owner.post(address("role_new"), given | {"permissions": ["catalog.review"]})
    assert foreign.status_code == 422
    owner.post(address("role_delete", own[0].id))
    assert all(one.is_builtin for one in accounts_queries.list_roles(shop(village)))


def test_a_key_is_shown_once(village, owner, stranger):
    made = owner.post(address("app_new"), {"name": "ERP", "scopes": ["orders.view"]})
    assert made.status_code == 200
    assert "jsk_" in made.content.decode()
    app = integrations_queries.list_apps(shop(village))[0]
    page = address("app", app.id)
    assert "jsk_" not in owner.get(page).content.decode()
    assert stranger.get(page.replace("/m1/", "/m2/")).status_code == 404
    assert "jsk_" in owner.post(address("app_rotate", app.id)).content.decode()
    owner.post(address("app_revoke", app.id))
    assert not integrations_queries.get_app(app.id).is_active


def test_a_setting_holds_for_this_shop_only(village, owner):
    page = address("setting", "inventory.low_stock_threshold")
    refused = owner.post(page, {"value": "-1"})
    assert refused.status_code == 422
    assert 'id="id_value_error"' in refused.content.decode()
    assert owner.post(page, {"value": "7"}).status_code == 302
    preferences.forget()
    assert LOW_STOCK_THRESHOLD.get(shop(village)) == 7
    assert LOW_STOCK_THRESHOLD.get(village.merchants["M2"]) == 3
    assert owner.get(address("setting", "site.mode")).status_code == 404


def test_the_profile_is_changed(village, owner):
    assert owner.post(address("profile"), {"name_zh": ""}).status_code == 422
    given = {"name_zh": "街角茶铺", "name_en": "Corner Tea", "story_zh": "三代人的茶"}
    assert owner.post(address("profile"), given).status_code == 302
    card = merchants_queries.get_merchant(shop(village))
    assert card.name == {"zh-hans": "街角茶铺", "en": "Corner Tea"}
    assert card.code == "m1"


def step(name):
    return reverse("merchant:apply_step", args=[name])


def test_an_application_is_filled_in_page_by_page(village):
    user_id = people.person()
    applicant = signed_in(user_id)
    apply = reverse("merchant:apply")
    assert applicant.get(step("entity")).status_code == 404
    assert applicant.post(apply, {"act": "begin"}).url == step("entity")
    wrong = {"entity_type": "company", "legal_name": "街角商贸", "license_no": "123"}
    refused = applicant.post(step("entity"), wrong)
    assert refused.status_code == 422
    assert 'id="id_license_no_error"' in refused.content.decode()
    person = {"entity_type": "person", "legal_name": "林小满"}
    assert applicant.post(step("entity"), person).url == step("contact")
    contact = {"name": "小满", "phone": "13800000003", "email": "shop@example.com"}
    applicant.post(step("contact"), contact)
    applicant.post(step("shop"), {"name_zh": "街角小店", "code": "corner"})
    done = applicant.post(step("agreement"), {"accepts": "on"})
    assert done.url == apply
    application = merchants_queries.find_application(user_id)
    for name in application.missing:
        assert applicant.get(step(name)).status_code == 200
    applicant.post(apply, {"act": "submit"})
    state = merchants_queries.find_application(user_id).merchant.state
    if application.missing:
        assert state == MerchantState.DRAFT
    else:
        assert state == MerchantState.SUBMITTED
        applicant.post(apply, {"act": "withdraw"})
        state = merchants_queries.find_application(user_id).merchant.state
        assert state == MerchantState.DRAFT
    assert applicant.get(apply).status_code == 200
