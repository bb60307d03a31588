"""A list to work in: filters in the URL, saved views, columns, bulk actions, export, paging."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.paging import Page
from jishi.surfaces.design.kit import exports
from jishi.surfaces.design.kit.base import ConsolePage, Text
from jishi.surfaces.design.kit.columns import Column
from jishi.surfaces.design.pager import paginate
from jishi.surfaces.design.types import Link

OWN_PARAMETERS = frozenset({"sort", "columns", "page", "cursor", "export"})
"""Query parameters that are the list's, not its filters'."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list asks its query for.

    filters: cleaned values of the filter form. sort: a column's key, with `-` for descending.
    cursor: of a cursor list. page: from 1, of a numbered list. limit: items per page.
    """

    actor: Actor
    filters: Mapping[str, Any]
    sort: str
    cursor: str | None
    page: int
    limit: int


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters under a name. query: as in the URL, `status=confirmed&late=on`."""

    label: Text
    query: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something done to the marked rows.

    run(actor=, ids=, key=) calls one service and returns a message or, starting with `/`, the
    address that shows how the work goes on. question: asked first; `{count}` is the number.
    """

    name: str
    label: Text
    run: Callable[..., str]
    question: Text = ""
    permission: str = ""
    danger: bool = False


class ListPage(ConsolePage):
    """A list. Subclasses give `columns` and `fetch`, usually `filter_form` and `row_url`."""

    template_name = "design/console/list.html"
    columns: Sequence[Column] = ()
    filter_form: type[forms.Form] | None = None
    saved_views: Sequence[SavedView] = ()
    bulk_actions: Sequence[BulkAction] = ()
    default_sort = ""
    numbered = False
    page_size = 50
    export_limit = 10_000
    file_name = "list"
    empty_title: Text = ""
    empty_text: Text = ""
    empty_art = "stall"
    save_view: Callable[..., None] | None = None
    """Service call `save_view(actor=, name=, query=)`, if people may keep views of their own."""

    def fetch(self, wanted: Wanted) -> Page[Any]:
        """Return the page of items that is wanted. One query of a room."""
        raise NotImplementedError

    def own_views(self) -> Sequence[SavedView]:
        """Return the views this person keeps."""
        return ()

    def row_id(self, item: Any) -> str:
        """Return what a marked row sends."""
        return str(item.id)

    def row_url(self, item: Any) -> str:
        """Return the record behind a row; empty for none."""
        return ""

    def edit_url(self, item: Any) -> str:
        """Return where a row is edited; empty for nowhere."""
        return ""

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the list, or send it as a file."""
        if self.request.GET.get("export") == "csv":
            return exports.as_csv(self.file_name, self.chosen, self.every_item())
        if self.request.GET.get("export") == "xlsx":
            return exports.as_xlsx(self.file_name, self.chosen, self.every_item())
        page = self.fetch(self.wanted)
        return self.show(
            page=self,
            rows=[self._row(item) for item in page.items],
            total=page.total,
            next_cursor=None if self.numbered else page.next_cursor,
            at_cursor=bool(self.wanted.cursor),
            pages=paginate(self.wanted.page, page.total or 0, self.page_size)
            if self.numbered
            else None,
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Keep a view, or do a bulk action to the marked rows, asking first where it says so."""
        if not self.bulk_actions and not self.save_view:
            return self.http_method_not_allowed(request)
        if "view_name" in request.POST and self.save_view:
            return self._keep_view(self.save_view, request.POST["view_name"])
        ids = request.POST.getlist("ids")
        known = {action.name: action for action in self.allowed_bulk_actions()}
        action = known.get(request.POST.get("action", ""))
        if action is None or not ids:
            messages.warning(request, _("Mark some rows first."))
            return HttpResponseRedirect(request.get_full_path())
        if action.question and "confirmed" not in request.POST:
            return self._ask(action, ids)
        key = request.POST.get("idempotency_key", "")
        return self._answer(lambda: action.run(actor=self.actor, ids=ids, key=key))

    def allowed_bulk_actions(self) -> list[BulkAction]:
        """Return the bulk actions this actor may take."""
        return [
            action
            for action in self.bulk_actions
            if not action.permission or self.actor.holds(action.permission)
        ]

    @cached_property
    def filters(self) -> forms.Form | None:
        """The filter form, bound to the URL."""
        return self.filter_form(self.request.GET) if self.filter_form else None

    @cached_property
    def wanted(self) -> Wanted:
        """What the URL asks for; what it asks wrongly is left out."""
        asked = self.request.GET
        if self.filters:
            self.filters.is_valid()
        sortable = {column.sort for column in self.columns if column.sort}
        sort = asked.get("sort", "")
        number = asked.get("page", "")
        return Wanted(
            actor=self.actor,
            filters=self.filters.cleaned_data if self.filters else {},
            sort=sort if sort.removeprefix("-") in sortable else self.default_sort,
            cursor=asked.get("cursor") or None,
            page=max(1, int(number)) if number.isdecimal() else 1,
            limit=self.page_size,
        )

    @cached_property
    def chosen(self) -> list[Column]:
        """The columns shown, in the order the page declares them."""
        asked = set(self.request.GET.getlist("columns"))
        chosen = [column for column in self.columns if column.name in asked]
        return chosen or [column for column in self.columns if column.shown]

    @property
    def can_save_views(self) -> bool:
        """Whether people may keep views of their own."""
        return self.save_view is not None

    def heads(self) -> list[dict[str, object]]:
        """Return the column heads with the sort each would switch to."""
        now = self.wanted.sort
        return [
            {
                "column": column,
                "next_sort": f"-{column.sort}" if now == column.sort else column.sort,
                "direction": {column.sort: "ascending", f"-{column.sort}": "descending"}.get(now)
                if column.sort
                else None,
            }
            for column in self.chosen
        ]

    def view_links(self) -> list[Link]:
        """Return the saved views as tabs, the one that matches the URL marked."""
        views = [*self.saved_views, *self.own_views()]
        here = self._filter_query()
        return [
            Link(
                label=str(view.label),
                url=f"{self.request.path}?{view.query}" if view.query else self.request.path,
                count=view.count,
                current=_same_query(view.query, here),
            )
            for view in views
        ]

    def kept_parameters(self) -> list[tuple[str, str]]:
        """Return the list's own parameters, which the filter form carries along."""
        asked = self.request.GET
        return [(name, value) for name in ("sort", "columns") for value in asked.getlist(name)]

    def filter_parameters(self) -> list[tuple[str, str]]:
        """Return the filters and sort in force, which the column chooser carries along."""
        pairs = [(name, value) for name, values in self.request.GET.lists() for value in values]
        return [(name, value) for name, value in pairs if name not in OWN_PARAMETERS - {"sort"}]

    def every_item(self) -> Iterator[Any]:
        """Yield the items of all pages, up to the export limit."""
        wanted, left = replace(self.wanted, cursor=None, page=1, limit=200), self.export_limit
        while True:
            page = self.fetch(wanted)
            yield from page.items[:left]
            left -= len(page.items)
            more = len(page.items) == wanted.limit if self.numbered else page.next_cursor
            if left <= 0 or not more:
                return
            wanted = replace(wanted, cursor=page.next_cursor, page=wanted.page + 1)

    def _row(self, item: Any) -> dict[str, object]:
        return {
            "id": self.row_id(item),
            "url": self.row_url(item),
            "edit_url": self.edit_url(item),
            "cells": [(column, column.cell(item)) for column in self.chosen],
        }

    def _filter_query(self) -> str:
        query = self.request.GET.copy()
        for name in [*OWN_PARAMETERS, *(name for name in query if not any(query.getlist(name)))]:
            query.pop(name, None)
        return query.urlencode()

    def _keep_view(self, save: Callable[..., None], name: str) -> HttpResponse:
        def work() -> str:
            save(actor=self.actor, name=name.strip()[:40], query=self._filter_query())
            return _("View saved.")

        return self._answer(work)

    def _ask(self, action: BulkAction, ids: list[str]) -> HttpResponse:
        self.template_name = "design/console/confirm.html"
        return self.show(
            title=str(action.question).format(count=len(ids)),
            confirm_label=action.label,
            danger=action.danger,
            back_url=self.request.get_full_path(),
            kept=[("action", action.name), ("confirmed", "1"), *(("ids", each) for each in ids)],
        )

    def _answer(self, work: Callable[[], str]) -> HttpResponse:
        try:
            answer = work()
        except JishiError as error:
            messages.error(self.request, self.explain(error))
            return HttpResponseRedirect(self.request.get_full_path())
        if answer.startswith("/"):
            return HttpResponseRedirect(answer)
        messages.success(self.request, answer)
        return HttpResponseRedirect(self.request.get_full_path())


def _same_query(one: str, other: str) -> bool:
    return dict(QueryDict(one).lists()) == dict(QueryDict(other).lists())
