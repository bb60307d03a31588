"""Activities and points as a shopper meets them: on the product, in the cart, at the checkout."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform import copies
from jishi.goods.pricing import services as pricing
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ActivityDraft, ItemDraft
from jishi.money.wallets.types import Asset
from tests.money.wallets.factories import fill, purse
from tests.surfaces.storefront import shopping_town as town
from tests.surfaces.storefront.shopping_town import text_of
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]


@pytest.fixture
def street():
    return town.build()


def offer(street, kind, *, begins=-1, **values):
    """Publish an activity of M1 that lasts three hours."""
    starts_at = clock.now() + timedelta(hours=begins)
    activity_id = promotions.save_activity(
        actor=villages.SYSTEM,
        draft=ActivityDraft(
            name={"zh-hans": "开业大促", "en": "Opening days"},
            kind=kind,
            market_code="cn",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            merchant_id=street.village.merchants["M1"],
            **values,
        ),
    )
    pricing.publish_activity(actor=villages.SYSTEM, activity_id=activity_id)
    copies.forget_all()
    return activity_id


def flash(street, **values):
    variant = street.village.variants["A"]
    item = ItemDraft(variant, 3_990, stock=3, per_person=1)
    return offer(street, "flash_sale", items=(item,), **values)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ("开业大促", "距结束", "会员每人限 1 件", "此价仅剩 3 件")),
        ("/en", ("Opening days", "Ends in", "1 per person, for members", "3 left at this price")),
    ],
)
def test_a_product_shows_its_lower_price_until_when_and_for_whom(street, prefix, words):
    url = f"{prefix}/p/{street.slug('A')}/"
    before = text_of(street.guest.get(url))
    assert "39.90" not in before
    activity_id = flash(street)
    shown = text_of(street.guest.get(url))
    assert "39.90" in shown
    assert "60.00" in shown
    for word in words:
        assert word in shown
    assert "@now@" not in shown
    assert 'now="20' in shown
    promotions.stop_activity(actor=villages.SYSTEM, activity_id=activity_id)
    copies.forget_all()
    assert "39.90" not in text_of(street.guest.get(url))


def test_what_begins_later_is_announced_and_not_sold_yet(street):
    flash(street, begins=1)
    shown = text_of(street.guest.get(f"/p/{street.slug('A')}/"))
    assert "距开始" in shown
    assert "39.90" in shown
    street.add(street.member, "A")
    assert "39.90" not in text_of(street.member.get("/cart/"))


def test_the_cart_names_the_offer_that_took_part(street):
    offer(
        street,
        "full_reduction",
        settings={"steps": [{"threshold_minor": 10_000, "off_minor": 3_000}]},
    )
    product = text_of(street.guest.get(f"/p/{street.slug('A')}/"))
    assert "开业大促" in product
    street.add(street.guest, "A", 2)
    cart = text_of(street.guest.get("/cart/"))
    assert "开业大促" in cart
    assert "90.00" in cart


def test_a_guest_pays_the_usual_price_for_what_is_for_members(street):
    flash(street)
    street.add(street.guest, "A")
    street.add(street.member, "A")
    assert "39.90" not in text_of(street.guest.get("/cart/"))
    assert "39.90" in text_of(street.member.get("/cart/"))


@pytest.mark.parametrize(
    ("prefix", "word"), [("", "用 3,000 积分抵"), ("/en", "Use 3,000 points for")]
)
def test_a_member_spends_points_with_one_tick(street, prefix, word):
    fill(purse(street.village.shopper.user_id, Asset.POINTS), 8_000)
    street.add(street.member, "A")
    url = prefix + street.member.post("/checkout/start/")["Location"]
    page = text_of(street.member.get(url))
    assert word in page
    assert 'name="expected" value="6000"' in page
    assert street.member.post(f"{url}points/", {"points": "1"}).status_code == 302
    assert 'name="expected" value="3000"' in text_of(street.member.get(url))
    street.member.post(f"{url}points/", {})
    assert 'name="expected" value="6000"' in text_of(street.member.get(url))


def test_a_guest_is_not_asked_about_points(street):
    street.add(street.guest, "A")
    url = street.guest.post("/checkout/start/")["Location"]
    assert "积分" not in text_of(street.guest.get(url)).split('id="checkout"')[1]
