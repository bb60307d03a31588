"""The walk as a person does it: Chromium, a phone in Chinese and a desk in English."""

import json
import os

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from jishi.foundation.platform import preferences
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.insight.search.types import SearchQuery
from jishi.surfaces.cli import environment, translations
from jishi.trade.orders.models import Order, OrderGroup
from tests.walks import village as villages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
# Playwright drives the browser from a loop of its own; the database is only ours to ask.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

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


@pytest.fixture(params=[("", 390), ("/en", 1440)], ids=["zh-390", "en-1440"])
def page(request, live_server):
    prefix, width = request.param
    path = environment.find_browser()
    assert path, "Chromium is required; `bin/jishi doctor` says how to get it"
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": width, "height": 900})
        opened = context.new_page()
        opened.base = live_server.url + prefix
        opened.problems = []
        opened.on("pageerror", lambda error: opened.problems.append(str(error)))
        yield opened
        browser.close()


def put_into_cart(page: Page, slug: str) -> None:
    page.goto(f"{page.base}/p/{slug}/", wait_until="networkidle")
    page.click("button[value=cart]")
    page.wait_for_load_state("networkidle")


def test_a_visitor_buys_two_articles_of_two_shops(village, page):
    page.goto(f"{page.base}/", wait_until="networkidle")
    expect(page.locator("h1")).to_have_count(1)
    slugs = [
        slug_of(card.body)
        for card in search_queries.search(SearchQuery(market="cn"), locale="en").cards
    ]
    for slug in slugs[:2]:
        put_into_cart(page, slug)
    page.goto(f"{page.base}/cart/", wait_until="networkidle")
    page.locator(".checkout-bar button").click()
    page.wait_for_load_state("networkidle")
    page.fill("#pasted", PASTED)
    page.click("button[value=recognize]")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.locator(".address-form button[type=submit].button--primary").click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.locator("#place button").click()
    page.wait_for_url("**/pay/**")
    group = OrderGroup.objects.get()
    assert Order.objects.filter(group=group).count() in {1, 2}
    assert group.total_minor == sum(order.total_minor for order in Order.objects.all())
    assert page.problems == []


def slug_of(body: bytes) -> str:
    return json.loads(body)["slug"]
