"""Payments: what came in, what went back, and what needs a person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import files
from jishi.money.payments import queries as payments_queries
from jishi.money.payments.errors import PaymentNotFound
from jishi.money.payments.types import (
    AttemptState,
    AttemptView,
    MismatchView,
    Movement,
    PaymentState,
    PaymentView,
    RefundState,
    RefundView,
    TransferView,
)
from jishi.surfaces.design import choices, kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import sales as forms
from jishi.surfaces.operator_console.pages import (
    OperatorList,
    OperatorPage,
)
from jishi.surfaces.operator_console.views.merchants import send_private
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter

VIEW, CONFIRM, REFUND = "payments.view", "payments.confirm", "payments.refund"


class PaymentList(OperatorList):
    """A list of payments, with the way to the other lists."""

    permission = VIEW
    section = "payments"

    def page_actions(self) -> list[Action]:
        """Lead to what needs a person."""
        return [
            Action(label, self.url(name))
            for label, name in (
                (_("Movements"), "payments"),
                (_("Transfers to confirm"), "transfers"),
                (_("Wrong amounts"), "mismatches"),
                (_("Refunds to settle"), "refunds"),
                (_("Cash from couriers"), "cash"),
            )
            if str(label) != str(self.title)
        ]


def reason_of(movement: Movement) -> str:
    """Return why money went back; nothing for what came in."""
    if movement.refund_kind is None:
        return ""
    return str(choices.CASE_REASONS.get(movement.reason, words.REFUND_KINDS[movement.refund_kind]))


class Payments(PaymentList):
    """What was paid and paid back, newest first."""

    title = lazy("Movements")
    filter_form = forms.MovementFilter
    file_name = "payments"
    columns = (
        kit.Column(name="at", label=lazy("When")),
        kit.Column(name="kind", label=lazy("What"), value=lambda one: words.MONEY_KINDS[one.kind]),
        kit.Column(name="amount", label=lazy("Amount"), kind="money"),
        kit.Column(name="balance", label=lazy("Left of the payment"), kind="money"),
        kit.Column(
            name="provider", label=lazy("By"), value=lambda one: words.provider(one.provider)
        ),
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="provider_no", label=lazy("Number at the provider")),
        kit.Column(name="reason", label=lazy("Reason"), value=reason_of),
        kit.Column(name="counterparty", label=lazy("Counterparty")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Movement]:
        """Return the movements of one order, of one number, or all."""
        text, cursor = (wanted.filters.get("q") or "").strip(), wanted.cursor
        groups = self._groups(text)
        if groups:
            return payments_queries.list_movements(
                references=groups, cursor=cursor, limit=wanted.limit
            )
        return payments_queries.list_all_movements(
            actor=wanted.actor, text=text, cursor=cursor, limit=wanted.limit
        )

    def row_url(self, item: Movement) -> str:
        """Return the payment's page."""
        return self.url("payment", item.payment_reference)

    def _groups(self, text: str) -> list[UUID]:
        """Return the groups of the orders that a text names; none for no text."""
        if not text:
            return []
        page = orders_queries.list_orders(OrderFilter(text=text), limit=200)
        return list(dict.fromkeys(order.group_id for order in page.items))


