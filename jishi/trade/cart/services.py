"""What a shopper can do with a cart. Each is one transaction.

A `cart_id` that may be None then means the newest cart of a visitor.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing.types import PriceInfo
from jishi.trade.cart import preferences, queries, rules
from jishi.trade.cart.errors import (
    BadQuantity,
    CartFull,
    CartNotFound,
    LineNotFound,
    NotEnoughStock,
    NothingToShare,
    NotSellable,
)
from jishi.trade.cart.models import Cart, CartLine, SharedCart
from jishi.trade.cart.types import CartOwner, CartView, Goods, Taken


@transactional
def ensure_cart(*, actor: Actor, owner: CartOwner, market_code: str) -> UUID:
    """Return the owner's cart in a market, made if there is none."""
    return _cart_of(owner, market_code).id


@transactional
def open_cart(*, actor: Actor, owner: CartOwner, market_code: str) -> CartView:
    """Make the first cart of a new visitor in a market, and return it, empty.

    owner: with a fresh id, so that there is no cart yet.
    """
    cart = _new_cart(owner, market_code)
    prepared.insert([cart])
    return queries.view_of(cart, [], queries.read_goods([], cart.market_code), owner)


@transactional
def add_line(
    *, actor: Actor, owner: CartOwner, market_code: str, variant_id: UUID, quantity: int
) -> UUID:
    """Put units of a variant into the owner's cart, on top of what is there.

    Returns the cart's id.
    Raises: BadQuantity, NotSellable, NotEnoughStock with what is available, CartFull.
    """
    cart = _cart_of(owner, market_code)
    add_to(cart, owner, variant_id=variant_id, quantity=quantity)
    return cart.id


@transactional
def add_line_to(
    *, actor: Actor, cart_id: UUID | None, owner: CartOwner, variant_id: UUID, quantity: int
) -> CartView:
    """Put units of a variant into a cart known by its id; return the cart as it is then.

    Raises: CartNotFound, and what `add_line` raises.
    """
    return add_to(_own_cart(cart_id, owner), owner, variant_id=variant_id, quantity=quantity)


