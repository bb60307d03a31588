"""One import, export or bulk change: how far it is, its columns, its rows, its file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.goods.bulk import queries as bulk_queries
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import (
    Form,
    ImportChoices,
    JobInfo,
    JobKind,
    JobState,
    Outcome,
    Reason,
    RowInfo,
)
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import CategoryNode
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.merchant_console import transfer_words as words
from jishi.surfaces.merchant_console.explain import explain_code_with
from jishi.surfaces.merchant_console.forms.transfers import ColumnsForm, RowFilter
from jishi.surfaces.merchant_console.pages import ShopPage, say

FIRST_REFUSALS = 50
"""How many refusals the page of a job shows; the rest are in the list of its rows."""


class OfJob(ShopPage):
    """What every page of one job shares."""

    permission = "catalog.edit"
    section = "transfers"

    @cached_property
    def job(self) -> JobInfo:
        """The job, if it is this shop's. Raises: NotFound."""
        job_id = self.kwargs["job_id"]  # type: ignore[attr-defined]
        job = bulk_queries.get_job(actor=self.actor, job_id=job_id)
        self.mine(job.merchant_id)
        return job

    def job_url(self) -> str:
        """Return the job's page."""
        return self.url("job", self.job.job_id)

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Import / Export"), "transfers")]

    def job_crumbs(self, here: object) -> Sequence[Link]:
        """Return the way back by the job."""
        named = self.crumb(words.job_name(self.job), "job", self.job.job_id)
        return [*self.crumbs(), named, Link(str(here), "")]


class Job(OfJob, kit.RecordPage):
    """How far a job is, what it did, and what can be done next."""

    template_name = "merchant_console/catalog/job.html"

    def load(self, **_kwargs: Any) -> JobInfo:
        """Return the job."""
        return self.job

    def heading(self) -> str:
        """Return what it does."""
        return words.job_name(self.job)

    def status(self) -> tuple[str, str]:
        """Return its state."""
        return "bulk_job", self.job.state

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the job; a page that waits is told how far it is, and loads anew at the end."""
        if request.headers.get("HX-Request") != "true":
            return super().get(request, **kwargs)
        if self.job.is_working:
            return render(request, "merchant_console/catalog/_progress.html", self.progress())
        return HttpResponse(headers={"HX-Refresh": "true"})

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Add how far it is and what was refused."""
        added = self.progress() | {
            "refusals": self._refusals(),
            "rows_url": self.url("job_rows", self.job.job_id),
            "failed_because": explain_code_with(self.job.error, {}) if self.job.error else "",
        }
        return super().show(code=code, **added | context)

    def progress(self) -> dict[str, object]:
        """Return how far it is, with the counts."""
        job = self.job
        is_trial = job.state in (JobState.CHECKING, JobState.CHECKED)
        return {
            "job": job,
            "percent": 100 * job.done_rows // job.total_rows if job.total_rows else 0,
            "is_trial": is_trial,
            "has_begun": job.state != JobState.DRAFT,
            "counts": [] if job.kind == JobKind.EXPORT else self._counts(),
        }

    def facts(self) -> Sequence[Fact]:
        """Return what describes it."""
        job = self.job
        facts = [Fact(_("Rows"), job.total_rows), Fact(_("Begun"), job.created_at, "time")]
        if job.finished_at:
            facts.append(Fact(_("Finished at"), job.finished_at, "time"))
        if job.kind == JobKind.IMPORT:
            pictures = _("Sent along") if job.has_archive else _("None")
            facts.append(Fact(_("Archive of pictures"), pictures))
        return facts

    def next_actions(self) -> list[Action]:
        """Return exactly what its state allows."""
        job, found = self.job, []
        if job.state in (JobState.DRAFT, JobState.CHECKED):
            found.append(self._move(_("Import now"), "start", kind="primary", icon="upload"))
            found.append(self._move(_("Check all rows"), "check"))
            if job.columns:
                label, url = _("Choose columns"), self.url("job_columns", job.job_id)
                found.append(Action(label, url, icon="columns"))
        if job.kind == JobKind.EXPORT and job.state == JobState.DONE:
            url = self.url("job_file", job.job_id)
            found.append(Action(_("Download the file"), url, kind="primary", icon="download"))
        if job.is_working or job.state in (JobState.DRAFT, JobState.CHECKED):
            found.append(self._move(_("Stop"), "cancel", kind="danger"))
        return found

    def _move(self, label: str, move: str, kind: str = "", icon: str = "") -> Action:
        url = self.url("job_move", self.job.job_id, move)
        return Action(label, url, kind=kind, icon=icon, confirm=True)

    def _counts(self) -> list[dict[str, object]]:
        job = self.job
        labels = words.STATES["bulk_row"]
        names: tuple[str, ...] = ("created", "changed", "same", "refused")
        if job.kind == JobKind.CHANGE:
            names = ("changed", "refused")
        counts: list[dict[str, object]] = [
            {
                "label": labels[name].label,
                "value": getattr(job, name),
                "url": self.url("job_rows", job.job_id, query=f"outcome={name}"),
            }
            for name in names
        ]
        if job.warned:
            url = self.url("job_rows", job.job_id, query="outcome=warned")
            counts.append({"label": _("Pictures left out"), "value": job.warned, "url": url})
        return counts

    def _refusals(self) -> list[dict[str, object]]:
        if not self.job.refused:
            return []
        page = bulk_queries.list_rows(
            actor=self.actor,
            job_id=self.job.job_id,
            outcomes=(Outcome.REFUSED,),
            limit=FIRST_REFUSALS,
        )
        return [{"line": row.line, "code": row.code, "why": _why(row.reason)} for row in page.items]


