"""Products in and out as a shop's people do it, on a phone in Chinese and a desk in English."""

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from jishi.foundation.platform import jobs
from jishi.goods.catalog.models import Product
from jishi.parties.accounts import queries as accounts_queries
from tests.goods.bulk import factories
from tests.parties.accounts import factories as people
from tests.walks import browser as browsers
from tests.walks.test_browser import chromium, screen, village  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

HEADER = ("货号", "SKU编码", "商品名称", "英文标题", "类目", "售价", "规格:颜色", "图片", "备注")
ROWS = [
    ("N1", "N1-R", "春日茶杯", "Spring cup", "goods", "12.50", "红", "cup.png", "x"),
    ("N1", "N1-G", "春日茶杯", "Spring cup", "goods", "12.50", "绿", "", ""),
    ("N2", "N2", "夏日茶杯", "Summer cup", "nowhere", "9", "", "", ""),
    ("N3", "N3", "秋日茶杯", "Autumn cup", "goods", "cheap", "", "", ""),
    ("N4", "N4", "冬日茶杯", "Winter cup", "goods", "19.90", "", "absent.png", ""),
]


def picture(window, name: str) -> None:
    """Keep a picture where the one who runs this wants to look at it."""
    if folder := os.environ.get("JISHI_SHOTS"):
        file = f"{name}-{window.screen.lang}-{window.screen.width}.png"
        window.page.screenshot(path=Path(folder) / file, full_page=True)


def looked_at(window, name: str) -> None:
    """Hold the page to what all pages keep, axe included."""
    window.look()
    picture(window, name)
    found = Axe().run(window.page).response["violations"]
    bad = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not bad, json.dumps(bad, ensure_ascii=False)[:2000]


def test_products_come_in_go_out_and_change_together(
    village,  # noqa: F811
    chromium,  # noqa: F811
    live_server,
    screen,  # noqa: F811
    media,
    tmp_path,
):
    window = browsers.window(chromium, live_server.url, screen)
    owner = accounts_queries.get_user(village.owners["M1"].user_id)
    window.sign_in(owner.phone, people.PASSWORD)
    window.open("/merchant/m1/products/transfers/")
    looked_at(window, "1-none")

    window.open("/merchant/m1/products/transfers/import/")
    looked_at(window, "2-upload")
    window.page.set_input_files(
        "[name=file]", factories.table(tmp_path, ROWS, HEADER, name="tea cups.xlsx")
    )
    window.page.set_input_files(
        "[name=archive]", factories.archive(tmp_path, {"cup.png": factories.picture()})
    )
    window.follow("main form button[type=submit]")
    looked_at(window, "3-columns")
    assert window.page.input_value("[name=c0]") == "code"
    window.follow("main form button[type=submit]")
    looked_at(window, "4-waiting")
    jobs.run_all()
    window.page.wait_for_selector(".notice[data-tone=warning]")
    looked_at(window, "5-checked")
    window.shows("“nowhere”", "“cheap”")

    window.page.locator("main a[href$='/start/']").first.click()
    window.page.locator("form.confirm button[type=submit]").last.click()
    window.page.wait_for_selector("#progress")
    jobs.run_all()
    window.page.reload()
    looked_at(window, "6-imported")
    assert set(Product.objects.filter(code__startswith="N").values_list("code", "state")) == {
        ("N1", "draft"), ("N4", "draft"),
    }  # fmt: skip
    window.follow("main a[href$='/rows/']")
    looked_at(window, "7-rows")

    window.open("/merchant/m1/products/transfers/export/")
    looked_at(window, "8-export")
    window.follow("main form button[type=submit]")
    jobs.run_all()
    window.page.wait_for_selector("main a[href$='/file/']")
    looked_at(window, "9-exported")
    with window.page.expect_download() as download:
        window.page.click("main a[href$='/file/']")
    assert download.value.suggested_filename == "products.xlsx"

    window.open("/merchant/m1/products/?state=draft")
    looked_at(window, "10-products")
    window.follow("main a[href*='/products/change/']")
    looked_at(window, "11-change")
    window.page.check("[name=change][value=submit]")
    window.follow("main form button[type=submit]")
    looked_at(window, "12-changed")
    states = Product.objects.filter(code__startswith="N").values_list("state", flat=True)
    assert set(states) <= {"pending", "on_sale"}
    window.open("/merchant/m1/products/transfers/")
    looked_at(window, "13-jobs")
