"""Reads of carts; each in a fixed number of statements, whatever the lines."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.platform import prepared
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import Activities, Facts, Quote, QuoteLine, QuoteRequest
from jishi.goods.promotions import queries as promotions_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard
from jishi.trade.cart import rules
from jishi.trade.cart.errors import CartNotFound, ShareNotFound
from jishi.trade.cart.models import Cart, CartLine, SharedCart
from jishi.trade.cart.types import (
    CartGroup,
    CartItem,
    CartLineFacts,
    CartLineView,
    CartOwner,
    CartView,
    Goods,
    Selection,
    SharedView,
)


def find_cart_id(owner: CartOwner, market_code: str) -> UUID | None:
    """Return the id of an owner's cart, or None if there is none yet."""
    return (
        Cart.objects.filter(owner_key=owner.key(market_code)).values_list("id", flat=True).first()
    )


@prepared.finding
def _newest(guest_id: UUID) -> QuerySet[Cart]:
    return Cart.objects.filter(guest_id=guest_id, user=None).order_by("-id")[:1]


def count_units(owner: CartOwner, market_code: str) -> int:
    """Return how many units are in an owner's cart, for the badge; one statement."""
    found = CartLine.objects.filter(
        cart__owner_key=owner.key(market_code), is_saved=False
    ).aggregate(units=Sum("quantity"))
    return found["units"] or 0


def get_cart(
    cart_id: UUID | None,
    *,
    owner: CartOwner,
    region_codes: tuple[str, ...] = (),
    is_new: bool = False,
) -> CartView:
    """Return a cart with today's prices, stock and problems.

    cart_id: None for the newest cart of a visitor.
    region_codes: where it would be sent, for the stock that can be had there.
    is_new: whether the shopper has never bought, for coupons of newcomers.
    Raises: CartNotFound if it belongs to somebody else.
    """
    cart = _cart_of(cart_id, owner)
    rows = lines_of(cart.id)
    goods = read_goods([row.variant_id for row in rows], cart.market_code)
    return view_of(cart, rows, goods, owner, region_codes=region_codes, is_new=is_new)


def read_goods(variant_ids: Collection[UUID], market_code: str) -> Goods:
    """Return what a sale needs to know of variants in a market, in four statements."""
    variants = catalog_queries.list_sellable(variant_ids)
    return Goods(
        variants=variants,
        prices=pricing_queries.list_prices(variants, market_code),
        shelves=inventory_queries.read_shelves(variants),
        merchants=merchants_queries.cards_of({one.merchant_id for one in variants.values()}),
    )


@prepared.reading
def lines_of(cart_id: UUID) -> QuerySet[CartLine]:
    """Return the rows of a cart's lines, the newest first, for this room."""
    return CartLine.objects.filter(cart_id=cart_id).order_by("-id")


def view_of(
    cart: Cart,
    rows: Sequence[CartLine],
    goods: Goods,
    owner: CartOwner,
    *,
    region_codes: tuple[str, ...] = (),
    is_new: bool = False,
) -> CartView:
    """Return a cart whose rows and goods were read already, as others see it."""
    facts = [
        CartLineFacts(row.id, row.variant_id, row.quantity, row.is_selected, row.seen_unit_minor)
        for row in rows
    ]
    views = line_views(facts, goods, region_codes=region_codes)
    saved_ids = {row.id for row in rows if row.is_saved}
    active = [view for view in views if view.line_id not in saved_ids]
    chosen = tuple(UUID(one) for one in cart.chosen_coupons) if cart.chosen_coupons else None
    return CartView(
        cart_id=cart.id,
        market_code=cart.market_code,
        currency=cart.currency,
        version=cart.version,
        groups=_grouped(active, goods.merchants),
        saved=tuple(view for view in views if view.line_id in saved_ids),
        chosen_coupon_ids=chosen,
        quote=_quote(cart, active, goods, chosen, owner, is_new=is_new),
        updated_at=cart.updated_at,
    )


def get_selection(cart_id: UUID | None, owner: CartOwner) -> Selection:
    """Return what would be checked out: selected lines that are not saved for later.

    cart_id: None for the newest cart of a visitor.

    Raises: CartNotFound.
    """
    cart = _cart_of(cart_id, owner)
    lines = reversed(lines_of(cart.id))
    return Selection(
        cart_id=cart.id,
        market_code=cart.market_code,
        items=tuple(
            CartItem(line.variant_id, line.quantity)
            for line in lines
            if line.is_selected and not line.is_saved
        ),
        chosen_coupons=cart.chosen_coupons,
    )


def line_views(
    lines: Sequence[CartLineFacts], goods: Goods, *, region_codes: tuple[str, ...] = ()
) -> tuple[CartLineView, ...]:
    """Return lines as pages show them, with today's price and problem; unknown ones drop out."""
    available = inventory_queries.available_on(
        goods.shelves, goods.variants, region_codes=region_codes
    )
    return tuple(
        _line(line, goods, available[line.variant_id])
        for line in lines
        if line.variant_id in goods.variants
    )


