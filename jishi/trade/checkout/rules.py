"""Decisions of checkout: parcels out of a stock plan, addresses, what is missing. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.money import BASIS_POINTS, portion
from jishi.goods.pricing.types import Quote, Stage
from jishi.trade.checkout.errors import BadAddress, BadContact
from jishi.trade.checkout.types import Contact

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,24}")

PHYSICAL = "physical"


@dataclass(frozen=True, slots=True)
class PlannedUnits:
    """Units of a line that come from a location."""

    line_id: UUID
    location_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a parcel needs to know about a line. amount_minor: goods after discounts."""

    line_id: UUID
    merchant_id: UUID
    kind: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ParcelPlan:
    """Lines of one merchant and kind that leave one location."""

    key: str
    merchant_id: UUID
    location_id: UUID
    kind: str
    units: tuple[PlannedUnits, ...]


def plan_parcels(
    units: Sequence[PlannedUnits], lines: Mapping[UUID, LineFacts]
) -> tuple[ParcelPlan, ...]:
    """Group planned units into parcels, in a stable order.

    One parcel per merchant, kind of fulfillment and location. Source: rules 3.3.
    """
    grouped: dict[tuple[UUID, str, UUID], list[PlannedUnits]] = {}
    for unit in units:
        line = lines[unit.line_id]
        grouped.setdefault((line.merchant_id, line.kind, unit.location_id), []).append(unit)
    return tuple(
        ParcelPlan(
            key=f"{merchant_id.hex[-12:]}-{kind}-{location_id.hex[-12:]}",
            merchant_id=merchant_id,
            location_id=location_id,
            kind=kind,
            units=tuple(members),
        )
        for (merchant_id, kind, location_id), members in sorted(
            grouped.items(), key=lambda item: (item[0][0], item[0][1], item[0][2])
        )
    )


def amounts_by_unit(
    units: Sequence[PlannedUnits], lines: Mapping[UUID, LineFacts]
) -> dict[PlannedUnits, int]:
    """Return what the units of each plan entry are worth; a line's entries sum to the line."""
    done: dict[UUID, int] = {}
    amounts = {}
    for unit in units:
        line = lines[unit.line_id]
        before = done.get(unit.line_id, 0)
        amounts[unit] = portion(line.amount_minor, line.quantity, before, unit.quantity)
        done[unit.line_id] = before + unit.quantity
    return amounts


def usable_points(goods_minor: int, balance: int, *, step: int, max_bp: int) -> int:
    """Return how many points goods of that worth take, one point a minor unit.

    Source: rules 3.11, burn.
    """
    most = min(balance, goods_minor * max_bp // BASIS_POINTS)
    return most - most % step


def points_of(quote: Quote) -> int:
    """Return how many points a quote spends."""
    return sum(
        share.amount_minor
        for line in quote.lines
        for share in line.shares
        if share.stage == Stage.POINTS
    )


def check_contact(contact: Contact) -> None:
    """Refuse a malformed e-mail address or phone number.

    Raises: BadContact.
    """
    if contact.email and not _EMAIL.fullmatch(contact.email):
        raise BadContact(field="email")
    if contact.phone and not _PHONE.fullmatch(contact.phone):
        raise BadContact(field="phone")


def check_address(address: Address) -> None:
    """Refuse an address that no courier could use.

    Raises: BadAddress naming the field.
    """
    needed = {"name": address.name, "phone": address.phone, "line": address.line}
    if address.country == "CN":
        needed |= {"province": address.province, "city": address.city}
        needed |= {"region_code": address.region_code}
    for field, value in needed.items():
        if not value.strip():
            raise BadAddress(field=field)
    if not _PHONE.fullmatch(address.phone):
        raise BadAddress(field="phone")
    if not re.fullmatch(r"[A-Z]{2}", address.country):
        raise BadAddress(field="country")
    longest = {"name": 50, "line": 200, "province": 50, "city": 50, "district": 50}
    for field, limit in longest.items():
        if len(getattr(address, field)) > limit:
            raise BadAddress(field=field, limit=limit)
