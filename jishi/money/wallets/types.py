"""What other rooms say to wallets: kinds of value, parts of a payment, statements."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.money.ledger.types import AccountName

POINTS_UNIT = "XPT"
"""The unit of points in the books, a code that ISO 4217 leaves to private use. One is one point."""


class Asset(StrEnum):
    """Kinds of stored value.

    balance: money a person paid in, which may be withdrawn. bonus: given on top of a
    recharge, never withdrawn. credit: store credit given by staff or refunded by choice.
    gift_card: what is left on a card; its holder is the card. points: loyalty points.
    """

    BALANCE = "balance"
    BONUS = "bonus"
    CREDIT = "credit"
    GIFT_CARD = "gift_card"
    POINTS = "points"


class HoldState(StrEnum):
    """The life of value set aside for a payment."""

    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"


class HoldAction(StrEnum):
    """What happens to value set aside."""

    CAPTURE = "capture"
    RELEASE = "release"


class CardState(StrEnum):
    """The life of a gift card. blocked: by staff, with what is left on it kept."""

    ISSUED = "issued"
    ACTIVE = "active"
    BLOCKED = "blocked"


class CardAction(StrEnum):
    """What happens to a gift card."""

    ACTIVATE = "activate"
    BLOCK = "block"
    UNBLOCK = "unblock"


@dataclass(frozen=True, slots=True, order=True)
class PurseName:
    """A purse is named by who holds it, what kind of value it is, and the unit.

    holder_id: a person, or for a gift card the card. currency: ISO 4217, or POINTS_UNIT.
    """

    holder_id: UUID
    asset: Asset
    currency: str


@dataclass(frozen=True, slots=True)
class Part:
    """An amount of one purse. amount_minor: positive; points count in points."""

    purse: PurseName
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What a movement is about.

    key: names it, once per purse. cause: `<room>.<fact>`. reference: the document it comes
    from. note: what the holder reads; staff give one.
    """

    key: str
    cause: str
    reference: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ValueGrant:
    """Value for one purse. against: the account that bears it. expires_at: null for never."""

    part: Part
    why: Cause
    against: AccountName
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PurseInfo:
    """What a purse holds.

    available_minor: can be spent now. held_minor: set aside for payments under way.
    owed_minor: taken back beyond what was there; the next grants settle it first.
    """

    purse: PurseName
    available_minor: int
    held_minor: int
    owed_minor: int

    @property
    def balance_minor(self) -> int:
        """What the holder reads: available less owed."""
        return self.available_minor - self.owed_minor


@dataclass(frozen=True, slots=True)
class LotInfo:
    """Value that came in together and expires together. expires_at: null for never."""

    lot_id: UUID
    remaining_minor: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is taken out of one lot, or put back into it."""

    lot_id: UUID
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MovementInfo:
    """One line of a purse's statement.

    amount_minor: positive in, negative out. balance_minor: what stood after it.
    """

    movement_id: UUID
    at: datetime
    cause: str
    reference: UUID | None
    note: str
    amount_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class HoldInfo:
    """Value set aside for one payment. returned_minor: given back after it was captured."""

    purse: PurseName
    state: HoldState
    amount_minor: int
    returned_minor: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """What of a purse expires soon. first_at: when the first of it does; null for none."""

    amount_minor: int
    first_at: datetime | None


class Proof(StrEnum):
    """What a proof found wrong.

    wrong_available: the lots of a purse do not sum to what is available. wrong_held: the
    holds do not sum to what is held. wrong_balance: the movements do not sum to the balance.
    wrong_books: the ledger does not owe what purses hold.
    """

    WRONG_AVAILABLE = "wrong_available"
    WRONG_HELD = "wrong_held"
    WRONG_BALANCE = "wrong_balance"
    WRONG_BOOKS = "wrong_books"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something in the purses that does not hold. expected, found: in the purse's unit."""

    proof: Proof
    subject_id: UUID
    currency: str
    expected: int
    found: int
