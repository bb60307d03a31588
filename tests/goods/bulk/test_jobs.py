"""Jobs over many products: read, checked, imported, resumed, exported, changed."""

import pytest

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.platform import jobs
from jishi.foundation.platform.models import Job, StoredFile
from jishi.goods.bulk import queries, rules, services
from jishi.goods.bulk.adapters import fetching, shelf
from jishi.goods.bulk.errors import (
    BadTable,
    ColumnMissing,
    NothingChosen,
    PictureUnreachable,
    TooManyJobs,
    TooManyRows,
)
from jishi.goods.bulk.models import BulkJob, BulkRow, SourcePicture
from jishi.goods.bulk.services import slices, working
from jishi.goods.bulk.types import FileFormat, JobState, Outcome, Selection
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.models import Product, Variant
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    AttributeValue,
    MediaDraft,
    ProductAction,
    ProductFilter,
    VariantDraft,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from tests.goods.bulk import factories
from tests.goods.bulk.factories import HOUSE, tea
from tests.goods.catalog import factories as goods
from tests.parties.accounts import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(media):
    return factories.make_shop()


def counts(job):
    return job.created, job.changed, job.same, job.refused


def test_a_file_is_read_and_nothing_is_written(shop, tmp_path):
    job_id = factories.upload(shop, factories.table(tmp_path, [tea(1), tea(2)]))
    job = factories.job_of(job_id)
    assert (job.state, job.total_rows, job.done_rows) == (JobState.DRAFT, 2, 0)
    assert [(one.name, one.target, one.sample) for one in job.columns][:2] == [
        ("商品编码", "code", "T1"), ("SKU编码", "sku", "T1-1"),
    ]  # fmt: skip
    factories.work()
    assert not Product.objects.exists()


def test_a_check_tells_every_row_and_writes_nothing(shop, tmp_path):
    rows = [tea(1), tea(2, price="cheap"), tea(3, category="nowhere")]
    job_id = factories.upload(shop, factories.table(tmp_path, rows))
    services.check(actor=HOUSE, job_id=job_id)
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, job.was_checked) == (JobState.CHECKED, True)
    assert counts(job) == (1, 0, 0, 2)
    told = [(row.line, row.outcome, row.reason and row.reason.field) for row in
            factories.rows_of(job_id)]  # fmt: skip
    assert told == [
        (2, Outcome.CREATED, None), (3, Outcome.REFUSED, "price_cny"),
        (4, Outcome.REFUSED, "category"),
    ]  # fmt: skip
    assert not Product.objects.exists()


def test_an_import_makes_drafts_with_prices_and_counts_them(shop, tmp_path):
    rows = [tea(1, color="红"), tea(1, sku="T1-2", color="绿"), tea(2, price="")]
    job = factories.bring_in(shop, factories.table(tmp_path, rows, name="a.xlsx"))
    assert (job.state, job.done_rows, counts(job)) == (JobState.DONE, 3, (1, 0, 0, 1))
    product = catalog_queries.get_product(Product.objects.get().id)
    assert (product.code, product.state, product.title) == ("T1", "draft", {"zh-hans": "龙井 1"})
    assert [variant.code for variant in product.variants] == ["T1-1", "T1-2"]
    prices = pricing_queries.list_prices([v.variant_id for v in product.variants], "cn")
    assert {price.amount_minor for price in prices.values()} == {1250}


def test_importing_again_changes_nothing_and_a_price_is_a_change(shop, tmp_path):
    factories.bring_in(shop, factories.table(tmp_path, [tea(1), tea(2)]))
    versions = dict(Product.objects.values_list("code", "version"))
    again = factories.bring_in(shop, factories.table(tmp_path, [tea(1), tea(2, price="13")]))
    assert counts(again) == (0, 1, 1, 0)
    assert dict(Product.objects.values_list("code", "version")) == versions


