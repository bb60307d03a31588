"""Carts and checkouts of visitors and members, down to the placed order.

A visitor's cart is known by its id alone: whoever has it may use it, so it is random and
kept like a key. A member's cart is `me`, with a bearer token.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.errors import NotFound
from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.rest_api import access, locales, shapes
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import sales as schemas
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import Contact

router = Router(tags=["carts"])

MINE = "me"


@router.post("/carts", response={201: schemas.Cart})
def create_cart(request: HttpRequest, body: schemas.NewCart) -> HttpResponse:
    """Open a cart of a visitor in a market; its id is its key."""
    market = body.market or markets_queries.get_default().code
    owner = CartOwner(guest_id=ids.new_id())
    view = cart.open_cart(actor=access.actor_of(request), owner=owner, market_code=market)
    return reply(shapes.cart(view, _key(owner), locales.of(request)), status=201)


@router.get("/carts/{key}", response=schemas.Cart)
def get_cart(request: HttpRequest, key: str, market: str = "") -> HttpResponse:
    """Return a cart with today's prices, stock and problems."""
    owner, cart_id = _find(request, key, market)
    return _cart(request, owner, cart_id)


@router.post("/carts/{key}/lines", response={201: schemas.Cart})
def add_line(
    request: HttpRequest, key: str, body: schemas.NewLine, market: str = ""
) -> HttpResponse:
    """Put units of a variant into a cart, on top of what is there."""
    owner, cart_id = _find(request, key, market)
    view = cart.add_line_to(
        actor=access.actor_of(request),
        cart_id=cart_id,
        owner=owner,
        variant_id=access.decode("var", body.sku),
        quantity=body.quantity,
    )
    return reply(shapes.cart(view, _key(owner), locales.of(request)), status=201)


@router.patch("/carts/{key}/lines/{line}", response=schemas.Cart)
def set_quantity(
    request: HttpRequest, key: str, line: UUID, body: schemas.Quantity, market: str = ""
) -> HttpResponse:
    """Change how many units a line has; 0 removes it."""
    owner, cart_id = _find(request, key, market)
    cart.set_quantity(
        actor=access.actor_of(request),
        cart_id=cart_id,
        owner=owner,
        line_id=line,
        quantity=body.quantity,
    )
    return _cart(request, owner, cart_id)


@router.delete("/carts/{key}/lines/{line}", response=schemas.Cart)
def remove_line(request: HttpRequest, key: str, line: UUID, market: str = "") -> HttpResponse:
    """Take a line out of a cart."""
    owner, cart_id = _find(request, key, market)
    cart.remove_lines(actor=access.actor_of(request), cart_id=cart_id, owner=owner, line_ids=[line])
    return _cart(request, owner, cart_id)


@router.put("/carts/{key}/coupons", response=schemas.Cart)
def choose_coupons(
    request: HttpRequest, key: str, body: schemas.CouponChoice, market: str = ""
) -> HttpResponse:
    """Choose claimed coupons; null lets the best ones be found."""
    owner, cart_id = _find(request, key, market)
    cart.choose_coupons(
        actor=access.actor_of(request),
        cart_id=cart_id,
        owner=owner,
        coupon_ids=body.coupons,
    )
    return _cart(request, owner, cart_id)


@router.post("/carts/{key}/checkouts", response={201: schemas.Checkout})
def start_checkout(
    request: HttpRequest, key: str, body: schemas.NewCheckout, market: str = ""
) -> HttpResponse:
    """Begin a checkout with the selected lines; address and contact may come along."""
    owner, cart_id = _find(request, key, market)
    checkout_id = checkout.start_from_cart(
        actor=access.actor_of(request),
        owner=owner,
        cart_id=cart_id,
        channel="api",
        address=_address(body.address) if body.address else None,
        contact=Contact(**body.contact.dict()) if body.contact else None,
    )
    return _checkout(request, owner, checkout_id, status=201)


@router.get("/carts/{key}/checkouts/{checkout_id}", response=schemas.Checkout)
def get_checkout(request: HttpRequest, key: str, checkout_id: str) -> HttpResponse:
    """Return a checkout with prices, parcels, ways of delivery and what is still missing."""
    return _checkout(request, _owner(request, key), access.decode("chk", checkout_id))


