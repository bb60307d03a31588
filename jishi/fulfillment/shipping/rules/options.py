"""The ways a parcel can be delivered, put together from its price and its promise."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from jishi.foundation.kernel.text import TextMap
from jishi.fulfillment.shipping.types.freight import (
    DeliveryMethod,
    DeliveryOption,
    FreightQuote,
    Parcel,
)

NAMES: MappingProxyType[DeliveryMethod, TextMap] = MappingProxyType(
    {
        DeliveryMethod.EXPRESS: {"zh-hans": "快递配送", "en": "Standard delivery"},
        DeliveryMethod.PICKUP: {"zh-hans": "到店自提", "en": "Store pickup"},
        DeliveryMethod.VIRTUAL: {"zh-hans": "在线交付", "en": "Online delivery"},
    }
)

Window = tuple[datetime, datetime]


def shown(found: Sequence[DeliveryOption]) -> tuple[DeliveryOption, ...]:
    """Return the ways that are open; if none is, all of them with their reasons."""
    return tuple(option for option in found if option.is_available) or tuple(found)


def express(quote: FreightQuote, window: Window) -> DeliveryOption:
    """Return delivery by a carrier; closed if a line is blocked."""
    return DeliveryOption(
        code=DeliveryMethod.EXPRESS,
        name=NAMES[DeliveryMethod.EXPRESS],
        fee_minor=quote.fee_minor,
        line_shares=quote.line_shares,
        promised_from=window[0],
        promised_to=window[1],
        blocked=quote.blocked,
    )


def pickup(parcel: Parcel, window: Window, *, name: TextMap, address: str) -> DeliveryOption:
    """Return collection at the store that has the goods, which is free."""
    return DeliveryOption(
        code=DeliveryMethod.PICKUP,
        name=NAMES[DeliveryMethod.PICKUP],
        fee_minor=0,
        line_shares=(0,) * len(parcel.lines),
        promised_from=window[0],
        promised_to=window[1],
        pickup_name=name,
        pickup_address=address,
    )


def virtual(parcel: Parcel, at: datetime) -> DeliveryOption:
    """Return delivery of goods that do not travel, which is free and at once."""
    return DeliveryOption(
        code=DeliveryMethod.VIRTUAL,
        name=NAMES[DeliveryMethod.VIRTUAL],
        fee_minor=0,
        line_shares=(0,) * len(parcel.lines),
        promised_from=at,
        promised_to=at,
    )