def test_first_stock_is_taken_in_once_where_a_place_was_chosen(shop, tmp_path):
    place = inventory.save_location(
        actor=HOUSE,
        draft=LocationDraft(
            code="w1", name={"zh-hans": "仓"}, merchant_id=shop, province="上海市", city="上海市",
            district="浦东新区", line="1", region_code="310115",
        ),
    )  # fmt: skip
    path = factories.table(
        tmp_path, [(*tea(1), "7")], header=(*factories.HEADER, "库存"), name="a.csv"
    )
    for _ in range(2):
        job_id = factories.upload(shop, path)
        chosen = factories.choices(factories.job_of(job_id), location_id=place)
        services.choose_and_check(actor=HOUSE, job_id=job_id, choices=chosen)
        factories.work()
        services.start(actor=HOUSE, job_id=job_id)
        factories.work()
    variant = Variant.objects.get().id
    assert inventory_queries.available([variant]) == {variant: 7}


def test_columns_can_be_corrected_until_the_import_begins(shop, tmp_path):
    path = factories.table(tmp_path, [("A", "茶", "tea", "5")], ("ref", "x", "category", "price"))
    job_id = factories.upload(shop, path)
    with pytest.raises(ColumnMissing):
        services.start(actor=HOUSE, job_id=job_id)
    columns = {"ref": "code", "x": "title_zh", "category": "category", "price": "price"}
    chosen = factories.choices(factories.job_of(job_id), columns=columns)
    services.choose(actor=HOUSE, job_id=job_id, choices=chosen)
    services.start(actor=HOUSE, job_id=job_id)
    with pytest.raises(IllegalMove):
        services.choose(actor=HOUSE, job_id=job_id, choices=chosen)
    factories.work()
    assert counts(factories.job_of(job_id)) == (1, 0, 0, 0)


def test_a_row_that_breaks_the_database_is_refused_alone(shop, tmp_path, monkeypatch):
    rows = [tea(number) for number in range(1, 6)]
    real = slices.importing.import_products

    def broken(**given):
        if any(one.code == "T3" for one in given["parsed"]):
            raise ValueError("nobody foresaw this")
        return real(**given)

    monkeypatch.setattr(slices.importing, "import_products", broken)
    job = factories.bring_in(shop, factories.table(tmp_path, rows))
    assert (job.state, counts(job)) == (JobState.DONE, (4, 0, 0, 1))
    assert [row.code for row in factories.rows_of(job.job_id) if row.outcome == "refused"] == ["T3"]


def test_a_killed_worker_loses_nothing_and_doubles_nothing(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(slices, "CHUNK", 2)
    path = factories.table(tmp_path, [tea(number) for number in range(1, 8)])
    job_id = factories.upload(shop, path)
    services.start(actor=HOUSE, job_id=job_id)
    # The worker dies in the middle of its second chunk: products written, not committed.
    real, calls = slices.keeping.move, []

    def dying(job, **given):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(job, **given)

    monkeypatch.setattr(slices.keeping, "move", dying)
    with pytest.raises(KeyboardInterrupt):
        working.advance(job_id=job_id)
    assert (Product.objects.count(), factories.job_of(job_id).done_rows) == (2, 2)
    Job.objects.all().delete()
    BulkJob.objects.update(touched_at=clock.now() - 2 * jobs.timedelta(seconds=rules.STALLED_S))
    assert services.revive_stalled(actor=HOUSE) == 1
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, job.done_rows, counts(job)) == (JobState.DONE, 7, (7, 0, 0, 0))
    assert [row.line for row in factories.rows_of(job_id)] == list(range(2, 9))
    assert Product.objects.count() == Variant.objects.count() == 7
    assert services.revive_stalled(actor=HOUSE) == 0


def test_a_slice_that_comes_late_does_nothing(shop, tmp_path):
    job_id = factories.upload(shop, factories.table(tmp_path, [tea(1)]))
    services.start(actor=HOUSE, job_id=job_id)
    before = BulkJob.objects.get(pk=job_id)
    factories.work()
    assert slices.step(HOUSE, before) is True
    assert (Product.objects.count(), BulkRow.objects.count()) == (1, 1)
    assert factories.job_of(job_id).done_rows == 1


