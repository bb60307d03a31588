"""A checkout as its page shows it: parcels by shop and warehouse, ways of delivery, sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import site
from jishi.fulfillment.shipping.types import BlockReason, DeliveryMethod, DeliveryOption
from jishi.goods.inventory.errors import OutOfStock
from jishi.goods.pricing.types import QuotedLine
from jishi.goods.promotions.types import CouponOffer
from jishi.surfaces.storefront.presenters import coupons, pictures
from jishi.surfaces.storefront.presenters.baskets import problem_text
from jishi.surfaces.storefront.presenters.coupons import CouponChoice
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.presenters.totals import Explainer, Reason, Totals
from jishi.trade.cart.types import CartLineView
from jishi.trade.checkout.types import CheckoutView, ParcelView, PointsChoice


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line of a checkout. sum_minor: after discounts; None while it has a problem."""

    title: str
    options: str
    picture: ShownPicture | None
    quantity: int
    unit_minor: int | None
    sum_minor: int | None
    reasons: tuple[Reason, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """One way a parcel can travel. note: why it cannot, or where it is picked up."""

    code: str
    label: str
    fee_minor: int
    arrives_from: datetime
    arrives_to: datetime
    is_chosen: bool
    is_open: bool
    is_instant: bool
    note: str


@dataclass(frozen=True, slots=True)
class SaleParcel:
    """What travels together. field: the name of its choice in the form."""

    field: str
    warehouse: str
    is_virtual: bool
    lines: tuple[SaleLine, ...]
    choices: tuple[DeliveryChoice, ...]


@dataclass(frozen=True, slots=True)
class SaleShop:
    """The parcels of one shop, and the buyer's words for it. note_field: its form field."""

    name: str
    note_field: str
    note: str
    parcels: tuple[SaleParcel, ...]


@dataclass(frozen=True, slots=True)
class Sale:
    """A checkout, ready to show. loose: lines that are in no parcel yet."""

    key: str
    currency: str
    shops: tuple[SaleShop, ...]
    loose: tuple[SaleLine, ...]
    totals: Totals | None
    choices: tuple[CouponChoice, ...]
    is_auto: bool
    total_minor: int
    parcel_count: int
    units: int
    address: Address | None
    email: str
    phone: str
    needs_address: bool
    needs_contact: bool
    has_problem: bool
    is_undeliverable: bool
    has_freight: bool
    points: PointsChoice | None

    @property
    def can_be_placed(self) -> bool:
        """Whether nothing is missing."""
        return bool(self.totals) and not (
            self.has_problem
            or self.is_undeliverable
            or self.needs_contact
            or (self.needs_address and self.address is None)
        )


def show(view: CheckoutView, offers: Sequence[CouponOffer], locale: str) -> Sale:
    """Return a checkout as its page shows it."""
    explainer = Explainer(offers, view.market_code, locale)
    quoted = {line.line_id: line for line in view.quote.lines} if view.quote else {}
    lines = {line.line_id: _line(line, quoted, explainer, locale) for line in view.lines}
    packed = {line_id for parcel in view.parcels for line_id in parcel.line_ids}
    return Sale(
        key=ids.encode("chk", view.checkout_id),
        currency=view.currency,
        shops=_shops(view, lines, locale),
        loose=tuple(line for key, line in lines.items() if key not in packed),
        totals=(
            explainer.totals(view.quote, with_freight=view.address is not None)
            if view.quote
            else None
        ),
        choices=(
            coupons.choices_of(offers, view.quote, locale, view.merchant_names)
            if view.quote
            else ()
        ),
        is_auto=view.chosen_coupon_ids is None,
        total_minor=view.total_minor,
        parcel_count=len(view.parcels),
        units=sum(line.quantity for line in view.lines),
        address=view.address,
        email=view.contact.email,
        phone=view.contact.phone,
        needs_address=view.needs_address,
        needs_contact="contact_missing" in view.blockers,
        has_problem="line_unavailable" in view.blockers,
        is_undeliverable="not_deliverable" in view.blockers,
        has_freight=view.address is not None,
        points=view.points,
    )


def shortage_texts(error: OutOfStock, view: CheckoutView, locale: str) -> list[str]:
    """Name the lines that sold out, and what is left of each."""
    titles = {line.variant_id: localized(line.title, locale) for line in view.lines}
    return [
        _("%(title)s: %(count)s left")
        % {"title": titles.get(short.variant_id, ""), "count": short.available}
        for short in error.shortages
    ]


def _shops(view: CheckoutView, lines: Mapping[UUID, SaleLine], locale: str) -> tuple[SaleShop, ...]:
    by_shop: dict[UUID, list[ParcelView]] = {}
    for parcel in view.parcels:
        by_shop.setdefault(parcel.merchant_id, []).append(parcel)
    return tuple(
        SaleShop(
            name=(
                localized(view.merchant_names.get(merchant_id, {}), locale)
                if site.is_marketplace()
                else ""
            ),
            note_field=f"note-{ids.encode('mer', merchant_id)}",
            note=view.notes.get(merchant_id, ""),
            parcels=tuple(_parcel(parcel, lines, locale) for parcel in parcels),
        )
        for merchant_id, parcels in by_shop.items()
    )


def _parcel(parcel: ParcelView, lines: Mapping[UUID, SaleLine], locale: str) -> SaleParcel:
    return SaleParcel(
        field=f"delivery-{parcel.key}",
        warehouse=localized(parcel.location_name, locale),
        is_virtual=parcel.kind != "physical",
        lines=tuple(lines[line_id] for line_id in parcel.line_ids),
        choices=tuple(
            _choice(option, locale, is_chosen=option == parcel.chosen) for option in parcel.options
        ),
    )


def _choice(option: DeliveryOption, locale: str, *, is_chosen: bool) -> DeliveryChoice:
    pickup = localized(option.pickup_name, locale) if option.pickup_name else ""
    return DeliveryChoice(
        code=option.code,
        label=localized(option.name, locale),
        fee_minor=option.fee_minor,
        arrives_from=option.promised_from,
        arrives_to=option.promised_to,
        is_chosen=is_chosen,
        is_open=option.is_available,
        is_instant=option.code is DeliveryMethod.VIRTUAL,
        note=_blocked(option, locale) or " ".join(filter(None, (pickup, option.pickup_address))),
    )


def _blocked(option: DeliveryOption, locale: str) -> str:
    for line in option.blocked:
        words = localized(line.text, locale)
        return words or _reason(line.reason)
    return ""


def _reason(reason: BlockReason) -> str:
    return _("Not sent to this address") if reason else ""


def _line(
    line: CartLineView, quoted: Mapping[UUID, QuotedLine], explainer: Explainer, locale: str
) -> SaleLine:
    priced = quoted.get(line.line_id)
    return SaleLine(
        title=localized(line.title, locale),
        options=localized(line.option_text, locale),
        picture=pictures.of_url(line.image_url),
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        sum_minor=priced.payable_goods_minor if priced else None,
        reasons=explainer.reasons(priced) if priced else (),
        problem=problem_text(line.problem, line.available),
    )
