"""A buyer's papers: the receipt of an order, the certificate of a payment."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jishi.foundation.kernel.addresses import Address
from jishi.surfaces.design import formats, papers
from jishi.surfaces.storefront.presenters.movements import ShownMovement
from jishi.surfaces.storefront.presenters.orders import ShownLine, sums_of
from jishi.trade.orders.types import GroupView, OrderView

RIGHT = frozenset({1, 2, 3, 4})
WIDTHS = (0.43, 0.09, 0.16, 0.15, 0.17)


def receipt(
    order: OrderView, lines: Sequence[ShownLine], *, issuer: str, provider: str
) -> papers.Sheet:
    """Return what was sold and paid. issuer: whose paper it is. provider: the way to pay."""
    return papers.Sheet(
        title=pgettext("shopper", "Receipt"),
        issuer=issuer,
        facts=_facts(order, provider),
        parts=(*_recipient(order), _table(order, lines), _sums(order)),
        note=_("This receipt shows what was paid. It is not a tax invoice; ask the shop for one."),
    )


def _facts(order: OrderView, provider: str) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Order number"), order.number),
        (_("Placed at"), formats.moment(order.placed_at)),
    ]
    if provider:
        facts.append((_("Paid by"), provider))
    if order.group_number != order.number:
        facts.append((_("Payment number"), order.group_number))
    return tuple(facts)


def _recipient(order: OrderView) -> tuple[papers.Block, ...]:
    if order.address is None:
        return ()
    who = f"{order.address.name} {order.address.phone}".strip()
    return (papers.Block(_("Goes to"), (who, *_address_lines(order.address))),)


def _address_lines(address: Address) -> tuple[str, ...]:
    if address.country == "CN":
        divisions = dict.fromkeys((address.province, address.city, address.district))
        return (" ".join(part for part in divisions if part), address.line)
    place = (address.city, address.province, address.postal_code, address.country)
    return (address.line, " ".join(part for part in place if part))


def _table(order: OrderView, lines: Sequence[ShownLine]) -> papers.Table:
    def money(minor: int) -> str:
        return formats.money(minor, order.currency)

    return papers.Table(
        head=(_("Item"), _("Quantity"), _("Unit price"), _("Discount"), _("Amount")),
        rows=tuple(
            (
                f"{line.title} {line.options}".strip(),
                formats.number(line.quantity),
                money(line.unit_minor),
                money(line.off_minor),
                money(line.sum_minor),
            )
            for line in lines
        ),
        widths=WIDTHS,
        right=RIGHT,
    )


def _sums(order: OrderView) -> papers.Sums:
    def money(minor: int) -> str:
        return formats.money(minor, order.currency)

    back = ((_("Given back"), money(order.refunded_minor)),) if order.refunded_minor else ()
    return papers.Sums(
        rows=tuple((row.label, money(row.amount_minor)) for row in sums_of(order)),
        total=(_("Total"), money(order.total_minor)),
        after=back,
    )


def certificate(
    group: GroupView, movements: Sequence[ShownMovement], *, issuer: str, at: datetime
) -> papers.Sheet:
    """Return what was paid for some orders and what came back, as proof of payment.

    movements: oldest first. at: when this is said.
    """
    total = movements[-1].balance
    facts = (
        (_("Payment number"), group.number),
        (_("Placed at"), formats.moment(group.placed_at)),
        (_("Amount due"), formats.money(group.total_minor, group.currency)),
        (_("Orders"), ", ".join(order.number for order in group.orders)),
        *(((_("Paid to"), movements[0].shops),) if movements[0].shops else ()),
    )
    return papers.Sheet(
        title=_("Payment certificate"),
        issuer=issuer,
        facts=facts,
        parts=(
            _movements_table(movements),
            papers.Sums(
                (), (_("Left of this payment"), formats.money(total.minor, total.currency))
            ),
        ),
        note=_("As our books say on %(day)s. It is not a tax invoice.")
        % {"day": formats.moment(at)},
    )


def _movements_table(movements: Sequence[ShownMovement]) -> papers.Table:
    return papers.Table(
        head=(_("When"), _("What"), _("Numbers"), _("Amount"), _("Left")),
        rows=tuple(
            (
                formats.moment(one.at),
                f"{one.what}: {one.reason} · {one.way}",
                " ".join(part for part in (one.number, one.provider_no) if part),
                formats.money(-one.amount.minor, one.amount.currency),
                formats.money(one.balance.minor, one.balance.currency),
            )
            for one in movements
        ),
        widths=(0.17, 0.26, 0.25, 0.16, 0.16),
        right=frozenset({3, 4}),
    )
