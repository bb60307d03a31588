"""Uniting two accounts of one person: whether they may be, and what the kept one takes over."""

from dataclasses import dataclass

from jishi.parties.accounts import errors
from jishi.parties.accounts.types import UserState

PROOF_LIFETIME_S = 900


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two accounts has. works: whether it holds roles of a shop or the platform."""

    state: UserState
    works: bool
    email: str | None
    phone: str | None


def check(kept: Side, gone: Side) -> None:
    """Refuse to unite accounts that are not both open, or that both work for somebody.

    Raises: NothingToMerge, BothEmployed.
    """
    if kept.state != UserState.ACTIVE or gone.state != UserState.ACTIVE:
        raise errors.NothingToMerge
    if kept.works and gone.works:
        raise errors.BothEmployed


def contacts_after(kept: Side, gone: Side) -> tuple[str | None, str | None]:
    """Return e-mail and phone of the kept account: its own, else those of the other."""
    return kept.email or gone.email, kept.phone or gone.phone