def test_a_job_can_be_stopped_and_what_was_done_stays(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(slices, "CHUNK", 2)
    job_id = factories.upload(shop, factories.table(tmp_path, [tea(n) for n in range(1, 6)]))
    services.start(actor=HOUSE, job_id=job_id)
    working.step(job_id)
    services.cancel(actor=HOUSE, job_id=job_id)
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, Product.objects.count()) == (JobState.CANCELED, 2)
    with pytest.raises(IllegalMove):
        services.start(actor=HOUSE, job_id=job_id)


def test_a_replay_makes_no_second_job(shop, tmp_path):
    path = factories.table(tmp_path, [tea(1)])
    first = factories.upload(shop, path, key="k")
    assert factories.upload(shop, path, key="k") == first
    assert BulkJob.objects.count() == 1


def test_bad_and_crowded_files_are_refused_and_leave_nothing(shop, tmp_path, monkeypatch, media):
    with pytest.raises(BadTable):
        factories.upload(shop, factories.table(tmp_path, []))
    monkeypatch.setattr(rules, "MAX_ROWS", 1)
    with pytest.raises(TooManyRows):
        factories.upload(shop, factories.table(tmp_path, [tea(1), tea(2)]))
    monkeypatch.setattr(rules, "MAX_TABLE_BYTES", 10)
    with pytest.raises(BadTable):
        factories.upload(shop, factories.table(tmp_path, [tea(1)]))
    assert not BulkJob.objects.exists()
    assert not list((media / "private" / "bulk").glob("*"))


def test_a_shop_has_only_so_many_unfinished_jobs(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "MAX_OPEN_JOBS", 1)
    factories.upload(shop, factories.table(tmp_path, [tea(1)]))
    with pytest.raises(TooManyJobs):
        factories.upload(shop, factories.table(tmp_path, [tea(1)]))


def test_importing_needs_to_edit_goods_and_prices_of_that_shop(shop, tmp_path):
    path = factories.table(tmp_path, [tea(1)])
    editor = goods.make_seller(shop, "catalog.edit")
    with pytest.raises(Forbidden):
        factories.upload(shop, path, actor=editor)
    stranger = goods.make_seller(goods.make_merchant(), "catalog.edit", "pricing.edit")
    with pytest.raises(NotFound):
        factories.upload(shop, path, actor=stranger)
    job_id = factories.upload(shop, path)
    for service in (services.check, services.start, services.cancel):
        with pytest.raises(NotFound):
            service(actor=stranger, job_id=job_id)
    with pytest.raises(NotFound):
        queries.get_job(actor=stranger, job_id=job_id)
    with pytest.raises(NotFound):
        queries.list_rows(actor=stranger, job_id=job_id)
    with pytest.raises(NotFound):
        services.export(
            actor=stranger, merchant_id=shop, wanted=ProductFilter(), kind=FileFormat.CSV, key="x"
        )


def test_a_job_ends_when_its_starter_may_no_longer(shop, tmp_path):
    user_id = people.with_role("merchant.manager", merchant_id=shop)
    from jishi.parties.accounts import queries as accounts_queries
    from jishi.parties.accounts import services as accounts

    job_id = factories.upload(shop, factories.table(tmp_path, [tea(1)]))
    services.start(actor=accounts_queries.get_actor(user_id=user_id), job_id=job_id)
    accounts.remove_staff(actor=HOUSE, user_id=user_id, merchant_id=shop)
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, job.error) == (JobState.FAILED, "jishi.forbidden")
    assert not Product.objects.exists()


