"""What the ledger may refuse."""

from jishi.foundation.kernel.errors import Conflict


class VoucherKeyReused(Conflict):
    """A voucher's key came back with other lines."""

    code = "ledger.voucher_key_reused"
