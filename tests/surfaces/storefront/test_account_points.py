"""Level and points, the check-in of the day, and the statement, as a member sees them."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.growth.loyalty import services as loyalty
from jishi.growth.loyalty.models import GrowthEntry, SignIn
from jishi.growth.loyalty.types import Adjustment
from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import signed_in
from tests.surfaces.storefront import account_town as towns
from tests.walks import village as villages

pytestmark = pytest.mark.django_db
HOME = "/en/account/points/"


@pytest.fixture
def user_id(db):
    towns.open_markets()
    return people.person(nickname="Mia")


@pytest.fixture
def client(user_id):
    return signed_in(user_id)


def adjust(user_id, key, **amounts):
    loyalty.adjust_member(
        actor=villages.SYSTEM, adjustment=Adjustment(user_id, key, "a gift", **amounts)
    )


def test_the_page_says_level_way_to_the_next_and_what_it_gives(client, user_id):
    adjust(user_id, "k", points=1_234, growth=1_500)
    page = towns.text_of(client.get(HOME))
    assert '<progress class="standing__bar" max="100" value="12"' in page
    assert '<b class="num">3,500</b> more growth to <b>Gold</b>' in page
    assert ">1.2× points<" in page.replace("</svg>", ">")
    assert '<dd class="num">1,234</dd>' in page
    assert "Changed by our staff" in page
    assert "a gift" in page
    assert "黄金会员" in towns.text_of(client.get("/account/points/"))


def test_the_menu_and_the_account_home_lead_there_with_the_count(client, user_id):
    adjust(user_id, "k", points=77)
    page = towns.text_of(client.get("/en/account/"))
    assert f'<a href="{HOME}"><b class="num">77</b><span>Points</span></a>' in page
    assert "Level and points" in page


def test_a_check_in_counts_once_and_needs_no_script(client, user_id):
    assert "Check in: +1 point<" in towns.text_of(client.get(HOME))
    for _ in range(2):
        answer = client.post(f"{HOME}check-in/")
        assert (answer.status_code, answer["Location"]) == (302, HOME)
    page = towns.text_of(client.get(HOME))
    assert "Checked in today: 1 points, 1 day in a row." in page
    assert "Tomorrow: +1 point<" in page
    assert "Check in: +" not in page
    assert SignIn.objects.filter(user_id=user_id).count() == 1
    assert '<dd class="num">1</dd>' in page


def test_a_missed_day_is_made_up_and_others_are_refused_in_words(client, user_id):
    today = clock.local_date(clock.now())
    yesterday = today - timedelta(days=1)
    page = towns.text_of(client.get(HOME))
    assert f'<option value="{yesterday.isoformat()}">' in page
    assert "2 make-up cards left this month." in page
    client.post(f"{HOME}make-up/", {"day": yesterday.isoformat()})
    page = towns.text_of(client.get(HOME))
    assert "is made up." in page
    assert "1 make-up card left this month." in page
    for day, words in (
        (today.isoformat(), "This day cannot be made up"),
        (yesterday.isoformat(), "This day cannot be made up"),
        ("tomorrow", "Choose a day that you missed."),
    ):
        client.post(f"{HOME}make-up/", {"day": day})
        assert words in towns.text_of(client.get(HOME))
    assert SignIn.objects.filter(user_id=user_id).count() == 1


def test_the_statement_is_paged_and_has_growth_of_its_own(client, user_id):
    for number in range(21):
        adjust(user_id, f"k{number}", points=number + 1)
    GrowthEntry.objects.create(user_id=user_id, key="g", cause="loyalty.order_refunded", amount=-9)
    first = client.get(f"{HOME}movements/")
    page = towns.text_of(first)
    assert page.count("Changed by our staff") == 20
    assert ">+21<" in page
    assert ">231<" in page
    assert ">+1<" not in page
    second = towns.text_of(
        client.get(f"{HOME}movements/", {"cursor": first.context["next_cursor"]})
    )
    assert second.count("Changed by our staff") == 1
    assert ">+1<" in second
    growth = towns.text_of(client.get(f"{HOME}movements/", {"tab": "growth"}))
    assert ">−9<" in growth
    assert "Taken back after a refund" in growth
    assert client.get(f"{HOME}movements/", {"cursor": "forged"}).status_code == 404


def test_visitors_sign_in_first(user_id):
    for path in ("", "movements/"):
        answer = towns.browser().get(f"{HOME}{path}")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/en/sign-in/")
    assert towns.browser().post(f"{HOME}check-in/").status_code == 302
    assert not SignIn.objects.exists()
