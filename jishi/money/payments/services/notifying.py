"""What providers report by themselves."""

import logging
from collections.abc import Mapping

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.money.payments import rules
from jishi.money.payments.adapters import registry
from jishi.money.payments.errors import AttemptNotFound
from jishi.money.payments.models import ProviderEvent, Refund
from jishi.money.payments.services.capturing import Receipt, take
from jishi.money.payments.services.moving import hold_attempt, hold_refund, move_attempt
from jishi.money.payments.services.sending import settle
from jishi.money.payments.types import (
    AttemptMove,
    EventOutcome,
    NotificationKind,
    ProviderNotification,
    ProviderPaymentStatus,
    RefundState,
)

log = logging.getLogger(__name__)


@transactional
def record_provider_event(
    *, actor: Actor, provider: str, headers: Mapping[str, str], body: bytes
) -> bytes:
    """Keep a notification, act on it once, and return what acknowledges it.

    What is not proven to come from the provider is refused and not kept. Everything else
    is acknowledged, also what is of no use, so that the provider need not repeat it.

    Raises: ProviderUnknown; SignatureInvalid, NotificationNotOurs, NotificationStale,
        NotificationMalformed, OperationNotSupported.
    Emits: PaymentCaptured, RefundRequested, RefundSettled or AmountMismatched.
    Locks: the payment, then its attempts, then a refund.
    """
    channel = registry.get_provider(provider)
    news = channel.parse_notification(headers=headers, body=body, at=clock.now())
    event = ProviderEvent(
        provider=provider,
        event_id=news.notify_id[:128],
        out_trade_no=news.out_trade_no[:64],
        body=body,
    )
    # The unique constraint decides between repetitions that arrive together.
    ProviderEvent.objects.bulk_create([event], ignore_conflicts=True)
    if not ProviderEvent.objects.filter(pk=event.pk).exists():
        return channel.acknowledge()
    outcome = _act(actor, news)
    ProviderEvent.objects.filter(pk=event.pk).update(outcome=outcome)
    if outcome is EventOutcome.UNMATCHED:
        log.error("payments.unmatched", extra={"provider": provider, "no": news.out_trade_no})
    return channel.acknowledge()


def _act(actor: Actor, news: ProviderNotification) -> EventOutcome:
    outcome = EventOutcome.IGNORED
    try:
        # A refund tells of its payment too, should that news have been lost or overtaken.
        if news.status is ProviderPaymentStatus.PAID:
            outcome = take(actor=actor, receipt=_receipt(news))
        elif news.kind is NotificationKind.CLOSED:
            outcome = _close(actor, news.out_trade_no)
    except AttemptNotFound:
        return EventOutcome.UNMATCHED
    if news.kind is NotificationKind.REFUND:
        return _settle(actor, news)
    return outcome


def _receipt(news: ProviderNotification) -> Receipt:
    return Receipt(
        out_trade_no=news.out_trade_no,
        amount=news.amount,
        provider_no=news.provider_no,
        paid_at=news.paid_at,
        buyer=news.buyer,
        provider=news.provider,
    )


def _close(actor: Actor, out_trade_no: str) -> EventOutcome:
    attempt = hold_attempt(out_trade_no).find(out_trade_no)
    if attempt is None or attempt.state not in rules.UNSETTLED:
        return EventOutcome.REPEATED
    move_attempt(attempt, AttemptMove.CLOSE, actor=actor)
    attempt.next_check_at = None
    attempt.save(update_fields=["state", "next_check_at"])
    return EventOutcome.CLOSED


def _settle(actor: Actor, news: ProviderNotification) -> EventOutcome:
    known = Refund.objects.filter(
        refund_no=news.refund_no, attempt__out_trade_no=news.out_trade_no
    ).first()
    if known is None:
        return EventOutcome.UNMATCHED
    payment, refund = hold_refund(known.id)
    if refund.state == RefundState.SUCCEEDED:
        return EventOutcome.REPEATED
    if refund.state not in rules.SENDABLE:
        return EventOutcome.UNMATCHED
    settle(
        actor=actor,
        payment=payment,
        refund=refund,
        at=news.sent_at,
        provider_no=news.provider_no,
    )
    return EventOutcome.REFUNDED
