"""What a parcel with one unit costs to a province, and when it arrives."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Parcel, ParcelLine
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductKind
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.errors import OutOfStock
from jishi.goods.inventory.types import Demand
from jishi.goods.pricing import queries as pricing_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import Region

DEFAULT_PROVINCE = "31"
"""Where it is sent while the reader has not said: 上海."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Freight and arrival of one unit. fee_minor: None if it cannot be sent there."""

    province: str
    provinces: tuple[Region, ...]
    currency: str
    fee_minor: int | None = None
    arrives_from: datetime | None = None
    arrives_to: datetime | None = None
    is_virtual: bool = False
    has_stock: bool = True


def to_province(*, variant_id: UUID, province: str, currency: str) -> Promise:
    """Return what sending one unit costs; five statements.

    province: the code of a province, else the default one.
    """
    provinces = accounts_queries.list_regions()
    known = {region.code: region.name for region in provinces}
    code = province if province in known else DEFAULT_PROVINCE
    variant = catalog_queries.list_sellable([variant_id]).get(variant_id)
    price = pricing_queries.list_all_prices([variant_id])
    amounts = [info.amount_minor for info in price if info.currency == currency]
    bare = Promise(province=code, provinces=provinces, currency=currency)
    if variant is None or not amounts:
        return replace(bare, has_stock=False)
    try:
        plan = inventory_queries.plan(
            demands=[Demand(variant_id, variant.merchant_id, 1)], region_codes=(code,)
        )
    except OutOfStock:
        return replace(bare, has_stock=False)
    parcel = Parcel(
        package_key="one",
        merchant_id=variant.merchant_id,
        location_id=plan.sources[0].location_id,
        lines=(
            ParcelLine(
                line_id=variant_id,
                variant_id=variant_id,
                quantity=1,
                weight_g=variant.weight_g,
                volume_cm3=variant.volume_cm3,
                template_id=variant.freight_template_id,
                amount_minor=amounts[0],
            ),
        ),
        is_virtual=variant.kind != ProductKind.PHYSICAL,
    )
    listed = shipping_queries.list_options(
        parcels=[parcel], address=_somewhere_in(code, known[code]), currency=currency
    )
    option = next((one for one in listed["one"] if one.is_available), None)
    if option is None:
        return bare
    return replace(
        bare,
        fee_minor=option.fee_minor,
        arrives_from=option.promised_from,
        arrives_to=option.promised_to,
        is_virtual=parcel.is_virtual,
    )


def _somewhere_in(code: str, name: str) -> Address:
    return Address(
        name="",
        phone="",
        country="CN",
        province=name,
        city="",
        district="",
        line="",
        region_code=code,
    )
