"""Several workers at one job: every row is done once, whoever comes first."""

import pytest

from jishi.foundation.kernel.actors import Actor
from jishi.goods.bulk import queries, services
from jishi.goods.bulk.models import BulkRow
from jishi.goods.bulk.services import changing, slices, working
from jishi.goods.bulk.types import JobState, Selection
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.types import ProductAction, ProductFilter
from tests.concurrency.racing import needs_locks, race
from tests.goods.bulk import factories
from tests.goods.bulk.factories import HOUSE, tea
from tests.goods.catalog import factories as goods

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, needs_locks]


def work_on(job_id):
    def go(_number):
        while working.step(job_id):
            continue

    return go


def test_workers_at_one_import_double_no_row(media, tmp_path, monkeypatch):
    monkeypatch.setattr(slices, "CHUNK", 5)
    shop = factories.make_shop()
    job_id = factories.upload(
        shop, factories.table(tmp_path, [tea(number) for number in range(40)])
    )
    services.start(actor=HOUSE, job_id=job_id)
    assert race(work_on(job_id), 4, threads=4) == {"done": 4}
    job = factories.job_of(job_id)
    assert (job.state, job.done_rows, job.created, job.refused) == (JobState.DONE, 40, 40, 0)
    assert Product.objects.count() == Variant.objects.count() == 40
    lines = list(BulkRow.objects.order_by("line").values_list("line", flat=True))
    assert lines == list(range(2, 42))


def test_workers_at_one_change_double_no_row(media, monkeypatch):
    monkeypatch.setattr(changing, "BATCH", 3)
    monkeypatch.setattr(services.jobs.rules, "AT_ONCE", 1)
    shop = factories.make_shop()
    category = catalog_queries.get_category_tree()[0].category_id
    for number in range(20):
        goods.make_product(shop, category, f"P{number}")
    job_id = services.change(
        actor=Actor.system("tests"),
        merchant_id=shop,
        action=ProductAction.UNPUBLISH,
        selection=Selection(condition=ProductFilter()),
        key="race",
    )
    assert race(work_on(job_id), 4, threads=4) == {"done": 4}
    job = queries.get_job(actor=HOUSE, job_id=job_id)
    assert (job.state, job.changed, job.refused) == (JobState.DONE, 20, 0)
    assert set(Product.objects.values_list("state", "version")) == {("off_sale", 3)}
