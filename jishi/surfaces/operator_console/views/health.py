"""How the plumbing is: what waits, what gave up, and the audit trail."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit, gauges, operations, outbox, repairs
from jishi.foundation.platform.operations import AuditFilter, AuditLine
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console import timeline, words
from jishi.surfaces.operator_console.forms import settings as forms
from jishi.surfaces.operator_console.forms.parts import midnight
from jishi.surfaces.operator_console.pages import OperatorConfirm, OperatorList, OperatorPage, say

PERMISSION = "platform.operate"
AUDIT = "audit.view"


class Health(OperatorPage, kit.ConsolePage):
    """The figures of the plumbing, with the ways to what gave up."""

    title = lazy("Platform health")
    permission = PERMISSION
    section = "health"
    template_name = "operator_console/platform/health.html"

    def page_actions(self) -> list[Action]:
        """Lead to the catalogue."""
        return [Action(_("Events and who hears them"), self.url("events"), icon="list")]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the figures."""
        links = {
            "outbox_parked": self.url("parked_events"),
            "jobs_parked": self.url("parked_jobs"),
            "timers_parked": self.url("parked_timers"),
            "audit_unsealed": self.url("audit"),
        }
        figures = [
            {
                "label": words.GAUGES.get(name, name),
                "value": formats.number(round(value)),
                "url": links.get(name, ""),
                "is_bad": bool(value) and name.endswith(("_parked", "_overdue")),
            }
            for name, (_help, value) in gauges.read().items()
        ]
        return self.show(figures=figures)


class Events(OperatorPage, kit.ConsolePage):
    """Every event and its handlers."""

    title = lazy("Events and who hears them")
    permission = PERMISSION
    section = "health"
    template_name = "operator_console/platform/events.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List them."""
        return self.show(events=sorted(outbox.subscribers().items()))


class ParkedList(OperatorList):
    """A list of what gave up, with the ways to the others."""

    permission = PERMISSION
    section = "health"
    empty_art = "done"
    empty_title = lazy("Nothing gave up")

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("Platform health"), self.url("health"), icon="arrow-left")]


