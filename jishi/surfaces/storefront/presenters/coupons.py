"""Coupons in words: what they take off, from when on, and why one does not apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import site
from jishi.goods.pricing.types import CouponRefusal, Quote
from jishi.goods.promotions.types import (
    Audience,
    ClaimableCoupon,
    CouponKind,
    CouponOffer,
    ScopeKind,
)
from jishi.surfaces.design import formats
from jishi.surfaces.storefront.presenters.amounts import short_money


@dataclass(frozen=True, slots=True)
class Ticket:
    """A coupon as a ticket shows it.

    worth: "¥20" or "15% off". condition: "over ¥100". by: whose it is, empty in a brand
    store. left: how many are left when few are.
    """

    key: str
    worth: str
    condition: str
    name: str
    by: str
    scope: str
    valid_until: datetime
    can_claim: bool = False
    claimed: int = 0
    left: int | None = None


@dataclass(frozen=True, slots=True)
class CouponChoice:
    """A claimed coupon in a cart or checkout: whether it is used, and what it does or lacks.

    effect: what it takes off. reason: why it takes nothing off.
    """

    key: str
    ticket: Ticket
    is_used: bool
    effect_minor: int
    reason: str
    can_be_chosen: bool


FEW_LEFT = 50


def ticket_of(offer: CouponOffer, locale: str, shops: Mapping[UUID, TextMap]) -> Ticket:
    """Return an offer in words. shops: names of merchants."""
    is_of_shop = offer.merchant_id is not None and site.is_marketplace()
    by = localized(shops.get(offer.merchant_id, {}), locale) if is_of_shop else ""
    return Ticket(
        key=ids.encode("cpn", offer.offer_id),
        worth=worth_of(offer),
        condition=_condition(offer),
        name=localized(offer.name, locale),
        by=by or (_("All shops") if site.is_marketplace() else ""),
        scope=_scope(offer),
        valid_until=offer.valid_until,
    )


def claimable_ticket(coupon: ClaimableCoupon, locale: str, shops: Mapping[UUID, TextMap]) -> Ticket:
    """Return a coupon on offer in words, with what the reader may do."""
    ticket = ticket_of(coupon.offer, locale, shops)
    is_scarce = coupon.left is not None and coupon.left <= FEW_LEFT
    return Ticket(
        key=ticket.key,
        worth=ticket.worth,
        condition=ticket.condition,
        name=ticket.name,
        by=ticket.by,
        scope=ticket.scope,
        valid_until=ticket.valid_until,
        can_claim=coupon.can_claim,
        claimed=coupon.claimed,
        left=coupon.left if is_scarce else None,
    )


def worth_of(offer: CouponOffer) -> str:
    """Return what a coupon takes off, in a word."""
    if offer.kind is CouponKind.PERCENT:
        # Chinese names what is paid (8.5 折), English what is taken off (15% off).
        pays = f"{(10_000 - offer.rate_bp) / 1000:g}"
        return _("%(off)s off") % {"off": formats.percent_of_bp(offer.rate_bp), "pays": pays}
    if offer.kind is CouponKind.FREE_FREIGHT:
        if offer.cap_minor:
            return _("Shipping −%(amount)s") % {
                "amount": short_money(offer.cap_minor, offer.currency)
            }
        return _("Free shipping")
    if offer.kind is CouponKind.EXCHANGE:
        return _("One for free")
    least = short_money(offer.value_minor, offer.currency)
    if offer.value_max_minor is None:
        return least
    return f"{least}–{short_money(offer.value_max_minor, offer.currency)}"


def choices_of(
    offers: Sequence[CouponOffer], quote: Quote, locale: str, shops: Mapping[UUID, TextMap]
) -> tuple[CouponChoice, ...]:
    """Return the coupons a person has, those in use first, with what each does or lacks."""
    used = {coupon.offer_id: coupon.discount_minor for coupon in quote.coupons_used}
    unused = {coupon.offer_id: coupon for coupon in quote.coupons_unused}
    found = []
    for offer in offers:
        idle = unused.get(offer.offer_id)
        can_be_chosen = idle is None or idle.reason is CouponRefusal.NOT_CHOSEN
        found.append(
            CouponChoice(
                key=ids.encode("cpn", offer.offer_id),
                ticket=ticket_of(offer, locale, shops),
                is_used=offer.offer_id in used,
                effect_minor=used.get(offer.offer_id, 0),
                reason=_reason(idle.reason, idle.missing_minor, quote.currency) if idle else "",
                can_be_chosen=can_be_chosen,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.is_used, not one.can_be_chosen)))


def _condition(offer: CouponOffer) -> str:
    text = (
        _("over %(amount)s") % {"amount": short_money(offer.threshold_minor, offer.currency)}
        if offer.threshold_minor
        else _("no minimum")
    )
    if offer.kind in {CouponKind.PERCENT, CouponKind.EXCHANGE} and offer.cap_minor:
        cap = _("up to %(amount)s") % {"amount": short_money(offer.cap_minor, offer.currency)}
        return _("%(condition)s, %(cap)s") % {"condition": text, "cap": cap}
    return text


def _scope(offer: CouponOffer) -> str:
    if offer.audience is Audience.NEW_USER:
        return _("First order")
    return {
        ScopeKind.ALL: _("All goods"),
        ScopeKind.CATEGORY: _("Selected categories"),
        ScopeKind.PRODUCT: _("Selected goods"),
        ScopeKind.EXCLUDE: _("Some goods excepted"),
    }[offer.scope.kind]


def _reason(reason: CouponRefusal, missing_minor: int, currency: str) -> str:
    return {
        CouponRefusal.NOT_VALID_NOW: _("Not valid now"),
        CouponRefusal.OTHER_CURRENCY: _("For another market"),
        CouponRefusal.NEW_USERS_ONLY: _("For first orders only"),
        CouponRefusal.NO_MATCHING_GOODS: _("Not for these goods"),
        CouponRefusal.THRESHOLD: _("%(amount)s short")
        % {"amount": formats.money(missing_minor, currency)},
        CouponRefusal.NOT_CHOSEN: _("Another one saves more, or was chosen"),
    }[reason]
