"""The shop's inbox: what it was told, who may read it, and the bell."""

import pytest

from jishi.care.notifications import queries as notifications_queries
from tests.surfaces.merchant_console.test_pages import address
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


def shop_of(town, name="M1"):
    return town.village.merchants[name]


def unread(town, name="M1") -> int:
    return notifications_queries.count_unread_of_shops(frozenset({shop_of(town, name)}))


def newest(town):
    return notifications_queries.list_shop_messages(frozenset({shop_of(town)})).items[0]


@pytest.fixture
def told(town):
    """The news of the paid order has reached the shops."""
    villages.settle()
    assert unread(town) > 0
    return town


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "title", "bell"),
    [("zh-hans", "新订单待发货", "条未读消息"), ("en", "New order to ship", "unread messages")],
)
def test_the_inbox_tells_of_a_new_order(told, owner, language, title, bell):
    page = text_of(owner.get(address("messages", language=language)))
    assert title in page
    assert told.order("M1").number in page
    assert told.order("M2").number not in page
    assert f'aria-label="{unread(told)} {bell}"' in page
    assert address("messages", language=language) in page


def test_opening_reads_and_leads_to_the_order_in_the_readers_language(told, owner):
    message, before = newest(told), unread(told)
    answer = owner.post(address("message", message.message_id, language="en"))
    assert answer.status_code == 302
    assert answer["Location"] == f"/en{message.link}"
    assert unread(told) == before - 1
    assert owner.get(answer["Location"]).status_code == 200


def test_all_are_read_at_once_and_only_this_shops(told, owner):
    others = unread(told, "M2")
    assert owner.post(address("messages_read")).status_code == 302
    assert unread(told) == 0
    assert unread(told, "M2") == others > 0
    page = text_of(owner.get(address("messages", language="en"), {"show": "unread"}))
    assert "Everything is read" in page
    assert "New order to ship" in text_of(owner.get(address("messages", language="en")))


def test_another_shop_and_those_who_see_no_orders_are_kept_out(told, owner, stranger):
    message = newest(told)
    assert stranger.get(address("messages")).status_code == 404
    assert stranger.post(address("message", message.message_id)).status_code == 404
    own = address("message", message.message_id, shop="m2")
    assert stranger.post(own).status_code == 404
    assert owner.get(address("message", message.message_id)).status_code == 405
    assert unread(told) > 0


def test_a_forged_page_mark_leads_to_the_beginning(told, owner):
    answer = owner.get(address("messages"), {"cursor": "nonsense"})
    assert answer.status_code == 302
    assert answer["Location"] == address("messages")
