"""Facts reach their readers once, by the channels they chose, in the words in force."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from jishi.care.notifications import errors, queries, services
from jishi.care.notifications.adapters import senders
from jishi.care.notifications.models import Delivery, Message
from jishi.care.notifications.services import delivering
from jishi.care.notifications.types import (
    Channel,
    DeliveryFilter,
    DeliveryState,
    Topic,
    Words,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, NotFound
from jishi.foundation.platform import jobs
from jishi.foundation.platform.messaging import sms
from jishi.foundation.platform.models import Job
from jishi.parties.accounts.models import User
from jishi.trade.orders.models import Order, OrderGroup
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    built = villages.build()
    User.objects.filter(pk=built.shopper.user_id).update(email="xiaoman@example.com")
    return built


@pytest.fixture
def origin(settings):
    settings.ORIGIN = "https://shop.example"


def inbox(village):
    return [message.event for message in queries.list_messages(village.shopper.user_id).items]


def shop_inbox(village, merchant="M1"):
    shop = frozenset({village.merchants[merchant]})
    return [message.event for message in queries.list_shop_messages(shop).items]


def deliveries(**given):
    return Delivery.objects.filter(**given)


def test_a_sale_is_told_to_buyer_and_shop_from_start_to_end(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    assert inbox(village) == [
        "orders.confirmed",
        "payments.awaiting_transfer",
        "orders.placed",
        "accounts.registered",
    ]
    assert shop_inbox(village) == ["orders.confirmed"]
    care.ship(village, care.order_of(village, group_id))
    care.receive(village, care.order_of(village, group_id))
    assert inbox(village)[:2] == ["orders.received", "shipping.dispatched"]
    assert shop_inbox(village, "M2") == []


def test_a_message_is_in_both_languages_and_leads_to_the_order(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    message = queries.list_messages(village.shopper.user_id).items[0]
    assert message.body["zh-hans"] == (
        f"M1 铺已收到您的订单 {order.number}，共 1 件，合计 ¥30.00，正在备货。"
    )
    assert message.body["en"].startswith(f"Shop M1 has your order {order.number}: 1 item(s)")
    assert message.link == f"/account/orders/{order.number}/"
    assert message.topic == Topic.ORDERS


def test_mail_goes_out_in_the_readers_language_with_an_address_to_click(village, origin):
    User.objects.filter(pk=village.shopper.user_id).update(locale="en")
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    (sent,) = [one for one in mail.outbox if one.subject == "Order confirmed"]
    assert sent.to == ["xiaoman@example.com"]
    assert f"https://shop.example/en/account/orders/{order.number}/" in sent.body
    assert sent.body.endswith("-- \nJishi")
    row = deliveries(template="orders.confirmed:user", channel="email").get()
    assert (row.state, row.attempts, row.recipient) == ("sent", 1, "xiaoman@example.com")


def test_who_has_no_mailbox_is_told_on_the_site_and_the_log_says_so(village):
    User.objects.filter(pk=village.shopper.user_id).update(email=None)
    care.buy(village, {"B": 1}, expected_minor=3000)
    assert "orders.confirmed" in inbox(village)
    row = deliveries(template="orders.confirmed:user", channel="email").get()
    assert (row.state, row.error) == (DeliveryState.SKIPPED, "no address")
    assert mail.outbox == []


def test_the_same_news_is_told_once(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    before = (Message.objects.count(), Delivery.objects.count(), Job.objects.count())
    services.tell_of_order(actor=care.SYSTEM, event="orders.confirmed", order_id=order.order_id)
    assert (Message.objects.count(), Delivery.objects.count(), Job.objects.count()) == before


def test_a_choice_switches_mail_off_and_text_messages_on(village):
    buyer = village.shopper
    services.choose(actor=buyer, topic=Topic.ORDERS, channel=Channel.EMAIL, is_on=False)
    services.choose(actor=buyer, topic=Topic.ORDERS, channel=Channel.SMS, is_on=True)
    care.buy(village, {"B": 1}, expected_minor=3000)
    assert not deliveries(template="orders.confirmed:user", channel="email").exists()
    row = deliveries(template="orders.confirmed:user", channel="sms").get()
    assert row.state == DeliveryState.SKIPPED
    assert "not_configured" in row.error
    chosen = {(c.topic, c.channel): c.is_on for c in queries.list_choices(buyer.user_id)}
    assert not chosen[Topic.ORDERS, Channel.EMAIL]
    assert chosen[Topic.ORDERS, Channel.SMS]


def test_news_of_orders_cannot_be_switched_off_on_the_site(village):
    with pytest.raises(errors.FixedChoice):
        services.choose(
            actor=village.shopper, topic=Topic.ORDERS, channel=Channel.SITE, is_on=False
        )
    services.choose(
        actor=village.shopper, topic=Topic.PROMOTIONS, channel=Channel.SITE, is_on=False
    )
    with pytest.raises(NotFound):
        services.choose(
            actor=care.people.guest(), topic=Topic.ORDERS, channel=Channel.EMAIL, is_on=False
        )


class FakeGateway:
    def __init__(self):
        self.sent = []

    def send(self, *, phone, template, params, reference=""):
        self.sent.append((phone, template, dict(params)))
        return sms.SmsReceipt("1")


def test_text_messages_carry_values_for_the_providers_words(village, monkeypatch):
    gateway = FakeGateway()
    monkeypatch.setattr(senders, "text_gateway", lambda: gateway)
    services.choose(actor=village.shopper, topic=Topic.ORDERS, channel=Channel.SMS, is_on=True)
    care.buy(village, {"B": 1}, expected_minor=3000)
    values = {template: params for _, template, params in gateway.sent}
    assert values["orders.confirmed:user"]["amount"] == "¥30.00"
    assert values["orders.confirmed:user"]["shop"] == "M1 铺"
    assert deliveries(channel="sms", state="sent").count() == len(gateway.sent)


def test_the_gateway_is_built_from_the_environment(settings):
    assert senders.text_gateway() is None
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
        update={"sms_access_key": "key", "sms_access_secret": "secret"}
    )
    assert isinstance(senders.text_gateway(), sms.AliyunSmsGateway)


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody listens")


def test_a_mail_server_that_does_not_answer_is_tried_again_then_given_up(village, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    services.tell_user(
        actor=care.SYSTEM,
        event="accounts.registered",
        user_id=village.shopper.user_id,
        subject="again",
    )
    row = deliveries(
        template="accounts.registered:user", channel="email", user_id=village.shopper.user_id
    ).latest("id")
    for attempt in range(1, delivering.MAX_ATTEMPTS):
        with pytest.raises(errors.NotDelivered):
            services.deliver(actor=care.SYSTEM, delivery_id=row.id)
        row.refresh_from_db()
        assert (row.state, row.attempts) == (DeliveryState.WAITING, attempt)
    services.deliver(actor=care.SYSTEM, delivery_id=row.id)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.FAILED, delivering.MAX_ATTEMPTS)


def test_what_failed_can_be_sent_again_by_those_who_may(village, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    services.tell_user(
        actor=care.SYSTEM,
        event="accounts.registered",
        user_id=village.shopper.user_id,
        subject="again",
    )
    row = deliveries(
        template="accounts.registered:user", channel="email", user_id=village.shopper.user_id
    ).latest("id")
    with pytest.raises(errors.NotResendable):
        services.resend(actor=care.SYSTEM, delivery_id=row.id)
    deliveries(pk=row.id).update(state="failed", attempts=6)
    Job.objects.all().delete()
    with pytest.raises(Forbidden):
        services.resend(actor=village.shopper, delivery_id=row.id)
    settings.EMAIL_BACKEND = working
    services.resend(actor=care.SYSTEM, delivery_id=row.id)
    jobs.run_all()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.SENT, 1)


def test_guests_get_mail_and_no_inbox(village):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    Order.objects.update(user=None)
    OrderGroup.objects.update(user=None, email="guest@example.com", phone="")
    care.pay(village, group_id)
    assert not Message.objects.filter(event="orders.confirmed", merchant=None).exists()
    row = deliveries(template="orders.confirmed:user").get()
    assert (row.channel, row.state, row.recipient) == ("email", "sent", "guest@example.com")
    assert row.link == "/orders/find/"


@pytest.mark.parametrize("placed_in", ["en", "zh-hans", "xx"])
def test_guests_are_written_to_in_the_language_they_ordered_in(village, placed_in):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    Order.objects.update(user=None)
    OrderGroup.objects.update(user=None, email="guest@example.com", phone="", locale=placed_in)
    care.pay(village, group_id)
    row = deliveries(template="orders.confirmed:user").get()
    assert row.locale == (placed_in if placed_in == "en" else "zh-hans")
    subjects = {one.subject for one in mail.outbox if one.to == ["guest@example.com"]}
    other = {"en": "zh-hans", "zh-hans": "en"}[row.locale]
    assert row.title[row.locale] in subjects
    assert row.title[other] not in subjects


def test_reading_marks_ones_own_messages_only(village):
    care.buy(village, {"B": 1}, expected_minor=3000)
    mine = village.shopper.user_id
    unread = queries.count_unread(mine)
    assert unread == len(inbox(village))
    message_ids = [message.message_id for message in queries.list_messages(mine).items]
    assert services.mark_read(actor=care.stranger(), message_ids=message_ids) == 0
    assert services.mark_read(actor=village.shopper, message_ids=message_ids[:1]) == 1
    assert queries.count_unread(mine) == unread - 1
    by_topic = queries.count_unread_by_topic(mine)
    assert sum(by_topic.values()) == unread - 1
    assert services.mark_all_read(actor=village.shopper) == unread - 1
    assert queries.list_messages(mine, unread_only=True).items == ()


def test_a_shop_shares_its_inbox(village):
    care.buy(village, {"B": 1}, expected_minor=3000)
    shop = village.merchants["M1"]
    shops = frozenset({shop})
    assert queries.count_unread_of_shops(shops) == 1
    with pytest.raises(Forbidden):
        services.mark_all_read(actor=village.shopper, merchant_id=shop)
    with pytest.raises(NotFound):
        services.mark_all_read(actor=village.owners["M2"], merchant_id=shop)
    assert services.mark_all_read(actor=village.owners["M1"], merchant_id=shop) == 1
    assert queries.count_unread_of_shops(shops) == 0


def own_words(text="{shop}已接单"):
    return Words(
        {"zh-hans": "接单啦", "en": "We have it"}, {"zh-hans": text, "en": "{shop} has it"}
    )


def test_operators_put_their_own_words_in_force(village):
    key = "orders.confirmed:user"
    with pytest.raises(Forbidden):
        services.override(actor=village.owners["M1"], key=key, words=own_words())
    with pytest.raises(errors.BadTemplate):
        services.override(actor=care.SYSTEM, key=key, words=own_words("{password}"))
    assert queries.preview(key, own_words()).body["zh-hans"] == "山间茶舍已接单"
    services.override(actor=care.SYSTEM, key=key, words=own_words())
    assert queries.get_template(key).is_overridden
    care.buy(village, {"B": 1}, expected_minor=3000)
    assert queries.list_messages(village.shopper.user_id).items[0].body["zh-hans"] == "M1 铺已接单"
    services.remove_override(actor=care.SYSTEM, key=key)
    card = queries.get_template(key)
    assert not card.is_overridden
    assert card.words == card.default
    assert len(queries.list_templates()) >= 45


def test_the_log_is_for_operators_and_masks_addresses(village):
    care.buy(village, {"B": 1}, expected_minor=3000)
    with pytest.raises(Forbidden):
        queries.list_deliveries(actor=village.shopper, wanted=DeliveryFilter())
    wanted = DeliveryFilter(channel=Channel.EMAIL, template="orders.confirmed:user")
    (row,) = queries.list_deliveries(actor=care.SYSTEM, wanted=wanted).items
    assert row.recipient == "xi***@example.com"
    assert queries.count_deliveries()[DeliveryState.FAILED] == 0


def test_old_messages_are_forgotten_and_closed_accounts_at_once(village):
    care.buy(village, {"B": 1}, expected_minor=3000)
    Message.objects.filter(merchant=None).update(created_at=clock.now() - timedelta(days=181))
    while services.forget_old(actor=care.SYSTEM):
        pass
    assert inbox(village) == []
    services.tell_user(
        actor=care.SYSTEM, event="accounts.registered", user_id=village.shopper.user_id
    )
    services.forget_person(actor=care.SYSTEM, user_id=village.shopper.user_id)
    assert inbox(village) == []
    assert not deliveries(user_id=village.shopper.user_id).exists()
