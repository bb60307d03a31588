"""The walk as people do it: Chromium, a phone in Chinese and a desk in English."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import tasks as shipping_tasks
from jishi.goods.inventory import queries as inventory_queries
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.insight.search.types import SearchQuery
from jishi.money.ledger import queries as ledger_queries
from jishi.money.payments import queries as payments_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.surfaces.cli import translations
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.models import Order, OrderGroup
from jishi.trade.orders.types import FulfillmentStatus, PaymentStatus
from tests.parties.accounts import factories as people
from tests.walks import browser as browsers
from tests.walks import providers
from tests.walks import village as villages
from tests.walks.browser import DESK, PHONE, Screen, Window
from tests.walks.village import LEFT, PAID

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

PASTED = "林小满 13800000001 广东省深圳市南山区科苑路1号"


@pytest.fixture
def village(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    translations.compile_all()
    preferences.forget()
    built = villages.build()
    search.rebuild_all(actor=villages.SYSTEM)
    assert search_queries.search(SearchQuery(market="cn"), locale="en").result.total == 3
    return built


@pytest.fixture(params=[PHONE, DESK], ids=["zh-390", "en-1440"])
def screen(request) -> Screen:
    return request.param


@pytest.fixture
def chromium():
    with browsers.browser() as started:
        yield started


@dataclass
class Stage:
    """Where the people of the walk meet: a village, a browser, providers outside.

    folder: keeps a picture of the page at which a test failed.
    """

    village: villages.Village
    chromium: Browser
    url: str
    screen: Screen
    outside: providers.Providers
    folder: Path

    @contextmanager
    def seen_by(self, user_id):
        """Open a window in which a person is signed in."""
        window = browsers.window(self.chromium, self.url, self.screen)
        try:
            window.sign_in(accounts_queries.get_user(user_id).phone, people.PASSWORD)
            yield window
        except Exception:
            # A picture of where it went wrong is kept with the files of the test.
            window.page.screenshot(path=self.folder / "failed.png")
            raise
        window.page.context.close()

    def books(self) -> dict[str, int]:
        return villages.books(self.village, provider="alipay")


@pytest.fixture
def stage(village, chromium, live_server, screen, tmp_path, settings):
    with providers.beside(live_server.url, tmp_path, settings) as outside:
        yield Stage(village, chromium, live_server.url, screen, outside, tmp_path)


def test_a_visitor_buys_two_articles_of_two_shops(village, chromium, live_server, screen):
    window = browsers.window(chromium, live_server.url, screen)
    window.open("/")
    for code in "AC":
        put_into_cart(window, code)
    window.open("/cart/")
    check_out(window)
    group = OrderGroup.objects.get()
    assert Order.objects.filter(group=group).count() == 2
    assert group.total_minor == 10500


def test_the_walk_from_the_coupon_to_the_returned_parcel(stage):
    buyer = stage.village.shopper.user_id
    keeper = a_warehouse_keeper(stage.village)
    with stage.seen_by(buyer) as window:
        claim_the_coupon(window)
        for code in "ABC":
            put_into_cart(window, code)
        window.open("/cart/")
        window.shows("115.00")
        check_out(window)
        pay_with_alipay(window)
    villages.settle()
    assert stage.books() == PAID
    first, second = orders_of(stage.village)
    with stage.seen_by(stage.village.owners["M1"].user_id) as window:
        ship_in_the_console(window, first.number, parcel=0, tracking_no="SF1000000001")
    with stage.seen_by(keeper) as window:
        for number in ("YT2000000001", "YT2000000002"):
            ship_at_the_desk(window, number)
    villages.settle()
    shipping_tasks.subscribe_parcels.func()
    stage.outside.sign_for_all()
    villages.settle()
    with stage.seen_by(buyer) as window:
        see_the_parcels_and_confirm(window, first.number, "SF1000000001", "YT200000000")
        see_the_parcels_and_confirm(window, second.number, "YT200000000")
        case = ask_to_return_b(window, first.number)
    villages.settle()
    with stage.seen_by(stage.village.owners["M1"].user_id) as window:
        agree_to_the_return(window)
    villages.settle()
    with stage.seen_by(buyer) as window:
        send_it_back(window, case, "SF3000000001")
    villages.settle()
    with stage.seen_by(keeper) as window:
        take_it_in(window, "SF3000000001")
    villages.settle()
    providers.until(lambda: stage.outside.refunds() == [2556])
    villages.settle()
    with stage.seen_by(buyer) as window:
        see_the_money_back(window, case)
    assert stage.books() == LEFT
    assert_all_is_kept(stage.village)


# What each of them does


def claim_the_coupon(window: Window) -> None:
    window.open("/coupons/")
    window.press(".ticket button")


def put_into_cart(window: Window, code: str) -> None:
    window.open(f"/p/{slug_of(code)}/")
    window.press("button[value=cart]")


def check_out(window: Window) -> None:
    """Go from the cart to the page that asks how to pay."""
    window.press(".checkout-bar button")
    window.fill(pasted=PASTED)
    window.press("button[value=recognize]")
    window.press(".address-form button.button--primary")
    window.press("#place button")
    window.page.wait_for_url("**/pay/**")


def pay_with_alipay(window: Window) -> None:
    page = window.page
    page.locator("input[name=method][value^=alipay]").first.check()
    page.locator("form[action$='/go/'] button").click()
    page.wait_for_url("**/cashier/**")
    page.locator("button.primary").click()
    page.wait_for_url("**/paid/")
    window.look()


def ship_in_the_console(window: Window, number: str, *, parcel: int, tracking_no: str) -> None:
    window.open("/merchant/m1/")
    window.follow("a[href*='/m1/orders/?queue=to_ship']")
    window.follow(f"a:has-text('{number}')")
    window.follow(f"article.parcel >> nth={parcel} >> a[href$='/ship/']")
    window.choose(carrier="sf")
    window.fill(tracking_no=tracking_no)
    window.press("main form button.button--primary")
    window.shows(tracking_no)


def ship_at_the_desk(window: Window, tracking_no: str) -> None:
    """Pick, pack and hand over the next parcel of a warehouse."""
    window.open("/warehouse/")
    window.follow("a[href$='/waiting/']")
    window.follow("a.desk-card")
    window.press("form[action*='/start/'] button")
    window.fill(code=window.page.locator(".pick-line b").inner_text())
    window.press("form.scan button")
    window.press("form[action*='/finish/'] button")
    window.press("form[action*='/pack/'] button")
    window.choose(carrier="yto")
    window.fill(tracking_no=tracking_no)
    window.press("form[action*='/hand-over/'] button")


def see_the_parcels_and_confirm(window: Window, number: str, *tracking: str) -> None:
    window.open("/account/orders/")
    window.follow(f"main a[href*='/orders/{number}/']")
    window.shows(*tracking)
    window.page.locator("article.parcel summary").first.click()
    window.shows("签收")
    window.page.locator("a[href$='/received/']").first.click()
    window.press("dialog button.button--primary")


def ask_to_return_b(window: Window, number: str) -> str:
    """Ask for it; return the address of the case."""
    window.open(f"/account/orders/{number}/")
    line = window.page.locator("li.thing", has_text="B").last
    window.follow(line.locator("a[href*='/refund/']"))
    window.page.locator("input[name=kind][value=return_refund]").check()
    window.choose(reason="no_reason")
    window.press("main form button.button--primary")
    window.shows("25.56")
    return window.page.url.removeprefix(window.home)


def agree_to_the_return(window: Window) -> None:
    window.open("/merchant/m1/after-sale/")
    window.follow("main table a")
    window.follow("a[href$='/approve/']")
    window.press("main form button.button--primary")


def send_it_back(window: Window, case: str, tracking_no: str) -> None:
    window.open(case)
    window.choose(carrier="sf")
    window.fill(tracking_no=tracking_no)
    window.press("form[action$='/ship/'] button.button--primary")
    window.shows(tracking_no)


def take_it_in(window: Window, tracking_no: str) -> None:
    window.open("/warehouse/")
    window.follow("a[href$='/returns/']")
    window.fill(number=tracking_no)
    window.follow("form.scan button")
    window.press("main form button.button--primary")


def see_the_money_back(window: Window, case: str) -> None:
    window.open(case)
    window.shows("25.56")


# What the house remembers


def assert_all_is_kept(village: villages.Village) -> None:
    first, second = orders_of(village)
    assert (first.refunded_minor, first.payment_status) == (2556, PaymentStatus.PARTIALLY_REFUNDED)
    assert second.payment_status == PaymentStatus.PAID
    assert {one.fulfillment_status for one in (first, second)} == {FulfillmentStatus.RECEIVED}
    (refund,) = payments_queries.list_refunds(payment_reference=first.group_id)
    assert (refund.amount.minor, refund.state) == (2556, "succeeded")
    left = inventory_queries.available(list(village.variants.values()))
    assert [left[village.variants[code]] for code in "ABC"] == [9, 10, 9]
    assert inventory_queries.prove() == ()
    assert ledger_queries.prove() == ()


def orders_of(village: villages.Village):
    """Return the two orders, M1's first."""
    group = orders_queries.get_group(OrderGroup.objects.get().id)
    return sorted(group.orders, key=lambda one: one.merchant_id != village.merchants["M1"])


def a_warehouse_keeper(village: villages.Village):
    user_id = people.person()
    accounts.assign_role(
        actor=villages.SYSTEM,
        user_id=user_id,
        role_id=people.role_id("platform.warehouse"),
        warehouse_id=village.locations["W2"],
    )
    return user_id


def slug_of(code: str) -> str:
    found = search_queries.search(SearchQuery(market="cn"), locale="en")
    cards = [json.loads(card.body) for card in found.cards]
    return next(card["slug"] for card in cards if card["title"].endswith(code))
