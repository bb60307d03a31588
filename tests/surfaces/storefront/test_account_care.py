"""Refunds, reviews, favorites, messages: asked for, refused beside the field, seen by one's own."""

import io

import pytest
from PIL import Image

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseFilter, CaseState
from jishi.care.community import queries as community_queries
from jishi.care.notifications import queries as notifications_queries
from jishi.care.reviews import queries as reviews_queries
from jishi.foundation.kernel import ids
from jishi.goods.promotions import queries as promotions_queries
from jishi.trade.orders import queries as orders_queries
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.build()


@pytest.fixture
def received(town, media):
    """One article, bought and received."""
    group = towns.place(town, "A")
    towns.pay(town, group)
    towns.ship(town, group)
    number = group.orders[0].number
    town.client.post(f"/account/orders/{number}/received/")
    villages.settle()
    return orders_queries.get_order(group.orders[0].order_id)


def stranger():
    client = towns.browser()
    people.person(phone="+8613844445555")
    client.post("/sign-in/", {"contact": "13844445555", "password": people.PASSWORD})
    return client


def picture() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(held, "PNG")
    held.seek(0)
    held.name = "fault.png"
    return held


def ask_url(order) -> str:
    line = ids.encode("lin", order.lines[0].line_id)
    return f"/account/orders/{order.number}/refund/?line={line}"


def cases(town):
    return aftersales_queries.list_cases(CaseFilter(user_id=town.village.shopper.user_id)).items


ASKED = {"kind": "return_refund", "reason": "no_reason", "quantity": "1", "description": "大了"}


def test_a_return_is_asked_for_agreed_to_and_sent_back(town, received):
    assert 'name="reason"' in towns.text_of(town.client.get(ask_url(received)))
    answer = town.client.post(ask_url(received), ASKED)
    (case,) = cases(town)
    assert answer["Location"] == f"/account/aftersales/{case.number}/"
    page = towns.text_of(town.client.get(f"/en{answer['Location']}"))
    assert "Waits for the shop" in page
    assert "Withdraw" in page
    aftersales.approve(actor=town.village.owners["M1"], case_id=case.case_id)
    villages.settle()
    url = f"/en/account/aftersales/{case.number}/"
    assert "I have sent it" in towns.text_of(town.client.get(url))
    refused = town.client.post(f"{url}ship/", {"carrier": "", "tracking_no": "SF1"})
    assert refused.status_code == 422
    sent = town.client.post(f"{url}ship/", {"carrier": "sf", "tracking_no": "SF1234567890123"})
    assert sent.status_code == 302
    assert aftersales_queries.get_case(case.case_id).state == CaseState.BUYER_SHIPPED
    assert "SF1234567890123" in towns.text_of(town.client.get(url))
    assert case.number in towns.text_of(town.client.get("/account/aftersales/"))


def test_a_request_is_withdrawn(town, received):
    town.client.post(ask_url(received), ASKED)
    (case,) = cases(town)
    url = f"/account/aftersales/{case.number}/cancel/"
    assert town.client.get(url).status_code == 200
    assert town.client.post(url).status_code == 302
    assert aftersales_queries.get_case(case.case_id).state == CaseState.CANCELED


def test_a_refusal_is_answered(town, received):
    town.client.post(ask_url(received), ASKED)
    (case,) = cases(town)
    aftersales.reject(actor=town.village.owners["M1"], case_id=case.case_id, note="请先拍照")
    url = f"/en/account/aftersales/{case.number}/"
    page = towns.text_of(town.client.get(url))
    assert "请先拍照" in page
    too_much = town.client.post(f"{url}amend/", {"amount": "6000", "description": "x"})
    assert too_much.status_code == 422
    given = {"amount": "50.00", "description": "照片来了", "pictures": picture()}
    assert town.client.post(f"{url}amend/", given).status_code == 302
    after = aftersales_queries.get_case(case.case_id)
    assert (after.state, after.requested_minor) == (CaseState.APPLIED, 5000)
    assert len(after.evidence) == 1


def test_a_request_without_a_reason_or_picture_is_refused_beside_the_field(town, received):
    english = f"/en{ask_url(received)}"
    empty = town.client.post(english, ASKED | {"reason": ""})
    assert 'id="id_reason_error"' in empty.content.decode()
    bare = town.client.post(english, ASKED | {"reason": "quality"})
    assert "at least one picture" in bare.content.decode()
    many = town.client.post(english, ASKED | {"quantity": "5"})
    assert many.status_code == 422
    assert cases(town) == ()


def test_pictures_survive_a_refused_form(town, received):
    english = f"/en{ask_url(received)}"
    given = ASKED | {"reason": "damaged", "pictures": picture()}
    town.client.post(english, given)
    (case,) = cases(town)
    assert len(case.evidence) == 1
    shown = towns.text_of(town.client.get(f"/account/aftersales/{case.number}/"))
    assert "/media/" in shown


def test_cases_of_others_do_not_exist(town, received):
    town.client.post(ask_url(received), ASKED)
    (case,) = cases(town)
    other = stranger()
    assert other.get(f"/account/aftersales/{case.number}/").status_code == 404
    assert other.get(ask_url(received)).status_code == 404
    for rest in ("cancel/", "ship/", "amend/"):
        assert other.post(f"/account/aftersales/{case.number}/{rest}").status_code == 404
    assert aftersales_queries.get_case(case.case_id).state == CaseState.APPLIED


