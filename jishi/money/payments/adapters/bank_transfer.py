"""Bank transfer (银行转账): the buyer transfers, uploads a voucher, and finance confirms."""

from dataclasses import dataclass

from jishi.money.payments.adapters.offline import OfflineProvider
from jishi.money.payments.types import ActionKind, PaymentAction, PaymentAttempt

CODE = "bank_transfer"


@dataclass(frozen=True, slots=True)
class BankTransferConfig:
    """The account that receives transfers."""

    account_name: str
    account_number: str
    bank_name: str
    branch: str = ""
    currency: str = "CNY"


class BankTransferProvider(OfflineProvider):
    """Payment into a bank account."""

    def __init__(self, config: BankTransferConfig) -> None:
        super().__init__(code=CODE, currency=config.currency)
        self._config = config

    def create(self, attempt: PaymentAttempt) -> PaymentAction:
        """Tell the buyer where to transfer to and what to write as purpose.

        Details: account_name, account_number, bank_name, branch, reference; empty ones left out.
        """
        self.check(attempt)
        details = (
            ("account_name", self._config.account_name),
            ("account_number", self._config.account_number),
            ("bank_name", self._config.bank_name),
            ("branch", self._config.branch),
            ("reference", attempt.out_trade_no),
        )
        shown = tuple((name, value) for name, value in details if value)
        return PaymentAction(ActionKind.INSTRUCTIONS, instructions=CODE, details=shown)