class ParkedEvents(ParkedList):
    """Deliveries of events that gave up, newest first."""

    title = lazy("Events that gave up")
    file_name = "parked-events"
    columns = (
        kit.Column(name="event", label=lazy("Event")),
        kit.Column(name="handler", label=lazy("Handler")),
        kit.Column(name="attempts", label=lazy("Tries"), kind="number"),
        kit.Column(name="error", label=lazy("What went wrong"), value=lambda one: gist(one.error)),
        kit.Column(name="occurred_at", label=lazy("When")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return the deliveries."""
        return operations.list_parked_deliveries(cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: Any) -> str:
        """Return the delivery's page."""
        return self.url("parked_event", item.delivery_id)


class ParkedJobs(ParkedList):
    """Jobs that gave up, newest first."""

    title = lazy("Jobs that gave up")
    file_name = "parked-jobs"
    columns = (
        kit.Column(name="name", label=lazy("Job")),
        kit.Column(name="attempts", label=lazy("Tries"), kind="number"),
        kit.Column(name="error", label=lazy("What went wrong"), value=lambda one: gist(one.error)),
        kit.Column(name="created_at", label=lazy("When")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return the jobs."""
        return operations.list_jobs(cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: Any) -> str:
        """Return the job's page."""
        return self.url("parked_job", item.job_id)


class ParkedTimers(ParkedList):
    """Timers that gave up, newest first."""

    title = lazy("Timers that gave up")
    file_name = "parked-timers"
    columns = (
        kit.Column(name="kind", label=lazy("Timer")),
        kit.Column(name="subject_id", label=lazy("Record")),
        kit.Column(name="attempts", label=lazy("Tries"), kind="number"),
        kit.Column(name="error", label=lazy("What went wrong"), value=lambda one: gist(one.error)),
        kit.Column(name="due_at", label=lazy("Was due")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return the timers."""
        return operations.list_timers(cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: Any) -> str:
        """Return the timer's page."""
        return self.url("parked_timer", item.timer_id)


def gist(error: str) -> str:
    """Return the last line of a traceback."""
    return (error.strip().splitlines() or [""])[-1][:120]


class Parked(OperatorPage, kit.RecordPage):
    """One thing that gave up: what it was, and the error whole."""

    permission = PERMISSION
    section = "health"
    list_page: tuple[Any, str] = ("", "")
    retry_page = ""

    def key(self) -> Any:
        """Return what the address names it by."""
        return next(iter(self.kwargs.values()))

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "work", self.record.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        label, page = self.list_page
        return [self.crumb(_("Platform health"), "health"), self.crumb(label, page)]

    def sections(self) -> Sequence[kit.Section]:
        """Return the error, and what it was about."""
        template = "operator_console/platform/_trace.html"
        return [
            kit.Section(
                _("What went wrong"), template=template, context={"text": self.record.error}
            ),
            kit.Section(_("About"), template=template, context={"text": self.about()}),
        ]

    def about(self) -> str:
        """Return what it was about."""
        raise NotImplementedError

    def next_actions(self) -> list[Action]:
        """Offer another try."""
        if self.record.state != operations.PARKED:
            return []
        url = self.url(self.retry_page, self.key())
        return [Action(_("Try again"), url, kind="primary", icon="refresh", confirm=True)]


class ParkedEvent(Parked):
    """One delivery that gave up."""

    list_page = (lazy("Events that gave up"), "parked_events")
    retry_page = "parked_event_retry"

    def load(self, **kwargs: Any) -> Any:
        """Return the delivery. Raises: NotFound."""
        return operations.get_delivery(kwargs["delivery_id"])

    def heading(self) -> str:
        """Name the event."""
        return str(self.record.event)

    def facts(self) -> Sequence[Fact]:
        """Return handler, subject and times."""
        held = self.record
        return [
            Fact(_("Handler"), held.handler),
            Fact(_("Record"), held.key, "copy"),
            Fact(_("Tries"), held.attempts),
            Fact(_("When"), held.occurred_at, "time"),
            Fact(_("Last tried"), held.updated_at, "time"),
        ]

    def about(self) -> str:
        """Return what the event says."""
        return str(self.record.payload)


class ParkedJob(Parked):
    """One job that gave up."""

    list_page = (lazy("Jobs that gave up"), "parked_jobs")
    retry_page = "parked_job_retry"

    def load(self, **kwargs: Any) -> Any:
        """Return the job. Raises: NotFound."""
        return operations.get_job(kwargs["job_id"])

    def heading(self) -> str:
        """Name the job."""
        return str(self.record.name)

    def facts(self) -> Sequence[Fact]:
        """Return tries and times."""
        held = self.record
        return [Fact(_("Tries"), held.attempts), Fact(_("When"), held.created_at, "time")]

    def about(self) -> str:
        """Return the arguments."""
        return str(self.record.arguments)


class ParkedTimer(Parked):
    """One timer that gave up."""

    list_page = (lazy("Timers that gave up"), "parked_timers")
    retry_page = "parked_timer_retry"

    def load(self, **kwargs: Any) -> Any:
        """Return the timer. Raises: NotFound."""
        return operations.get_timer(kwargs["timer_id"])

    def heading(self) -> str:
        """Name the timer."""
        return str(self.record.kind)

    def facts(self) -> Sequence[Fact]:
        """Return tries and times."""
        held = self.record
        return [Fact(_("Tries"), held.attempts), Fact(_("Was due"), held.due_at, "time")]

    def about(self) -> str:
        """Return the record it was set for."""
        return str(self.record.subject_id)


class Retry(OperatorConfirm):
    """Put something that gave up back into its queue."""

    title = lazy("Try this again?")
    permission = PERMISSION
    section = "health"
    text = lazy("It goes back into its queue and is tried within seconds.")
    submit_label = lazy("Try again")
    success_message = lazy("It is being tried again.")


class RetryEvent(Retry):
    """Replay a delivery."""

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("parked_events")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Replay it."""
        repairs.replay_delivery(actor=self.actor, delivery_id=self.kwargs["delivery_id"])


class RetryJob(Retry):
    """Run a job again."""

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("parked_jobs")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Queue it."""
        repairs.retry_job(actor=self.actor, job_id=self.kwargs["job_id"])


class RetryTimer(Retry):
    """Fire a timer again."""

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("parked_timers")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Arm it."""
        repairs.retry_timer(actor=self.actor, timer_id=self.kwargs["timer_id"])


class Row:
    """An entry of the audit trail in the list, with the name of who did it."""

    def __init__(self, line: AuditLine, who: str) -> None:
        """Take the entry and the name."""
        self.line, self.id, self.who = line, line.entry_id.hex, who
        self.at, self.action, self.ip = line.at, line.action, line.ip
        self.subject = f"{line.subject_type} {line.subject_id}"
        self.change = timeline.changed(line)


class Audit(OperatorList):
    """Who did what to what, newest first."""

    title = lazy("Audit trail")
    permission = AUDIT
    section = "audit"
    filter_form = forms.AuditFilter
    file_name = "audit"
    columns = (
        kit.Column(name="at", label=lazy("When")),
        kit.Column(name="who", label=lazy("Who")),
        kit.Column(name="action", label=lazy("Action")),
        kit.Column(name="subject", label=lazy("Record")),
        kit.Column(name="change", label=lazy("Change")),
        kit.Column(name="ip", label=lazy("IP address"), shown=False),
    )

    def page_actions(self) -> list[Action]:
        """Offer to verify the chain."""
        return [Action(_("Verify the chain"), self.url("audit_verify"), icon="shield")]

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return the entries that the filters ask for."""
        asked = wanted.filters
        criteria = AuditFilter(
            subject_type=asked.get("subject_type") or "",
            subject_id=asked.get("subject_id") or "",
            actors=_actors(asked.get("who") or ""),
            action=asked.get("action") or "",
            since=midnight(asked.get("since")),
            until=midnight(asked.get("until"), days=1),
        )
        page = operations.list_audit(criteria, cursor=wanted.cursor, limit=wanted.limit)
        names = timeline.names_of(line.actor_id for line in page.items)
        rows = tuple(
            Row(line, timeline.who(line.actor_kind, line.actor_id, names)) for line in page.items
        )
        return Page(items=rows, next_cursor=page.next_cursor)

    def row_url(self, item: Row) -> str:
        """Return the entry's page."""
        return self.url("audit_entry", item.line.entry_id)


def _actors(contact: str) -> tuple[str, ...]:
    """Return the id of who has a contact; of an unknown one, an id that nobody has."""
    if not contact:
        return ()
    try:
        person = accounts_queries.find_user(contact)
    except JishiError:
        person = None
    return (str(person.id),) if person else ("-",)


class AuditEntry(OperatorPage, kit.RecordPage):
    """One entry of the audit trail, before and after."""

    permission = AUDIT
    section = "audit"

    def load(self, **kwargs: Any) -> AuditLine:
        """Return the entry. Raises: NotFound."""
        return operations.get_audit(kwargs["entry_id"])

    def heading(self) -> str:
        """Name the action."""
        return str(self.record.action)

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Audit trail"), "audit"), Link(self.heading(), "")]

    @cached_property
    def names(self) -> Any:
        """The name of who did it, if it was a person."""
        return timeline.names_of([self.record.actor_id])

    def facts(self) -> Sequence[Fact]:
        """Return who, when, from where and what."""
        line = self.record
        facts = [
            Fact(_("Who"), timeline.who(line.actor_kind, line.actor_id, self.names)),
            Fact(_("When"), line.at, "time"),
            Fact(_("IP address"), line.ip or "—"),
            Fact(_("Kind of record"), line.subject_type),
            Fact(_("Record"), line.subject_id, "copy"),
            Fact(_("Request"), line.request_id or "—"),
            Fact(_("Place in the chain"), line.position or _("Not sealed yet")),
        ]
        if line.merchant_id:
            name = say(merchants_queries.names_of([line.merchant_id]).get(line.merchant_id))
            facts.insert(5, Fact(_("Shop"), name))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return what it was before and after."""
        template = "operator_console/platform/_trace.html"
        sides = ((_("Before"), self.record.before), (_("After"), self.record.after))
        return [
            kit.Section(
                label,
                template=template,
                context={
                    "text": json.dumps(values, indent=2, ensure_ascii=False) if values else "—"
                },
            )
            for label, values in sides
        ]


class Verify(OperatorPage, kit.ConsolePage):
    """The proof that nobody altered the audit trail, made on demand."""

    title = lazy("Verify the chain")
    permission = AUDIT
    section = "audit"
    template_name = "operator_console/platform/verify.html"

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("Audit trail"), self.url("audit"), icon="arrow-left")]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask first: it reads every entry."""
        return self.show(is_done=False)

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Verify, and show where it breaks."""
        count, broken_at = audit.verify()
        return self.show(is_done=True, count=count, broken_at=broken_at)