def is_owner(cart: Cart, owner: CartOwner) -> bool:
    """Return whether a cart is the owner's."""
    if cart.user_id is not None:
        return cart.user_id == owner.user_id
    return cart.guest_id is not None and cart.guest_id == owner.guest_id


def _cart_of(cart_id: UUID | None, owner: CartOwner) -> Cart:
    cart = _cart(cart_id) if cart_id else owner.guest_id and _newest(owner.guest_id)
    if not cart or not is_owner(cart, owner):
        raise CartNotFound
    return cart


@prepared.finding
def _cart(cart_id: UUID) -> QuerySet[Cart]:
    return Cart.objects.filter(pk=cart_id)


def _line(row: CartLineFacts, goods: Goods, stock: int) -> CartLineView:
    variant = goods.variants[row.variant_id]
    price = goods.prices.get(row.variant_id)
    merchant = goods.merchants.get(variant.merchant_id)
    seen = row.seen_unit_minor
    return CartLineView(
        line_id=row.line_id,
        variant_id=row.variant_id,
        product_id=variant.product_id,
        merchant_id=variant.merchant_id,
        code=variant.code,
        slug=variant.slug,
        kind=variant.kind,
        title=variant.title,
        option_text=variant.option_text,
        image_url=variant.image_url,
        quantity=row.quantity,
        is_selected=row.is_selected,
        unit_minor=price.amount_minor if price else None,
        list_minor=price.list_minor if price else None,
        changed_by_minor=price.amount_minor - seen if price and seen is not None else 0,
        available=stock,
        problem=rules.problem_of(
            is_on_sale=variant.is_on_sale,
            is_merchant_open=bool(merchant and merchant.is_open),
            has_price=price is not None,
            available=stock,
            quantity=row.quantity,
        ),
    )


def _grouped(
    lines: Sequence[CartLineView], merchants: Mapping[UUID, MerchantCard]
) -> tuple[CartGroup, ...]:
    by_merchant: dict[UUID, list[CartLineView]] = {}
    for line in lines:
        by_merchant.setdefault(line.merchant_id, []).append(line)
    return tuple(
        CartGroup(
            merchant_id=merchant_id,
            merchant_code=merchants[merchant_id].code if merchant_id in merchants else "",
            merchant_name=merchants[merchant_id].name if merchant_id in merchants else {},
            lines=tuple(members),
        )
        for merchant_id, members in by_merchant.items()
    )


def _quote(
    cart: Cart,
    lines: Sequence[CartLineView],
    goods: Goods,
    chosen: tuple[UUID, ...] | None,
    owner: CartOwner,
    *,
    is_new: bool,
) -> Quote | None:
    buyable = [line for line in lines if line.can_be_bought and line.unit_minor is not None]
    if not buyable:
        return None
    moment = clock.now()
    merchant_ids = {line.merchant_id for line in buyable}
    coupons = promotions_queries.candidates(
        user_id=owner.user_id, merchant_ids=merchant_ids, at=moment
    )
    activities = promotions_queries.offers_on(
        {line.variant_id for line in buyable},
        market_code=cart.market_code,
        user_id=owner.user_id,
        at=moment,
    )
    return pricing_queries.quote(
        QuoteRequest(
            lines=tuple(
                QuoteLine(
                    line_id=line.line_id,
                    variant_id=line.variant_id,
                    product_id=line.product_id,
                    merchant_id=line.merchant_id,
                    quantity=line.quantity,
                    unit_list_minor=line.unit_minor or 0,
                    category_ids=goods.variants[line.variant_id].category_ids,
                )
                for line in buyable
            ),
            market_code=cart.market_code,
            currency=cart.currency,
            coupons=coupons,
            chosen_coupon_ids=chosen,
            charges=(),
            facts=Facts(is_new, level_for(owner.user_id, activities)),
            activities=activities,
            at=moment,
        )
    )


def level_for(user_id: UUID | None, activities: Activities) -> str:
    """Return a member's level where one pays less for it; one statement, else none."""
    is_asked = user_id is not None and activities.member_prices
    return accounts_queries.level_of(user_id) if user_id and is_asked else ""


def get_shared(code: str) -> SharedView:
    """Return a shared cart with today's prices and stock; nothing of whoever shared it.

    Raises: ShareNotFound if there is none, or its time is over.
    """
    row = SharedCart.objects.filter(code=code, expires_at__gt=clock.now()).first()
    if row is None:
        raise ShareNotFound
    facts = [
        CartLineFacts(UUID(line["variant_id"]), UUID(line["variant_id"]), line["quantity"])
        for line in row.lines
    ]
    goods = read_goods([line.variant_id for line in facts], row.market_code)
    lines = line_views(facts, goods)
    return SharedView(
        code=row.code,
        market_code=row.market_code,
        currency=markets_queries.get_market(row.market_code).currency,
        lines=lines,
        sum_minor=sum(
            line.unit_minor * line.quantity
            for line in lines
            if line.unit_minor is not None and line.problem is None
        ),
        expires_at=row.expires_at,
    )
