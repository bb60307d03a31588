"""The arithmetic of vouchers: pure."""

import functools
import hashlib
import itertools
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from jishi.money.ledger.errors import VoucherKeyReused
from jishi.money.ledger.types import AccountName, Voucher

NAMESPACE = UUID("6f0b5a52-6a1c-5d0e-9d55-2f4c5f0a9f11")
"""Fixed for ever: the ids of all accounts are derived under it."""


@functools.lru_cache(maxsize=10_000)
def account_id(account: AccountName, currency: str) -> UUID:
    """Return the id of an account, the same wherever it is asked for.

    Derived from the name, so that posting neither looks accounts up nor races to make them.
    """
    owner = account.owner_id.hex if account.owner_id else ""
    return uuid5(NAMESPACE, f"{account.code}/{owner}/{currency}")


def digest(voucher: Voucher) -> str:
    """Return a fingerprint of what a voucher says, whatever the order of its lines."""
    lines = sorted(
        (account_id(line.account, voucher.currency).hex, line.amount_minor)
        for line in voucher.lines
    )
    text = f"{voucher.cause}|{voucher.reference.hex}|{voucher.currency}|{lines}"
    return hashlib.sha256(text.encode()).hexdigest()


def distinct(vouchers: Iterable[Voucher]) -> dict[str, Voucher]:
    """Return vouchers by key, each once.

    Raises: VoucherKeyReused if two of one key say different things.
    """
    found: dict[str, Voucher] = {}
    for voucher in vouchers:
        earlier = found.setdefault(voucher.key, voucher)
        if earlier is not voucher and digest(earlier) != digest(voucher):
            raise VoucherKeyReused(key=voucher.key)
    return found


def balances_after(newest_minor: int, amounts_minor: Sequence[int]) -> list[int]:
    """Return the balance after each of some lines in a row, newest first.

    newest_minor: the balance after the first of them.
    """
    steps = itertools.accumulate((-minor for minor in amounts_minor[:-1]), initial=newest_minor)
    return list(steps) if amounts_minor else []
