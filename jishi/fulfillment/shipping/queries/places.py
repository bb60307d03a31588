"""Locations as addresses: who sends, where to collect."""

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import DEFAULT_LOCALE, localized
from jishi.goods.inventory.types import LocationInfo


def address_of(location: LocationInfo) -> Address:
    """Return a location as the address on a label; without a contact its name stands in."""
    return Address(
        name=location.contact_name or localized(location.name, DEFAULT_LOCALE),
        phone=location.contact_phone,
        country=location.country,
        province=location.province,
        city=location.city,
        district=location.district,
        line=location.line,
        region_code=location.region_code,
    )