class Rows(OfJob, kit.ListPage):
    """What became of every row, as a list and as a file."""

    file_name = "rows"
    filter_form = RowFilter
    export_limit = 100_000
    page_size = 100
    empty_title = lazy("No rows yet")
    empty_text = lazy("They appear here while the job goes on.")
    columns = (
        kit.Column(name="line", label=lazy("Row"), kind="number"),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="outcome", label=lazy("Result"), axis="bulk_row"),
        kit.Column(name="why", label=lazy("Reason"), value=lambda row: _why(row.reason)),
        kit.Column(
            name="warnings",
            label=lazy("Left out"),
            value=lambda row: "; ".join(words.reason(one) for one in row.warnings),
        ),
    )

    @property
    def title(self) -> str:  # type: ignore[override]
        """Return whose rows they are."""
        return _("Rows of “{job}”").format(job=words.job_name(self.job))

    def page_actions(self) -> list[Action]:
        """Offer the way back."""
        return [Action(_("Back to the job"), self.job_url(), icon="arrow-left")]

    def fetch(self, wanted: kit.Wanted) -> Page[RowInfo]:
        """Return rows in the order of the file."""
        asked = wanted.filters.get("outcome") or ""
        outcomes = (Outcome(asked),) if asked in set(Outcome) else ()
        return bulk_queries.list_rows(
            actor=self.actor,
            job_id=self.job.job_id,
            outcomes=outcomes,
            with_warnings=asked == "warned",
            cursor=wanted.cursor,
            limit=wanted.limit,
        )

    def row_id(self, _item: RowInfo) -> str:
        """Return nothing: rows are not marked."""
        return ""


