"""From brand store to marketplace and back; nothing gets lost, no second shop slips in."""

import pytest

from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import census, operations, preferences, site
from jishi.foundation.platform.operations import AuditFilter
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants import errors, queries, services
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.types import MerchantState
from tests.parties.accounts import factories as people
from tests.parties.merchants.factories import SYSTEM, drafted, named, opened, submitted

pytestmark = pytest.mark.django_db


def switched(mode):
    found = services.switch_mode(actor=SYSTEM, mode=mode)
    preferences.forget()
    return found


@pytest.fixture(autouse=True)
def fresh():
    preferences.forget()
    yield
    preferences.forget()


def test_a_brand_store_becomes_a_marketplace_and_keeps_its_only_shop():
    merchant_id = opened()
    brand = switched(site.BRAND_STORE)
    assert (brand.from_mode, brand.to_mode) == ("marketplace", "brand_store")
    assert not site.is_marketplace()
    back = switched(site.MARKETPLACE)
    assert back.before == back.after
    assert back.after["merchants.Merchant"] == 1
    assert queries.get_merchant(merchant_id).state == MerchantState.OPEN
    changes = operations.list_audit(AuditFilter(subject_id="site.mode")).items
    assert [line.after["value"] for line in changes] == ["marketplace", "brand_store"]


def test_a_brand_store_has_one_shop():
    opened()
    services.open_merchant(
        actor=SYSTEM, owner_id=people.person(), legal_name="B", shop=named("second")
    )
    with pytest.raises(errors.ManyShops) as refusal:
        services.switch_mode(actor=SYSTEM, mode=site.BRAND_STORE)
    assert refusal.value.params["count"] == 2
    with pytest.raises(errors.ManyShops):
        preferences.set_value(actor=SYSTEM, name="site.mode", value="brand_store")
    preferences.forget()
    assert site.is_marketplace()
    second = queries.get_merchant("second")
    services.close(actor=SYSTEM, merchant_id=second.id, reason="sold")
    assert switched(site.BRAND_STORE).to_mode == "brand_store"


def test_nobody_is_taken_in_where_one_brand_sells():
    opened()
    waiting = submitted(people.person())
    begun = drafted(people.person())
    switched(site.BRAND_STORE)
    with pytest.raises(errors.OnboardingClosed):
        services.apply(actor=people.actor_of(people.person()))
    with pytest.raises(errors.OnboardingClosed):
        services.submit(
            actor=people.actor_of(queries.get_merchant(begun).owner_id), merchant_id=begun
        )
    with pytest.raises(errors.OnboardingClosed):
        services.approve(actor=SYSTEM, merchant_id=waiting)
    with pytest.raises(errors.OnboardingClosed):
        services.open_merchant(
            actor=SYSTEM, owner_id=people.person(), legal_name="B", shop=named("more")
        )
    states = sorted(Merchant.objects.values_list("state", flat=True))
    assert states == ["draft", "open", "submitted"]


def test_the_first_shop_of_a_brand_store_may_open():
    accounts.ensure_roles(actor=SYSTEM)
    switched(site.BRAND_STORE)
    merchant_id = services.open_merchant(
        actor=SYSTEM, owner_id=people.person(), legal_name="B", shop=named("brand")
    )
    assert queries.get_merchant("brand").id == merchant_id


def test_the_house_takes_no_commission_of_itself():
    card = queries.get_merchant(opened())
    assert (queries.rate_of(card), queries.rate_of(card, 800), queries.rate_of(card, 0)) == (
        500,
        800,
        0,
    )
    switched(site.BRAND_STORE)
    assert (queries.rate_of(card), queries.rate_of(card, 800)) == (0, 0)


def test_switching_needs_both_permissions():
    reviewer = people.actor_of(people.with_role("platform.support"))
    with pytest.raises(Forbidden):
        services.switch_mode(actor=reviewer, mode=site.BRAND_STORE)


def test_a_census_tells_what_is_gone():
    opened()
    before = census.take()
    Merchant.objects.all().update(draft_of=None)
    after = dict(before) | {"merchants.Merchant": 0, "accounts.User": 99}
    assert before["merchants.Merchant"] == 1
    assert census.lost(before, after) == {"merchants.Merchant": 1}
    assert census.lost(before, before) == {}
    assert not any(table.startswith("platform.") for table in before)
