"""When that happens, community does this."""

from uuid import UUID

from jishi.care.community import services
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.pricing.events import PricesChanged
from jishi.parties.accounts.events import AccountClosed

_SYSTEM = Actor.system("community")


@subscribe(PricesChanged)
def note_prices(event: PricesChanged) -> None:
    """Have fans told of a product that got cheaper."""
    services.note_prices(
        actor=_SYSTEM, product_id=UUID(event.product_id), market_codes=event.market_codes
    )


@subscribe(AccountClosed)
def forget_person(event: AccountClosed) -> None:
    """Forget what a closed account liked and looked at."""
    services.forget_person(actor=_SYSTEM, user_id=UUID(event.user_id))
