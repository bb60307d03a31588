"""Sales for tests: the walk of the house plan, and single lines."""

from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.money.settlements.types import Sale, SoldLine

M1, M2 = UUID(int=0xA1), UUID(int=0xA2)


def make_line(payable=2556, *, quantity=1, rate_bp=1000, subsidy=0, freight=0, tax=0):
    """Return a sold line; amounts in minor units."""
    return SoldLine(
        order_line_id=ids.new_id(),
        quantity=quantity,
        payable_minor=payable,
        commission_rate_bp=rate_bp,
        platform_subsidy_minor=subsidy,
        freight_minor=freight,
        tax_minor=tax,
    )


def make_sale(*lines, merchant_id=M1, currency="CNY"):
    """Return a sale of one merchant."""
    return Sale(ids.new_id(), merchant_id, currency, tuple(lines) or (make_line(),))
