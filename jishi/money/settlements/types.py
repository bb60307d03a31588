"""What other rooms see of settlements: sales, reversals, what merchants are due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class SaleState(StrEnum):
    """Whether a merchant's due from a line may be paid out.

    accrued: sold, the buyer may still return it. released: the order is completed.
    reversed: given back entirely.
    """

    ACCRUED = "accrued"
    RELEASED = "released"
    REVERSED = "reversed"


class SaleAction(StrEnum):
    """What happens to a sold line."""

    RELEASE = "release"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One order line as it was sold. Amounts in minor units, not negative.

    payable_minor: all that the buyer pays for the line: goods, freight and tax.
    freight_minor, tax_minor: parts of it that go to the merchant without commission.
    platform_subsidy_minor: discounts on the line that the platform pays for.
    commission_rate_bp: frozen when the order was placed.
    """

    order_line_id: UUID
    quantity: int
    payable_minor: int
    commission_rate_bp: int
    platform_subsidy_minor: int = 0
    freight_minor: int = 0
    tax_minor: int = 0


@dataclass(frozen=True, slots=True)
class Sale:
    """A confirmed order of one merchant."""

    order_id: UUID
    merchant_id: UUID
    currency: str
    lines: tuple[SoldLine, ...]


@dataclass(frozen=True, slots=True)
class Reversal:
    """What is taken back of a sold line.

    quantity: units that come back, 0 for a refund without return. refund_minor: what the
    buyer gets. freight_minor: the part of the refund that is freight or tax.
    """

    order_line_id: UUID
    quantity: int
    refund_minor: int
    freight_minor: int = 0


@dataclass(frozen=True, slots=True)
class ReversedAmounts:
    """What a reversal took from whom, in minor units.

    refund = due + commission − subsidy.
    """

    order_line_id: UUID
    refund_minor: int
    due_minor: int
    commission_minor: int
    subsidy_minor: int


@dataclass(frozen=True, slots=True)
class MerchantBalance:
    """What a merchant is due in one currency, reversals deducted, in minor units.

    accrued_minor: from orders that may still be returned. released_minor: may be paid out.
    commission_minor: kept by the platform. commission_tax_minor: the tax within it.
    """

    currency: str
    accrued_minor: int
    released_minor: int
    commission_minor: int
    commission_tax_minor: int


@dataclass(frozen=True, slots=True)
class SaleLineInfo:
    """One sold line in a merchant's statement, in minor units.

    due_minor, commission_minor: as sold; the reversed amounts are deducted from them.
    commission_tax_minor: tax within the commission that is left.
    """

    order_id: UUID
    order_line_id: UUID
    merchant_id: UUID
    currency: str
    quantity: int
    payable_minor: int
    platform_subsidy_minor: int
    freight_minor: int
    tax_minor: int
    commission_rate_bp: int
    commission_minor: int
    due_minor: int
    reversed_quantity: int
    refunded_minor: int
    reversed_commission_minor: int
    reversed_due_minor: int
    commission_tax_minor: int
    state: SaleState
    accrued_at: datetime
    released_at: datetime | None
