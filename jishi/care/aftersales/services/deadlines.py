"""What the house does by itself when nobody answered, and when goods left meanwhile."""

from uuid import UUID

from jishi.care.aftersales import rules
from jishi.care.aftersales.models import Case
from jishi.care.aftersales.queries import facts as gathering
from jishi.care.aftersales.services import deciding, moving, settling
from jishi.care.aftersales.types import CaseAction, CaseState, Rejection, Stage
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.fulfillment.shipping import services as shipping
from jishi.trade.orders import queries as orders_queries


@transactional
def keep_deadline(*, actor: Actor, case_id: UUID) -> None:
    """Act for whoever did not answer in time.

    A merchant who is silent has agreed, to an application and to the goods; a buyer who is
    silent after an agreement or a rejection has given up. A case that was answered
    meanwhile is left alone.

    Emits: ReturnApproved, ReturnSettled or ReturnClosed; ReturnRejected if the units left.
    Locks: the case, then what is touched by the answer.
    """
    at = clock.now()
    case = moving.lock_case(case_id)
    if case.deadline is None or case.deadline > at:
        return
    state = CaseState(case.state)
    if state == CaseState.APPLIED and _has_left(case):
        deciding.refuse(case, Rejection.GOODS_LEFT, actor=actor, at=at)
    elif state == CaseState.APPLIED:
        deciding.agree(case, actor=actor, at=at)
    elif state in {CaseState.BUYER_SHIPPED, CaseState.MERCHANT_RECEIVED}:
        settling.settle(case, CaseAction.SETTLE, actor=actor, at=at)
    elif rules.CASE.allows(state, CaseAction.CLOSE) and state != CaseState.REFUNDING:
        moving.end(case, CaseAction.CLOSE, actor=actor, at=at, reason="deadline")
        if case.return_shipment_id:
            shipping.cancel_returns(actor=actor, shipment_ids=[case.return_shipment_id])


@transactional
def note_dispatched(*, actor: Actor, order_id: UUID) -> None:
    """Refuse refunds before shipping whose units have just left; the buyer may return them.

    Emits: ReturnRejected, once each.
    Locks: the cases.
    """
    at = clock.now()
    waiting = Case.objects.filter(order_id=order_id, state=CaseState.APPLIED, stage=Stage.UNSHIPPED)
    for case in for_update(waiting):
        if _has_left(case):
            deciding.refuse(case, Rejection.GOODS_LEFT, actor=actor, at=at)


def _has_left(case: Case) -> bool:
    if case.stage != Stage.UNSHIPPED:
        return False
    facts = gathering.gather(orders_queries.get_order(case.order_id))
    return not gathering.is_still_here(case.id, facts)
