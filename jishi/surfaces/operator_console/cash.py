"""Cash on delivery as staff sees it: which courier has what, and what a number means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.money import Money
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction
from jishi.money.payments import queries as payments_queries
from jishi.money.payments.types import CashToCome
from jishi.surfaces.operator_console.pages import say
from jishi.trade.orders import queries as orders_queries

LOOKED_UP = 50
"""So many numbers that nobody waits for are looked up one by one."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Cash that has not been handed over. courier: code, empty before the goods leave.

    numbers: what a statement may call it: payment, orders, parcels, tracking.
    """

    payment: CashToCome
    courier: str
    courier_name: str
    order_numbers: tuple[str, ...]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class CourierSum:
    """What one courier owes in one currency, and since when."""

    courier: str
    name: str
    count: int
    amount: Money
    oldest_at: datetime


def list_awaited(actor: Actor) -> list[Awaited]:
    """Return cash to come with its couriers, in a fixed number of statements."""
    payments = payments_queries.list_cash_to_come(actor=actor)
    orders = orders_queries.list_by_groups({one.reference for one in payments})
    by_group: dict[UUID, list[UUID]] = {}
    for order in orders:
        by_group.setdefault(order.group_id, []).append(order.order_id)
    known = {order.order_id: order for order in orders}
    parcels = shipping_queries.get_shipments_of(list(known), direction=Direction.OUTBOUND)
    found = []
    for payment in payments:
        order_ids = by_group.get(payment.reference, [])
        own = [parcel for order_id in order_ids for parcel in parcels.get(order_id, ())]
        carried = next((parcel for parcel in own if parcel.carrier_code), None)
        orders_of = [known[order_id] for order_id in order_ids]
        numbers = {payment.number, *(order.number for order in orders_of)}
        numbers |= {order.group_number for order in orders_of}
        numbers |= {text for parcel in own for text in (parcel.number, parcel.tracking_no) if text}
        found.append(
            Awaited(
                payment=payment,
                courier=carried.carrier_code if carried else "",
                courier_name=say(carried.carrier_name) if carried else "",
                order_numbers=tuple(order.number for order in orders_of),
                numbers=frozenset(number.upper() for number in numbers),
            )
        )
    return found


def sums(awaited: Iterable[Awaited]) -> list[CourierSum]:
    """Return what every courier owes, those not sent yet last."""
    groups: dict[tuple[str, str], list[Awaited]] = {}
    for one in awaited:
        groups.setdefault((one.courier, one.payment.amount.currency), []).append(one)
    return [
        CourierSum(
            courier=courier,
            name=rows[0].courier_name,
            count=len(rows),
            amount=Money(sum(row.payment.amount.minor for row in rows), currency),
            oldest_at=min(row.payment.agreed_at for row in rows),
        )
        for (courier, currency), rows in sorted(groups.items(), key=lambda item: not item[0][0])
    ]


def references(actor: Actor, numbers: Iterable[str]) -> dict[str, UUID]:
    """Return the payments that numbers of a statement mean; unknown ones are left out."""
    index = {number: one.payment.reference for one in list_awaited(actor) for number in one.numbers}
    found, left = {}, LOOKED_UP
    for number in dict.fromkeys(numbers):
        if number.upper() in index:
            found[number] = index[number.upper()]
        elif left:
            left -= 1
            if order := orders_queries.find_by_number(number.upper()):
                found[number] = order.group_id
    return found
