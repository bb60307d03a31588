"""Telling of after-sale cases."""

from uuid import UUID

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseState, CaseView, Rejection
from jishi.care.notifications.rules import rendering, words
from jishi.care.notifications.services.orders import order_values, reader_of
from jishi.care.notifications.services.posting import Notice, post
from jishi.care.notifications.types import Value
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.trade.orders import queries as orders_queries

_STILL_TRUE = {
    "aftersales.requested": {CaseState.APPLIED, CaseState.BUYER_SHIPPED},
    "aftersales.approved_return": {CaseState.WAITING_BUYER_SHIP},
    "aftersales.rejected": {CaseState.REJECTED},
    "aftersales.sent": {CaseState.BUYER_SHIPPED},
}
"""States in which such news is still of use; a case that moved on has other news."""


@transactional
def tell_of_case(*, actor: Actor, event: str, case_id: UUID) -> None:
    """Tell the buyer and the shop how a case stands, while it still stands so."""
    case = aftersales_queries.get_case(case_id)
    if case.state not in _STILL_TRUE.get(event, {case.state}):
        return
    order = orders_queries.get_order(case.order_id)
    post(
        Notice(
            event=event,
            subject=f"{case_id}:{case.submissions}",
            values=order_values(order) | _case_values(case),
            users=(reader_of(order),),
            shop=case.merchant_id,
        )
    )


def _case_values(case: CaseView) -> dict[str, Value]:
    amount = case.requested_minor if case.agreed_minor is None else case.agreed_minor
    return {
        "case_number": case.number,
        "case_key": ids.encode("cas", case.case_id),
        "amount": rendering.money_text(amount, case.currency),
        "product": case.lines[0].title,
        "note": words.GOODS_LEFT
        if case.rejection == Rejection.GOODS_LEFT
        else rendering.quoted(case.note, by_shop=True),
        "deadline": rendering.moment_text(case.deadline) if case.deadline else "",
    }
