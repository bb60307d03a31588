"""Reads of checkout: everything computed afresh, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.platform import prepared
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import DeliveryMethod, DeliveryOption, Parcel, ParcelLine
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import Demand, LocationInfo
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import (
    Facts,
    FreightCharge,
    PointsOffer,
    Quote,
    QuoteLine,
    QuoteRequest,
)
from jishi.goods.promotions import queries as promotions_queries
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import POINTS_UNIT, Asset, PurseName
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartLineFacts, CartLineView, CartOwner, Goods
from jishi.trade.checkout import preferences, rules
from jishi.trade.checkout.errors import CheckoutNotFound
from jishi.trade.checkout.models import Checkout
from jishi.trade.checkout.types import (
    CheckoutState,
    CheckoutView,
    Contact,
    ParcelView,
    PointsChoice,
)
from jishi.trade.orders import queries as orders_queries

_HOUSE = Actor.system("checkout")


@dataclass(frozen=True, slots=True)
class Worked:
    """A checkout worked out: what pages show and what placing writes."""

    view: CheckoutView
    goods: Goods
    plans: tuple[rules.ParcelPlan, ...]


def get_checkout(checkout_id: UUID, owner: CartOwner) -> CheckoutView:
    """Return a checkout with prices, parcels and ways of delivery.

    Raises: CheckoutNotFound if it belongs to somebody else.
    """
    row = _checkout(checkout_id)
    if row is None or not is_owner(row, owner):
        raise CheckoutNotFound
    return work_out(row, goods_of(row)).view


def is_placed_by(group_id: UUID, guest_id: UUID) -> bool:
    """Return whether a visitor placed a group."""
    return bool(_placed_by(group_id, guest_id))


@prepared.finding
def _checkout(checkout_id: UUID) -> QuerySet[Checkout]:
    return Checkout.objects.filter(pk=checkout_id)


@prepared.reading
def _placed_by(group_id: UUID, guest_id: UUID) -> QuerySet[Checkout, UUID]:
    rows = Checkout.objects.filter(group_id=group_id, guest_id=guest_id, user=None)
    return rows.values_list("id", flat=True)


def is_owner(row: Checkout, owner: CartOwner) -> bool:
    """Return whether a checkout is the owner's."""
    if row.user_id is not None:
        return row.user_id == owner.user_id
    return row.guest_id is not None and row.guest_id == owner.guest_id


def goods_of(row: Checkout) -> Goods:
    """Return what a sale needs to know of a checkout's articles, in four statements."""
    return cart_queries.read_goods(
        [UUID(item["variant_id"]) for item in row.items], row.market_code
    )


def work_out(row: Checkout, goods: Goods, *, is_placing: bool = False) -> Worked:
    """Compute lines, stock plan, freight and quote of a checkout.

    goods: what `goods_of` read. One statement for freight; a member's coupons and first
    order take one each, and their points. is_placing: activities are read anew, in two more.
    """
    moment = clock.now()
    facts = [
        CartLineFacts(UUID(item["line_id"]), UUID(item["variant_id"]), int(item["quantity"]))
        for item in row.items
    ]
    address = Address(**row.address) if row.address else None
    region = address.region_codes() if address else ()
    lines = cart_queries.line_views(facts, goods, region_codes=region)
    buyable = tuple(line for line in lines if line.problem is None)
    is_whole = bool(lines) and len(buyable) == len(facts)
    plans: tuple[rules.ParcelPlan, ...] = ()
    parcels: tuple[ParcelView, ...] = ()
    quote, points, balance = None, None, _points_balance(row)
    if is_whole:
        ask = _request(row, buyable, goods.variants, moment, balance, is_placing=is_placing)
        plans, parcels, quote = _ship_and_price(row, ask, goods, address)
        points = _points_choice(row, balance, quote)
    needs_address = any(line.kind == rules.PHYSICAL for line in lines)
    view = CheckoutView(
        checkout_id=row.id,
        group_id=row.group_id,
        state=CheckoutState(row.state),
        cart_id=row.cart_id,
        market_code=row.market_code,
        currency=row.currency,
        contact=Contact(email=row.email, phone=row.phone),
        address=address,
        lines=lines,
        merchant_names={key: card.name for key, card in goods.merchants.items()},
        parcels=parcels,
        quote=quote,
        chosen_coupon_ids=ask.chosen_coupon_ids if is_whole else None,
        notes={UUID(key): text for key, text in row.notes.items()},
        needs_address=needs_address,
        blockers=_blockers(row, parcels, needs_address=needs_address, is_whole=is_whole),
        points=points,
    )
    return Worked(view=view, goods=goods, plans=plans)


