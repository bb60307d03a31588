"""After-sale cases as their buyers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jishi.care.aftersales.types import CaseState, CaseView, Rejection
from jishi.foundation.kernel.text import localized
from jishi.fulfillment.shipping.types import FreightBearer
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.words_account import CASE_KINDS, CASE_REASONS, word


@dataclass(frozen=True, slots=True)
class CaseLine:
    """Some units of a case."""

    title: str
    options: str
    picture: ShownPicture | None
    quantity: int
    refund_minor: int


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case in words. amount_minor: what it gives back, as far as is known.

    next_text: what happens next and who has to do it. deadline: when the house acts by itself.
    """

    number: str
    url: str
    state: CaseState
    kind: str
    reason: str
    currency: str
    amount_minor: int
    applied_at: datetime
    deadline: datetime | None
    next_text: str
    freight: str
    lines: tuple[CaseLine, ...]


def cards_of(cases: Iterable[CaseView], door: Door) -> list[CaseCard]:
    """Return cases as a list shows them."""
    return [card_of(case, door) for case in cases]


def card_of(case: CaseView, door: Door) -> CaseCard:
    """Return a case in words."""
    locale = context.locale()
    agreed = case.agreed_minor
    return CaseCard(
        number=case.number,
        url=door.url("case", case.number),
        state=case.state,
        kind=word(CASE_KINDS, case.kind),
        reason=word(CASE_REASONS, case.reason),
        currency=case.currency,
        amount_minor=case.requested_minor if agreed is None else agreed,
        applied_at=case.applied_at,
        deadline=case.deadline,
        next_text=_next_text(case),
        freight=_freight(case),
        lines=tuple(
            CaseLine(
                title=localized(line.title, locale),
                options=localized(line.options, locale),
                picture=pictures.of_url(line.image_url),
                quantity=line.quantity,
                refund_minor=line.refund_minor,
            )
            for line in case.lines
        ),
    )


def _next_text(case: CaseView) -> str:
    if case.state == CaseState.REJECTED and case.rejection == Rejection.GOODS_LEFT:
        return _("The goods had left already. Answer, or withdraw and ask for a return.")
    return {
        CaseState.APPLIED: _("The shop has to answer. Without an answer it is agreed to."),
        CaseState.REJECTED: _("The shop refused. You can answer, or withdraw the request."),
        CaseState.WAITING_BUYER_SHIP: _("Send the goods back and enter the tracking number."),
        CaseState.BUYER_SHIPPED: _("The shop waits for your parcel."),
        CaseState.MERCHANT_RECEIVED: _("The shop looks at what arrived."),
        CaseState.REFUNDING: _("The money goes back the way it came."),
        CaseState.REFUNDED: _("The money is back the way it came."),
        CaseState.CLOSED: _("The request has ended."),
        CaseState.CANCELED: _("You withdrew the request."),
    }[case.state]


def _freight(case: CaseView) -> str:
    return {
        FreightBearer.SHOPPER: _("You pay for sending it back."),
        FreightBearer.MERCHANT: _("The shop pays for sending it back."),
        FreightBearer.PLATFORM: _("We pay for sending it back."),
    }[case.freight_bearer]
