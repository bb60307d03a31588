"""People with value in their purses."""

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor, ActorKind
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import POINTS_UNIT, Asset, Cause, Part, PurseName, ValueGrant

HOUSE = Actor.system("tests")
FUNDS = AccountName(AccountCode.CUSTOMER_FUNDS)
SUBSIDY = AccountName(AccountCode.PLATFORM_SUBSIDY)


def member(user_id: UUID) -> Actor:
    return Actor(kind=ActorKind.CUSTOMER, id=str(user_id), user_id=user_id)


def purse(user_id: UUID, asset: Asset = Asset.CREDIT) -> PurseName:
    return PurseName(user_id, asset, POINTS_UNIT if asset == Asset.POINTS else "CNY")


def fill(name: PurseName, minor: int, *, key: str = "", expires_at: datetime | None = None) -> None:
    issued = AccountName(AccountCode.POINTS_ISSUED)
    wallets.grant(
        actor=HOUSE,
        granted=ValueGrant(
            part=Part(name, minor),
            why=Cause(key or ids.new_id().hex, "tests.granted"),
            against=issued if name.asset == Asset.POINTS else SUBSIDY,
            expires_at=expires_at,
        ),
    )
