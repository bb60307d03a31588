"""What search does by itself: sweeping up what lags behind."""

from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import jobs
from jishi.insight.search import services
from jishi.insight.search.adapters import tally

_SYSTEM = Actor.system("search")


def _write_counts(market_code: str, counts: tally.Counts) -> None:
    services.record_searches(
        actor=_SYSTEM,
        day=clock.local_date(clock.now()),
        market_code=market_code,
        counts=counts,
    )


tally.use_writer(_write_counts)


@jobs.job(queue="search", priority=10)
def sweep() -> None:
    """Rebuild documents that lag behind."""
    services.rebuild_dirty(actor=_SYSTEM)


@jobs.repeat(timedelta(minutes=5))
@jobs.job(max_attempts=1, queue="search")
def sweep_leftovers() -> None:
    """Rebuild what a sweep that failed left behind."""
    services.rebuild_dirty(actor=_SYSTEM)


@jobs.repeat(timedelta(hours=1))
@jobs.job(max_attempts=1, queue="search")
def count_sales() -> None:
    """Count what sells, refunds and repeated orders of one buyer taken out."""
    services.count_sales(actor=_SYSTEM)


@jobs.job(queue="search")
def rank_again() -> None:
    """Index everything with the weights in force."""
    services.count_sales(actor=_SYSTEM)
    services.rebuild_all(actor=_SYSTEM)
