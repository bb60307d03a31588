"""The cart as its page shows it: shops, lines, problems, coupons and sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.text import localized
from jishi.foundation.platform import site
from jishi.goods.pricing.types import QuotedLine
from jishi.goods.promotions.types import CouponOffer
from jishi.surfaces.design import formats
from jishi.surfaces.storefront.presenters import coupons, pictures
from jishi.surfaces.storefront.presenters.coupons import CouponChoice
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.presenters.totals import Explainer, Reason, Totals
from jishi.trade.cart.types import CartLineView, CartView, LineProblem, SharedView

MOST = 999


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line. Minor units of the cart's currency.

    sum_minor: what the line costs after discounts; None while it is not part of the quote.
    notice: what to know about it; problem: why it cannot be bought.
    """

    key: str
    variant: str
    title: str
    options: str
    url: str
    picture: ShownPicture | None
    quantity: int
    most: int
    is_selected: bool
    unit_minor: int | None
    list_minor: int | None
    sum_minor: int | None
    reasons: tuple[Reason, ...]
    problem: str
    notice: str
    notice_tone: str
    can_be_changed: bool


@dataclass(frozen=True, slots=True)
class BasketGroup:
    """The lines of one shop. name, url: empty where there is only one shop."""

    name: str
    url: str
    lines: tuple[BasketLine, ...]


@dataclass(frozen=True, slots=True)
class Basket:
    """A cart, ready to show. problem_keys: lines that cannot be bought as they stand."""

    currency: str
    groups: tuple[BasketGroup, ...]
    saved: tuple[BasketLine, ...]
    totals: Totals | None
    choices: tuple[CouponChoice, ...]
    is_auto: bool
    units: int
    selected_units: int
    all_keys: tuple[str, ...]
    problem_keys: tuple[str, ...]
    is_all_selected: bool


def show(view: CartView, offers: Sequence[CouponOffer], locale: str) -> Basket:
    """Return a cart as its page shows it."""
    explainer = Explainer(offers, view.market_code, locale)
    quoted = {line.line_id: line for line in view.quote.lines} if view.quote else {}
    shops = {group.merchant_id: group.merchant_name for group in view.groups}
    groups = tuple(
        BasketGroup(
            name=localized(group.merchant_name, locale) if site.is_marketplace() else "",
            url=(
                reverse("storefront:shop", args=[group.merchant_code])
                if group.merchant_code
                else ""
            ),
            lines=tuple(_line(one, view, quoted, explainer, locale) for one in group.lines),
        )
        for group in view.groups
    )
    lines = [line for group in groups for line in group.lines]
    if lines and not site.is_marketplace():
        groups = (BasketGroup(name="", url="", lines=tuple(lines)),)
    return Basket(
        currency=view.currency,
        groups=groups,
        saved=tuple(_line(one, view, {}, explainer, locale) for one in view.saved),
        totals=explainer.totals(view.quote, with_freight=False) if view.quote else None,
        choices=coupons.choices_of(offers, view.quote, locale, shops) if view.quote else (),
        is_auto=view.chosen_coupon_ids is None,
        units=view.count,
        selected_units=sum(line.quantity for line in view.lines if line.can_be_bought),
        all_keys=tuple(line.key for line in lines),
        problem_keys=tuple(line.key for line in lines if line.problem),
        is_all_selected=all(line.is_selected for line in lines),
    )


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A line of a shared cart. problem: why it cannot be bought now, else empty."""

    title: str
    options: str
    url: str
    picture: ShownPicture | None
    quantity: int
    unit_minor: int | None
    list_minor: int | None
    problem: str


def shared_lines(shared: SharedView, locale: str) -> tuple[SharedLine, ...]:
    """Return a shared cart as its page shows it."""
    return tuple(
        SharedLine(
            title=localized(line.title, locale),
            options=localized(line.option_text, locale),
            url=f"{reverse('storefront:product', args=[line.slug])}"
            f"?sku={ids.encode('var', line.variant_id)}",
            picture=pictures.of_url(line.image_url),
            quantity=line.quantity,
            unit_minor=line.unit_minor,
            list_minor=_higher(line.list_minor, line.unit_minor),
            problem=problem_text(line.problem, line.available),
        )
        for line in shared.lines
    )


def problem_text(problem: LineProblem | None, available: int) -> str:
    """Say why a line cannot be bought as it stands."""
    if problem is None:
        return ""
    if problem is LineProblem.NOT_ENOUGH:
        return _("Only %(count)s left") % {"count": available}
    return {
        LineProblem.OFF_SALE: _("No longer on sale"),
        LineProblem.NO_PRICE: _("Not sold in this market"),
        LineProblem.OUT_OF_STOCK: _("Sold out"),
        LineProblem.MERCHANT_CLOSED: _("The shop is closed at the moment"),
    }[problem]


def _line(
    line: CartLineView,
    view: CartView,
    quoted: Mapping[UUID, QuotedLine],
    explainer: Explainer,
    locale: str,
) -> BasketLine:
    priced = quoted.get(line.line_id)
    notice, tone = _notice(line, view.currency)
    return BasketLine(
        key=ids.encode("lin", line.line_id),
        variant=ids.encode("var", line.variant_id),
        title=localized(line.title, locale),
        options=localized(line.option_text, locale),
        url=f"{reverse('storefront:product', args=[line.slug])}"
        f"?sku={ids.encode('var', line.variant_id)}",
        picture=pictures.of_url(line.image_url),
        quantity=line.quantity,
        most=max(line.quantity, min(line.available, MOST)),
        is_selected=line.is_selected,
        unit_minor=line.unit_minor,
        list_minor=_higher(line.list_minor, line.unit_minor),
        sum_minor=priced.payable_goods_minor if priced else None,
        reasons=explainer.reasons(priced) if priced else (),
        problem=problem_text(line.problem, line.available),
        notice=notice,
        notice_tone=tone,
        can_be_changed=line.problem in {None, LineProblem.NOT_ENOUGH},
    )


def _notice(line: CartLineView, currency: str) -> tuple[str, str]:
    """Say whether the price changed since the line was put in."""
    if not line.changed_by_minor or line.problem:
        return "", ""
    amount = formats.money(abs(line.changed_by_minor), currency)
    if line.changed_by_minor < 0:
        return _("%(amount)s cheaper than when you added it") % {"amount": amount}, "good"
    return _("%(amount)s dearer than when you added it") % {"amount": amount}, "wait"


def _higher(list_minor: int | None, unit_minor: int | None) -> int | None:
    return list_minor if list_minor and unit_minor and list_minor > unit_minor else None