class Columns(OfJob, kit.FormPage):
    """Say what every column is; the next step looks at all rows and writes nothing."""

    title = lazy("Columns of the file")
    template_name = "merchant_console/catalog/columns.html"
    submit_label = lazy("Check all rows")
    success_message = lazy("Every row is looked at now; nothing is written yet.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the columns."""
        can_choose = self.job.state in (JobState.DRAFT, JobState.CHECKED)
        if self.job.kind != JobKind.IMPORT or not can_choose:
            return HttpResponseRedirect(self.job_url())
        return super().get(request, *args, **kwargs)

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer what this shop has."""
        job = self.job
        return ColumnsForm(
            data,
            files,
            initial={
                "category": job.form.category,
                "locale": job.form.locale,
                "market": job.form.market,
                "location": job.location_id,
            },
            columns=job.columns,
            categories=_slugs(catalog_queries.get_category_tree()),
            markets=[
                (market.code, f"{say(market.name)} ({market.currency})")
                for market in markets_queries.list_markets()
            ],
            locations=self._locations(),
        )

    def extra(self) -> dict[str, object]:
        """Add the way back."""
        return {"crumbs": self.job_crumbs(self.title), "job": self.job}

    def save(self, *, data: dict[str, Any], key: str) -> object:
        """Keep the choices and begin to check."""
        market = markets_queries.get_market(data["market"])
        chosen = {
            column.name: data.get(f"c{place}", "") for place, column in enumerate(self.job.columns)
        }
        form = Form(data["locale"], market.code, market.currency, data["category"], stock=0)
        return bulk.choose_and_check(
            actor=self.actor,
            job_id=self.job.job_id,
            choices=ImportChoices(columns=chosen, form=form, location_id=data["location"]),
        )

    def success_url(self, _result: object) -> str:
        """Show how it goes on."""
        return self.job_url()

    def back_url(self) -> str:
        """Go back to the job."""
        return self.job_url()

    def _locations(self) -> list[tuple[str, str]]:
        if not self.may("inventory.edit"):
            return []
        found = inventory_queries.list_locations(actor=self.actor, merchant_id=self.shop.id)
        return [
            (str(place.location_id), say(place.name))
            for place in found
            if place.is_active and place.merchant_id == self.shop.id
        ]


class MoveJob(OfJob, kit.ConfirmPage):
    """Check, import or stop, after a second look at what will happen."""

    MOVES: Mapping[str, Callable[..., None]] = {
        "check": bulk.check,
        "start": bulk.start,
        "cancel": bulk.cancel,
    }

    @property
    def move(self) -> str:
        """What is to be done. Raises: NotFound."""
        move: str = self.kwargs["move"]  # type: ignore[attr-defined]
        if move not in self.MOVES:
            raise NotFound
        return move

    @property
    def title(self) -> str:  # type: ignore[override]
        """Say what will happen."""
        return {
            "check": _("Check every row?"),
            "start": _("Import now?"),
            "cancel": _("Stop this?"),
        }[self.move]

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what stays."""
        return {
            "check": _("Every row is told what would become of it. Nothing is written."),
            "start": _("Products that are there are changed, new ones are made as drafts."),
            "cancel": _("What was done already stays done."),
        }[self.move]

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """Return the button's words."""
        return {"check": _("Check all rows"), "start": _("Import now"), "cancel": _("Stop")}[
            self.move
        ]

    @property
    def success_message(self) -> str:  # type: ignore[override]
        """Tell what happens now."""
        return {
            "check": _("Every row is looked at now; nothing is written yet."),
            "start": _("The import has begun. You may leave this page."),
            "cancel": _("Stopped."),
        }[self.move]

    @property
    def danger(self) -> bool:  # type: ignore[override]
        """Whether it ends something."""
        return self.move == "cancel"

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Do it."""
        self.MOVES[self.move](actor=self.actor, job_id=self.job.job_id)

    def success_url(self, _result: object) -> str:
        """Show how it goes on."""
        return self.job_url()

    def back_url(self) -> str:
        """Go back to the job."""
        return self.job_url()


class ResultFile(OfJob, kit.ConsolePage):
    """The file that an export wrote."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Send the file; without one, show the job."""
        path = bulk_queries.find_result_file(self.job)
        if path is None:
            return HttpResponseRedirect(self.job_url())
        return FileResponse(path.open("rb"), as_attachment=True, filename=self.job.file_name)


def _why(reason: Reason | None) -> str:
    return words.reason(reason) if reason else ""


def _slugs(nodes: Sequence[CategoryNode]) -> list[tuple[str, str]]:
    """Return categories with everything below them, by the word that files use."""
    found: list[tuple[str, str]] = []
    for node in nodes:
        found.append((node.slug, "　" * node.depth + say(node.name)))
        found += _slugs(node.children)
    return found
