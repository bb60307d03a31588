"""Console pages: who may see them, what the URL says, what is sent, what is refused."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils.translation import override
from openpyxl import load_workbook

from jishi.foundation.kernel.actors import Actor, grants_over_all
from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, QueueTile, TimelineEntry

STAFF = Actor(kind="staff", id="lin", grants=grants_over_all(["orders.read"]))


@dataclass(frozen=True)
class Sale:
    id: str
    number: str
    total: Money
    status: str


SALES = tuple(
    Sale(f"s{place}", f"M{place:03}", Money(1000 + place, "CNY"), "confirmed") for place in range(5)
)
EVIL = Sale("evil", "=HYPERLINK(1)", Money(-5, "CNY"), "<b>")


class Filters(forms.Form):
    q = forms.CharField(required=False)


class Desk:
    actor_now: Actor | None = STAFF

    def get_actor(self, request):
        return self.actor_now


class Sales(Desk, kit.ListPage):
    title = "Sales"
    permission = "orders.read"
    filter_form = Filters
    default_sort = "-number"
    page_size = 2
    columns = (
        kit.Column(name="number", label="Number", sort="number"),
        kit.Column(name="total", label="Total", kind="money"),
        kit.Column(name="status", label="Status", axis="order"),
        kit.Column(name="id", label="Id", shown=False),
    )
    saved_views = (kit.SavedView("All", ""), kit.SavedView("Late", "q=late"))
    done: list = []
    bulk_actions = (
        kit.BulkAction("ship", "Ship", lambda *, actor, ids, key: Sales.ship(actor, ids, key)),
        kit.BulkAction("cancel", "Cancel", lambda **_: "/jobs/1/", question="Cancel {count}?"),
        kit.BulkAction("purge", "Purge", lambda **_: "", permission="orders.purge"),
    )

    @staticmethod
    def ship(actor, ids, key):
        if ids == ["bad"]:
            raise Conflict
        Sales.done.append((actor, ids, key))
        return "Shipped"

    def fetch(self, wanted):
        self.asked = wanted
        rows = [sale for sale in (*SALES, EVIL) if wanted.filters.get("q", "") in sale.number]
        start = int(wanted.cursor or 0)
        stop = start + wanted.limit
        return Page(tuple(rows[start:stop]), str(stop) if stop < len(rows) else None, len(rows))

    def row_url(self, item):
        return f"/sales/{item.id}/"


@pytest.fixture(autouse=True)
def english():
    Sales.done.clear()
    with override("en"):
        yield


def ask(view, method="get", path="/sales/", data=None, **kwargs):
    request = getattr(RequestFactory(), method)(path, data or {})
    request._messages = CookieStorage(request)
    response = view.as_view()(request, **kwargs)
    response.notes = [str(note) for note in get_messages(request)]
    return response


def text(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def test_a_page_asks_strangers_to_sign_in():
    class Closed(Sales):
        actor_now = None

    response = ask(Closed, path="/sales/?q=1")
    assert response.status_code == 302
    assert response.url.endswith("?next=%2Fsales%2F%3Fq%3D1")


def test_a_page_refuses_those_without_the_permission():
    class Closed(Sales):
        permission = "orders.refund"

    with pytest.raises(PermissionDenied):
        ask(Closed)


def test_a_list_shows_its_page_and_escapes_what_people_typed():
    html = text(ask(Sales, path="/sales/?cursor=4"))
    assert "M004" in html
    assert "CN¥10.04" in html
    assert "&lt;b&gt;" in html
    assert 'href="/sales/s4/"' in html
    assert 'href="/sales/"' in html, "the way back to the first page"


def test_filters_sort_and_columns_come_from_the_url():
    html = text(ask(Sales, path="/sales/?q=M001&sort=number&columns=id&columns=number"))
    assert "M001" in html
    assert "M002" not in html
    assert "Total" not in html.partition("<thead>")[2].partition("</thead>")[0]
    assert 'aria-sort="ascending"' in html
    assert "sort=-number" in html


def test_an_unknown_sort_falls_back_to_the_default():
    html = text(ask(Sales, path="/sales/?sort=password"))
    assert 'aria-sort="descending"' in html


def test_the_saved_view_of_the_url_is_current():
    html = text(ask(Sales, path="/sales/?q=late&page=2"))
    assert '<a href="/sales/?q=late" aria-current="page">Late' in html


def test_an_empty_result_offers_to_clear_the_filters():
    assert "Clear filters" in text(ask(Sales, path="/sales/?q=none"))


def test_csv_holds_every_row_with_plain_values_and_no_formulas():
    lines = text(ask(Sales, path="/sales/?export=csv&columns=number&columns=total")).splitlines()
    assert lines[0] == "\ufeffNumber,Total"
    assert lines[1] == "M000,10.00"
    assert lines[6] == "'=HYPERLINK(1),-0.05"
    assert len(lines) == 7


def test_xlsx_holds_numbers_as_numbers():
    response = ask(Sales, path="/sales/?export=xlsx&q=M003")
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert rows == [("Number", "Total", "Status"), ("M003", 10.03, "Confirmed")]


def test_an_export_stops_at_its_limit():
    class Short(Sales):
        export_limit = 3

    assert len(text(ask(Short, path="/sales/?export=csv")).splitlines()) == 4


def test_a_bulk_action_reaches_the_service_with_its_key():
    data = {"action": "ship", "ids": ["s1", "s2"], "idempotency_key": "k1"}
    response = ask(Sales, "post", data=data)
    assert Sales.done == [(STAFF, ["s1", "s2"], "k1")]
    assert response.notes == ["Shipped"]
    assert response.url == "/sales/"


def test_a_refused_bulk_action_says_why():
    response = ask(Sales, "post", data={"action": "ship", "ids": ["bad"]})
    assert Sales.done == []
    assert response.notes[0].startswith("Someone changed this")


def test_a_bulk_action_with_a_question_asks_first():
    data = {"action": "cancel", "ids": ["s1", "s2"]}
    html = text(ask(Sales, "post", data=data))
    assert "Cancel 2?" in html
    assert html.count('name="ids"') == 2
    assert ask(Sales, "post", data=data | {"confirmed": "1"}).url == "/jobs/1/"


@pytest.mark.parametrize("data", [{"action": "ship"}, {"action": "purge", "ids": ["s1"]}])
def test_nothing_marked_or_not_allowed_does_nothing(data):
    response = ask(Sales, "post", data=data)
    assert response.notes == ["Mark some rows first."]


def test_numbered_lists_page_by_number():
    class Numbered(Sales):
        numbered = True

    html = text(ask(Numbered, path="/sales/?page=2"))
    assert '<span aria-current="page">2</span>' in html
    assert 'rel="next" href="/sales/?page=3"' in html


class Rename(Desk, kit.FormPage):
    title = "Rename"

    class form_class(forms.Form):
        name = forms.CharField()

    def save(self, *, data, key):
        if data["name"] == "taken":
            raise InvalidInput(field="name")
        if data["name"] == "late":
            raise Conflict
        return key

    def success_url(self, result):
        return f"/done/{result}/"


def test_a_form_carries_an_idempotency_key():
    assert 'name="idempotency_key" value="' in text(ask(Rename))


def test_a_saved_form_leads_on_with_its_key():
    response = ask(Rename, "post", data={"name": "Tea", "idempotency_key": "k9"})
    assert response.url == "/done/k9/"
    assert response.notes == ["Saved."]


@pytest.mark.parametrize(
    ("name", "status", "where"),
    [
        ("", 422, 'id="id_name_error"'),
        ("taken", 422, 'id="id_name_error"'),
        ("late", 409, "<li>Someone changed this"),
    ],
)
def test_a_refused_form_says_where_and_keeps_what_was_typed(name, status, where):
    response = ask(Rename, "post", data={"name": name})
    assert response.status_code == status
    assert where in text(response)
    assert f'value="{name}"' in text(response) or not name


class Refund(Rename, kit.ConfirmPage):
    title = "Refund?"
    submit_label = "Refund"

    def amount(self):
        return Money(16800, "CNY")


def test_a_confirm_page_says_the_amount():
    html = text(ask(Refund))
    assert "CN¥168.00" in html
    assert "data-confirm-body" in html


class Record(Desk, kit.RecordPage):
    def load(self, sale_id):
        if sale_id != "s1":
            raise NotFound
        return SALES[1]

    def heading(self):
        return self.record.number

    def status(self):
        return "order", self.record.status

    def facts(self):
        return [Fact("Total", self.record.total, "money"), Fact("Note", "<i>")]

    def sections(self):
        return [kit.Section("Lines", columns=Sales.columns, items=SALES[:2]), kit.Section("Notes")]

    def timeline(self):
        return [TimelineEntry("Paid", who="Lin", where="10.0.0.8")]

    def next_actions(self):
        return [Action("Ship", "/ship/", method="post"), Action("Refund", "/refund/", confirm=True)]


def test_a_record_shows_its_facts_parts_history_and_next_actions():
    html = text(ask(Record, sale_id="s1"))
    for part in ("M001", "CN¥10.01", "&lt;i&gt;", "Lines", "M000", "Paid", "Lin", "10.0.0.8"):
        assert part in html
    assert '<form method="post" action="/ship/">' in html
    assert 'href="/refund/" data-confirm' in html


def test_a_record_that_is_not_for_you_is_not_there():
    with pytest.raises(Http404):
        ask(Record, sale_id="s9")


class Today(Desk, kit.QueuePage):
    title = "Today"

    def queues(self):
        return [QueueTile("To ship", 12, "/q/", late=3)]

    def alerts(self):
        return [kit.Alert("Tea runs out", url="/stock/", action="Restock")]


def test_the_work_page_leads_from_each_count_to_its_list():
    html = text(ask(Today))
    assert 'href="/q/"' in html
    assert "3 late" in html
    assert "Tea runs out" in html
