"""Reads of payments, each in a fixed number of statements.

Who may see a reference is the caller's to know; queries for staff check the permission.
"""

from jishi.money.payments.queries.cash import (
    get_remittance,
    list_cash_to_come,
    list_remittances,
)
from jishi.money.payments.queries.due import list_due_attempts, list_due_refunds
from jishi.money.payments.queries.methods import list_methods
from jishi.money.payments.queries.movements import list_all_movements, list_movements
from jishi.money.payments.queries.payments import (
    get_payment,
    list_attempts,
    list_payments,
    list_refunds,
)
from jishi.money.payments.queries.staff import (
    get_transfer,
    list_mismatches,
    list_refunds_to_settle,
    list_transfers_to_confirm,
)

__all__ = [
    "get_payment",
    "get_remittance",
    "get_transfer",
    "list_all_movements",
    "list_attempts",
    "list_cash_to_come",
    "list_due_attempts",
    "list_due_refunds",
    "list_methods",
    "list_mismatches",
    "list_movements",
    "list_payments",
    "list_refunds",
    "list_refunds_to_settle",
    "list_remittances",
    "list_transfers_to_confirm",
]
