"""Cash on delivery, courier by courier: what is still to come, and the statements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.paging import BadCursor
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import CashRow, RemittanceDraft, RemittanceView
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console import cash, timeline, words
from jishi.surfaces.operator_console.forms.cash import RemittanceForm
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorPage, say

VIEW, CONFIRM = "payments.view", "payments.confirm"


def courier_names() -> dict[str, str]:
    """Return carriers by code, those switched off too."""
    found = shipping_queries.list_carriers(active_only=False)
    return {carrier.code: say(carrier.name) for carrier in found}


class Cash(OperatorPage, kit.ConsolePage):
    """What couriers owe, and their latest statements."""

    title = lazy("Cash from couriers")
    permission = VIEW
    section = "payments"
    template_name = "operator_console/payments/cash.html"

    def page_actions(self) -> list[Action]:
        """Lead to a new statement and back."""
        back = Action(_("Movements"), self.url("payments"), icon="arrow-left")
        if not self.may(CONFIRM):
            return [back]
        return [back, Action(_("Record a statement"), self.url("cash_new"), kind="primary")]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show both."""
        names = courier_names()
        try:
            page = payments_queries.list_remittances(
                actor=self.actor, cursor=request.GET.get("cursor") or None, limit=30
            )
        except BadCursor:
            page = payments_queries.list_remittances(actor=self.actor, limit=30)
        statements = [
            (
                one,
                names.get(one.courier, one.courier),
                self.url("cash_statement", one.remittance_id),
            )
            for one in page.items
        ]
        return self.show(
            sums=cash.sums(cash.list_awaited(self.actor)),
            statements=statements,
            next_cursor=page.next_cursor,
            at_cursor=bool(request.GET.get("cursor")),
        )


class NewStatement(OperatorForm):
    """Record what a courier hands over; every line is compared with what was due."""

    title = lazy("Statement of a courier")
    permission = CONFIRM
    section = "payments"
    submit_label = lazy("Record and compare")
    success_message = lazy("The statement is recorded.")
    text = lazy(
        "Lines with the amount that was due are paid. All others are kept and shown as differences."
    )

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("cash")

    def success_url(self, result: object) -> str:
        """Show how it was reconciled."""
        return self.url("cash_statement", result)

    def make_form(self, data: Any = None, files: Any = None) -> django_forms.Form:
        """Offer the carriers."""
        return RemittanceForm(data, files, couriers=list(courier_names().items()))

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Record it."""
        meant = cash.references(self.actor, (number for number, _amount in data["lines"]))
        rows = tuple(CashRow(number, meant.get(number), minor) for number, minor in data["lines"])
        draft = RemittanceDraft(
            courier=data["courier"],
            statement_no=data["statement_no"],
            currency=data["currency"],
            total_minor=data["total_minor"],
            rows=rows,
            note=data["note"],
        )
        return payments.record_remittance(actor=self.actor, draft=draft)


class Statement(OperatorPage, kit.RecordPage):
    """One statement as it was reconciled, its differences first."""

    permission = VIEW
    section = "payments"

    def load(self, **kwargs: Any) -> RemittanceView:
        """Return the statement. Raises: NotFound."""
        return payments_queries.get_remittance(
            actor=self.actor, remittance_id=kwargs["remittance_id"]
        )

    def heading(self) -> str:
        """Name the courier and the number."""
        name = courier_names().get(self.record.courier, self.record.courier)
        return f"{name} · {self.record.statement_no}"

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Cash from couriers"), "cash"), Link(self.record.statement_no, "")]

    def facts(self) -> Sequence[Fact]:
        """Return the sums."""
        held = self.record
        kind, _sep, by = held.recorded_by.partition(":")
        return [
            Fact(_("Arrived"), held.total, "money"),
            Fact(_("Paid for orders"), held.settled, "money"),
            Fact(_("Difference"), held.difference, "money"),
            Fact(_("Recorded"), held.created_at, "time"),
            Fact(_("By"), timeline.who(kind, by, timeline.names_of([by]))),
            Fact(_("Note"), held.note or "—"),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return the lines, those that differ first."""
        lines = sorted(self.record.lines, key=lambda line: line.outcome == "matched")
        return [kit.Section(_("Lines"), columns=LINE_COLUMNS, items=lines)]


LINE_COLUMNS = (
    kit.Column(name="number", label=lazy("Number")),
    kit.Column(
        name="outcome", label=lazy("Result"), value=lambda one: words.CASH_OUTCOMES[one.outcome]
    ),
    kit.Column(name="amount", label=lazy("On the statement"), kind="money"),
    kit.Column(name="due", label=lazy("Due"), kind="money"),
    kit.Column(name="difference", label=lazy("Difference"), kind="money"),
)
