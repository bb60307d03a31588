"""What staff decide about one payment; each page is one service call."""

from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.types import RefundView
from jishi.surfaces.operator_console.forms import sales as forms
from jishi.surfaces.operator_console.pages import OperatorConfirm, OperatorForm
from jishi.surfaces.operator_console.views.payments import CONFIRM, REFUND, OfPayment


class ConfirmTransfer(OfPayment, OperatorForm):
    """Confirm that a bank transfer arrived."""

    title = lazy("Confirm the transfer")
    permission = CONFIRM
    text = lazy("Write what stands on the bank statement. The orders are confirmed at once.")
    submit_label = lazy("Confirm")
    success_message = lazy("The payment is complete.")
    aliases = {"received_minor": "received"}

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Start with what is due."""
        amount = self.payment.amount
        initial = {"received": amount}
        return forms.TransferForm(data, currency=amount.currency, initial=initial)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Confirm it."""
        payments.confirm_transfer(
            actor=self.actor,
            reference=self.payment.reference,
            received_minor=data["received"].minor,
            note=data["note"],
        )


class RejectProof(OfPayment, OperatorForm):
    """Refuse what a buyer handed in."""

    title = lazy("Refuse the proof")
    permission = CONFIRM
    text = lazy("The buyer can hand in a better one.")
    form_class = forms.NoteForm
    submit_label = lazy("Refuse")
    success_message = lazy("The proof is refused.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Refuse it."""
        payments.reject_transfer_proof(
            actor=self.actor, reference=self.payment.reference, note=data["note"]
        )


class ConfirmCash(OfPayment, OperatorConfirm):
    """Confirm that a courier's cash arrived."""

    title = lazy("Has the courier’s cash arrived?")
    permission = CONFIRM
    text = lazy("The payment is booked as complete.")
    submit_label = lazy("Confirm")
    success_message = lazy("The payment is complete.")

    def amount(self) -> Money:
        """Return what is due."""
        return self.payment.amount

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Confirm it."""
        payments.confirm_cash(actor=self.actor, reference=self.payment.reference)


class ResolveMismatch(OfPayment, OperatorConfirm):
    """Ask the provider what really arrived."""

    title = lazy("Ask the provider what really arrived?")
    permission = CONFIRM
    text = lazy("What it answers is booked; what is too much goes back.")
    submit_label = lazy("Ask")
    success_message = lazy("The provider’s answer is booked.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Ask."""
        payments.resolve_mismatch(actor=self.actor, attempt_id=self.kwargs["attempt_id"])


class OfRefund(OfPayment):
    """What every page of one refund shares."""

    permission = REFUND

    @cached_property
    def refund(self) -> RefundView:
        """The refund, if it is of this payment. Raises: NotFound."""
        for one in payments_queries.list_refunds(payment_reference=self.payment.reference):
            if one.refund_id == self.kwargs["refund_id"]:  # type: ignore[attr-defined]
                return one
        raise NotFound

    def amount(self) -> Money:
        """Return what goes back."""
        return self.refund.amount


class RetryRefund(OfRefund, OperatorConfirm):
    """Send a failed refund again."""

    title = lazy("Send this refund again?")
    text = lazy("It keeps its number, so the provider pays it back once at most.")
    submit_label = lazy("Send again")
    success_message = lazy("The refund is on its way.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Send it."""
        payments.retry_refund(actor=self.actor, refund_id=self.refund.refund_id)


class TakeOverRefund(OfRefund, OperatorConfirm):
    """Take a failed refund from the provider."""

    title = lazy("Give this refund back by bank?")
    text = lazy("It waits here until somebody has made the transfer and says so.")
    submit_label = lazy("Take over")
    success_message = lazy("The refund waits for a transfer.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Take it over."""
        payments.take_over_refund(actor=self.actor, refund_id=self.refund.refund_id)


class RefundDone(OfRefund, OperatorConfirm):
    """Record that a person gave the money back."""

    title = lazy("Was this refund given back?")
    text = lazy("It is booked as settled, and the buyer is told.")
    form_class = forms.ManualRefundForm
    submit_label = lazy("It was given back")
    success_message = lazy("The refund is settled.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Record it."""
        payments.confirm_manual_refund(
            actor=self.actor, refund_id=self.refund.refund_id, provider_no=data["provider_no"]
        )
