"""What is drawn from which lot, and what goes back where: pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.states import StateMachine
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets.errors import BadAmount, NotEnoughValue, OverReturned
from jishi.money.wallets.types import (
    POINTS_UNIT,
    Asset,
    Drawn,
    HoldAction,
    HoldState,
    LotInfo,
    PurseName,
)

NAMESPACE = UUID("0c9a4c51-53c6-5a53-8a0e-0f6a7e1a7f6b")
"""Fixed for ever: the ids of all purses are derived under it."""

NEVER = datetime.max.replace(tzinfo=UTC)

HOLD = StateMachine(
    name="hold",
    initial=HoldState.HELD,
    moves={
        (HoldState.HELD, HoldAction.CAPTURE): HoldState.CAPTURED,
        (HoldState.HELD, HoldAction.RELEASE): HoldState.RELEASED,
    },
)


def purse_id(purse: PurseName) -> UUID:
    """Return the id of a purse, the same wherever it is asked for."""
    return uuid5(NAMESPACE, f"{purse.asset}/{purse.holder_id.hex}/{purse.currency}")


def liability(purse: PurseName) -> AccountName:
    """Return the account of what we owe the holder of a purse."""
    return AccountName(f"{AccountCode.STORED_VALUE}:{purse.asset}", purse.holder_id)


def check_amount(purse: PurseName, amount_minor: int) -> None:
    """Refuse an amount that cannot move in or out of a purse.

    Raises: BadAmount.
    """
    is_points = purse.asset == Asset.POINTS
    if not 0 < amount_minor <= MAX_MINOR or is_points != (purse.currency == POINTS_UNIT):
        raise BadAmount(field="amount")


def draw(lots: Iterable[LotInfo], amount_minor: int) -> tuple[Drawn, ...]:
    """Take an amount out of lots, first what expires first, then what came first.

    Lots are told apart by id, which grows with time.
    Raises: NotEnoughValue.
    """
    left = amount_minor
    drawn = []
    for lot in sorted(lots, key=lambda lot: (lot.expires_at or NEVER, lot.lot_id)):
        taken = min(left, lot.remaining_minor)
        if taken:
            drawn.append(Drawn(lot.lot_id, taken))
            left -= taken
    if left:
        raise NotEnoughValue(missing=left)
    return tuple(drawn)


def put_back(drawn: Sequence[Drawn], amount_minor: int) -> tuple[Drawn, ...]:
    """Share a returned amount over the lots it came from, the last drawn from first.

    drawn: what each lot still has out, in the order it was drawn. Value that lasts longest
    is thus returned first, which favors the holder.
    Raises: OverReturned.
    """
    left = amount_minor
    returned = []
    for draw_ in reversed(drawn):
        given = min(left, draw_.amount_minor)
        if given:
            returned.append(Drawn(draw_.lot_id, given))
            left -= given
    if left:
        raise OverReturned(excess=left)
    return tuple(returned)


def revived(expires_at: datetime | None, at: datetime, grace: timedelta) -> datetime | None:
    """Return when a lot expires to which value returned: an expired one gets a grace.

    Source: rules 3.5, refund policy point 3.
    """
    if expires_at is None or expires_at > at:
        return expires_at
    return at + grace


def settle(owed_minor: int, amount_minor: int) -> tuple[int, int]:
    """Return what a grant leaves to spend, and what is owed after it."""
    settled = min(owed_minor, amount_minor)
    return amount_minor - settled, owed_minor - settled
