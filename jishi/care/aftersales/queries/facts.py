"""What the rules look at, gathered from orders, shipments and earlier cases."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from jishi.care.aftersales import preferences, rules
from jishi.care.aftersales.models import CaseLine
from jishi.care.aftersales.rules import LineFacts, LineMoney, OrderFacts, Terms
from jishi.care.aftersales.types import Stage
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, ShipmentState
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ReturnPolicy
from jishi.trade.orders.types import OrderKind, OrderLineView, OrderStatus, OrderView

_NOT_LEFT = {
    ShipmentState.PENDING,
    ShipmentState.PICKING,
    ShipmentState.PACKED,
    ShipmentState.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """An order as the rules see it. shipped, lines, terms: by order line.

    shipped: units that have left, as shipments know it; orders hear of it a moment later.
    """

    order: OrderFacts
    shipped: dict[UUID, int]
    lines: dict[UUID, LineFacts]
    terms: dict[UUID, Terms]

    @property
    def is_anything_shipped(self) -> bool:
        """Whether any unit of the order has left."""
        return any(self.shipped.values())

    def money(self, line: OrderLineView) -> LineMoney:
        """Return a line's money, counting units that stand in open cases as settled."""
        return money_of(line, done=line.returned_quantity + self.lines[line.line_id].busy)


def gather(order: OrderView) -> Facts:
    """Return everything that decides what may be applied for. Six statements."""
    shipped = shipped_units(order.order_id)
    earlier = _earlier(order.order_id)
    return Facts(
        order=order_facts(order),
        shipped=shipped,
        lines={
            line.line_id: _line_facts(line, shipped.get(line.line_id, 0), earlier)
            for line in order.lines
        },
        terms=list_terms(order),
    )


def order_facts(order: OrderView) -> OrderFacts:
    """Return an order as eligibility sees it."""
    return OrderFacts(
        is_confirmed=order.status in {OrderStatus.CONFIRMED, OrderStatus.COMPLETED},
        is_physical=order.kind == OrderKind.PHYSICAL,
        signed_at=order.delivered_at or order.received_at,
    )


def shipped_units(order_id: UUID) -> dict[UUID, int]:
    """Return the units of each line that have left, in parcels that did."""
    found = shipping_queries.get_shipments_of([order_id], direction=Direction.OUTBOUND)
    units: Counter[UUID] = Counter()
    for shipment in found.get(order_id, ()):
        if shipment.state not in _NOT_LEFT:
            for line in shipment.lines:
                units[line.order_line_id] += line.quantity
    return dict(units)


def is_still_here(case_id: UUID, facts: Facts) -> bool:
    """Return whether the units of a case made before shipping are still in the house."""
    wanted = CaseLine.objects.filter(case_id=case_id).values_list("order_line_id", "quantity")
    return all(units <= facts.lines[line_id].here for line_id, units in wanted)


def list_terms(order: OrderView) -> dict[UUID, Terms]:
    """Return what limits applications for each line of an order."""
    variants = catalog_queries.list_sellable({line.variant_id for line in order.lines})
    excluded = {
        variant_id
        for variant_id, variant in variants.items()
        if variant.return_policy == ReturnPolicy.EXCLUDED
    }
    quality_days = preferences.QUALITY_DAYS.get()
    max_cases = preferences.MAX_CASES_PER_LINE.get()
    return {
        line.line_id: Terms(
            quality_days=quality_days,
            max_cases=max_cases,
            no_reason_days=rules.no_reason_days(
                is_excluded=line.variant_id in excluded, promised_days=line.return_days
            ),
        )
        for line in order.lines
    }


def money_of(line: OrderLineView, *, done: int) -> LineMoney:
    """Return what was paid for a line. done: units that were settled before."""
    return LineMoney(
        quantity=line.quantity,
        done=done,
        goods_minor=line.payable_goods_minor,
        freight_minor=line.freight_minor,
        tax_minor=line.tax_minor,
    )


@dataclass(slots=True)
class _Earlier:
    """What earlier cases say of a line."""

    returned_shipped: int = 0
    busy_unshipped: int = 0
    busy_shipped: int = 0
    cases: int = 0


def _earlier(order_id: UUID) -> dict[UUID, _Earlier]:
    """Return what the cases of an order say of its lines, in one statement."""
    rows = CaseLine.objects.filter(case__order_id=order_id).values_list(
        "order_line_id",
        "quantity",
        "case__stage",
        "case__state",
        "case__settled_at",
        "case__submissions",
    )
    found: dict[UUID, _Earlier] = defaultdict(_Earlier)
    for line_id, units, stage, state, settled_at, submissions in rows:
        line = found[line_id]
        line.cases += submissions
        if state in rules.HOLDING:
            line.busy_unshipped += units if stage == Stage.UNSHIPPED else 0
            line.busy_shipped += units if stage == Stage.SHIPPED else 0
        elif settled_at and stage == Stage.SHIPPED:
            line.returned_shipped += units
    return found


def _line_facts(line: OrderLineView, shipped: int, earlier: dict[UUID, _Earlier]) -> LineFacts:
    before = earlier.get(line.line_id) or _Earlier()
    return LineFacts(
        quantity=line.quantity,
        shipped=max(shipped, line.shipped_quantity),
        returned=line.returned_quantity,
        returned_shipped=before.returned_shipped,
        busy_unshipped=before.busy_unshipped,
        busy_shipped=before.busy_shipped,
        cases=before.cases,
    )
