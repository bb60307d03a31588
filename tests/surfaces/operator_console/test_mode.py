"""The operator turns the marketplace into a brand store and back."""

import pytest

from jishi.foundation.platform import preferences, site
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import RoleDraft
from jishi.parties.merchants import services as merchants
from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import SYSTEM, address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    preferences.forget()
    yield
    preferences.forget()


def close_second(village):
    merchants.close(actor=SYSTEM, merchant_id=village.merchants["M2"], reason="moved")


def test_the_mode_says_what_is_in_the_way(village, admin):
    body = admin.get(address("mode")).content.decode()
    assert "M2 铺" in body
    assert "品牌商城只有一家店" in body
    assert address("mode_switch") not in body
    refused = admin.post(address("mode_switch"))
    assert refused.status_code == 409
    assert "2 家店在营业" in refused.content.decode()
    setting = admin.post(address("setting", "site.mode"), {"value": "brand_store"})
    assert setting.status_code == 409
    preferences.forget()
    assert site.is_marketplace()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_switch_counts_everything_and_hides_the_merchants(village, admin, language):
    close_second(village)
    page = address("mode", language=language)
    assert address("mode_switch", language=language) in admin.get(page).content.decode()
    done = admin.post(address("mode_switch", language=language))
    assert done["Location"] == page
    preferences.forget()
    assert not site.is_marketplace()
    body = admin.get(page).content.decode()
    assert ("none is lost" if language == "en" else "无一丢失") in body
    home = admin.get(address("home")).content.decode()
    assert address("merchants") not in home
    assert address("settlements") not in home
    assert admin.get(address("settlements")).status_code == 404
    for listed in ("orders", "products", "review"):
        shown = admin.get(address(listed, language="en")).content.decode()
        assert 'name="shop"' not in shown, listed
        assert ">Shop<" not in shown, listed
    back = admin.post(address("mode_switch"))
    assert back.status_code == 302
    preferences.forget()
    assert site.is_marketplace()
    assert ">Shop<" in admin.get(address("products", language="en")).content.decode()


def test_only_who_also_reviews_merchants_may_switch(village):
    close_second(village)
    draft = RoleDraft(name={"en": "Settings"}, permissions=("preferences.edit",))
    role_id = accounts.save_role(actor=SYSTEM, draft=draft)
    user_id = people.person()
    accounts.assign_role(actor=SYSTEM, user_id=user_id, role_id=role_id)
    browser = signed_in(user_id)
    body = browser.get(address("mode")).content.decode()
    assert address("mode_switch") not in body
    assert browser.post(address("mode_switch")).status_code == 403
    preferences.forget()
    assert site.is_marketplace()
