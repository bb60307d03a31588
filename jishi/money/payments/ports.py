"""What a payment provider must offer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from jishi.foundation.kernel.money import Money
from jishi.money.payments.types import (
    PaymentAction,
    PaymentAttempt,
    PaymentMethod,
    PaymentScene,
    ProviderBill,
    ProviderNotification,
    ProviderPayment,
    ProviderRefund,
)


class PaymentProvider(Protocol):
    """Someone who takes money from a buyer and gives it back.

    Every call may raise ProviderUnavailable, after which the outcome is unknown, and
    SignatureInvalid. None may be made inside a transaction, except `methods`,
    `parse_notification` and `acknowledge`, which stay in the process.
    """

    @property
    def code(self) -> str:
        """Name the provider; unique and stable."""
        ...

    def methods(self, scenes: Collection[PaymentScene]) -> tuple[PaymentMethod, ...]:
        """List the ways to pay in the given scenes."""
        ...

    def create(self, attempt: PaymentAttempt) -> PaymentAction:
        """Prepare an attempt and say what the buyer does next.

        Raises: CurrencyNotSupported, SceneNotSupported, AmountOutOfRange,
            AttemptNumberInvalid, ProviderRefused.
        """
        ...

    def query(self, out_trade_no: str) -> ProviderPayment:
        """Ask how an attempt stands; an unknown number is answered `not_found`."""
        ...

    def close(self, out_trade_no: str) -> None:
        """Make sure that the buyer can no longer pay; an unknown number is no error.

        Raises: AlreadyPaid.
        """
        ...

    def refund(
        self, *, refund_no: str, out_trade_no: str, amount: Money, reason: str = ""
    ) -> ProviderRefund:
        """Give money back, once per refund_no however often it is called.

        A refusal that repeating cannot change is answered `failed`.
        """
        ...

    def query_refund(self, *, refund_no: str, out_trade_no: str, amount: Money) -> ProviderRefund:
        """Ask how a refund stands."""
        ...

    def parse_notification(
        self, *, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> ProviderNotification:
        """Read a notification and prove its origin.

        The caller compares the amount and keeps `notify_id` unique.
        at: now, to judge its age.
        Raises: SignatureInvalid, NotificationNotOurs, NotificationStale,
            NotificationMalformed, OperationNotSupported.
        """
        ...

    def acknowledge(self) -> bytes:
        """Return the body that tells the provider that its notification is kept."""
        ...

    def download_bill(self, day: date) -> ProviderBill:
        """Fetch the bill of one of the provider's calendar days.

        Raises: BillNotReady, BillUnreadable, OperationNotSupported.
        """
        ...
