"""What is read of merchants, and in how many statements."""

from datetime import date
from uuid import uuid4

import pytest

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import BadCursor
from jishi.parties.merchants import queries, services
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.types import MerchantFilter, MerchantState
from tests.parties.accounts import factories as people
from tests.parties.merchants import factories as make

pytestmark = pytest.mark.django_db


def test_a_merchant_is_found_by_id_and_code():
    merchant_id = make.opened()
    card = queries.get_merchant(merchant_id)
    assert queries.get_merchant(card.code) == card
    for key in (uuid4(), "nowhere"):
        with pytest.raises(NotFound):
            queries.get_merchant(key)


def test_many_come_in_one_statement(django_assert_num_queries):
    ids = [make.drafted() for _ in range(3)]
    with django_assert_num_queries(1):
        cards = queries.cards_of([*ids, uuid4()])
    with django_assert_num_queries(1):
        names = queries.names_of([*ids, None])
    assert set(cards) == set(names) == set(ids)
    assert names[ids[0]] == {"zh-hans": "雨前茶铺", "en": "Rain Tea"}


def test_merchants_are_listed_page_by_page():
    ids = [make.drafted() for _ in range(5)]
    page = queries.list_merchants(MerchantFilter(), limit=3)
    rest = queries.list_merchants(MerchantFilter(), limit=3, cursor=page.next_cursor)
    assert [card.id for card in (*page.items, *rest.items)] == ids[::-1]
    for cursor in ("?", "WzEsMl0"):
        with pytest.raises(BadCursor):
            queries.list_merchants(MerchantFilter(), cursor=cursor)


@pytest.mark.parametrize("search", ["TEA-HOUSE", "青团", "Qingtuan", "糕点"])
def test_merchants_are_searched_by_code_and_names(search):
    wanted = make.drafted()
    make.drafted()
    services.save_application(
        actor=make.owner_of(wanted),
        merchant_id=wanted,
        shop=make.named("tea-house", name={"zh-hans": "青团铺", "en": "Qingtuan"}),
        entity=make.entity(legal_name="江南糕点有限公司"),
    )
    found = queries.list_merchants(MerchantFilter(search=search)).items
    assert [card.id for card in found] == [wanted]


def test_states_are_filtered_and_counted(django_assert_num_queries):
    opened = make.opened()
    make.drafted()
    found = queries.list_merchants(MerchantFilter(states=(MerchantState.OPEN,))).items
    assert [card.id for card in found] == [opened]
    with django_assert_num_queries(1):
        counts = queries.count_by_state()
    assert counts[MerchantState.OPEN] == counts[MerchantState.DRAFT] == 1
    assert counts[MerchantState.CLOSED] == 0


def test_an_owner_sees_shops_and_applications():
    user_id = people.person()
    opened = make.opened(user_id)
    draft = make.drafted(user_id)
    make.opened()
    assert [card.id for card in queries.list_merchants_of(user_id)] == [opened, draft]


def test_the_identity_report_lists_who_sells():
    opened = make.opened()
    make.submitted()
    [identity] = queries.list_identities()
    assert (identity.merchant_id, identity.license_no) == (opened, make.LICENSE)
    assert identity.contact_name == "陆羽"


def test_licences_that_end_soon_are_listed():
    sooner, later, _ = make.opened(), make.opened(), make.opened()
    Merchant.objects.filter(pk=sooner).update(license_expires_on=date(2026, 6, 1))
    Merchant.objects.filter(pk=later).update(license_expires_on=date(2026, 7, 1))
    ending = queries.list_expiring(date(2026, 7, 2))
    assert [identity.merchant_id for identity in ending] == [sooner, later]
    assert [one.merchant_id for one in queries.list_expiring(date(2026, 7, 1))] == [sooner]


def test_an_unknown_application_is_not_found():
    with pytest.raises(NotFound):
        queries.get_application(uuid4())
    assert queries.find_application(uuid4()) is None
