"""When that happens elsewhere, the catalog does this."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.catalog import services
from jishi.parties.merchants.events import MerchantClosed, MerchantReopened, MerchantSuspended

HOUSE = Actor.system("catalog")


@subscribe(MerchantSuspended)
def stop_sales_of_suspended(event: MerchantSuspended) -> None:
    """Stop selling what a suspended merchant has on sale."""
    services.set_shop_open(actor=HOUSE, merchant_id=UUID(event.merchant_id), is_open=False)


@subscribe(MerchantClosed)
def stop_sales_of_closed(event: MerchantClosed) -> None:
    """Stop selling what a merchant left on sale."""
    services.set_shop_open(actor=HOUSE, merchant_id=UUID(event.merchant_id), is_open=False)


@subscribe(MerchantReopened)
def resume_sales(event: MerchantReopened) -> None:
    """Sell again what a merchant had on sale."""
    services.set_shop_open(actor=HOUSE, merchant_id=UUID(event.merchant_id), is_open=True)
