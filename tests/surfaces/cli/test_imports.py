"""Import and export: rows in, errors by line, the same out and in again."""

import json

import pytest

from jishi.foundation.kernel.actors import Actor
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import FileFormat, Form
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.models import Product
from jishi.goods.catalog.types import ProductFilter
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import services as markets
from jishi.goods.pricing import queries as pricing_queries
from jishi.parties.accounts import services as accounts
from jishi.surfaces.cli import imports_target
from jishi.surfaces.cli.imports import running

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("import")
FEED = {
    "id": "1001", "mpn": "AB-1", "title": "Steel kettle 1.7 l", "brand": "Kettlewell",
    "gtin": ["0095205603217"], "price_minor": 4995, "released": "2009-12-10",
    "description": "Boils water.",
    "attributes": {
        "weight": {"type": "number", "value": 1200.0},
        "cordless": {"type": "bool", "value": True},
        "4g": {"type": "text", "value": "no"},
    },
}  # fmt: skip


@pytest.fixture
def target():
    markets.ensure_markets(actor=SYSTEM)
    accounts.ensure_roles(actor=SYSTEM)
    merchant_id = imports_target.merchant("imports")
    return running.Target(
        actor=SYSTEM,
        merchant_id=merchant_id,
        location_id=imports_target.location(merchant_id),
        form=Form(),
    )


def write(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_feed_becomes_products_that_can_be_bought(tmp_path, target):
    summary = running.run(write(tmp_path / "a.jsonl", [FEED]), target)
    assert (summary.created, summary.refusals) == (1, [])
    product = catalog_queries.get_product(Product.objects.get(code="1001").id)
    assert product.is_on_sale
    assert product.brand.name == {"en": "Kettlewell"}
    assert {value.code: value.value for value in product.attributes} == {
        "weight": "1200", "cordless": True, "x_4g": {"en": "no"},
    }  # fmt: skip
    variant = product.variants[0]
    assert (variant.barcode, variant.weight_g) == ("0095205603217", 1200)
    price = pricing_queries.list_prices([variant.variant_id], "us")[variant.variant_id]
    assert (price.amount_minor, price.currency) == (4995, "USD")
    assert inventory_queries.available([variant.variant_id]) == {variant.variant_id: 100}


def test_a_trial_writes_nothing(tmp_path, target):
    summary = running.run(write(tmp_path / "a.jsonl", [FEED]), target, is_trial=True)
    assert summary.rows == 1
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": ""}, "title"),
        ({"price_minor": "12"}, "price_minor"),
        ({"price_minor": -1}, "price_minor"),
        ({"id": ""}, "code"),
        ({"id": "x" * 65}, "code"),
        ({"attributes": 5}, "attributes"),
    ],
)
def test_a_bad_row_is_told_by_line_and_stops_no_other(tmp_path, target, change, word):
    rows = [FEED, FEED | {"id": "1002"} | change, FEED | {"id": "1003"}]
    summary = running.run(write(tmp_path / "a.jsonl", rows), target)
    assert summary.created == 2
    assert [refusal.line for refusal in summary.refusals] == [2]
    assert word in summary.refusals[0].reason


def test_a_line_that_is_not_json_is_told(tmp_path, target):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1\n' + json.dumps(FEED), encoding="utf-8")
    summary = running.run(path, target)
    assert (summary.created, summary.refusals[0].line) == (1, 1)


def test_importing_again_changes_nothing_and_a_changed_title_changes_it(tmp_path, target):
    running.run(write(tmp_path / "a.jsonl", [FEED]), target)
    again = running.run(tmp_path / "a.jsonl", target)
    assert (again.created, again.changed, again.same) == (0, 0, 1)
    other = FEED | {"description": "Boils more water."}
    changed = running.run(write(tmp_path / "b.jsonl", [other]), target)
    assert (changed.created, changed.changed) == (0, 1)
    assert (
        inventory_queries.available(
            [catalog_queries.get_product(Product.objects.get().id).variants[0].variant_id]
        ).popitem()[1]
        == 100
    ), "stock is only received once"


@pytest.mark.parametrize("kind", list(FileFormat))
def test_what_was_exported_reads_back_without_a_difference(tmp_path, target, kind):
    rows = [FEED | {"id": str(1000 + number)} for number in range(5)]
    running.run(write(tmp_path / "a.jsonl", rows), target)
    out = tmp_path / f"out.{kind}"
    wanted = ProductFilter(merchant_ids=frozenset({target.merchant_id}))
    assert bulk.write_table(out, kind, wanted) == 5
    summary = running.run(out, target)
    assert (summary.created, summary.changed, summary.same) == (0, 0, 5)
    assert summary.refusals == []


def test_tables_have_a_row_per_variant(tmp_path, target):
    path = tmp_path / "a.csv"
    path.write_text(
        "code,sku,title_zh,title_en,category,price_cny,stock,axis:size\n"
        "T1,T1-S,短袖,Tee,imported,49.90,5,S\n"
        "T1,T1-M,短袖,Tee,imported,49.90,7,M\n"
        "T2,T2,坏,Bad,imported,cheap,1,\n",
        encoding="utf-8",
    )
    summary = running.run(path, target)
    assert (summary.created, [r.line for r in summary.refusals]) == (1, [4])
    product = catalog_queries.get_product(Product.objects.get(code="T1").id)
    assert [variant.code for variant in product.variants] == ["T1-S", "T1-M"]
    prices = pricing_queries.list_prices([v.variant_id for v in product.variants], "cn")
    assert {price.amount_minor for price in prices.values()} == {4990}


def test_an_interrupted_import_goes_on_after_its_last_chunk(tmp_path, target, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    path = write(tmp_path / "a.jsonl", [FEED | {"id": str(n)} for n in range(1, 6)])
    resume = tmp_path / "resume.json"

    def stop(done):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(path, target, resume_file=resume, progress=stop)
    assert Product.objects.count() == 4
    rest = running.run(path, target, resume_file=resume)
    assert rest.rows == 1
    assert Product.objects.count() == 5
    assert not resume.exists()
