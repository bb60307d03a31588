"""Placing: the moment a checkout becomes orders."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.money import Money
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping.types import DeliveryChoice
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import Demand, Source
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import QuotedLine
from jishi.goods.promotions import services as promotions
from jishi.money.payments import services as payments
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Part
from jishi.parties.merchants import queries as merchants_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartLineView, CartOwner
from jishi.trade.checkout import rules
from jishi.trade.checkout.errors import (
    AddressMissing,
    ContactMissing,
    DeliveryGone,
    LineUnavailable,
    NotDeliverable,
    TotalChanged,
)
from jishi.trade.checkout.models import Checkout
from jishi.trade.checkout.queries import Worked, goods_of, points_purse, work_out
from jishi.trade.checkout.services.edit import locked
from jishi.trade.checkout.types import CheckoutState, Placed
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import (
    DiscountShare,
    GroupId,
    LineSource,
    NewGroup,
    NewLine,
    OrderKind,
)

RESERVATION_GRACE = timedelta(days=1)
"""Reservations outlive the time to pay, so that only closing an order gives stock back."""

_REFUSALS: dict[str, type[JishiError]] = {
    "line_unavailable": LineUnavailable,
    "address_missing": AddressMissing,
    "contact_missing": ContactMissing,
    "not_deliverable": NotDeliverable,
}


@transactional
def place_order(
    *,
    actor: Actor,
    checkout_id: UUID,
    owner: CartOwner,
    expected_total_minor: int,
    locale: str,
) -> Placed:
    """Place what was worked out, at the total that the buyer agreed to.

    The checkout is the idempotency key: placing it again returns the first answer. Stock
    is reserved last, so that the rows many buyers want are held shortest.

    Raises: CheckoutNotFound; AddressMissing, ContactMissing, LineUnavailable,
        NotDeliverable, DeliveryGone, SlotTaken; TotalChanged with both totals; OutOfStock;
        CouponUnavailable, ActivityUnavailable; NotEnoughValue.
    Emits: OrderPlaced, StockChanged.
    Locks: the checkout, then activities, the points, coupons, then stock levels.
    """
    row = locked(checkout_id, owner)
    if row.state == CheckoutState.PLACED:
        return _placed(row.group_id)
    worked = work_out(row, goods_of(row), is_placing=True)
    _require_chosen(row, worked)
    _require_placeable(worked, expected_total_minor)
    group = _new_group(row, worked, locale)
    written = orders.place(actor=actor, group=group)
    payments.open_payment(
        actor=actor,
        reference=row.group_id,
        amount=Money(worked.view.total_minor, row.currency),
        expires_at=written.pay_until,
    )
    _bind_promotions(row, worked, actor=actor)
    if row.cart_id:
        cart.clear_bought(actor=actor, cart_id=row.cart_id, variant_ids=list(worked.goods.variants))
    row.state = CheckoutState.PLACED
    prepared.save(row, "state")
    sources = inventory.reserve(
        actor=actor,
        owner_id=row.group_id,
        demands=[
            Demand(line.variant_id, line.merchant_id, line.quantity) for line in worked.view.lines
        ],
        region_codes=worked.view.address.region_codes() if worked.view.address else (),
        expires_at=written.pay_until + RESERVATION_GRACE,
    )
    if _by_variant(sources) != {line.variant_id: line.sources for line in group.lines}:
        orders.replan(actor=actor, group_id=row.group_id, sources=_by_variant(sources))
    if worked.view.total_minor == 0:
        orders.confirm(actor=Actor.system("checkout"), group_id=row.group_id)
    return Placed(
        group_id=row.group_id,
        number=written.number,
        total_minor=worked.view.total_minor,
        currency=row.currency,
        pay_until=written.pay_until if worked.view.total_minor else None,
        order_ids=written.order_ids,
    )


def _require_chosen(row: Checkout, worked: Worked) -> None:
    """Refuse where a chosen way, a slot perhaps, is closed meanwhile and another stands in."""
    for parcel in worked.view.parcels:
        wanted = row.delivery.get(parcel.key)
        if wanted and (parcel.chosen is None or parcel.chosen.code != wanted):
            raise DeliveryGone(field="delivery", parcel=parcel.key)


def _require_placeable(worked: Worked, expected_total_minor: int) -> None:
    for blocker in worked.view.blockers:
        raise _REFUSALS[blocker]
    if worked.view.total_minor != expected_total_minor:
        raise TotalChanged(expected=expected_total_minor, actual=worked.view.total_minor)


def _bind_promotions(row: Checkout, worked: Worked, *, actor: Actor) -> None:
    quote = worked.view.quote
    assert quote is not None, "a placeable checkout has a quote"
    promotions.take(
        actor=actor,
        group_id=row.group_id,
        user_id=row.user_id,
        uses=pricing_queries.uses_of(quote),
    )
    if points := rules.points_of(quote):
        assert row.user_id is not None, "only members have points"
        part = Part(points_purse(row.user_id), points)
        wallets.hold(actor=actor, reference=row.group_id, parts=[part])
    if quote.coupons_used:
        promotions.lock(
            actor=actor,
            group_id=row.group_id,
            claimed_ids=[used.offer_id for used in quote.coupons_used],
        )


def _placed(group_id: UUID) -> Placed:
    group = orders_queries.get_group(group_id)
    return Placed(
        group_id=group.group_id,
        number=group.number,
        total_minor=group.total_minor,
        currency=group.currency,
        pay_until=group.pay_until if group.is_awaiting_payment else None,
        order_ids=tuple(order.order_id for order in group.orders),
    )


def _new_group(row: Checkout, worked: Worked, locale: str) -> NewGroup:
    view = worked.view
    assert view.quote is not None, "a placeable checkout has a quote"
    sources = _planned_sources(worked)
    quoted = {line.line_id: line for line in view.quote.lines}
    return NewGroup(
        group_id=GroupId(row.group_id),
        user_id=row.user_id,
        email=view.contact.email,
        phone=view.contact.phone,
        locale=locale,
        market_code=row.market_code,
        currency=row.currency,
        address=view.address if view.needs_address else None,
        lines=tuple(
            _new_line(
                line,
                worked.goods.variants[line.variant_id],
                quoted[line.line_id],
                sources[line.line_id],
                _commission_rate(worked, line),
            )
            for line in view.lines
        ),
        notes=view.notes,
        promised={
            parcel.merchant_id: parcel.chosen.promised_to
            for parcel in view.parcels
            if parcel.chosen is not None
        },
        channel=row.channel,
        deliveries=_deliveries(worked),
    )


def _deliveries(worked: Worked) -> tuple[DeliveryChoice, ...]:
    return tuple(
        DeliveryChoice(
            merchant_id=plan.merchant_id,
            location_id=plan.location_id,
            code=parcel.chosen.code,
            promised_from=parcel.chosen.promised_from,
            promised_to=parcel.chosen.promised_to,
        )
        for plan, parcel in zip(worked.plans, worked.view.parcels, strict=True)
        if parcel.chosen is not None
    )


def _new_line(
    line: CartLineView,
    variant: SellableVariant,
    quoted: QuotedLine,
    sources: tuple[LineSource, ...],
    commission_rate_bp: int,
) -> NewLine:
    return NewLine(
        line_id=line.line_id,
        merchant_id=line.merchant_id,
        kind=OrderKind(line.kind),
        product_id=line.product_id,
        variant_id=line.variant_id,
        code=line.code,
        title=line.title,
        options=line.option_text,
        image_url=line.image_url,
        quantity=line.quantity,
        unit_list_minor=quoted.unit_list_minor,
        list_minor=quoted.list_minor,
        shares=tuple(
            DiscountShare(
                stage=share.stage,
                source_id=str(share.source_id),
                amount_minor=share.amount_minor,
                platform_minor=share.platform_minor,
            )
            for share in quoted.shares
        ),
        payable_goods_minor=quoted.payable_goods_minor,
        freight_minor=quoted.freight_minor,
        tax_minor=quoted.tax_minor,
        payable_minor=quoted.payable_minor,
        commission_rate_bp=commission_rate_bp,
        return_days=variant.return_days,
        sources=sources,
    )


def _commission_rate(worked: Worked, line: CartLineView) -> int:
    """Return the rate of the product or its category, else of the merchant, else the general."""
    own = worked.goods.variants[line.variant_id].commission_rate_bp
    return merchants_queries.rate_of(worked.goods.merchants[line.merchant_id], own)


def _planned_sources(worked: Worked) -> dict[UUID, tuple[LineSource, ...]]:
    planned: dict[UUID, list[LineSource]] = {}
    for plan in worked.plans:
        for unit in plan.units:
            planned.setdefault(unit.line_id, []).append(LineSource(plan.location_id, unit.quantity))
    return {line_id: _sorted(sources) for line_id, sources in planned.items()}


def _by_variant(sources: tuple[Source, ...]) -> dict[UUID, tuple[LineSource, ...]]:
    found: dict[UUID, list[LineSource]] = {}
    for source in sources:
        found.setdefault(source.variant_id, []).append(
            LineSource(source.location_id, source.quantity)
        )
    return {variant_id: _sorted(parts) for variant_id, parts in found.items()}


def _sorted(sources: list[LineSource]) -> tuple[LineSource, ...]:
    return tuple(sorted(sources, key=lambda source: source.location_id))