def _request(
    row: Checkout,
    lines: Sequence[CartLineView],
    variants: Mapping[UUID, SellableVariant],
    moment: datetime,
    points: int | None,
    *,
    is_placing: bool,
) -> QuoteRequest:
    is_first = row.user_id is not None and not orders_queries.has_ordered(row.user_id)
    merchant_ids = {line.merchant_id for line in lines}
    chosen = row.chosen_coupons
    activities = promotions_queries.offers_on(
        {line.variant_id for line in lines},
        market_code=row.market_code,
        user_id=row.user_id,
        at=moment,
        is_fresh=is_placing,
    )
    return QuoteRequest(
        lines=tuple(
            QuoteLine(
                line_id=line.line_id,
                variant_id=line.variant_id,
                product_id=line.product_id,
                merchant_id=line.merchant_id,
                quantity=line.quantity,
                unit_list_minor=line.unit_minor or 0,
                category_ids=variants[line.variant_id].category_ids,
            )
            for line in lines
        ),
        market_code=row.market_code,
        currency=row.currency,
        at=moment,
        coupons=promotions_queries.candidates(
            user_id=row.user_id, merchant_ids=merchant_ids, at=moment
        ),
        chosen_coupon_ids=None if chosen is None else tuple(UUID(one) for one in chosen),
        facts=Facts(is_first, cart_queries.level_for(row.user_id, activities)),
        activities=replace(activities, points=_points_offer(row, points)),
    )


def _points_balance(row: Checkout) -> int | None:
    """Return the points a member can spend here; None where points pay for nothing."""
    if row.user_id is None or row.currency != preferences.POINTS_CURRENCY.get():
        return None
    purse = wallets_queries.get_purse(actor=_HOUSE, purse=points_purse(row.user_id))
    return max(0, purse.balance_minor)


def points_purse(user_id: UUID) -> PurseName:
    """Return the name of a member's points."""
    return PurseName(user_id, Asset.POINTS, POINTS_UNIT)


def _points_offer(row: Checkout, balance: int | None) -> PointsOffer | None:
    if row.user_id is None or not row.uses_points or not balance:
        return None
    return PointsOffer(
        source_id=row.user_id,
        amount_minor=balance,
        step_minor=preferences.POINTS_STEP.get(),
        max_rate_bp=preferences.POINTS_MAX_BP.get(),
    )


def _points_choice(row: Checkout, balance: int | None, quote: Quote) -> PointsChoice | None:
    if balance is None:
        return None
    goods = sum(line.payable_goods_minor for line in quote.lines) + rules.points_of(quote)
    usable = rules.usable_points(
        goods,
        balance,
        step=preferences.POINTS_STEP.get(),
        max_bp=preferences.POINTS_MAX_BP.get(),
    )
    return PointsChoice(balance=balance, usable=usable, is_used=row.uses_points and usable > 0)


