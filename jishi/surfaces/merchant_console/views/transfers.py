"""Imports and exports: the list of jobs, and the ways in and out."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.paging import Page
from jishi.goods.bulk import queries as bulk_queries
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import FileFormat, Form, JobInfo, Upload
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter, ProductState
from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.design import choices, kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console import transfer_words as words
from jishi.surfaces.merchant_console.forms.catalog import category_choices
from jishi.surfaces.merchant_console.forms.transfers import ExportForm, ImportForm
from jishi.surfaces.merchant_console.pages import ShopPage, words_now


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the list."""

    job: JobInfo

    @property
    def name(self) -> str:
        """Return what it does."""
        return words.job_name(self.job)


class Transfers(ShopPage, kit.ListPage):
    """The shop's imports, exports and bulk changes."""

    title = lazy("Import / Export")
    permission = "catalog.edit"
    section = "transfers"
    file_name = "jobs"
    empty_title = lazy("Nothing imported or exported yet")
    empty_text = lazy("Bring products in from a file, or take them out to work on them elsewhere.")
    columns = (
        kit.Column(name="name", label=lazy("What")),
        kit.Column(
            name="state", label=lazy("State"), axis="bulk_job", value=lambda row: row.job.state
        ),
        kit.Column(
            name="rows", label=lazy("Rows"), kind="number", value=lambda row: row.job.total_rows
        ),
        kit.Column(
            name="refused",
            label=lazy("Refused rows"),
            kind="number",
            value=lambda row: row.job.refused,
        ),
        kit.Column(name="begun", label=lazy("Begun"), value=lambda row: row.job.created_at),
    )

    def page_actions(self) -> list[Action]:
        """Offer both ways."""
        return [
            Action(_("Import products"), self.url("import_new"), kind="primary", icon="upload"),
            Action(_("Export products"), self.url("export_new"), icon="download"),
        ]

    def fetch(self, wanted: kit.Wanted) -> Page[JobRow]:
        """Return jobs, newest first."""
        page = bulk_queries.list_jobs(
            actor=self.actor, merchant_id=self.shop.id, cursor=wanted.cursor, limit=wanted.limit
        )
        return Page(tuple(map(JobRow, page.items)), page.next_cursor, page.total)

    def row_id(self, _item: JobRow) -> str:
        """Return nothing: rows are not marked."""
        return ""

    def row_url(self, item: JobRow) -> str:
        """Return the job's page."""
        return self.url("job", item.job.job_id)


class Import(ShopPage, kit.FormPage):
    """Send a file; nothing is imported before its columns were looked at."""

    title = lazy("Import products")
    permission = "catalog.edit"
    section = "transfers"
    form_class = ImportForm
    text = lazy(
        "One row per variant; rows with the same product code become one product. Products are "
        "recognized by their code, empty cells change nothing, and new products stay drafts. "
        "Look at the columns next; nothing is written yet."
    )
    submit_label = lazy("Read the file")
    success_message = lazy("The file was read.")

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Hand the files over."""
        market = markets_queries.get_default()
        form = Form(words_now(), market.code, market.currency, category="", stock=0)
        with _on_disk(data["file"]) as path, _on_disk(data.get("archive")) as archive:
            return bulk.upload(
                actor=self.actor,
                merchant_id=self.shop.id,
                sent=Upload(data["file"].name, path, archive),
                form=form,
                key=key,
            )

    def success_url(self, result: object) -> str:
        """Go on to the columns."""
        return self.url("job_columns", result)

    def back_url(self) -> str:
        """Go back to the list."""
        return self.url("transfers")


class Export(ShopPage, kit.FormPage):
    """Choose which products to write to a file."""

    title = lazy("Export products")
    permission = "catalog.edit"
    section = "transfers"
    text = lazy("The file can be changed and imported again: what stayed the same changes nothing.")
    submit_label = lazy("Write the file")
    success_message = lazy("The file is being written.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer states and categories."""
        return ExportForm(
            data,
            files,
            states=choices.of_states("my_product", _("Any state")),
            categories=category_choices(catalog_queries.get_category_tree()),
        )

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Begin to write."""
        wanted = ProductFilter(
            states=(ProductState(data["state"]),) if data["state"] else (),
            category_id=data["category"],
            text=data["q"],
        )
        return bulk.export(
            actor=self.actor,
            merchant_id=self.shop.id,
            wanted=wanted,
            kind=FileFormat(data["kind"]),
            key=key,
        )

    def success_url(self, result: object) -> str:
        """Show how it goes on."""
        return self.url("job", result)

    def back_url(self) -> str:
        """Go back to the list."""
        return self.url("transfers")


@contextmanager
def _on_disk(sent: UploadedFile | None) -> Iterator[str]:
    """Yield where a file lies that somebody sent; nothing without one."""
    if sent is None:
        yield ""
        return
    with tempfile.NamedTemporaryFile() as spool:
        shutil.copyfileobj(sent.file, spool)  # type: ignore[misc]
        spool.flush()
        yield spool.name
