"""Cash on delivery: couriers' statements and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.money import Money


class CashOutcome(StrEnum):
    """What a line of a courier's statement led to.

    short, over: another amount than was due; short ones stay open, over ones are paid and the
    surplus waits in suspense. repeated: paid before. unknown: no payment on delivery has it.
    """

    MATCHED = "matched"
    SHORT = "short"
    OVER = "over"
    REPEATED = "repeated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CashRow:
    """A line of a courier's statement. reference: the payment its number means, if any."""

    number: str
    reference: UUID | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RemittanceDraft:
    """A courier's statement of the cash it hands over.

    statement_no: the courier's number of it. total_minor: what really arrived.
    """

    courier: str
    statement_no: str
    currency: str
    total_minor: int
    rows: tuple[CashRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A line as it was reconciled. due: what the payment asked for, None if unknown."""

    number: str
    reference: UUID | None
    amount: Money
    due: Money | None
    outcome: CashOutcome

    @property
    def difference(self) -> Money:
        """What the courier gave more, or less if negative, than was due."""
        due_minor = self.due.minor if self.due else 0
        return Money(self.amount.minor - due_minor, self.amount.currency)


@dataclass(frozen=True, slots=True)
class RemittanceView:
    """A courier's statement as it was reconciled.

    total: what arrived. settled: what of it paid for orders. difference: what of it did not,
    negative if too little arrived. lines: empty in lists.
    """

    remittance_id: UUID
    courier: str
    statement_no: str
    total: Money
    settled: Money
    created_at: datetime
    recorded_by: str
    note: str
    lines: tuple[RemittanceLine, ...] = ()

    @property
    def difference(self) -> Money:
        """What arrived beyond what it paid for."""
        return Money(self.total.minor - self.settled.minor, self.total.currency)


@dataclass(frozen=True, slots=True)
class CashToCome:
    """A payment that a courier collects or has collected, not handed over yet."""

    reference: UUID
    number: str
    amount: Money
    agreed_at: datetime