@router.put("/carts/{key}/checkouts/{checkout_id}/address", response=schemas.Checkout)
def set_address(
    request: HttpRequest, key: str, checkout_id: str, body: schemas.WhereTo
) -> HttpResponse:
    """Say where it goes and how the buyer is reached."""
    owner = _owner(request, key)
    target = access.decode("chk", checkout_id)
    checkout.set_address(
        actor=access.actor_of(request),
        checkout_id=target,
        owner=owner,
        address=_address(body.address) if body.address else None,
        contact=Contact(**body.contact.dict()) if body.contact else None,
    )
    return _checkout(request, owner, target)


@router.put("/carts/{key}/checkouts/{checkout_id}/delivery", response=schemas.Checkout)
def choose_delivery(
    request: HttpRequest, key: str, checkout_id: str, body: schemas.DeliveryChoice
) -> HttpResponse:
    """Choose how parcels travel: parcel key → option code."""
    owner = _owner(request, key)
    target = access.decode("chk", checkout_id)
    view = checkout.choose_delivery(
        actor=access.actor_of(request), checkout_id=target, owner=owner, choices=body.choices
    )
    return reply(shapes.checkout(view, locales.of(request)))


@router.put("/carts/{key}/checkouts/{checkout_id}/coupons", response=schemas.Checkout)
def choose_checkout_coupons(
    request: HttpRequest, key: str, checkout_id: str, body: schemas.CouponChoice
) -> HttpResponse:
    """Choose claimed coupons; null lets the best ones be found."""
    owner = _owner(request, key)
    target = access.decode("chk", checkout_id)
    checkout.choose_coupons(
        actor=access.actor_of(request),
        checkout_id=target,
        owner=owner,
        coupon_ids=body.coupons,
    )
    return _checkout(request, owner, target)


@router.put("/carts/{key}/checkouts/{checkout_id}/points", response=schemas.Checkout)
def use_points(
    request: HttpRequest, key: str, checkout_id: str, body: schemas.PointsUse
) -> HttpResponse:
    """Spend the member's points, or none."""
    owner = _owner(request, key)
    target = access.decode("chk", checkout_id)
    checkout.use_points(
        actor=access.actor_of(request),
        checkout_id=target,
        owner=owner,
        uses_points=body.uses_points,
    )
    return _checkout(request, owner, target)


@router.post("/carts/{key}/checkouts/{checkout_id}/place", response={201: schemas.Placed})
def place_order(
    request: HttpRequest, key: str, checkout_id: str, body: schemas.Place
) -> HttpResponse:
    """Place the order at the total the buyer agreed to; placing again returns the first answer."""
    placed = checkout.place_order(
        actor=access.actor_of(request),
        checkout_id=access.decode("chk", checkout_id),
        owner=_owner(request, key),
        expected_total_minor=body.expected_total_minor,
        locale=locales.of(request),
    )
    return reply(shapes.placed(placed), status=201)


def _owner(request: HttpRequest, key: str) -> CartOwner:
    if key == MINE:
        user_id = access.actor_of(request).user_id
        if user_id is None:
            raise NotFound
        return CartOwner(user_id=user_id)
    return CartOwner(guest_id=access.decode("cart", key))


def _key(owner: CartOwner) -> str:
    return ids.encode("cart", owner.guest_id) if owner.guest_id else MINE


def _find(request: HttpRequest, key: str, market: str) -> tuple[CartOwner, UUID | None]:
    """Return whose a cart is, and its id; a member's is made when first asked for.

    A visitor's is found by the visitor, so its id is None.
    """
    owner = _owner(request, key)
    if owner.user_id is not None:
        code = market or markets_queries.get_default().code
        actor = access.actor_of(request)
        return owner, cart.ensure_cart(actor=actor, owner=owner, market_code=code)
    return owner, None


def _cart(request: HttpRequest, owner: CartOwner, cart_id: UUID | None) -> HttpResponse:
    view = cart_queries.get_cart(cart_id, owner=owner)
    return reply(shapes.cart(view, _key(owner), locales.of(request)))


def _checkout(
    request: HttpRequest, owner: CartOwner, checkout_id: UUID, *, status: int = 200
) -> HttpResponse:
    view = checkout_queries.get_checkout(checkout_id, owner)
    return reply(shapes.checkout(view, locales.of(request)), status=status)


def _address(given: schemas.Address) -> Address:
    fields: dict[str, Any] = given.dict()
    return Address(**fields)