@transactional
def set_quantity(
    *, actor: Actor, cart_id: UUID | None, owner: CartOwner, line_id: UUID, quantity: int
) -> None:
    """Change how many units a line has; 0 removes it.

    Raises: CartNotFound, LineNotFound, BadQuantity, NotEnoughStock.
    """
    cart = _own_cart(cart_id, owner)
    line = _line_of(cart, line_id)
    if quantity == 0:
        line.delete()
        _touch(cart)
        return
    _check_quantity(quantity)
    if quantity > line.quantity:
        _check_stock(line.variant_id, quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    _touch(cart)


@transactional
def select_lines(
    *, actor: Actor, cart_id: UUID, owner: CartOwner, line_ids: Sequence[UUID]
) -> None:
    """Select exactly these lines for the checkout."""
    cart = _own_cart(cart_id, owner)
    rows = CartLine.objects.filter(cart_id=cart.id)
    rows.filter(pk__in=line_ids).update(is_selected=True)
    rows.exclude(pk__in=line_ids).update(is_selected=False)
    _touch(cart)


@transactional
def set_saved(
    *, actor: Actor, cart_id: UUID, owner: CartOwner, line_id: UUID, is_saved: bool
) -> None:
    """Keep a line for later, or take it back into the cart.

    Raises: CartNotFound, LineNotFound.
    """
    cart = _own_cart(cart_id, owner)
    line = _line_of(cart, line_id)
    line.is_saved = is_saved
    line.save(update_fields=["is_saved"])
    _touch(cart)


@transactional
def remove_lines(
    *, actor: Actor, cart_id: UUID | None, owner: CartOwner, line_ids: Sequence[UUID]
) -> None:
    """Take lines out of the cart; those that are gone already are no error."""
    cart = _own_cart(cart_id, owner)
    CartLine.objects.filter(cart_id=cart.id, pk__in=line_ids).delete()
    _touch(cart)


@transactional
def share(*, actor: Actor, cart_id: UUID | None, owner: CartOwner) -> str:
    """Keep the selected lines of a cart under a link, and return its code.

    What is shared are articles and numbers, no names, addresses or coupons. Later changes of
    the cart do not reach it.
    Raises: CartNotFound, NothingToShare.
    """
    selection = queries.get_selection(cart_id, owner)
    if not selection.items:
        raise NothingToShare
    moment = clock.now()
    row = SharedCart(
        code=secrets.token_urlsafe(15),
        market_code=selection.market_code,
        lines=[
            {"variant_id": item.variant_id.hex, "quantity": item.quantity}
            for item in selection.items
        ],
        created_at=moment,
        expires_at=moment + timedelta(days=preferences.share_days.get()),
    )
    row.save(force_insert=True)
    return row.code


@transactional
def take_shared(*, actor: Actor, owner: CartOwner, code: str) -> Taken:
    """Put the lines of a shared cart into one's own, in the market it was shared in.

    What cannot be bought now, is short, or has no room is left out; taking twice adds twice.
    Raises: ShareNotFound.
    Locks: the cart.
    """
    shared = queries.get_shared(code)
    cart = _cart_of(owner, shared.market_code)
    added = 0
    for line in reversed(shared.lines):
        try:
            add_to(cart, owner, variant_id=line.variant_id, quantity=line.quantity)
        except (NotSellable, NotEnoughStock, CartFull, BadQuantity):
            continue
        added += 1
    return Taken(added=added, left_out=len(shared.lines) - added)


@transactional
def forget_shared(*, actor: Actor) -> int:
    """Delete links whose time is over; return how many."""
    return SharedCart.objects.filter(expires_at__lte=clock.now()).delete()[0]


@transactional
def choose_coupons(
    *, actor: Actor, cart_id: UUID | None, owner: CartOwner, coupon_ids: Sequence[UUID] | None
) -> None:
    """Choose claimed coupons; None lets the house find the best ones."""
    cart = _own_cart(cart_id, owner)
    cart.chosen_coupons = None if coupon_ids is None else [str(one) for one in coupon_ids]
    cart.save(update_fields=["chosen_coupons"])
    _touch(cart)


@transactional
def merge(*, actor: Actor, user_id: UUID, guest_id: UUID) -> None:
    """Add an anonymous visitor's carts to those of the member who signed in.

    Quantities of the same article are summed, up to the limit.
    """
    for guest_cart in for_update(Cart.objects.filter(guest_id=guest_id, user=None)):
        lines = list(CartLine.objects.filter(cart_id=guest_cart.id))
        if lines:
            _move_lines(lines, _cart_of(CartOwner(user_id=user_id), guest_cart.market_code))
        guest_cart.delete()


@transactional
def unite(*, actor: Actor, kept_id: UUID, gone_id: UUID) -> None:
    """Put what lies in one person's carts into another's, and drop the emptied carts.

    Quantities of the same article are summed, up to the limit.
    Locks: the carts.
    """
    for cart in for_update(Cart.objects.filter(user_id=gone_id)):
        lines = list(CartLine.objects.filter(cart_id=cart.id))
        if lines:
            _move_lines(lines, _cart_of(CartOwner(user_id=kept_id), cart.market_code))
        cart.delete()


@transactional
def clear_bought(*, actor: Actor, cart_id: UUID, variant_ids: Sequence[UUID]) -> None:
    """Take out what was ordered."""
    _drop_bought(cart_id, variant_ids)
    _forget_choice(cart_id, clock.now())


@prepared.changing
def _drop_bought(cart_id: UUID, variant_ids: Sequence[UUID]) -> prepared.Change:
    return prepared.delete(
        CartLine.objects.filter(cart_id=cart_id, variant_id__in=variant_ids, is_saved=False)
    )


@prepared.changing
def _forget_choice(cart_id: UUID, at: datetime) -> prepared.Change:
    return prepared.update(
        Cart.objects.filter(pk=cart_id),
        version=F("version") + 1,
        updated_at=at,
        chosen_coupons=None,
    )


def add_to(cart: Cart, owner: CartOwner, *, variant_id: UUID, quantity: int) -> CartView:
    """Put units into a locked cart; return it as it is then.

    All that the decision and the answer need is read once, before anything is written.
    """
    _check_quantity(quantity)
    lines = queries.lines_of(cart.id)
    goods = queries.read_goods({variant_id, *(line.variant_id for line in lines)}, cart.market_code)
    line = next((one for one in lines if one.variant_id == variant_id), None)
    wanted = quantity + (line.quantity if line and not line.is_saved else 0)
    _check_quantity(wanted)
    price = _price_on_sale(goods, variant_id)
    _check_available(goods, variant_id, wanted)
    if line is None and len(lines) >= preferences.max_lines.get():
        raise CartFull(limit=preferences.max_lines.get())
    changes = {
        "quantity": wanted,
        "is_selected": True,
        "is_saved": False,
        "seen_unit_minor": price.amount_minor,
    }
    if line is None:
        lines.insert(0, CartLine(cart_id=cart.id, variant_id=variant_id, **changes))
        prepared.insert(lines[:1])
    else:
        for name, value in changes.items():
            setattr(line, name, value)
        line.save(update_fields=changes)
    _touch(cart)
    return queries.view_of(cart, lines, goods, owner)


def _price_on_sale(goods: Goods, variant_id: UUID) -> PriceInfo:
    variant, price = goods.variants.get(variant_id), goods.prices.get(variant_id)
    if variant is None or not variant.is_on_sale or price is None:
        raise NotSellable(field="variant_id")
    return price


def _check_available(goods: Goods, variant_id: UUID, quantity: int) -> None:
    available = inventory_queries.available_on(goods.shelves, goods.variants)[variant_id]
    if available < quantity:
        raise NotEnoughStock(field="quantity", available=available)


def _cart_of(owner: CartOwner, market_code: str) -> Cart:
    key = owner.key(market_code)
    cart = _locked_by_key(key)
    if cart is not None:
        return cart
    cart = _new_cart(owner, market_code)
    try:
        with transaction.atomic():
            prepared.insert([cart])
    except IntegrityError:
        made = _locked_by_key(key)
        assert made is not None, "the other one was committed"
        return made
    return cart


def _new_cart(owner: CartOwner, market_code: str) -> Cart:
    market = markets_queries.get_market(market_code)
    return Cart(
        owner_key=owner.key(market_code),
        user_id=owner.user_id,
        guest_id=None if owner.user_id else owner.guest_id,
        market_code=market.code,
        currency=market.currency,
    )


def _own_cart(cart_id: UUID | None, owner: CartOwner) -> Cart:
    cart = _locked(cart_id) if cart_id else owner.guest_id and _locked_newest(owner.guest_id)
    if not cart or not queries.is_owner(cart, owner):
        raise CartNotFound
    return cart


@prepared.finding
def _locked(cart_id: UUID) -> QuerySet[Cart]:
    rows: QuerySet[Cart] = for_update(Cart.objects.filter(pk=cart_id))
    return rows


@prepared.finding
def _locked_newest(guest_id: UUID) -> QuerySet[Cart]:
    rows: QuerySet[Cart] = for_update(Cart.objects.filter(guest_id=guest_id, user=None))
    return rows.order_by("-pk")[:1]


@prepared.finding
def _locked_by_key(owner_key: str) -> QuerySet[Cart]:
    rows: QuerySet[Cart] = for_update(Cart.objects.filter(owner_key=owner_key))
    return rows


def _line_of(cart: Cart, line_id: UUID) -> CartLine:
    line = CartLine.objects.filter(cart_id=cart.id, pk=line_id).first()
    if line is None:
        raise LineNotFound
    return line


def _move_lines(lines: Sequence[CartLine], target: Cart) -> None:
    present = {line.variant_id: line for line in CartLine.objects.filter(cart_id=target.id)}
    limit = preferences.max_quantity.get()
    for line in lines:
        known = present.get(line.variant_id)
        if known is None:
            line.cart_id = target.id
            line.save(update_fields=["cart_id"])
            continue
        known.quantity = rules.merged_quantity((known.quantity, line.quantity), limit=limit)
        known.is_saved = known.is_saved and line.is_saved
        known.save(update_fields=["quantity", "is_saved"])
        line.delete()
    _touch(target)


def _touch(cart: Cart) -> None:
    """Note that a locked cart was changed."""
    cart.version, cart.updated_at = cart.version + 1, clock.now()
    _note_change(cart.id, cart.updated_at)


@prepared.changing
def _note_change(cart_id: UUID, at: datetime) -> prepared.Change:
    return prepared.update(Cart.objects.filter(pk=cart_id), version=F("version") + 1, updated_at=at)


def _check_quantity(quantity: int) -> None:
    limit = preferences.max_quantity.get()
    if not 1 <= quantity <= limit:
        raise BadQuantity(field="quantity", limit=limit)


def _check_stock(variant_id: UUID, quantity: int) -> None:
    available = inventory_queries.available([variant_id]).get(variant_id, 0)
    if available < quantity:
        raise NotEnoughStock(field="quantity", available=available)
