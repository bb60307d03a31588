"""What payments without a machine on the other side share: people confirm and refund them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.types import (
    PaymentAttempt,
    PaymentMethod,
    PaymentScene,
    ProviderBill,
    ProviderNotification,
    ProviderPayment,
    ProviderPaymentStatus,
    ProviderRefund,
    ProviderRefundStatus,
)


class OfflineProvider:
    """The part of the port that has nobody to ask.

    currency: the only one it takes. limit_minor: the largest amount, None for any.
    """

    def __init__(self, *, code: str, currency: str, limit_minor: int | None = None) -> None:
        self.code = code
        self._currency = currency
        self._limit_minor = limit_minor

    def methods(self, scenes: Collection[PaymentScene]) -> tuple[PaymentMethod, ...]:
        """List the one way to pay, if offline is wanted."""
        if PaymentScene.OFFLINE not in scenes:
            return ()
        return (PaymentMethod(self.code, PaymentScene.OFFLINE, self._currency),)

    def query(self, out_trade_no: str) -> ProviderPayment:
        """Answer `pending`: only a person's confirmation, recorded by us, ends it."""
        return ProviderPayment(out_trade_no, ProviderPaymentStatus.PENDING)

    def close(self, out_trade_no: str) -> None:
        """Do nothing; money that arrives later is returned by hand."""

    def refund(
        self, *, refund_no: str, out_trade_no: str, amount: Money, reason: str = ""
    ) -> ProviderRefund:
        """Answer `manual`: a person gives the money back and records it."""
        status = ProviderRefundStatus.MANUAL
        return ProviderRefund(refund_no, out_trade_no, status, amount)

    def query_refund(self, *, refund_no: str, out_trade_no: str, amount: Money) -> ProviderRefund:
        """Answer `manual`."""
        return self.refund(refund_no=refund_no, out_trade_no=out_trade_no, amount=amount)

    def parse_notification(
        self, *, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> ProviderNotification:
        """Refuse: nobody notifies."""
        raise errors.OperationNotSupported(provider=self.code, operation="notification")

    def acknowledge(self) -> bytes:
        """Return nothing."""
        return b""

    def download_bill(self, day: date) -> ProviderBill:
        """Refuse: nobody bills."""
        raise errors.OperationNotSupported(provider=self.code, operation="bill")

    def check(self, attempt: PaymentAttempt) -> None:
        """Refuse an attempt of another scene, currency or size.

        Raises: SceneNotSupported, CurrencyNotSupported, AmountOutOfRange.
        """
        if attempt.scene is not PaymentScene.OFFLINE:
            raise errors.SceneNotSupported(provider=self.code, scene=attempt.scene.value)
        if attempt.amount.currency != self._currency:
            raise errors.CurrencyNotSupported(provider=self.code, currency=attempt.amount.currency)
        limit = self._limit_minor
        if attempt.amount.minor <= 0 or (limit is not None and attempt.amount.minor > limit):
            raise errors.AmountOutOfRange(provider=self.code, minor=attempt.amount.minor)