def test_a_job_whose_file_is_gone_fails_and_says_so(shop, tmp_path):
    job_id = factories.upload(shop, factories.table(tmp_path, [tea(1)]))
    shelf.remove(job_id)
    services.start(actor=HOUSE, job_id=job_id)
    factories.work()
    assert factories.job_of(job_id).error == "bulk.file_gone"


def test_shops_make_no_brands_and_no_attributes(shop, tmp_path):
    header = (*factories.HEADER, "品牌", "属性:origin")
    rows = [(*tea(1), "无名", ""), (*tea(2), "", "杭州")]
    job = factories.bring_in(shop, factories.table(tmp_path, rows, header))
    assert counts(job) == (0, 0, 0, 2)
    assert catalog_queries.list_brands() == ()


PICTURES = (*factories.HEADER, "图片")


def fake_net(monkeypatch, answers):
    asked = []

    def fetch(_opened, address, *, tick):
        asked.append(address)
        found = answers.get(address)
        if found is None:
            raise PictureUnreachable(field="images", address=address)
        return found

    monkeypatch.setattr(fetching, "fetch", fetch)
    return asked


def test_pictures_come_from_addresses_and_archives_and_a_missing_one_loses_no_row(
    shop, tmp_path, monkeypatch
):
    asked = fake_net(monkeypatch, {"https://a.example/1.png": factories.picture("teal")})
    archive = factories.archive(
        tmp_path, {"t/leaf.png": factories.picture("green"), "fake.png": b"<?php"}
    )
    cell = "https://a.example/1.png|leaf.png|https://a.example/gone.png|fake.png|absent.png"
    path = factories.table(tmp_path, [(*tea(1), cell), (*tea(2), "https://a.example/1.png")],
                           PICTURES)  # fmt: skip
    job = factories.bring_in(shop, path, archive=archive)
    assert (counts(job), job.warned) == ((2, 0, 0, 0), 1)
    product = catalog_queries.get_product(Product.objects.get(code="T1").id)
    assert [item.content_type for item in product.media] == ["image/png"] * 2
    row = factories.rows_of(job.job_id)[0]
    assert [(one.code, one.params["address"]) for one in row.warnings] == [
        ("bulk.picture_unreachable", "https://a.example/gone.png"),
        ("bulk.picture_bad", "fake.png"),
        ("bulk.picture_missing", "absent.png"),
    ]
    assert sorted(asked) == ["https://a.example/1.png", "https://a.example/gone.png"]
    assert StoredFile.objects.count() == 2


def test_a_picture_is_fetched_once_and_a_failed_one_again_by_another_job(
    shop, tmp_path, monkeypatch
):
    path = factories.table(
        tmp_path, [(*tea(1), "https://a.example/1.png|https://a.example/2.png")], PICTURES
    )
    asked = fake_net(monkeypatch, {"https://a.example/1.png": factories.picture()})
    factories.bring_in(shop, path)
    assert len(asked) == 2
    asked = fake_net(monkeypatch, {"https://a.example/2.png": factories.picture("red")})
    job = factories.bring_in(shop, path)
    assert asked == ["https://a.example/2.png"]
    assert counts(job) == (0, 1, 0, 0)
    assert SourcePicture.objects.filter(file__isnull=False).count() == 2


def test_a_check_fetches_nothing(shop, tmp_path, monkeypatch):
    asked = fake_net(monkeypatch, {})
    path = factories.table(tmp_path, [(*tea(1), "https://a.example/1.png")], PICTURES)
    services.check(actor=HOUSE, job_id=factories.upload(shop, path))
    factories.work()
    assert asked == []


