"""Orders as their buyers see them: lists, sums with reasons, and what may be done now."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import site
from jishi.money.payments.types import PaymentView, RefundView
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design.types import Action
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.presenters.totals import Reason, SumRow
from jishi.surfaces.storefront.words_account import PROVIDERS, STAGES, word
from jishi.trade.orders.types import (
    BuyerLabel,
    FulfillmentStatus,
    OrderKind,
    OrderLineView,
    OrderStatus,
    OrderView,
    PaymentStatus,
)

NOT_SHIPPED = {FulfillmentStatus.NONE, FulfillmentStatus.TO_SHIP, FulfillmentStatus.WAITING_STOCK}
UNDER_WAY = {FulfillmentStatus.SHIPPED, FulfillmentStatus.DELIVERED}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of an order.

    sum_minor: after discounts, without freight. reasons: what was taken off and why.
    state: what has become of it, in words; empty if all is as it should be.
    ask_url: where to ask for a refund or return; empty if that is not possible now.
    keys_url: where its card keys can be looked at; empty if there are none.
    """

    key: str
    title: str
    options: str
    picture: ShownPicture | None
    quantity: int
    unit_minor: int
    sum_minor: int
    reasons: tuple[Reason, ...]
    state: str
    ask_url: str = ""
    keys_url: str = ""

    @property
    def off_minor(self) -> int:
        """What all discounts took off."""
        return sum(reason.amount_minor for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list. actions: the few things one comes for."""

    number: str
    url: str
    shop: str
    label: BuyerLabel
    currency: str
    total_minor: int
    placed_at: datetime
    pay_until: datetime | None
    lines: tuple[ShownLine, ...]
    units: int
    actions: tuple[Action, ...]


def cards_of(orders: Sequence[OrderView], door: Door) -> list[OrderCard]:
    """Return orders as a list shows them; one statement for the names of their shops."""
    names = shop_names(orders)
    locale = context.locale()
    return [
        OrderCard(
            number=order.number,
            url=door.url("order", order.number),
            shop=localized(names.get(order.merchant_id, {}), locale),
            label=order.label,
            currency=order.currency,
            total_minor=order.total_minor,
            placed_at=order.placed_at,
            pay_until=order.pay_until if order.label == BuyerLabel.TO_PAY else None,
            lines=tuple(line_of(line, locale) for line in order.lines),
            units=sum(line.quantity for line in order.lines),
            actions=_first_actions(order, door),
        )
        for order in orders
    ]


def shop_names(orders: Iterable[OrderView]) -> dict[UUID, TextMap]:
    """Return the names of the shops of some orders; nothing where there is one shop only."""
    if not site.is_marketplace():
        return {}
    return merchants_queries.names_of({order.merchant_id for order in orders})


def lines_of(order: OrderView, door: Door, askable: Collection[UUID]) -> tuple[ShownLine, ...]:
    """Return the lines of an order with what can be done about each.

    askable: lines for which a refund or return may be asked.
    """
    locale = context.locale()
    return tuple(
        line_of(
            line,
            locale,
            ask_url=(
                f"{door.url('aftersale_new', order.number)}?line={ids.encode('lin', line.line_id)}"
                if line.line_id in askable
                else ""
            ),
            keys_url=(
                door.url("order_keys", order.number, ids.encode("lin", line.line_id))
                if order.kind == OrderKind.CARD_KEY and line.shipped_quantity and not door.is_guest
                else ""
            ),
        )
        for line in order.lines
    )


def line_of(
    line: OrderLineView, locale: str, *, ask_url: str = "", keys_url: str = ""
) -> ShownLine:
    """Return a line as pages show it."""
    return ShownLine(
        key=ids.encode("lin", line.line_id),
        title=localized(line.title, locale),
        options=localized(line.options, locale),
        picture=pictures.of_url(line.image_url),
        quantity=line.quantity,
        unit_minor=line.unit_list_minor,
        sum_minor=line.payable_goods_minor,
        reasons=tuple(
            Reason(word(STAGES, share.stage), share.amount_minor) for share in line.shares
        ),
        state=_line_state(line),
        ask_url=ask_url,
        keys_url=keys_url,
    )


def sums_of(order: OrderView) -> tuple[SumRow, ...]:
    """Return how the total came about, one row per kind of discount."""
    by_stage: dict[str, int] = {}
    for line in order.lines:
        for share in line.shares:
            by_stage[share.stage] = by_stage.get(share.stage, 0) + share.amount_minor
    rows = [SumRow(_("Goods"), sum(line.list_minor for line in order.lines))]
    rows += [SumRow(word(STAGES, stage), -amount) for stage, amount in by_stage.items() if amount]
    rows.append(SumRow(_("Shipping"), order.freight_minor))
    if order.tax_minor:
        rows.append(SumRow(_("Tax"), order.tax_minor))
    return tuple(rows)


def actions_of(order: OrderView, door: Door) -> tuple[Action, ...]:
    """Return exactly what its buyer may do with an order now, the most likely first."""
    return (*_first_actions(order, door), *_more_actions(order, door))


def provider_text(payment: PaymentView | None) -> str:
    """Return by which way something was paid; empty while it was not."""
    return word(PROVIDERS, payment.provider) if payment and payment.provider else ""


def own_refunds(refunds: Iterable[RefundView], causes: Collection[UUID]) -> tuple[RefundView, ...]:
    """Return the refunds that belong to one order of a payment."""
    return tuple(refund for refund in refunds if refund.reference in causes)


def can_change_address(order: OrderView) -> bool:
    """Return whether it can still be sent elsewhere."""
    is_open = order.status in {OrderStatus.AWAITING_PAYMENT, OrderStatus.CONFIRMED}
    return is_open and order.address is not None and order.fulfillment_status in NOT_SHIPPED


def can_receive(order: OrderView) -> bool:
    """Return whether receipt can be confirmed."""
    return (
        order.status == OrderStatus.CONFIRMED
        and order.fulfillment_status in UNDER_WAY
        and not order.has_open_aftersale
    )


def pay_url(order: OrderView) -> str:
    """Return where the group of an order is paid."""
    return reverse("storefront:pay", args=[ids.encode("grp", order.group_id)])


def _first_actions(order: OrderView, door: Door) -> tuple[Action, ...]:
    found = []
    if order.label == BuyerLabel.TO_PAY:
        found.append(Action(_("Pay"), pay_url(order), kind="primary"))
        found.append(Action(_("Cancel"), door.url("order_cancel", order.number), confirm=True))
    if can_receive(order):
        url = door.url("order_receive", order.number)
        found.append(Action(_("Confirm receipt"), url, kind="primary", confirm=True))
    if order.label == BuyerLabel.TO_REVIEW and not door.is_guest:
        url = door.url("order_review", order.number)
        found.append(Action(_("Write a review"), url, kind="primary"))
    return tuple(found)


def _more_actions(order: OrderView, door: Door) -> tuple[Action, ...]:
    found = []
    if can_receive(order):
        url = door.url("order_extend", order.number)
        found.append(Action(_("More time for receipt"), url, method="post"))
    if can_change_address(order) and not door.is_guest:
        found.append(Action(_("Change address"), door.url("order_address", order.number)))
    if order.label != BuyerLabel.TO_PAY:
        found.append(Action(_("Buy again"), door.url("order_again", order.number), method="post"))
    if order.payment_status != PaymentStatus.UNPAID:
        found.append(
            Action(
                pgettext("shopper", "Receipt"),
                door.url("order_receipt", order.number),
                icon="printer",
            )
        )
        url = door.url("order_certificate", order.number)
        found.append(Action(_("Payment certificate"), url, icon="download"))
    return tuple(found)


def _line_state(line: OrderLineView) -> str:
    if line.returned_quantity:
        return _("%(count)s refunded") % {"count": line.returned_quantity}
    if 0 < line.shipped_quantity < line.quantity:
        return _("%(count)s shipped") % {"count": line.shipped_quantity}
    return ""
