"""What the ledger does by the clock."""

import logging
from datetime import timedelta

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.money.ledger import queries, services

log = logging.getLogger(__name__)


@repeat(timedelta(hours=1))
@job()
def snapshot_balances() -> None:
    """Note the balances of accounts that moved, so that tails stay short."""
    services.snapshot(actor=Actor.system("ledger"))


@repeat(timedelta(days=1))
@job()
def prove_books() -> None:
    """Prove the books and report what does not hold."""
    for item in queries.prove():
        log.critical(
            "ledger.disproved",
            extra={
                "proof": item.proof,
                "subject": str(item.subject_id),
                "currency": item.currency,
                "expected": item.expected,
                "found": item.found,
            },
        )