def rich_product(shop):
    """Make a product with everything that a file must bring back unchanged."""
    category = Product.objects.none() or catalog_queries.get_category_tree()[0].category_id
    catalog.save_attribute(
        actor=HOUSE, draft=AttributeDraft("origin", {"en": "Origin"}, AttributeKind.TEXT)
    )
    catalog.save_attribute(
        actor=HOUSE, draft=AttributeDraft("organic", {"en": "Organic"}, AttributeKind.BOOL)
    )
    file_id, other = goods.make_file("cover"), goods.make_file("red")
    saved = catalog.save_product(
        actor=HOUSE,
        merchant_id=shop,
        draft=goods.product_draft(
            category,
            "R1",
            subtitle={"zh-hans": "=明前", "en": "'-quoted"},
            description={"zh-hans": "<p>好茶</p>", "en": "<p>Good, “really”\nnice</p>"},
            keywords="茶 tea",
            attributes=(
                AttributeValue("origin", {"zh-hans": "杭州", "en": "Hangzhou"}),
                AttributeValue("organic", True),
            ),
            axes=(goods.axis("color", "red", "v-1"), goods.axis("size", "s")),
            variants=(
                VariantDraft("00123", options=(("color", "red"), ("size", "s")), weight_g=10,
                             cost_minor=199, image_file_id=other, barcode="0690"),
                VariantDraft("R1-B", options=(("color", "v-1"), ("size", "s")), length_mm=3),
                VariantDraft("R1-OLD", options=(("color", "red"), ("size", "s")), is_active=False),
            ),
            media=(MediaDraft(file_id, {"en": "A leaf"}), MediaDraft(other, {}, "color:red")),
            freight_template_id=ids.new_id(),
        ),
    )  # fmt: skip
    refs = catalog_queries.find_variants_by_code(shop, ["00123", "R1-B"])
    pricing.set_prices(
        actor=HOUSE,
        merchant_id=shop,
        rows=[
            PriceRow(refs["00123"].variant_id, "cn", 1999, 2999),
            PriceRow(refs["00123"].variant_id, "us", 300, None),
            PriceRow(refs["R1-B"].variant_id, "cn", 5, None),
        ],
    )
    return saved.product_id


@pytest.mark.parametrize("kind", list(FileFormat))
def test_export_and_import_make_no_difference(shop, tmp_path, kind):
    product_id = rich_product(shop)
    goods.make_product(shop, catalog_queries.get_category_tree()[0].category_id, "R2")
    before = catalog_queries.get_product(product_id)
    job_id = services.export(
        actor=HOUSE, merchant_id=shop, wanted=ProductFilter(), kind=kind, key="e"
    )
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, job.done_rows) == (JobState.DONE, 2)
    back = factories.bring_in(shop, queries.find_result_file(job))
    assert [row for row in factories.rows_of(back.job_id) if row.reason] == []
    assert counts(back) == (0, 0, 2, 0)
    assert catalog_queries.get_product(product_id) == before


def test_an_export_takes_only_what_was_asked_for(shop, tmp_path):
    category = catalog_queries.get_category_tree()[0].category_id
    goods.make_product(shop, category, "ON")
    rich_product(shop)
    job_id = services.export(
        actor=HOUSE, merchant_id=shop, wanted=ProductFilter(text="longjing"), kind="csv", key="1"
    )
    factories.work()
    assert factories.job_of(job_id).done_rows == 2
    with pytest.raises(NothingChosen):
        services.export(
            actor=HOUSE, merchant_id=shop, wanted=ProductFilter(text="no"), kind="csv", key="2"
        )


def test_an_export_that_was_interrupted_begins_no_page_twice(shop, monkeypatch):
    category = catalog_queries.get_category_tree()[0].category_id
    for number in range(5):
        goods.make_product(shop, category, f"P{number}")
    from jishi.goods.bulk.queries import exporting

    monkeypatch.setattr(exporting, "PAGE", 2)
    job_id = services.export(
        actor=HOUSE, merchant_id=shop, wanted=ProductFilter(), kind=FileFormat.JSONL, key="e"
    )
    working.step(job_id)
    # A worker wrote its page and died before it could say so.
    with (shelf.folder(job_id) / shelf.ROWS).open("ab") as file:
        file.write(b'{"half": ')
    factories.work()
    written = queries.find_result_file(factories.job_of(job_id)).read_text().splitlines()
    assert len(written) == 5
    assert factories.job_of(job_id).done_rows == 5


