"""Captchas, signing in with others, uniting accounts and the payment password, on pages."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.models import (
    Challenge,
    LoginSession,
    PaymentPassword,
    User,
    VerificationCode,
)
from jishi.parties.accounts.services import challenges, codes
from jishi.parties.accounts.types import ChallengeKind
from tests.parties.accounts import elsewhere
from tests.parties.accounts import factories as people
from tests.surfaces.storefront import account_town as towns

pytestmark = pytest.mark.django_db

PHONE, OTHER = "13800009999", "13800008888"
GOOD = "628174"


@pytest.fixture(autouse=True)
def markets(db):
    towns.open_markets()


@pytest.fixture
def member():
    return people.person(phone=f"+86{PHONE}", nickname="小满")


def signed_in(phone: str = PHONE):
    client = towns.browser()
    answer = client.post("/sign-in/", {"contact": phone, "password": people.PASSWORD})
    assert answer.status_code == 302
    return client


def newest_code() -> str:
    return codes.digits_of(VerificationCode.objects.latest("created_at", "id").id)


def posed(page: str) -> dict[str, str]:
    """Return the fields of the challenge on a page, rightly answered."""
    key = re.search(r'name="challenge" value="(\w+)"', page)[1]
    row = Challenge.objects.latest("created_at", "id")
    kind = ChallengeKind(row.kind)
    return {"challenge": key, "challenge_kind": kind, "answer": challenges.answer_of(row.id, kind)}


class TestCaptcha:
    def fail(self, client, times=3):
        for _ in range(times):
            client.post("/en/sign-in/", {"contact": PHONE, "password": "wrong"})

    def test_the_fourth_try_shows_a_picture_and_its_answer_lets_in(self, member):
        client = towns.browser()
        self.fail(client)
        given = {"contact": PHONE, "password": people.PASSWORD}
        asked = client.post("/en/sign-in/", given)
        page = asked.content.decode()
        assert asked.status_code == 403
        assert 'src="data:image/png;base64,' in page
        assert "Please show first that you are not a machine." in page
        assert 'id="id_answer_error"' in page
        assert client.post("/en/sign-in/", given | posed(page)).status_code == 302

    def test_a_wrong_answer_poses_another_one(self, member):
        client = towns.browser()
        self.fail(client)
        given = {"contact": PHONE, "password": people.PASSWORD}
        first = posed(client.post("/sign-in/", given).content.decode())
        again = client.post("/sign-in/", given | first | {"answer": "?"})
        page = again.content.decode()
        assert again.status_code == 422
        assert "验证未通过，请重新回答。" in page
        assert posed(page)["challenge"] != first["challenge"]
        assert not LoginSession.objects.exists()

    @pytest.mark.parametrize(("language", "words"), [("/en", "How much is"), ("", "等于多少？")])
    def test_who_sees_no_picture_answers_a_question(self, member, language, words):
        client = towns.browser()
        self.fail(client)
        given = {"contact": PHONE, "password": people.PASSWORD}
        url = f"{language}/sign-in/"
        first = posed(client.post(url, given).content.decode())
        page = client.post(url, given | first | {"other_challenge": "question"}).content.decode()
        assert words in page
        assert "data:image" not in page
        assert client.post(url, given | posed(page)).status_code == 302

    def test_codes_near_their_limit_ask_too(self, member):
        client = towns.browser()
        for number in range(7):
            client.post("/reset-password/", {"contact": f"1380000{number:04}"})
        asked = client.post("/reset-password/", {"contact": PHONE})
        page = asked.content.decode()
        assert (asked.status_code, VerificationCode.objects.count()) == (403, 7)
        sent = client.post("/reset-password/", {"contact": PHONE} | posed(page))
        assert sent.status_code == 200
        assert 'name="code"' in sent.content.decode()

    def test_nobody_is_asked_without_a_reason(self, member):
        page = towns.browser().get("/sign-in/").content.decode()
        assert "challenge" not in page
        assert not Challenge.objects.exists()


@pytest.fixture
def openid(tmp_path):
    server, where = elsewhere.openid(tmp_path)
    with server:
        elsewhere.switch_on(where)
        yield where


def travel(client, where, person=None, start=None):
    """Press the button, agree there, and come back; return the last answer."""
    gone = client.post(start or "/sign-in/with/openid/", {"next": "/account/coupons/"})
    assert gone.status_code == 302
    location = elsewhere.agree_at(where, gone["Location"], person)
    parts = urlsplit(location)
    return client.get(f"{parts.path}?{parts.query}")


class TestOthers:
    def test_buttons_are_there_only_for_who_is_switched_on(self, openid):
        client = towns.browser()
        assert 'action="/sign-in/with/openid/"' in client.get("/sign-in/").content.decode()
        assert (
            'action="/en/sign-in/with/openid/"' in client.get("/en/sign-in/code/").content.decode()
        )
        elsewhere.turn_off()
        assert "/sign-in/with/" not in client.get("/sign-in/").content.decode()
        assert client.post("/sign-in/with/openid/").status_code in {302, 404}

    @pytest.mark.parametrize("language", ["", "/en"])
    def test_one_comes_back_signed_in_where_one_wanted(self, openid, language):
        client = towns.browser()
        answer = travel(client, openid, start=f"{language}/sign-in/with/openid/")
        assert answer["Location"] == "/account/coupons/"
        assert client.get("/account/").status_code == 200
        assert User.objects.get().email == "linyu@mail.example"

    def test_a_no_is_told(self, openid):
        client = towns.browser()
        answer = travel(client, openid, "", "/en/sign-in/with/openid/")
        assert answer.status_code == 403
        assert "You were not signed in: it was refused there." in answer.content.decode()
        assert not LoginSession.objects.exists()

    def test_a_mailbox_of_an_account_asks_to_sign_in_first_and_then_links(self, openid):
        people.person(email="linyu@mail.example", phone=None)
        client = towns.browser()
        answer = travel(client, openid, start="/en/sign-in/with/openid/")
        assert answer["Location"].startswith("/en/sign-in/?next=")
        assert not LoginSession.objects.exists()
        client.post("/en/sign-in/", {"contact": "linyu@mail.example", "password": people.PASSWORD})
        page = client.get("/en/account/security/link/").content.decode()
        assert "Lin Yu" in page
        client.post("/en/account/security/link/")
        page = client.get("/en/account/security/").content.decode()
        assert "Linked services" in page
        assert "Lin Yu" in page

    def test_another_browser_finds_nothing_to_link(self, openid, member):
        people.person(email="linyu@mail.example", phone=None)
        travel(towns.browser(), openid)
        answer = signed_in().get("/account/security/link/")
        assert answer["Location"] == "/account/security/"

    def test_linking_and_unlinking_from_security(self, openid, member):
        client = signed_in()
        travel(client, openid)
        page = client.get("/account/security/").content.decode()
        assert "第三方账号" in page
        target = re.search(r'action="(/account/security/links/\w+/)"', page)[1]
        client.post(target)
        assert accounts_queries.list_identities(member) == ()


class TestUniting:
    def test_what_will_be_united_is_shown_and_then_united(self, member):
        other = people.person(phone=f"+86{OTHER}", nickname="另一个我")
        people.services.save_address(actor=people.actor_of(other), draft=people.draft())
        client = signed_in()
        client.post("/en/account/security/unite/", {"contact": OTHER})
        proved = client.post(
            "/en/account/security/unite/", {"contact": OTHER, "code": newest_code()}
        )
        page = unescape(client.get(proved["Location"]).content.decode())
        assert "Everything of “另一个我” comes to “小满”" in page
        assert "+8613800008888 opens no account any more." in page
        assert re.search(r"Addresses</span><b class=\"num\">1</b>", page)
        done = client.post(proved["Location"])
        assert done["Location"] == "/en/account/security/"
        assert accounts_queries.heir_of(other) == member
        assert len(accounts_queries.list_addresses(member)) == 1
        assert client.get(proved["Location"]).status_code == 404

    def test_a_contact_of_nobody_is_refused_in_words(self, member):
        client = signed_in()
        client.post("/account/security/unite/", {"contact": OTHER})
        answer = client.post("/account/security/unite/", {"contact": OTHER, "code": newest_code()})
        assert "没有其他可用账号使用此联系方式。" in answer.content.decode()

    def test_an_offer_is_for_its_owner_only(self, member):
        people.person(phone=f"+86{OTHER}")
        client = signed_in()
        client.post("/account/security/unite/", {"contact": OTHER})
        proved = client.post("/account/security/unite/", {"contact": OTHER, "code": newest_code()})
        assert signed_in(OTHER).get(proved["Location"]).status_code == 404


class TestPaymentPassword:
    URL = "/en/account/security/payment-password/"

    def set(self, client, password=GOOD, repeated=None):
        client.post(self.URL, {"contact": f"+86{PHONE}"})
        given = {
            "contact": f"+86{PHONE}",
            "code": newest_code(),
            "password": password,
            "repeated": repeated or password,
        }
        return client.post(self.URL, given)

    def test_a_code_sets_it_and_opens_small_payments(self, member):
        client = signed_in()
        assert client.get("/account/security/free-pay/")["Location"].endswith("payment-password/")
        assert self.set(client).status_code == 302
        given = {"limit": "50", "day": "120", "password": GOOD}
        assert client.post("/account/security/free-pay/", given).status_code == 302
        row = PaymentPassword.objects.get()
        assert (row.free_limit_minor, row.free_day_minor) == (5_000, 12_000)
        assert "¥50.00" in client.get("/account/security/").content.decode()

    @pytest.mark.parametrize(
        ("password", "repeated", "words"),
        [
            ("123456", None, "It is too easy to guess."),
            ("138000", None, "Do not use digits of your phone number."),
            (GOOD, "739205", "These two are not the same."),
        ],
    )
    def test_weak_or_mistyped_ones_are_refused_in_words(self, member, password, repeated, words):
        answer = self.set(signed_in(), password, repeated)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not PaymentPassword.objects.exists()

    def test_a_wrong_one_says_how_many_tries_are_left(self, member):
        client = signed_in()
        self.set(client)
        given = {"limit": "50", "day": "120", "password": "000001"}
        page = client.post("/en/account/security/free-pay/", given).content.decode()
        assert "The payment password is wrong. 4 tries are left." in page

    def test_limits_have_a_top(self, member):
        client = signed_in()
        self.set(client)
        given = {"limit": "1000.01", "day": "3000", "password": GOOD}
        answer = client.post("/en/account/security/free-pay/", given)
        assert answer.status_code == 422
        assert PaymentPassword.objects.get().free_limit_minor == 0
