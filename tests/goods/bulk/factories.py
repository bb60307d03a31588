"""Shops, files and workers that tests of many products begin with."""

import csv
import io
import json
import zipfile
from uuid import UUID

from openpyxl import Workbook
from PIL import Image

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs
from jishi.goods.bulk import queries, services
from jishi.goods.bulk.types import Form, ImportChoices, JobInfo, RowInfo, Upload
from jishi.goods.markets import services as markets
from tests.goods.catalog import factories as goods

HOUSE = Actor.system("tests")
FORM = Form("zh-hans", "cn", "CNY", category="", stock=0)
HEADER = ("商品编码", "SKU编码", "商品名称", "类目", "售价", "规格:颜色")


def make_shop() -> UUID:
    """Make a shop with a category and the markets; return its id."""
    markets.ensure_markets(actor=HOUSE)
    goods.make_category("tea")
    return goods.make_merchant()


def table(tmp_path, rows, header=HEADER, name="goods.csv"):
    """Write a table and return its path."""
    path = tmp_path / name
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in [header, *rows]:
            book.active.append(list(row))
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    return path


def lines(tmp_path, rows, name="goods.jsonl"):
    """Write JSON lines and return their path."""
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def tea(number: int, **changes) -> tuple[str, ...]:
    """Return a row of the table."""
    values = {
        "code": f"T{number}",
        "sku": f"T{number}-1",
        "title": f"龙井 {number}",
        "category": "tea",
        "price": "12.50",
        "color": "",
    } | changes
    return tuple(values[key] for key in ("code", "sku", "title", "category", "price", "color"))


def upload(merchant_id: UUID, path, *, archive=None, actor=HOUSE, key="") -> UUID:
    """Send a file; return the job."""
    return services.upload(
        actor=actor,
        merchant_id=merchant_id,
        sent=Upload(path.name, str(path), str(archive) if archive else ""),
        form=FORM,
        key=key or ids.new_id().hex,
    )


def bring_in(merchant_id: UUID, path, *, archive=None, actor=HOUSE) -> JobInfo:
    """Send a file, import it with the worker, and return the finished job."""
    job_id = upload(merchant_id, path, archive=archive, actor=actor)
    services.start(actor=actor, job_id=job_id)
    work()
    return job_of(job_id)


def choices(job: JobInfo, **changes) -> ImportChoices:
    """Return what is recognized of an import, with changes."""
    columns = {column.name: column.target for column in job.columns}
    return ImportChoices(**{"columns": columns, "form": FORM} | changes)


def work() -> None:
    """Run every job that waits."""
    jobs.run_all()


def job_of(job_id: UUID) -> JobInfo:
    """Return a job."""
    return queries.get_job(actor=HOUSE, job_id=job_id)


def rows_of(job_id: UUID) -> tuple[RowInfo, ...]:
    """Return what became of the rows of a job."""
    return queries.list_rows(actor=HOUSE, job_id=job_id, limit=200).items


def picture(color: str = "teal", size: int = 8) -> bytes:
    """Return a small picture."""
    held = io.BytesIO()
    Image.new("RGB", (size, size), color).save(held, "PNG")
    return held.getvalue()


def archive(tmp_path, files: dict[str, bytes], name="pictures.zip"):
    """Write an archive and return its path."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for file_name, content in files.items():
            made.writestr(file_name, content)
    return path
