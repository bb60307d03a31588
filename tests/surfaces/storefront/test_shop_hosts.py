"""A shop's own host shows its front; hosts of nobody, forged ones and consoles are refused."""

import re
from pathlib import Path

import pytest
from django.test import Client

import jishi.surfaces.storefront
from jishi.foundation.platform import preferences
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import Accent, Appearance, Block, BlockKind
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.surfaces.storefront import copies
from tests.surfaces.operator_console.desks import signed_in
from tests.walks import village as villages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]
SHOP, MAIN = "hillside.shops.example", "shops.example"
SHEET = Path(jishi.surfaces.storefront.__file__).parent / "static/storefront/css/storefront.css"


@pytest.fixture
def village(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.ORIGIN = ""
    built = villages.build()
    welcome = Block(BlockKind.TEXT, {"en": "Welcome"}, {"en": "Tea <b>from</b> the hill."})
    merchants.save_appearance(
        actor=built.owners["M1"],
        merchant_id=built.merchants["M1"],
        appearance=Appearance(Accent.JADE, None, "hillside", (welcome,)),
    )
    switch(MAIN)
    return built


def switch(domain):
    preferences.set_value(actor=villages.SYSTEM, name="merchants.base_domain", value=domain)
    preferences.forget()
    copies.forget_all()


def get(path, host, client=None):
    return (client or Client(raise_request_exception=False)).get(path, headers={"host": host})


def body(path, host):
    answer = get(path, host)
    assert answer.status_code == 200, (path, host, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("host", [SHOP, "HILLSIDE.shops.example", f"{SHOP}:8000"])
def test_a_shops_host_shows_its_front_in_its_look(village, host):
    page = body("/en/", host)
    assert 'data-accent="jade"' in page
    assert "Tea &lt;b&gt;from&lt;/b&gt; the hill." in page
    port = ":8000" if host.endswith(":8000") else ""
    assert f'<link rel="canonical" href="http://{SHOP}{port}/en/">' in page
    assert f'hreflang="zh-Hans" href="http://{SHOP}{port}/">' in page


def test_the_path_stays_and_names_the_host_as_the_one_to_be_found_under(village):
    page = body("/en/shop/m1/", MAIN)
    assert f'<link rel="canonical" href="http://{SHOP}/en/">' in page
    other = body("/en/shop/m2/", MAIN)
    assert f'<link rel="canonical" href="http://{MAIN}/en/shop/m2/">' in other
    assert 'data-accent="cinnabar"' in other


def test_other_pages_on_a_shops_host_are_found_under_the_main_one(village, settings):
    page = body("/en/shops/", SHOP)
    assert f'<link rel="canonical" href="http://{MAIN}/en/shops/">' in page
    settings.ORIGIN = "https://www.shops.example"
    copies.forget_all()
    page = body("/en/shops/", SHOP)
    assert '<link rel="canonical" href="https://www.shops.example/en/shops/">' in page
    assert get("/en/shops/", "www.shops.example").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 400),
        ("hillside.shops.example.evil.example", 400),
        ("evilshops.example", 400),
        ("a.hillside.shops.example", 400),
        ("hillside.shops.example@evil.example", 400),
        ("hillside.shops.example/evil", 400),
        ("10.1.2.3", 400),
        ("nobody.shops.example", 404),
        ("www.shops.example", 404),
    ],
)
def test_hosts_that_are_nobodys_are_refused(village, host, status):
    for path in ("/", "/en/", "/en/sign-in/", "/api/v1/markets"):
        assert get(path, host).status_code == status, path
    assert get("/healthz", "10.1.2.3").status_code == 200


def test_consoles_and_the_api_stay_at_the_main_address(village):
    for path in ("/operator/", "/en/merchant/", "/api/v1/markets", "/en/warehouse/"):
        answer = get(path, SHOP)
        assert (answer.status_code, answer["Location"]) == (302, f"http://{MAIN}{path}")
    posted = Client(raise_request_exception=False).post(
        "/api/v1/carts", headers={"host": SHOP}, content_type="application/json"
    )
    assert posted.status_code == 404


def test_cookies_belong_to_one_host_and_no_page_posts_into_another(village):
    client = signed_in(village.shopper.user_id)
    forged = client.post("/en/cart/select/", headers={"host": MAIN, "sec-fetch-site": "same-site"})
    assert forged.status_code == 403
    bare = Client(raise_request_exception=False)
    bare.cookies[VISIT_COOKIE] = "x"
    origin = {"host": MAIN, "origin": f"http://{SHOP}"}
    assert bare.post("/en/cart/select/", headers=origin).status_code == 403
    answer = get("/en/market/cn/", SHOP, client)
    assert all(not morsel["domain"] for morsel in answer.cookies.values())


def test_without_the_setting_or_with_a_closed_shop_no_host_is_special(village):
    merchants.suspend(actor=villages.SYSTEM, merchant_id=village.merchants["M1"], reason="moved")
    copies.forget_all()
    assert get("/en/", SHOP).status_code == 404
    switch("")
    page = body("/en/", SHOP)
    assert "data-accent" not in page


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_accent_can_be_read_on_light_and_dark_pages():
    pair = r"light-dark\((#\w{6}), (#\w{6})\)"
    rule = re.compile(rf'\[data-accent="(\w+)"\] \{{ --accent: {pair}; --accent-soft: {pair}; \}}')
    found = {name: colors for name, *colors in rule.findall(SHEET.read_text())}
    assert {*found, Accent.CINNABAR} == set(Accent)
    for name, (light, dark, soft_light, soft_dark) in found.items():
        for color, backs in (
            (light, ("#faf7f2", "#ffffff", soft_light)),
            (dark, ("#14120f", "#1d1a16", "#23100b", soft_dark)),
        ):
            worst = min(contrast(color, back) for back in backs)
            assert worst >= 4.5, (name, color, worst)
