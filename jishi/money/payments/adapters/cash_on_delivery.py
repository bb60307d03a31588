"""Cash on delivery (货到付款): the courier collects, and the takings are reconciled per courier."""

from dataclasses import dataclass

from jishi.money.payments.adapters.offline import OfflineProvider
from jishi.money.payments.types import ActionKind, PaymentAction, PaymentAttempt

CODE = "cash_on_delivery"


@dataclass(frozen=True, slots=True)
class CashOnDeliveryConfig:
    """What couriers collect.

    limit_minor: the largest amount a courier may collect, None for any.
    """

    currency: str = "CNY"
    limit_minor: int | None = None


class CashOnDeliveryProvider(OfflineProvider):
    """Payment at the door."""

    def __init__(self, config: CashOnDeliveryConfig) -> None:
        super().__init__(code=CODE, currency=config.currency, limit_minor=config.limit_minor)

    def create(self, attempt: PaymentAttempt) -> PaymentAction:
        """Tell the buyer to pay the courier."""
        self.check(attempt)
        return PaymentAction(ActionKind.INSTRUCTIONS, instructions=CODE)