def test_a_guest_asks_for_a_refund_by_the_signed_link(town):
    group = towns.place_as_guest(town)
    towns.pay(town, group)
    client = towns.browser()
    given = {"number": group.number, "contact": "guest@example.com"}
    home = client.post("/orders/find/", given)["Location"]
    order = group.orders[0]
    line = ids.encode("lin", order.lines[0].line_id)
    url = f"{home}orders/{order.number}/refund/?line={line}"
    assert client.get(url).status_code == 200
    asked = {"kind": "refund_only", "reason": "changed_mind", "quantity": "1"}
    answer = client.post(url, asked)
    assert answer["Location"].startswith(f"{home}aftersales/")
    assert client.get(answer["Location"]).status_code == 200


def test_a_review_is_written_once(town, received):
    url = f"/en/account/orders/{received.number}/review/"
    field = ids.encode("lin", received.lines[0].line_id)
    assert "Very good" in towns.text_of(town.client.get(url))
    bare = town.client.post(url, {f"{field}-text": "好"})
    assert bare.status_code == 422
    assert "Give one to five stars." in bare.content.decode()
    given = {f"{field}-rating": "5", f"{field}-text": "很好喝", f"{field}-pictures": picture()}
    assert town.client.post(url, given).status_code == 302
    (review,) = reviews_queries.list_of_order(received.order_id).values()
    assert (review.rating, review.text, len(review.images)) == (5, "很好喝", 1)
    assert "很好喝" in towns.text_of(town.client.get("/account/reviews/?tab=written"))
    assert town.client.get(url).status_code == 302


def test_something_is_added_to_a_review_by_its_author_only(town, received):
    field = ids.encode("lin", received.lines[0].line_id)
    url = f"/account/orders/{received.number}/review/"
    town.client.post(url, {f"{field}-rating": "4", f"{field}-text": "不错"})
    (review,) = reviews_queries.list_of_order(received.order_id).values()
    more = f"/account/reviews/{ids.encode('rev', review.review_id)}/more/"
    assert stranger().get(more).status_code == 404
    assert town.client.post(more, {"text": ""}).status_code == 422
    assert town.client.post(more, {"text": "用了一周还是很好"}).status_code == 302
    after = reviews_queries.get_review(review.review_id)
    assert after.follow_up_text == "用了一周还是很好"


def test_favorites_and_follows_are_toggled(town):
    product = ids.encode("prd", town.village.products["A"])
    shop = ids.encode("mer", town.village.merchants["M1"])
    user_id = town.village.shopper.user_id
    town.client.post(f"/account/favorites/{product}/")
    town.client.post(f"/account/follows/{shop}/")
    counts = community_queries.count_all(user_id)
    assert (counts.favorites, counts.follows) == (1, 1)
    assert "M1 铺" in towns.text_of(town.client.get("/account/follows/"))
    assert town.client.get("/account/favorites/").status_code == 200
    town.client.post(f"/account/favorites/{product}/")
    town.client.post(f"/account/follows/{shop}/")
    counts = community_queries.count_all(user_id)
    assert (counts.favorites, counts.follows) == (0, 0)


def test_footprints_are_cleared_after_a_question(town):
    asked = towns.text_of(town.client.get("/en/account/footprints/clear/"))
    assert "Forget everything you looked at?" in asked
    assert town.client.post("/account/footprints/clear/").status_code == 302


def test_messages_are_read_and_counted(town):
    group = towns.place(town, "A")
    towns.pay(town, group)
    user_id = town.village.shopper.user_id
    unread = notifications_queries.count_unread(user_id)
    assert unread
    badge = town.client.get("/account/messages/unread/").content.decode()
    assert f">{unread}</span>" in badge
    message = notifications_queries.list_messages(user_id).items[0]
    key = ids.encode("msg", message.message_id)
    stranger().post(f"/account/messages/{key}/read/")
    assert notifications_queries.count_unread(user_id) == unread
    town.client.post(f"/account/messages/{key}/read/", {"next": message.link})
    assert notifications_queries.count_unread(user_id) == unread - 1
    town.client.post("/account/messages/read/")
    assert notifications_queries.count_unread(user_id) == 0


def test_choices_of_messages_are_kept_and_fixed_ones_stay(town):
    town.client.post("/account/messages/choices/", {"on": ["promotions.email"]})
    chosen = {
        (one.topic, one.channel): one.is_on
        for one in notifications_queries.list_choices(town.village.shopper.user_id)
    }
    assert chosen["promotions", "email"]
    assert not chosen["orders", "email"]
    assert chosen["orders", "site"]


def test_coupons_are_listed_by_state_and_claimed_by_code(town):
    towns.place(town, "A")
    claimed = promotions_queries.list_claimed(user_id=town.village.shopper.user_id)
    assert claimed.total == 0
    wrong = town.client.post(
        "/en/coupons/code/", {"code": "NOPE", "next": "/en/account/coupons/"}, follow=True
    )
    assert "No coupon has this code" in wrong.content.decode()
