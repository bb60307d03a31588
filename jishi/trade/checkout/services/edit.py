"""Starting a checkout and making its choices. Each is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db.models import QuerySet

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import prepared
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.markets import queries as markets_queries
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import rules
from jishi.trade.checkout.errors import (
    AlreadyPlaced,
    CheckoutNotFound,
    NothingToBuy,
    UnknownDelivery,
)
from jishi.trade.checkout.models import Checkout
from jishi.trade.checkout.queries import goods_of, is_owner, work_out
from jishi.trade.checkout.types import CheckoutItem, CheckoutState, CheckoutView, Contact


@transactional
def start_from_cart(
    *,
    actor: Actor,
    owner: CartOwner,
    cart_id: UUID | None,
    channel: str = "web",
    address: Address | None = None,
    contact: Contact | None = None,
) -> UUID:
    """Begin a checkout with the selected lines of a cart, in its market; return its id.

    cart_id: None for the newest cart of a visitor.
    address, contact: what is known already of where it goes.
    Raises: CartNotFound, NothingToBuy, BadAddress, BadContact.
    """
    chosen = cart_queries.get_selection(cart_id, owner)
    row = _new(
        owner,
        [CheckoutItem(item.variant_id, item.quantity) for item in chosen.items],
        chosen.market_code,
        channel,
    )
    row.cart_id, row.chosen_coupons = chosen.cart_id, chosen.chosen_coupons
    _send_to(row, address, contact)
    prepared.insert([row])
    return row.id


@transactional
def start_now(
    *,
    actor: Actor,
    owner: CartOwner,
    items: Sequence[CheckoutItem],
    market_code: str,
    channel: str = "web",
) -> UUID:
    """Begin a checkout of given articles and leave the cart alone (立即购买).

    Raises: NothingToBuy.
    """
    row = _new(owner, items, market_code, channel)
    prepared.insert([row])
    return row.id


@transactional
def set_address(
    *,
    actor: Actor,
    checkout_id: UUID,
    owner: CartOwner,
    address: Address | None,
    contact: Contact | None = None,
) -> None:
    """Say where it goes and how the buyer is reached.

    address: None leaves it as it is. contact: None takes the phone of the address.
    Raises: CheckoutNotFound, AlreadyPlaced, BadAddress, BadContact.
    """
    row = _open_checkout(checkout_id, owner)
    _send_to(row, address, contact)
    prepared.save(row, "address", "email", "phone")


@transactional
def choose_delivery(
    *, actor: Actor, checkout_id: UUID, owner: CartOwner, choices: Mapping[str, str]
) -> CheckoutView:
    """Choose how parcels travel: parcel key → option code. Return the checkout as it is then.

    Raises: CheckoutNotFound, AlreadyPlaced, UnknownDelivery.
    """
    row = _open_checkout(checkout_id, owner)
    goods = goods_of(row)
    parcels = {parcel.key: parcel for parcel in work_out(row, goods).view.parcels}
    for key, code in choices.items():
        parcel = parcels.get(key)
        if parcel is None or code not in {o.code for o in parcel.options if o.is_available}:
            raise UnknownDelivery(field="delivery", parcel=key)
    row.delivery = {**row.delivery, **choices}
    prepared.save(row, "delivery")
    return work_out(row, goods).view


@transactional
def choose_coupons(
    *,
    actor: Actor,
    checkout_id: UUID,
    owner: CartOwner,
    coupon_ids: Sequence[UUID] | None,
) -> None:
    """Choose claimed coupons; None lets the house find the best ones."""
    row = _open_checkout(checkout_id, owner)
    row.chosen_coupons = None if coupon_ids is None else [str(one) for one in coupon_ids]
    prepared.save(row, "chosen_coupons")


@transactional
def use_points(*, actor: Actor, checkout_id: UUID, owner: CartOwner, uses_points: bool) -> None:
    """Spend the member's points, as many as the goods take, or none.

    Raises: CheckoutNotFound, AlreadyPlaced.
    """
    row = _open_checkout(checkout_id, owner)
    row.uses_points = uses_points
    prepared.save(row, "uses_points")


@transactional
def set_notes(
    *, actor: Actor, checkout_id: UUID, owner: CartOwner, notes: Mapping[UUID, str]
) -> None:
    """Leave words for merchants."""
    row = _open_checkout(checkout_id, owner)
    row.notes = {str(key): clean(text, max_length=500) for key, text in notes.items()}
    prepared.save(row, "notes")


def _new(
    owner: CartOwner, items: Sequence[CheckoutItem], market_code: str, channel: str
) -> Checkout:
    once = {item.variant_id for item in items}
    if not items or len(once) < len(items) or any(item.quantity < 1 for item in items):
        raise NothingToBuy
    market = markets_queries.get_market(market_code)
    return Checkout(
        user_id=owner.user_id,
        guest_id=None if owner.user_id else owner.guest_id,
        market_code=market.code,
        currency=market.currency,
        items=[
            {
                "line_id": str(ids.new_id()),
                "variant_id": str(item.variant_id),
                "quantity": item.quantity,
            }
            for item in items
        ],
        channel=channel,
    )


def _send_to(row: Checkout, address: Address | None, contact: Contact | None) -> None:
    if address is not None:
        rules.check_address(address)
        row.address = asdict(address)
        row.phone = row.phone or address.phone
    if contact is not None:
        rules.check_contact(contact)
        row.email, row.phone = contact.email.strip().lower(), contact.phone.strip() or row.phone


def _open_checkout(checkout_id: UUID, owner: CartOwner) -> Checkout:
    row = locked(checkout_id, owner)
    if row.state != CheckoutState.OPEN:
        raise AlreadyPlaced
    return row


def locked(checkout_id: UUID, owner: CartOwner) -> Checkout:
    """Lock the owner's checkout.

    Raises: CheckoutNotFound.
    """
    row = _locked(checkout_id)
    if row is None or not is_owner(row, owner):
        raise CheckoutNotFound
    return row


@prepared.finding
def _locked(checkout_id: UUID) -> QuerySet[Checkout]:
    rows: QuerySet[Checkout] = for_update(Checkout.objects.filter(pk=checkout_id))
    return rows
