"""Every fact that concerns somebody finds its words."""

import pytest

from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.care.community import services as community
from jishi.care.notifications import queries
from jishi.care.notifications.rules import catalogue
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewDraft
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.events import EVENTS
from jishi.foundation.platform import outbox
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog.events import ProductReviewed
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import StockItem
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.money.payments.events import RefundSettled
from jishi.parties.accounts import events as accounts
from jishi.parties.merchants import events as merchants
from jishi.trade.orders import services as orders
from jishi.trade.orders.events import PaymentDue
from jishi.trade.orders.types import CancelReason
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


@transactional
def announce(event):
    outbox.emit(event)


def tell(event):
    announce(event)
    care.settle()


def latest(village):
    return queries.list_messages(village.shopper.user_id).items[0]


def latest_of_shop(village, merchant="M1"):
    return queries.list_shop_messages(frozenset({village.merchants[merchant]})).items[0]


def ask(village, order, code, kind=CaseKind.REFUND_ONLY, reason=Reason.CHANGED_MIND):
    line = care.line_of(village, order, code)
    request = CaseRequest(order.order_id, kind, reason, (LineRequest(line.line_id, 1),))
    case_id = aftersales.apply(actor=village.shopper, request=request)
    care.settle()
    return case_id


def test_every_listened_event_exists_and_is_handled_here():
    handled = {
        name: [one for one in found if one.startswith("care.notifications")]
        for name, found in outbox.subscribers().items()
    }
    listened = {name for name, found in handled.items() if found}
    assert listened <= set(EVENTS)
    assert len(listened) >= 35
    assert all(len(found) == 1 for found in handled.values() if found)


def test_a_case_is_told_step_by_step(village):
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, "B")
    assert latest(village).event == "aftersales.requested"
    assert latest_of_shop(village).event == "aftersales.requested"
    assert latest_of_shop(village).link == f"/merchant/m1/after-sale/{ids.encode('cas', case_id)}/"
    aftersales.reject(actor=village.owners["M1"], case_id=case_id, note="正在打包。")
    care.settle()
    assert latest(village).event == "aftersales.rejected"
    english, chinese = (latest(village).body[locale] for locale in ("en", "zh-hans"))
    assert "was rejected: the shop wrote “正在打包”. You may amend it" in english
    assert "未通过：商家说明“正在打包”。您可以" in chinese
    aftersales.approve(actor=village.owners["M1"], case_id=case_id)
    care.settle()
    assert latest(village).event == "aftersales.approved_refund"
    care.refund_by_hand(3000)
    assert latest(village).event == "aftersales.refunded"
    assert "¥30.00" in latest(village).body["zh-hans"]
    assert latest_of_shop(village).event == "aftersales.refunded"
    events = [m.event for m in queries.list_messages(village.shopper.user_id).items]
    assert "payments.refunded" not in events


