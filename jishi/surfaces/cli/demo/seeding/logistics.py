"""Where goods lie and what it costs to send them."""

from uuid import UUID

from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import (
    BlockedRegion,
    ChargeBy,
    FreeCondition,
    Rate,
    RegionRate,
    Tariff,
    TemplateDraft,
)
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.cli.demo.seeding.made import HOUSE, Made, region_codes
from jishi.surfaces.cli.demo.types import Freight, Warehouse

ABROAD = Tariff(
    charge=ChargeBy.PIECE,
    default_rate=Rate(first=1, first_fee_minor=999, step=1, step_fee_minor=199),
    free_conditions=(FreeCondition(min_amount_minor=8900),),
    home_country="US",
)
"""What parcels to the second market cost, in US cents."""


def make_warehouses(made: Made) -> None:
    """Make the platform's warehouses; each serves its own provinces first, then all others."""
    for position, warehouse in enumerate(made.town.warehouses):
        made.locations[warehouse.key] = inventory.save_location(
            actor=HOUSE, draft=_location(warehouse, position)
        )


def make_templates(made: Made, shop: str) -> None:
    """Make a shop's freight templates in every currency; the first is its default."""
    for freight in made.town.freights:
        made.templates[shop, freight.key] = _save(
            made.merchants[shop], freight.name.zh, "CNY", _tariff(freight)
        )
    made.templates[shop, "abroad"] = _save(made.merchants[shop], "跨境包裹", "USD", ABROAD)


def _location(warehouse: Warehouse, position: int) -> LocationDraft:
    place = warehouse.place
    own = region_codes(warehouse.provinces)
    others = [region.code for region in accounts_queries.list_regions() if region.code not in own]
    parsed = accounts_queries.parse_address(f"{place.province}{place.city}{place.district}")
    return LocationDraft(
        code=warehouse.code.lower(),
        name={"zh-hans": warehouse.name.zh, "en": warehouse.name.en},
        province=place.province,
        city=place.city,
        district=place.district,
        line=place.street,
        contact_name=f"{warehouse.name.zh}收货组",
        contact_phone=f"1380000{9001 + position}",
        region_code=parsed.region_code,
        served_regions=(*own, *others),
        position=position,
    )


def _save(merchant_id: UUID, name: str, currency: str, tariff: Tariff) -> UUID:
    draft = TemplateDraft(merchant_id=merchant_id, name=name, currency=currency, tariff=tariff)
    return shipping.save_template(actor=HOUSE, draft=draft)


def _tariff(freight: Freight) -> Tariff:
    remote = region_codes(freight.remote)
    near = tuple(
        region.code for region in accounts_queries.list_regions() if region.code not in remote
    )
    return Tariff(
        charge=ChargeBy(freight.by),
        default_rate=Rate(
            freight.first, freight.first_fee_minor, freight.next, freight.next_fee_minor
        ),
        region_rates=(RegionRate(remote, _remote_rate(freight)),),
        free_conditions=(
            FreeCondition(region_codes=near, min_amount_minor=freight.free_over_minor),
        ),
        blocked_regions=_blocked(freight),
    )


def _remote_rate(freight: Freight) -> Rate:
    return Rate(
        freight.first, freight.remote_first_fee_minor, freight.next, freight.remote_next_fee_minor
    )


def _blocked(freight: Freight) -> tuple[BlockedRegion, ...]:
    if not freight.excluded:
        return ()
    reason = {
        "zh-hans": "路途太远，生鲜暂不送达",
        "en": "Too far for fresh food, for now",
    }
    return (BlockedRegion(region_codes(freight.excluded), reason),)
