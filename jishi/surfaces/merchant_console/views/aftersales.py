"""After-sale cases: the list, one case with its evidence, and the decisions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import (
    CaseAction,
    CaseFilter,
    CaseKind,
    CaseLineView,
    CaseState,
    CaseView,
)
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import files
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Shipment
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.surfaces.design import kit, statuses
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.merchant_console import cells, timeline, words
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.aftersales import (
    DecideForm,
    ReceiveReturnForm,
    RejectForm,
)
from jishi.surfaces.merchant_console.pages import ShopPage, say

DECIDE = "aftersales.decide"
RETURNING = {CaseState.WAITING_BUYER_SHIP, CaseState.BUYER_SHIPPED}


class Cases(ShopPage, kit.ListPage):
    """The shop's after-sale cases, newest first."""

    title = lazy("After-sale")
    permission = "aftersales.view"
    section = "cases"
    filter_form = filters.CaseFilter
    file_name = "after-sale"
    empty_art = "done"
    empty_text = lazy("No buyer has asked for money back.")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="state", label=lazy("State"), axis="case"),
        kit.Column(name="kind", label=lazy("Kind"), value=lambda case: words.CASE_KINDS[case.kind]),
        kit.Column(
            name="reason", label=lazy("Reason"), value=lambda case: words.REASONS[case.reason]
        ),
        kit.Column(name="asked", label=lazy("Asked for"), kind="money", value=cells.asked_for),
        kit.Column(name="order_number", label=lazy("Order")),
        kit.Column(name="deadline", label=lazy("Answer by")),
        kit.Column(name="applied_at", label=lazy("Applied at"), shown=False),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return the queues with their numbers."""
        found = aftersales_queries.count_queues(frozenset({self.shop.id}))
        counts = {queue.state: queue.count for queue in found}
        shown = ("applied", "merchant_received", "buyer_shipped", "waiting_buyer_ship")
        views = [
            kit.SavedView(
                statuses.status_of("case", state).label,
                f"state={state}",
                counts.get(CaseState(state), 0),
            )
            for state in shown
        ]
        return (kit.SavedView(_("All"), ""), *views)

    def fetch(self, wanted: kit.Wanted) -> Page[CaseView]:
        """Return the cases that the filters ask for."""
        asked = wanted.filters
        criteria = CaseFilter(
            merchant_ids=frozenset({self.shop.id}),
            states=(CaseState(asked["state"]),) if asked.get("state") else (),
            kind=CaseKind(asked["kind"]) if asked.get("kind") else None,
            text=asked.get("q") or "",
        )
        return aftersales_queries.list_cases(criteria, cursor=wanted.cursor, limit=wanted.limit)

    def row_id(self, item: CaseView) -> str:
        """Return the id."""
        return str(item.case_id)

    def row_url(self, item: CaseView) -> str:
        """Return the case's page."""
        return self.url("case", item.case_id)


class OfCase(ShopPage):
    """What every page of one case shares."""

    permission = "aftersales.view"
    section = "cases"

    @cached_property
    def case(self) -> CaseView:
        """The case, if it is this shop's. Raises: NotFound."""
        case = aftersales_queries.get_case(self.kwargs["case_id"])  # type: ignore[attr-defined]
        self.mine(case.merchant_id)
        return case

    def case_crumbs(self) -> list[Link]:
        """Return the way back."""
        crumbs = [self.crumb(_("After-sale"), "cases")]
        return [*crumbs, self.crumb(self.case.number, "case", self.case.case_id)]


class Case(OfCase, kit.RecordPage):
    """One case: what the buyer says and shows, and what may be answered."""

    def load(self, **_kwargs: Any) -> CaseView:
        """Return the case."""
        return self.case

    def heading(self) -> str:
        """Return its number."""
        return self.case.number

    def status(self) -> tuple[str, str]:
        """Return its state."""
        return "case", self.case.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return self.case_crumbs()

    def facts(self) -> Sequence[Fact]:
        """Return what is asked for and by when to answer."""
        case = self.case
        facts = [
            Fact(_("Order"), case.order_number, url=self._order_page()),
            Fact(_("Kind"), words.CASE_KINDS[case.kind]),
            Fact(_("Reason"), words.REASONS[case.reason]),
            Fact(_("Asked for"), cells.asked_for(case), "money"),
            Fact(_("Way back paid by"), words.BEARERS[case.freight_bearer]),
            Fact(_("Applied at"), case.applied_at, "time"),
        ]
        if case.agreed_minor is not None:
            facts.append(Fact(_("Agreed"), Money(case.agreed_minor, case.currency), "money"))
        if case.deadline:
            facts.append(Fact(_("The house acts by itself"), case.deadline, "time"))
        if case.note:
            facts.append(Fact(_("Note to the buyer"), case.note))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return the goods, the buyer's words and pictures, and the way back."""
        case = self.case
        pictures = files.list_pictures(case.evidence)
        sections = [
            kit.Section(
                _("Goods"),
                columns=LINE_COLUMNS,
                items=[Line(line, case.currency) for line in case.lines],
            ),
            kit.Section(
                _("What the buyer says"),
                template="merchant_console/aftersales/_evidence.html",
                context={"text": case.description, "pictures": list(pictures.values())},
            ),
        ]
        parcel = self._parcel()
        if parcel:
            sections.append(kit.Section(_("Way back"), facts=self._way_back(parcel)))
        return sections

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return moves and traces, latest first."""
        moves = timeline.of_moves(aftersales_queries.list_moves(self.case.case_id))
        parcel = self._parcel()
        return timeline.latest_first([*moves, *timeline.of_parcels([parcel] if parcel else [])])

    def next_actions(self) -> list[Action]:
        """Return exactly what staff may do now."""
        if not self.may(DECIDE):
            return self._receive()
        labels = {
            CaseAction.AGREE_REFUND: (_("Agree and refund"), "case_approve", "primary"),
            CaseAction.AGREE_RETURN: (_("Agree to the return"), "case_approve", "primary"),
            CaseAction.SETTLE: (_("Refund now"), "case_settle", "primary"),
            CaseAction.REJECT: (_("Reject"), "case_reject", "danger"),
        }
        offered = [labels[action] for action in self.case.staff_actions if action in labels]
        actions = [
            Action(label, self.url(page, self.case.case_id), kind=kind)
            for label, page, kind in offered
        ]
        return [*self._receive(), *actions]

    def _receive(self) -> list[Action]:
        case = self.case
        if case.state not in RETURNING or not case.return_shipment_id:
            return []
        if not self.may("warehouse.work"):
            return []
        return [Action(_("Take in the goods"), self.url("case_receive", case.case_id), icon="box")]

    def _parcel(self) -> Shipment | None:
        shipment_id = self.case.return_shipment_id
        return shipping_queries.get_shipment(shipment_id) if shipment_id else None

    def _way_back(self, parcel: Shipment) -> Sequence[Fact]:
        state = statuses.status_of("parcel", parcel.state).label
        facts = [Fact(_("Parcel"), parcel.number, "copy"), Fact(_("State"), state)]
        if parcel.tracking_no:
            number = f"{say(parcel.carrier_name)} {parcel.tracking_no}"
            facts.append(Fact(_("Tracking number"), number))
        return facts

    def _order_page(self) -> str:
        return self.url("order", self.case.order_id) if self.may("orders.view") else ""


class Line:
    """A line of a case as its table shows it."""

    def __init__(self, line: CaseLineView, currency: str) -> None:
        """Take the case's currency."""
        self.title = " · ".join(part for part in (say(line.title), say(line.options)) if part)
        self.quantity = line.quantity
        self.refund = Money(line.refund_minor, currency)


