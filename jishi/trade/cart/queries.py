"""Reads of carts; each in a fixed number of statements, whatever the lines."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import Facts, PriceInfo, Quote, QuoteLine, QuoteRequest
from jishi.goods.promotions import queries as promotions_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard
from jishi.trade.cart import rules
from jishi.trade.cart.errors import CartNotFound
from jishi.trade.cart.models import Cart, CartLine
from jishi.trade.cart.types import (
    CartGroup,
    CartItem,
    CartLineFacts,
    CartLineView,
    CartOwner,
    CartView,
)


def find_cart_id(owner: CartOwner, market_code: str) -> UUID | None:
    """Return the id of an owner's cart, or None if there is none yet."""
    return (
        Cart.objects.filter(owner_key=owner.key(market_code)).values_list("id", flat=True).first()
    )


def find_guest_cart_id(guest_id: UUID) -> UUID | None:
    """Return the newest cart of an anonymous visitor, whatever its market, or None."""
    rows = Cart.objects.filter(guest_id=guest_id, user=None).order_by("-id")
    return rows.values_list("id", flat=True).first()


def market_of(cart_id: UUID) -> str:
    """Return the market of a cart. Raises: CartNotFound."""
    code = Cart.objects.filter(pk=cart_id).values_list("market_code", flat=True).first()
    if code is None:
        raise CartNotFound
    return code


def count_units(owner: CartOwner, market_code: str) -> int:
    """Return how many units are in an owner's cart, for the badge; one statement."""
    found = CartLine.objects.filter(
        cart__owner_key=owner.key(market_code), is_saved=False
    ).aggregate(units=Sum("quantity"))
    return found["units"] or 0


def get_cart(
    cart_id: UUID, *, owner: CartOwner, region_codes: tuple[str, ...] = (), is_new: bool = False
) -> CartView:
    """Return a cart with today's prices, stock and problems.

    region_codes: where it would be sent, for the stock that can be had there.
    is_new: whether the shopper has never bought, for coupons of newcomers.
    Raises: CartNotFound if it belongs to somebody else.
    """
    cart = Cart.objects.filter(pk=cart_id).first()
    if cart is None or not _is_owner(cart, owner):
        raise CartNotFound
    rows = list(CartLine.objects.filter(cart_id=cart_id).order_by("-id"))
    variants = catalog_queries.list_sellable([row.variant_id for row in rows])
    prices = pricing_queries.list_prices(list(variants), cart.market_code)
    available = inventory_queries.available(list(variants), region_codes=region_codes)
    merchants = merchants_queries.cards_of({v.merchant_id for v in variants.values()})
    facts = [
        CartLineFacts(row.id, row.variant_id, row.quantity, row.is_selected, row.seen_unit_minor)
        for row in rows
    ]
    views = line_views(facts, variants, prices, available, merchants)
    saved_ids = {row.id for row in rows if row.is_saved}
    active = [view for view in views if view.line_id not in saved_ids]
    chosen = tuple(UUID(one) for one in cart.chosen_coupons) if cart.chosen_coupons else None
    return CartView(
        cart_id=cart.id,
        market_code=cart.market_code,
        currency=cart.currency,
        version=cart.version,
        groups=_grouped(active, merchants),
        saved=tuple(view for view in views if view.line_id in saved_ids),
        chosen_coupon_ids=chosen,
        quote=_quote(cart, active, variants, chosen, owner, is_new=is_new),
        updated_at=cart.updated_at,
    )


def list_selected(cart_id: UUID, owner: CartOwner) -> tuple[CartItem, ...]:
    """Return what would be checked out: selected lines that are not saved for later.

    Raises: CartNotFound.
    """
    cart = Cart.objects.filter(pk=cart_id).first()
    if cart is None or not _is_owner(cart, owner):
        raise CartNotFound
    rows = CartLine.objects.filter(cart_id=cart_id, is_selected=True, is_saved=False)
    return tuple(CartItem(row.variant_id, row.quantity) for row in rows.order_by("id"))


def chosen_coupons(cart_id: UUID) -> list[str] | None:
    """Return the coupons chosen in a cart, or None if the house is to choose."""
    return Cart.objects.filter(pk=cart_id).values_list("chosen_coupons", flat=True).first()


def line_views(
    lines: Sequence[CartLineFacts],
    variants: dict[UUID, SellableVariant],
    prices: dict[UUID, PriceInfo],
    available: dict[UUID, int],
    merchants: dict[UUID, MerchantCard],
) -> tuple[CartLineView, ...]:
    """Return lines as pages show them, with today's price and problem; unknown ones drop out."""
    return tuple(
        _line(line, variants[line.variant_id], prices, available, merchants)
        for line in lines
        if line.variant_id in variants
    )


def _is_owner(cart: Cart, owner: CartOwner) -> bool:
    if cart.user_id is not None:
        return cart.user_id == owner.user_id
    return cart.guest_id is not None and cart.guest_id == owner.guest_id


def _line(
    row: CartLineFacts,
    variant: SellableVariant,
    prices: dict[UUID, PriceInfo],
    available: dict[UUID, int],
    merchants: dict[UUID, MerchantCard],
) -> CartLineView:
    price = prices.get(row.variant_id)
    stock = available.get(row.variant_id, 0)
    merchant = merchants.get(variant.merchant_id)
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
    lines: Sequence[CartLineView], merchants: dict[UUID, MerchantCard]
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
    variants: dict[UUID, SellableVariant],
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
                    category_ids=variants[line.variant_id].category_ids,
                )
                for line in buyable
            ),
            market_code=cart.market_code,
            currency=cart.currency,
            coupons=coupons,
            chosen_coupon_ids=chosen,
            charges=(),
            facts=Facts(is_first_order=is_new),
            at=moment,
        )
    )