class Transfers(PaymentList):
    """Bank transfers that somebody must confirm, oldest first."""

    title = lazy("Transfers to confirm")
    file_name = "transfers"
    empty_title = lazy("Nothing waits")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="amount", label=lazy("Due"), kind="money"),
        kit.Column(
            name="payer",
            label=lazy("Payer"),
            value=lambda one: one.proof.payer_name if one.proof else "",
        ),
        kit.Column(
            name="handed_in",
            label=lazy("Proof handed in"),
            value=lambda one: one.proof.created_at if one.proof else None,
        ),
        kit.Column(name="expires_at", label=lazy("Expires")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[TransferView]:
        """Return the transfers."""
        return payments_queries.list_transfers_to_confirm(
            actor=wanted.actor, cursor=wanted.cursor, limit=wanted.limit
        )

    def row_url(self, item: TransferView) -> str:
        """Return the payment's page."""
        return self.url("payment", item.payment_reference)


class Mismatches(PaymentList):
    """Attempts for which a wrong amount arrived, oldest first."""

    title = lazy("Wrong amounts")
    file_name = "mismatches"
    empty_title = lazy("Nothing waits")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(
            name="provider", label=lazy("By"), value=lambda one: words.provider(one.provider)
        ),
        kit.Column(name="expected", label=lazy("Expected"), kind="money"),
        kit.Column(name="received", label=lazy("Arrived"), kind="money"),
        kit.Column(name="at", label=lazy("When")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[MismatchView]:
        """Return the attempts."""
        return payments_queries.list_mismatches(
            actor=wanted.actor, cursor=wanted.cursor, limit=wanted.limit
        )

    def row_url(self, item: MismatchView) -> str:
        """Return the payment's page."""
        return self.url("payment", item.payment_reference)


class Refunds(PaymentList):
    """Refunds that failed or that a person gives back, oldest first."""

    title = lazy("Refunds to settle")
    file_name = "refunds"
    empty_title = lazy("Nothing waits")
    columns = (
        kit.Column(name="number", label=lazy("Number")),
        kit.Column(name="state", label=lazy("State"), axis="refund"),
        kit.Column(name="amount", label=lazy("Amount"), kind="money"),
        kit.Column(
            name="provider", label=lazy("By"), value=lambda one: words.provider(one.provider)
        ),
        kit.Column(name="failure", label=lazy("What went wrong")),
        kit.Column(name="created_at", label=lazy("Waiting since")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[RefundView]:
        """Return the refunds."""
        return payments_queries.list_refunds_to_settle(
            actor=wanted.actor, cursor=wanted.cursor, limit=wanted.limit
        )

    def row_url(self, item: RefundView) -> str:
        """Return the payment's page."""
        return self.url("payment", item.payment_reference)


class OfPayment(OperatorPage):
    """What every page of one payment shares."""

    permission = VIEW
    section = "payments"

    @cached_property
    def payment(self) -> PaymentView:
        """The payment of a group of orders. Raises: NotFound."""
        return payments_queries.get_payment(self.kwargs["group_id"])  # type: ignore[attr-defined]

    @cached_property
    def attempts(self) -> tuple[AttemptView, ...]:
        """Every try to pay it, newest first."""
        return payments_queries.list_attempts(self.payment.reference)

    def waits_for(self, provider: str) -> bool:
        """Return whether the payment is open and the buyer chose this way to pay."""
        return self.payment.state == PaymentState.OPEN and any(
            one.provider == provider and one.state == AttemptState.CREATED for one in self.attempts
        )

    @cached_property
    def transfer(self) -> TransferView | None:
        """The bank transfer that waits under this payment, if one does."""
        if not self.waits_for("bank_transfer"):
            return None
        reference = self.payment.reference
        try:
            return payments_queries.get_transfer(actor=self.actor, reference=reference)
        except PaymentNotFound:
            return None

    def back_url(self) -> str:
        """Return the payment's page."""
        return self.url("payment", self.payment.reference)


class Payment(OfPayment, kit.RecordPage):
    """One payment: its attempts, refunds, orders, and what may be decided."""

    def load(self, **_kwargs: Any) -> PaymentView:
        """Return the payment."""
        return self.payment

    @cached_property
    def group(self) -> Any:
        """The orders that were placed together. Raises: NotFound."""
        return orders_queries.get_group(self.payment.reference)

    def heading(self) -> str:
        """Return the number of the group."""
        return str(self.group.number)

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "payment", self.payment.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Movements"), "payments"), Link(self.group.number, "")]

    def facts(self) -> Sequence[Fact]:
        """Return the amounts."""
        held, currency = self.payment, self.payment.amount.currency
        facts = [
            Fact(_("Due"), held.amount, "money"),
            Fact(_("Arrived"), Money(held.captured_minor, currency), "money"),
            Fact(_("Paid back"), Money(held.refunded_minor, currency), "money"),
            Fact(_("By"), words.provider(held.provider) or "—"),
            Fact(_("Expires"), held.expires_at, "time"),
        ]
        if self.may("orders.view"):
            facts += [
                Fact(_("Order"), order.number, url=self.url("order", order.order_id))
                for order in self.group.orders
            ]
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return the proof, the attempts and the refunds."""
        refunds = payments_queries.list_refunds(payment_reference=self.payment.reference)
        sections = [
            kit.Section(_("Attempts"), columns=ATTEMPT_COLUMNS, items=self.attempts),
            kit.Section(
                _("Refunds"),
                template="operator_console/payments/_refunds.html",
                context={"refunds": [self._refund(one) for one in refunds]},
            ),
        ]
        if self.transfer and self.transfer.proof:
            proof = self.transfer.proof
            context = {"proof": proof, "url": self.url("transfer_proof", self.payment.reference)}
            template = "operator_console/payments/_proof.html"
            sections.insert(
                0, kit.Section(_("Proof of transfer"), template=template, context=context)
            )
        return sections

    def next_actions(self) -> list[Action]:
        """Return exactly what may be decided now."""
        reference = self.payment.reference
        if not self.may(CONFIRM):
            return []
        actions = []
        if self.waits_for("bank_transfer"):
            url = self.url("transfer_confirm", reference)
            actions.append(Action(_("Confirm the transfer"), url, kind="primary"))
            if self.transfer and self.transfer.proof:
                actions.append(
                    Action(_("Refuse the proof"), self.url("transfer_reject", reference))
                )
        if self.waits_for("cash_on_delivery"):
            url = self.url("cash_confirm", reference)
            actions.append(Action(_("Confirm the cash"), url, kind="primary", confirm=True))
        for attempt in self.attempts:
            if attempt.state == AttemptState.MISMATCHED:
                url = self.url("mismatch_resolve", reference, attempt.attempt_id)
                actions.append(Action(_("Ask the provider"), url, confirm=True))
        return actions

    def _refund(self, refund: RefundView) -> dict[str, object]:
        return {
            "refund": refund,
            "why": choices.CASE_REASONS.get(refund.reason, refund.reason)
            or words.REFUND_KINDS[refund.kind],
            "provider": words.provider(refund.provider),
            "actions": self._refund_actions(refund),
        }

    def _refund_actions(self, refund: RefundView) -> list[Action]:
        args = (self.payment.reference, refund.refund_id)
        if not self.may(REFUND):
            return []
        if refund.state == RefundState.FAILED:
            return [
                Action(_("Send again"), self.url("refund_retry", *args), confirm=True),
                Action(_("Give back by bank"), self.url("refund_take_over", *args), confirm=True),
            ]
        if refund.state == RefundState.MANUAL:
            return [Action(_("It was given back"), self.url("refund_done", *args), kind="primary")]
        return []


ATTEMPT_COLUMNS = (
    kit.Column(name="number", label=lazy("Number")),
    kit.Column(name="state", label=lazy("State"), axis="attempt"),
    kit.Column(name="provider", label=lazy("By"), value=lambda one: words.provider(one.provider)),
    kit.Column(name="amount", label=lazy("Amount"), kind="money"),
    kit.Column(name="provider_no", label=lazy("Number at the provider")),
    kit.Column(name="created_at", label=lazy("Begun")),
    kit.Column(name="paid_at", label=lazy("Paid")),
)


class Proof(OfPayment, kit.ConsolePage):
    """The file that proves a transfer."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send the file."""
        if self.transfer is None or self.transfer.proof is None:
            raise Http404
        return send_private(files.read(self.transfer.proof.file_id))
