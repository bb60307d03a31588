"""Vouchers for tests."""

from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine

CLEARING = AccountName("clearing:alipay")
FUNDS = AccountName(AccountCode.CUSTOMER_FUNDS)


def make_voucher(
    minor: int = 11500,
    *,
    key: str = "",
    debit: AccountName = CLEARING,
    credit: AccountName = FUNDS,
    currency: str = "CNY",
    reference: UUID | None = None,
) -> Voucher:
    """Return a voucher of two lines: a capture unless told otherwise."""
    return Voucher(
        key=key or ids.new_id().hex,
        cause="payments.capture",
        reference=reference or UUID(int=1),
        currency=currency,
        lines=(VoucherLine(debit, minor), VoucherLine(credit, -minor)),
    )
