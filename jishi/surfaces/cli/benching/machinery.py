"""What runs behind the pages: outbox, timers, ledger."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.events import Event, fact
from jishi.foundation.platform import outbox, timers
from jishi.foundation.platform.transactions import unit
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountName, Voucher, VoucherLine
from jishi.surfaces.cli.benching.figures import HOUSE, Measured, Path, Paths, rate, timed
from jishi.surfaces.cli.benching.stage import Stage


@fact("bench.ticked.v1", key="subject")
class Ticked(Event):
    """Nothing happened, for the clock."""

    subject: str


def _outbox(_stage: Stage) -> Measured:
    with unit():
        for number in range(4000):
            outbox.emit(Ticked(subject=str(number % 50)))
    with timed() as took:
        delivered = outbox.deliver_all(holder="bench")
    return Measured(delivered / took(), count=delivered)


def _timers(_stage: Stage) -> Measured:
    timers.TIMERS.add("bench.tick", _ignore)
    with unit():
        for _ in range(4000):
            timers.set_new_timer("bench.tick", ids.new_id(), clock.now() - timedelta(seconds=1))
    fired = 0
    with timed() as took:
        while count := timers.fire_due(holder="bench"):
            fired += count
    return Measured(fired / took(), count=fired)


def _ledger(_stage: Stage) -> Measured:
    def post() -> None:
        vouchers = [
            Voucher(
                key=f"bench:{ids.new_id()}",
                cause="bench.posted",
                reference=ids.new_id(),
                currency="CNY",
                lines=(
                    VoucherLine(AccountName("bank"), 100),
                    VoucherLine(AccountName("suspense"), -100),
                ),
            )
            for _ in range(100)
        ]
        ledger.post_many(actor=HOUSE, vouchers=vouchers)

    batches = rate(10, post)
    return Measured(100 * batches.value, count=100 * batches.count)


def _ignore(_subject: UUID) -> None:
    """A timer that has nothing to do."""


PATHS: Paths = {
    "outbox": Path("events/s", "events delivered by one worker", _outbox, "tpcb"),
    "timers": Path("timers/s", "due timers fired by one scheduler", _timers, "tpcb"),
    "ledger": Path("vouchers/s", "vouchers posted in hundreds by one process", _ledger, "tpcb"),
}
