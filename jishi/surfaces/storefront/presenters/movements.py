"""Money that went from a buyer and back, in words: counterparty, reason, and what was left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.text import localized
from jishi.money.payments.types import Movement, RefundKind
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.presenters.orders import shop_names
from jishi.surfaces.storefront.words_account import CASE_REASONS, PROVIDERS, REFUND_KINDS, word
from jishi.trade.orders.types import OrderView


@dataclass(frozen=True, slots=True)
class ShownMovement:
    """One movement of a buyer's money.

    amount: negative when it came back. balance: what of the payment was left after it.
    shops: who was paid. orders: numbers with their pages. paper_url: the certificate.
    """

    what: str
    at: datetime
    amount: Money
    balance: Money
    reason: str
    way: str
    shops: str
    number: str
    provider_no: str
    orders: tuple[tuple[str, str], ...]
    paper_url: str


def of(
    movements: Iterable[Movement], orders: Iterable[OrderView], door: Door
) -> list[ShownMovement]:
    """Return movements with the orders they paid; one statement for the names of shops."""
    known = list(orders)
    names = {key: localized(name, context.locale()) for key, name in shop_names(known).items()}
    groups: dict[UUID, list[OrderView]] = {}
    for order in known:
        groups.setdefault(order.group_id, []).append(order)
    return [
        _shown(movement, groups.get(movement.payment_reference, []), names, door)
        for movement in movements
    ]


def _shown(
    movement: Movement, orders: list[OrderView], names: Mapping[UUID, str], door: Door
) -> ShownMovement:
    shops = dict.fromkeys(names.get(order.merchant_id, "") for order in orders)
    return ShownMovement(
        what=_("Refund") if movement.refund_kind else _("Payment"),
        at=movement.at,
        amount=Money(-movement.amount.minor, movement.amount.currency),
        balance=movement.balance,
        reason=_reason(movement),
        way=" · ".join(
            part for part in (word(PROVIDERS, movement.provider), movement.counterparty) if part
        ),
        shops=", ".join(shop for shop in shops if shop),
        number=movement.number,
        provider_no=movement.provider_no,
        orders=tuple((order.number, door.url("order", order.number)) for order in orders),
        paper_url=door.url("order_certificate", orders[0].number) if orders else "",
    )


def _reason(movement: Movement) -> str:
    if movement.refund_kind is None:
        return _("Your order")
    if movement.refund_kind == RefundKind.ASKED and movement.reason:
        return word(CASE_REASONS, movement.reason)
    return word(REFUND_KINDS, movement.refund_kind)
