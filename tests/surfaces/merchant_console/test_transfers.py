"""Importing, exporting and changing many products in a browser."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jishi.foundation.kernel import ids
from jishi.foundation.platform import jobs
from jishi.goods.bulk import queries, rules
from jishi.goods.bulk.models import BulkJob
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.models import Product
from tests.goods.bulk import factories
from tests.surfaces.merchant_console.test_pages import address

pytestmark = pytest.mark.django_db
CSV = "ref,商品名称,类目,售价,图片\nN1,龙井,goods,12.50,\nN2,碧螺春,nowhere,9,\n"


@pytest.fixture
def shop(village, media):
    return village


def send(owner, text=CSV, name="goods.csv", **more):
    given = {"file": SimpleUploadedFile(name, text.encode()), "idempotency_key": "k1"} | more
    return owner.post(address("import_new"), given)


def job():
    return BulkJob.objects.get()


def columns(owner, **chosen):
    fields = {
        "c0": "code", "c1": "title_zh", "c2": "category", "c3": "price_cny", "c4": "images",
        "locale": "zh-hans", "market": "cn",
    }  # fmt: skip
    return owner.post(address("job_columns", job().id), fields | chosen)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_file_goes_in_step_by_step(shop, owner, language):
    sent = send(owner)
    assert sent.status_code == 302
    assert sent.url == address("job_columns", job().id)
    page = owner.get(address("job_columns", job().id, language=language)).content.decode()
    assert "碧螺春" not in page
    assert "龙井" in page

    refused = columns(owner, c0="")
    assert refused.status_code == 422
    assert columns(owner).url == address("job", job().id)
    jobs.run_all()
    page = owner.get(address("job", job().id, language=language)).content.decode()
    assert ("No category has “nowhere” at the end of its address." in page) == (language == "en")
    assert ("没有网址末段为“nowhere”的类目。" in page) == (language == "zh-hans")
    assert not Product.objects.filter(code="N1").exists()

    assert owner.get(address("job_move", job().id, "start")).status_code == 200
    assert owner.post(address("job_move", job().id, "start")).status_code == 302
    jobs.run_all()
    assert Product.objects.get(code="N1").state == "draft"
    rows = owner.get(address("job_rows", job().id, language=language) + "?export=xlsx")
    sheet = load_workbook(io.BytesIO(rows.content)).active
    assert [[cell.value for cell in row][:2] for row in sheet.iter_rows(min_row=2)] == [
        [2, "N1"], [3, "N2"],
    ]  # fmt: skip


def test_a_page_that_waits_is_told_how_far_it_is(shop, owner):
    send(owner)
    columns(owner)
    waiting = owner.get(address("job", job().id))
    assert b'http-equiv="refresh"' in waiting.content
    part = owner.get(address("job", job().id), headers={"HX-Request": "true"})
    assert part.content.startswith(b"<section")
    jobs.run_all()
    done = owner.get(address("job", job().id), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert b'http-equiv="refresh"' not in owner.get(address("job", job().id)).content


@pytest.mark.parametrize(
    ("name", "content"),
    [("goods.xlsx", b"PK\x03\x04nothing"), ("goods.csv", b"\x7fELF\x00"), ("goods.csv", b" ")],
)
def test_what_is_no_table_is_refused_beside_its_field(shop, owner, name, content):
    answer = owner.post(address("import_new"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert "这不是完好的" in answer.content.decode()
    assert not BulkJob.objects.exists()


def test_an_archive_that_is_none_is_refused(shop, owner):
    answer = send(owner, archive=SimpleUploadedFile("p.zip", b"no archive"))
    assert (answer.status_code, BulkJob.objects.count()) == (422, 0)


def test_an_import_can_be_stopped(shop, owner):
    send(owner)
    assert owner.post(address("job_move", job().id, "cancel")).status_code == 302
    assert job().state == "canceled"
    assert owner.get(address("job_move", job().id, "explode")).status_code == 404


def test_an_export_is_written_and_fetched(shop, owner):
    sent = owner.post(address("export_new"), {"kind": "csv", "idempotency_key": "e"})
    assert sent.url == address("job", job().id)
    early = owner.get(address("job_file", job().id))
    assert (early.status_code, early.url) == (302, address("job", job().id))
    jobs.run_all()
    file = owner.get(address("job_file", job().id))
    body = b"".join(file.streaming_content).decode("utf-8-sig")
    assert file.headers["Content-Disposition"] == 'attachment; filename="products.csv"'
    assert len(body.splitlines()) == 1 + job().done_rows


def marked(shop, *names):
    return [ids.encode("prd", shop.products[name]) for name in names]


def test_marked_products_change_at_once(shop, owner):
    answer = owner.post(
        address("products"),
        {"action": "unpublish", "ids": marked(shop, "A"), "idempotency_key": "1"},
    )
    assert answer.url == address("products")
    assert catalog_queries.get_product(shop.products["A"]).state == "off_sale"


def test_a_refusal_leads_to_the_page_that_tells_which(shop, owner):
    answer = owner.post(address("products"), {"action": "publish", "ids": marked(shop, "A")})
    assert answer.url == address("job", job().id)
    page = owner.get(answer.url).content.decode()
    assert catalog_queries.get_product(shop.products["A"]).code in page


def test_all_that_match_change_by_a_job(shop, owner, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    url = address("products_change") + "?state=on_sale"
    assert owner.get(url).status_code == 200
    answer = owner.post(url, {"change": "unpublish", "idempotency_key": "c"})
    assert answer.url == address("job", job().id)
    jobs.run_all()
    done = queries.get_job(actor=factories.HOUSE, job_id=job().id)
    assert (done.refused, done.changed) == (0, done.total_rows)
    assert set(
        Product.objects.filter(merchant_id=shop.merchants["M1"]).values_list("state", flat=True)
    ) == {"off_sale"}
    assert "on_sale" in Product.objects.values_list("state", flat=True), "M2 sells on"


def test_nobody_else_sees_a_job(shop, owner, stranger, support):
    send(owner)
    for name in ("job", "job_rows", "job_columns", "job_file"):
        assert stranger.get(address(name, job().id)).status_code == 404, name
        through_own = address(name, job().id, shop="m2")
        assert stranger.get(through_own).status_code == 404, name
        assert support.get(address(name, job().id)).status_code == 403, name
    assert stranger.post(address("job_move", job().id, "start", shop="m2")).status_code == 404
    assert job().state == "draft"
