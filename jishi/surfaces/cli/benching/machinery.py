"""What runs behind the pages: outbox, timers, ledger."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.events import Event, fact
from jishi.foundation.platform import outbox, timers
from jishi.foundation.platform.transactions import unit
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountName, Voucher, VoucherLine
from jishi.surfaces.cli.benching.figures import HOUSE, Paths, rate, timed
from jishi.surfaces.cli.proving import shop


@fact("bench.ticked.v1", key="subject")
class Ticked(Event):
    """Nothing happened, for the clock."""

    subject: str


def _outbox(stage: shop.Stage) -> float:
    with unit():
        for number in range(4000):
            outbox.emit(Ticked(subject=str(number % 50)))
    with timed() as took:
        delivered = outbox.deliver_all(holder="bench")
    return delivered / took()


def _timers(stage: shop.Stage) -> float:
    timers.TIMERS.add("bench.tick", _ignore)
    with unit():
        for _ in range(4000):
            timers.set_new_timer("bench.tick", ids.new_id(), clock.now() - timedelta(seconds=1))
    fired = 0
    with timed() as took:
        while count := timers.fire_due(holder="bench"):
            fired += count
    return fired / took()


def _ledger(stage: shop.Stage) -> float:
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

    return 100 * rate(10, post)


def _ignore(_subject: UUID) -> None:
    """A timer that has nothing to do."""


PATHS: Paths = {
    "outbox": ("events/s", "events delivered by one worker", _outbox),
    "timers": ("timers/s", "due timers fired by one scheduler", _timers),
    "ledger": ("vouchers/s", "vouchers posted in hundreds by one process", _ledger),
}