LINE_COLUMNS = (
    kit.Column(name="title", label=lazy("Article")),
    kit.Column(name="quantity", label=lazy("Units"), kind="number"),
    kit.Column(name="refund", label=lazy("These units cost"), kind="money"),
)


class CaseForm(OfCase, kit.FormPage):
    """A decision about one case that leads back to it."""

    permission = DECIDE

    def success_url(self, _result: object) -> str:
        """Return to the case."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the case."""
        return self.url("case", self.case.case_id)


class Approve(CaseForm):
    """Agree to a case, in full or to less."""

    success_message = lazy("Agreed; the buyer is told.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Say what agreeing means."""
        is_return = self.case.kind == CaseKind.RETURN_REFUND
        return _("Agree to the return") if is_return else _("Agree and refund")

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """Word the button like the title."""
        return self.title

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what will happen."""
        if self.case.kind == CaseKind.RETURN_REFUND:
            return _("The buyer is told where to send the goods, and paid once they are here.")
        return _("The money goes back to the buyer at once.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Start with what was asked for."""
        limit = self.case.requested_minor
        asked = Money(limit, self.case.currency)
        initial = {"amount_minor": asked}
        return DecideForm(data, currency=self.case.currency, limit_minor=limit, initial=initial)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Agree."""
        aftersales.approve(
            actor=self.actor,
            case_id=self.case.case_id,
            amount_minor=data["amount_minor"].minor,
            note=data["note"],
        )


class Settle(Approve):
    """Refund now, without waiting longer."""

    title = lazy("Refund now")  # type: ignore[assignment]
    submit_label = lazy("Refund now")  # type: ignore[assignment]
    text = lazy("The money goes back to the buyer at once.")  # type: ignore[assignment]
    success_message = lazy("The refund is on its way.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Refund."""
        aftersales.settle_return(
            actor=self.actor,
            case_id=self.case.case_id,
            amount_minor=data["amount_minor"].minor,
            note=data["note"],
        )


class Reject(CaseForm):
    """Refuse a case with words for the buyer."""

    title = lazy("Reject")
    text = lazy("The buyer may answer with better words or pictures.")
    form_class = RejectForm
    submit_label = lazy("Reject")
    success_message = lazy("Rejected; the buyer reads your note.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Reject it."""
        aftersales.reject(actor=self.actor, case_id=self.case.case_id, note=data["note"])


class ReceiveReturn(CaseForm):
    """Take in returned goods by their condition."""

    title = lazy("Take in the goods")
    permission = "warehouse.work"
    template_name = "merchant_console/aftersales/receive.html"
    submit_label = lazy("Take in")
    success_message = lazy("The goods are taken in.")

    @cached_property
    def parcel(self) -> Shipment:
        """The parcel that comes back. Raises: NotFound."""
        shipment_id: UUID | None = self.case.return_shipment_id
        if shipment_id is None:
            raise NotFound
        return shipping_queries.get_shipment(shipment_id)

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return quantities per line and grade."""
        return ReceiveReturnForm(data, lines=self.parcel.lines)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Take them in."""
        lines = [
            ReturnedLine(
                line.order_line_id, Grade(grade), data[f"{line.order_line_id.hex}_{grade}"]
            )
            for line in self.parcel.lines
            for grade in words.GRADES
            if data[f"{line.order_line_id.hex}_{grade}"]
        ]
        warehouse.receive_return(
            actor=self.actor,
            shipment_id=self.parcel.shipment_id,
            lines=lines,
            note=data["note"],
        )
