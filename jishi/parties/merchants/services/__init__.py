"""What may be done to merchants; each use case is one transaction."""

from jishi.parties.merchants.services.applications import (
    apply,
    discard_application,
    save_application,
    submit,
    withdraw,
)
from jishi.parties.merchants.services.decisions import (
    approve,
    close,
    open_merchant,
    reject,
    release_staff,
    reopen,
    set_terms,
    suspend,
)
from jishi.parties.merchants.services.fronts import save_appearance
from jishi.parties.merchants.services.modes import switch_mode
from jishi.parties.merchants.services.shops import add_member, remove_member, update_profile

__all__ = [
    "add_member",
    "apply",
    "approve",
    "close",
    "discard_application",
    "open_merchant",
    "reject",
    "release_staff",
    "remove_member",
    "reopen",
    "save_appearance",
    "save_application",
    "set_terms",
    "submit",
    "suspend",
    "switch_mode",
    "update_profile",
    "withdraw",
]
