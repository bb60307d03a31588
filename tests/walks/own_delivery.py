"""An order that M1 brings itself, bought through the services that everyone uses."""

from datetime import time
from uuid import UUID

from jishi.foundation.platform import preferences
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import DeliveryMethod, Slot, ZoneDraft
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import CheckoutItem, Placed
from tests.walks import village as villages

SLOTS = tuple(
    Slot(day, begins, ends, 1)
    for day in range(1, 8)
    for begins, ends in ((time(9), time(12)), (time(18), time(21)))
)


def open_zone(village: villages.Village, **given: object) -> UUID:
    """Have M1 deliver in Shenzhen itself: every day two slots of one parcel each, for 6.00."""
    values = {
        "merchant_id": village.merchants["M1"],
        "name": {"zh-hans": "深圳同城", "en": "Shenzhen"},
        "currency": "CNY",
        "region_codes": ("4403",),
        "slots": SLOTS,
        "fee_minor": 600,
        "cutoff_minutes": 30,
    }
    zone_id = shipping.save_zone(actor=villages.SYSTEM, draft=ZoneDraft(**(values | given)))  # type: ignore[arg-type]
    preferences.forget()
    return zone_id


def start(village: villages.Village, codes: str = "A") -> UUID:
    """Begin a checkout of articles for the shopper, in Shenzhen."""
    checkout_id = checkout.start_now(
        actor=village.shopper,
        owner=village.owner,
        items=[CheckoutItem(village.variants[code], 1) for code in codes],
        market_code="cn",
    )
    checkout.set_address(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=village.owner,
        address=villages.SHENZHEN,
    )
    return checkout_id


def choose_slot(village: villages.Village, checkout_id: UUID) -> str:
    """Choose the first slot of the first parcel that has one; return its code."""
    view = checkout_queries.get_checkout(checkout_id, village.owner)
    for parcel in view.parcels:
        for option in parcel.options:
            if option.method == DeliveryMethod.OWN:
                checkout.choose_delivery(
                    actor=village.shopper,
                    checkout_id=checkout_id,
                    owner=village.owner,
                    choices={parcel.key: option.code},
                )
                return option.code
    raise AssertionError("no slot is open")


def place(village: villages.Village, checkout_id: UUID) -> Placed:
    """Place a checkout at its total."""
    view = checkout_queries.get_checkout(checkout_id, village.owner)
    return checkout.place_order(
        actor=village.shopper,
        checkout_id=checkout_id,
        owner=village.owner,
        expected_total_minor=view.total_minor,
        locale="zh-hans",
    )


def buy(village: villages.Village, codes: str = "A") -> Placed:
    """Buy in the first open slot."""
    checkout_id = start(village, codes)
    choose_slot(village, checkout_id)
    return place(village, checkout_id)