def test_a_refund_refused_because_the_goods_left_is_explained(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    ask(village, order, "B")
    care.ship(village, order)
    told = {m.event: m for m in queries.list_messages(village.shopper.user_id).items}
    assert "商品已发出" in told["aftersales.rejected"].body["zh-hans"]
    assert "the goods have left" in told["aftersales.rejected"].body["en"]


def test_a_withdrawn_case_is_told_to_the_shop(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    case_id = ask(village, care.order_of(village, group_id), "B")
    aftersales.cancel(actor=village.shopper, case_id=case_id)
    care.settle()
    assert latest_of_shop(village).event == "aftersales.closed"


def test_an_order_that_times_out_says_why(village):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    orders.close_unpaid(actor=care.SYSTEM, group_id=group_id, reason=CancelReason.TIMEOUT)
    care.settle()
    assert latest(village).event == "orders.canceled"
    assert "超时未付款" in latest(village).body["zh-hans"]
    assert "it was not paid in time" in latest(village).body["en"]


def test_a_reminder_is_for_those_who_have_not_paid(village):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    due = PaymentDue(group_id=str(group_id), user_id=str(village.shopper.user_id), minutes_left=5)
    tell(due)
    assert latest(village).event == "orders.payment_due"
    assert latest(village).link == f"/pay/{ids.encode('grp', group_id)}/"
    care.pay(village, group_id)
    before = len(queries.list_messages(village.shopper.user_id).items)
    tell(due)
    assert len(queries.list_messages(village.shopper.user_id).items) == before


def test_a_held_order_calls_the_shop(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.prefer("orders.review_from_minor", 1)
    second = care.buy(village, {"B": 1}, expected_minor=3000)
    assert group_id != second
    told = queries.list_shop_messages(frozenset({village.merchants["M1"]})).items
    held = next(message for message in told if message.event == "orders.held")
    assert "订单金额较大" in held.body["zh-hans"]


def test_money_that_comes_back_outside_a_case_is_told(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    ids = {"refund_id": str(group_id), "payment_id": str(group_id)}
    names = {"reference": str(group_id), "payment_reference": str(group_id)}
    amounts = {"amount_minor": 3000, "currency": "CNY"}
    extra = {"kind": "stray"} if "kind" in RefundSettled.__dataclass_fields__ else {}
    tell(RefundSettled(**ids, **names, **amounts, **extra))
    assert latest(village).event == "payments.refunded"


def test_reviews_are_told_both_ways(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.ship(village, care.order_of(village, group_id))
    care.receive(village, care.order_of(village, group_id))
    order = care.order_of(village, group_id)
    draft = ReviewDraft(order.lines[0].line_id, 4)
    (review_id,) = reviews.write(actor=village.shopper, order_id=order.order_id, drafts=[draft])
    care.settle()
    assert latest_of_shop(village).event == "reviews.posted"
    assert "4 星" in latest_of_shop(village).body["zh-hans"]
    reviews.reply(actor=village.owners["M1"], review_id=review_id, text="多谢")
    care.settle()
    assert latest(village).event == "reviews.replied"
    reviews.hide(actor=care.SYSTEM, review_id=review_id, reason="含广告")
    care.settle()
    assert latest(village).event == "reviews.hidden"
    assert latest(village).body["en"].endswith("is not shown: “含广告”.")


def test_fans_hear_of_lower_prices_and_of_new_stock(village):
    community.add_favorite(
        actor=village.shopper, product_id=village.products["A"], market_code="cn"
    )
    pricing.set_prices(
        actor=care.SYSTEM,
        merchant_id=village.merchants["M1"],
        rows=[PriceRow(village.variants["A"], "cn", 5000)],
    )
    care.settle()
    assert latest(village).event == "goods.got_cheaper"
    assert "¥50.00" in latest(village).body["zh-hans"]
    inventory.adjust(
        actor=care.SYSTEM,
        location_id=village.locations["W1"],
        variant_id=village.variants["A"],
        new_on_hand=0,
        reason="盘点",
    )
    care.settle()
    assert latest_of_shop(village).event == "inventory.ran_low"
    inventory.request_alert(actor=village.shopper, variant_id=village.variants["A"])
    inventory.receive(
        actor=care.SYSTEM,
        location_id=village.locations["W1"],
        items=[StockItem(village.variants["A"], 5)],
    )
    care.settle()
    assert latest(village).event == "goods.back_in_stock"


def test_people_hear_of_their_account(village):
    user_id = str(village.shopper.user_id)
    tell(accounts.PasswordChanged(user_id=user_id))
    assert latest(village).event == "accounts.password_changed"
    tell(accounts.ContactVerified(user_id=user_id, channel="phone", value="+8613800000001"))
    assert "+86****0001" in latest(village).body["zh-hans"]
    tell(accounts.AccountClosing(user_id=user_id, closes_at="2025-11-30T00:00:00+00:00"))
    assert "11月30日 08:00" in latest(village).body["zh-hans"]
    tell(
        accounts.RoleAssigned(
            user_id=user_id, role_code="merchant.manager", scope="merchant", scope_id="x"
        )
    )
    assert "店长" in latest(village).body["zh-hans"]


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (merchants.ApplicationSubmitted, "merchants.submitted"),
        (merchants.ApplicationRejected, "merchants.rejected"),
        (merchants.MerchantOpened, "merchants.opened"),
        (merchants.MerchantReopened, "merchants.reopened"),
    ],
)
def test_owners_hear_of_their_shop(village, event, told):
    shop, owner = village.merchants["M1"], village.owners["M1"]
    tell(event(merchant_id=str(shop), owner_id=str(owner.user_id)))
    message = queries.list_messages(owner.user_id).items[0]
    assert message.event == told
    assert "M1 铺" in message.body["zh-hans"]


def test_a_shop_hears_what_became_of_its_product(village):
    ids = {"product_id": str(village.products["A"]), "merchant_id": str(village.merchants["M1"])}
    tell(ProductReviewed(**ids, is_approved=False, note="图片不清晰"))
    assert latest_of_shop(village).event == "catalog.rejected"
    assert "图片不清晰" in latest_of_shop(village).body["zh-hans"]


def test_every_template_has_somebody_who_sends_it():
    sent = {
        "orders.placed",
        "orders.payment_due",
        "orders.confirmed",
        "orders.canceled",
        "orders.received",
        "orders.completed",
        "orders.held",
        "orders.stuck",
        "payments.awaiting_transfer",
        "payments.refunded",
        "shipping.dispatched",
        "shipping.delivered",
        "shipping.issued",
        "shipping.exception",
        "shipping.returned",
        "shipping.tracking_fixed",
        "aftersales.requested",
        "aftersales.approved_refund",
        "aftersales.approved_return",
        "aftersales.rejected",
        "aftersales.sent",
        "aftersales.refunded",
        "aftersales.closed",
        "accounts.registered",
        "accounts.password_changed",
        "accounts.contact_verified",
        "accounts.closing",
        "accounts.role_assigned",
        "promotions.coupon_received",
        "promotions.coupon_expiring",
        "loyalty.points_expiring",
        "loyalty.level_raised",
        "loyalty.level_lowered",
        "loyalty.level_endangered",
        "goods.back_in_stock",
        "goods.got_cheaper",
        "reviews.replied",
        "reviews.hidden",
        "reviews.posted",
        "merchants.submitted",
        "merchants.rejected",
        "merchants.opened",
        "merchants.suspended",
        "merchants.reopened",
        "inventory.ran_low",
        "catalog.approved",
        "catalog.rejected",
    }
    assert {template.event for template in catalogue.TEMPLATES.values()} == sent
