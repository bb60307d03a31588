"""What payments do by the clock."""

import logging
from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform.jobs import job, repeat
from jishi.money.payments import queries, services

log = logging.getLogger(__name__)

HOUSE = Actor.system("payments")


@repeat(timedelta(seconds=30))
@job(max_attempts=1)
def check_attempts() -> None:
    """Ask about attempts that are due, so that a lost notification is made good."""
    for attempt_id in queries.list_due_attempts(clock.now()):
        try:
            services.check_attempt(actor=HOUSE, attempt_id=attempt_id)
        except JishiError as error:
            _note("attempt", str(attempt_id), error)


@repeat(timedelta(seconds=30))
@job(max_attempts=1)
def send_refunds() -> None:
    """Send refunds that nobody answered for, and ask about those under way."""
    for refund_id in queries.list_due_refunds(clock.now()):
        try:
            services.send_refund(actor=HOUSE, refund_id=refund_id)
        except JishiError as error:
            _note("refund", str(refund_id), error)


def _note(kind: str, subject: str, error: JishiError) -> None:
    """Log what a provider refused; it is asked again when due."""
    log.warning("payments.later", extra={"kind": kind, "subject": subject, "error": str(error)})