def products(shop, count):
    category = catalog_queries.get_category_tree()[0].category_id
    return [goods.make_product(shop, category, f"P{number}") for number in range(count)]


def change(shop, action, *, key="", actor=HOUSE, **selection):
    return services.change(
        actor=actor,
        merchant_id=shop,
        action=action,
        selection=Selection(**selection),
        key=key or ids.new_id().hex,
    )


def test_a_few_products_change_at_once_and_each_tells(shop):
    one, two = products(shop, 2)
    catalog.unpublish(actor=HOUSE, product_id=two)
    job_id = change(shop, ProductAction.UNPUBLISH, product_ids=(one, two))
    job = factories.job_of(job_id)
    assert (job.state, job.changed, job.refused) == (JobState.DONE, 1, 1)
    assert [(row.line, row.code, row.outcome) for row in factories.rows_of(job_id)] == [
        (1, "P0", Outcome.CHANGED), (2, "P1", Outcome.REFUSED),
    ]  # fmt: skip
    assert factories.rows_of(job_id)[1].reason.code == "jishi.illegal_move"


def test_many_products_change_in_the_background_and_a_dead_worker_doubles_none(shop, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 3)
    products(shop, 5)
    job_id = change(shop, ProductAction.UNPUBLISH, condition=ProductFilter(text="p"))
    assert factories.job_of(job_id).done_rows == 0
    from jishi.goods.bulk.services import changing

    monkeypatch.setattr(changing, "BATCH", 2)
    working.step(job_id)
    assert factories.job_of(job_id).done_rows == 2
    factories.work()
    job = factories.job_of(job_id)
    assert (job.state, job.changed, job.refused) == (JobState.DONE, 5, 0)
    assert [row.line for row in factories.rows_of(job_id)] == [1, 2, 3, 4, 5]
    assert set(Product.objects.values_list("state", flat=True)) == {"off_sale"}


def test_products_of_another_shop_are_never_changed(shop):
    other = goods.make_merchant()
    (theirs,) = [goods.make_product(other, catalog_queries.get_category_tree()[0].category_id)]
    with pytest.raises(NothingChosen):
        change(shop, ProductAction.UNPUBLISH, product_ids=(theirs,))
    (ours,) = products(shop, 1)
    foreign = ProductFilter(merchant_ids=frozenset({other}))
    job = factories.job_of(change(shop, ProductAction.UNPUBLISH, condition=foreign))
    assert [row.code for row in factories.rows_of(job.job_id)] == ["P0"]
    assert catalog_queries.get_product(theirs).state == "on_sale"
    assert catalog_queries.get_product(ours).state == "off_sale"


def test_a_replayed_change_changes_nothing_twice(shop):
    (one,) = products(shop, 1)
    first = change(shop, ProductAction.UNPUBLISH, key="k", product_ids=(one,))
    assert change(shop, ProductAction.PUBLISH, key="k", product_ids=(one,)) == first
    assert catalog_queries.get_product(one).state == "off_sale"


def test_changing_needs_permission(shop):
    (one,) = products(shop, 1)
    with pytest.raises(Forbidden):
        change(shop, ProductAction.UNPUBLISH, actor=Actor.guest("g"), product_ids=(one,))
    assert catalog_queries.get_product(one).state == "on_sale"


def test_old_jobs_are_forgotten_with_their_files_and_rows(shop, tmp_path):
    job = factories.bring_in(shop, factories.table(tmp_path, [tea(1)]))
    assert services.forget_old(actor=HOUSE) == 0
    BulkJob.objects.update(created_at=clock.now() - jobs.timedelta(days=rules.KEEP_DAYS + 1))
    assert services.forget_old(actor=HOUSE) == 1
    assert not shelf.folder(job.job_id).exists()
    assert not BulkRow.objects.exists()
    assert Product.objects.count() == 1
