"""What other rooms say to the ledger: account names, vouchers, balances."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

CLEARING = "clearing:"
"""Prefix of the account of what a payment provider owes us, followed by its name."""


class AccountCode(StrEnum):
    """The accounts of the house; clearing accounts are named by `clearing`.

    customer_funds: paid by shoppers, not yet earned. merchant_due: owed to a merchant
    (owner: the merchant). commission_revenue: earned. refunds_due: owed to shoppers.
    platform_subsidy: discounts the platform pays for. suspense: not yet explained.
    stored_value: owed to holders of balance, bonus, credit, gift cards and points, followed
    by the kind. points_redeemed, points_issued: the other side of points, in their own unit.
    breakage_revenue: stored value that expired.
    """

    CUSTOMER_FUNDS = "customer_funds"
    MERCHANT_DUE = "merchant_due"
    COMMISSION_REVENUE = "commission_revenue"
    REFUNDS_DUE = "refunds_due"
    PLATFORM_SUBSIDY = "platform_subsidy"
    SUSPENSE = "suspense"
    BANK = "bank"
    CHANNEL_FEE = "channel_fee"
    STORED_VALUE = "stored_value"
    POINTS_ISSUED = "points_issued"
    POINTS_REDEEMED = "points_redeemed"
    BREAKAGE_REVENUE = "breakage_revenue"


@dataclass(frozen=True, slots=True, order=True)
class AccountName:
    """An account of one currency is named by its code and, if it has one, its owner."""

    code: str
    owner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """An amount on an account. amount_minor: debit positive, credit negative, never zero."""

    account: AccountName
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """A balanced set of lines of one currency: what one event did to the money.

    key: names the event; posting a key twice posts it once. cause: `<room>.<fact>`.
    reference: the document it is about. Building an unbalanced one is a bug.
    """

    key: str
    cause: str
    reference: UUID
    currency: str
    lines: tuple[VoucherLine, ...]

    def __post_init__(self) -> None:
        if len(self.lines) < 2:
            raise ValueError(f"voucher {self.key} needs two lines at least")
        if any(line.amount_minor == 0 for line in self.lines):
            raise ValueError(f"voucher {self.key} has a line of nothing")
        if sum(line.amount_minor for line in self.lines):
            raise ValueError(f"voucher {self.key} is not balanced")
        if not 0 < len(self.key) <= 150 or not 0 < len(self.cause) <= 60:
            raise ValueError("a voucher's key has 1 to 150 characters, its cause 1 to 60")


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What stands on an account, in minor units: debits less credits."""

    account: AccountName
    currency: str
    balance_minor: int


@dataclass(frozen=True, slots=True)
class LineInfo:
    """One line of an account's statement.

    balance_minor: what stood on the account after it. counterparts: the accounts at the other
    side of its entry.
    """

    line_id: UUID
    at: datetime
    cause: str
    reference: UUID
    key: str
    actor: str
    amount_minor: int
    balance_minor: int
    counterparts: tuple[AccountName, ...]


class Proof(StrEnum):
    """What a proof found wrong.

    unbalanced_entry: an entry does not sum to zero in a currency.
    wrong_balance: snapshot and tail do not give the sum of the lines.
    """

    UNBALANCED_ENTRY = "unbalanced_entry"
    WRONG_BALANCE = "wrong_balance"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something in the books that does not hold.

    subject_id: the entry or the account. expected, found: minor units.
    """

    proof: Proof
    subject_id: UUID
    currency: str
    expected: int
    found: int
