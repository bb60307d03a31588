"""Write use cases of wallets."""

from jishi.money.wallets.services.expiring import expire_due
from jishi.money.wallets.services.granting import grant, grant_many, take
from jishi.money.wallets.services.spending import capture, give_back, hold, release

__all__ = [
    "capture",
    "expire_due",
    "give_back",
    "grant",
    "grant_many",
    "hold",
    "release",
    "take",
]
