"""Who is behind a key, and which apps there are."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.parties.integrations import queries
from jishi.parties.integrations.models import ApiApp
from jishi.parties.merchants import services as merchants_services
from tests.parties.integrations import factories as make
from tests.parties.merchants import factories as merchants

pytestmark = pytest.mark.django_db


def test_a_key_is_checked_in_one_statement(django_assert_num_queries):
    new = make.app()
    with django_assert_num_queries(1):
        actor = queries.authenticate(new.key)
    assert actor
    assert actor.may("merchants.edit")


def test_wrong_keys_are_nobody():
    new = make.app()
    prefix = new.key.split("_")[1]
    zeros = "0" * 48
    for key in ("", "jsk_", new.key + "0", f"jsk_{prefix}_{zeros}", f"jsk_000000000000_{zeros}"):
        assert queries.authenticate(key) is None


def test_an_expired_key_is_nobody():
    new = make.app(expires_at=clock.now() + timedelta(days=1))
    assert queries.authenticate(new.key)
    ApiApp.objects.update(expires_at=clock.now())
    assert queries.authenticate(new.key) is None


def test_the_apps_of_a_closed_shop_are_out():
    shop = merchants.opened()
    new = make.app(shop)
    merchants_services.suspend(actor=make.SYSTEM, merchant_id=shop, reason="x")
    assert queries.authenticate(new.key)
    merchants_services.close(actor=make.SYSTEM, merchant_id=shop, reason="x")
    assert queries.authenticate(new.key) is None


def test_apps_are_listed_per_place_newest_first():
    shop = merchants.opened()
    ids = [make.app(shop, name=name).app_id for name in ("一", "二")]
    house = make.app().app_id
    assert [card.id for card in queries.list_apps(shop)] == ids[::-1]
    assert [card.id for card in queries.list_apps()] == [house]
    card = queries.get_app(house)
    assert (card.name, card.scopes, card.is_active) == ("仓库同步", ("merchants.edit",), True)
    with pytest.raises(NotFound):
        queries.get_app(uuid4())