def _ship_and_price(
    row: Checkout,
    ask: QuoteRequest,
    goods: Goods,
    address: Address | None,
) -> tuple[tuple[rules.ParcelPlan, ...], tuple[ParcelView, ...], Quote]:
    """Price the goods, plan the parcels, price the freight, and price it all again."""
    goods_only = pricing_queries.quote(ask)
    facts = {
        line.line_id: rules.LineFacts(
            line_id=line.line_id,
            merchant_id=line.merchant_id,
            kind=goods.variants[line.variant_id].kind,
            quantity=line.quantity,
            amount_minor=line.payable_goods_minor,
        )
        for line in goods_only.lines
    }
    by_variant = {line.variant_id: line.line_id for line in goods_only.lines}
    planned = inventory_queries.plan_from(
        goods.shelves,
        [Demand(line.variant_id, line.merchant_id, line.quantity) for line in goods_only.lines],
        address.region_codes() if address else (),
    )
    units = [
        rules.PlannedUnits(by_variant[one.variant_id], one.location_id, one.quantity)
        for one in planned.sources
    ]
    plans = rules.plan_parcels(units, facts)
    variant_of = {line.line_id: line.variant_id for line in goods_only.lines}
    parcels = _parcels(plans, rules.amounts_by_unit(units, facts), variant_of, goods.variants)
    places = goods.shelves.places
    options = (
        shipping_queries.list_options(
            parcels=parcels, address=address, currency=row.currency, locations=places
        )
        if address
        else {}
    )
    views = tuple(_parcel_view(plan, options.get(plan.key, ()), row, places) for plan in plans)
    charges = tuple(
        _charge(plan, view.chosen)
        for plan, view in zip(plans, views, strict=True)
        if view.chosen is not None
    )
    return plans, views, pricing_queries.quote(replace(ask, charges=charges))


def _parcels(
    plans: Sequence[rules.ParcelPlan],
    amounts: Mapping[rules.PlannedUnits, int],
    variant_of: Mapping[UUID, UUID],
    variants: Mapping[UUID, SellableVariant],
) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(
            package_key=plan.key,
            merchant_id=plan.merchant_id,
            location_id=plan.location_id,
            lines=tuple(
                ParcelLine(
                    line_id=unit.line_id,
                    variant_id=variant_of[unit.line_id],
                    quantity=unit.quantity,
                    weight_g=variants[variant_of[unit.line_id]].weight_g,
                    volume_cm3=variants[variant_of[unit.line_id]].volume_cm3,
                    template_id=variants[variant_of[unit.line_id]].freight_template_id,
                    amount_minor=amounts[unit],
                )
                for unit in plan.units
            ),
            is_virtual=plan.kind != rules.PHYSICAL,
        )
        for plan in plans
    )


def _parcel_view(
    plan: rules.ParcelPlan,
    options: Sequence[DeliveryOption],
    row: Checkout,
    places: Mapping[UUID, LocationInfo],
) -> ParcelView:
    if not options and plan.kind != rules.PHYSICAL:
        options = (_virtual_option(plan),)
    usable = [option for option in options if option.is_available]
    wanted = row.delivery.get(plan.key)
    chosen = next((option for option in usable if option.code == wanted), None)
    return ParcelView(
        key=plan.key,
        merchant_id=plan.merchant_id,
        location_name=places[plan.location_id].name if plan.location_id in places else {},
        kind=plan.kind,
        line_ids=tuple(unit.line_id for unit in plan.units),
        options=tuple(options),
        chosen=chosen or next(iter(usable), None),
    )


def _virtual_option(plan: rules.ParcelPlan) -> DeliveryOption:
    """Virtual goods need no address, so they are not asked about."""
    moment = clock.now()
    return DeliveryOption(
        code=DeliveryMethod.VIRTUAL,
        name={"zh-hans": "在线交付", "en": "Online delivery"},
        fee_minor=0,
        line_shares=(0,) * len(plan.units),
        promised_from=moment,
        promised_to=moment,
    )


def _charge(plan: rules.ParcelPlan, option: DeliveryOption) -> FreightCharge:
    shares: dict[UUID, int] = {}
    for unit, share in zip(plan.units, option.line_shares, strict=True):
        shares[unit.line_id] = shares.get(unit.line_id, 0) + share
    return FreightCharge(
        package_key=plan.key,
        merchant_id=plan.merchant_id,
        fee_minor=option.fee_minor,
        line_ids=tuple(shares),
        line_shares=tuple(shares.items()),
    )


def _blockers(
    row: Checkout, parcels: Sequence[ParcelView], *, needs_address: bool, is_whole: bool
) -> tuple[str, ...]:
    found = []
    if not is_whole:
        found.append("line_unavailable")
    if needs_address and not row.address:
        found.append("address_missing")
    if row.user_id is None and not (row.email or row.phone):
        found.append("contact_missing")
    if row.address and any(parcel.chosen is None for parcel in parcels):
        found.append("not_deliverable")
    return tuple(found)
