"""The director of a proof, in an arena.

A warmed process that forks everybody else: a fork starts at once, so kills hit people at
work and not at getting up. It opens no connection and starts no thread itself, for neither
survives a fork.
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import UUID

from jishi.foundation.platform import worker
from jishi.surfaces.cli import providers
from jishi.surfaces.cli.providers import Provider
from jishi.surfaces.cli.proving import cast as casting
from jishi.surfaces.cli.proving import channel, connecting, judging, settling, shop, shoppers, staff
from jishi.surfaces.cli.proving.browsers import Browsers
from jishi.surfaces.cli.proving.cast import Cast
from jishi.surfaces.cli.proving.judging import Books, Verdict
from jishi.surfaces.cli.proving.shop import Stage
from jishi.surfaces.cli.supervisor import Role, logged

Answer = TypeVar("Answer")

REFUNDS_WITHIN_S = 100.0
"""A refund whose sender was killed is sent again after half a minute, then after a whole one."""

MOODS = {
    "stock": {"leave": 15, "cancel": 15, "transfer": 70},
    "money": {"leave": 8, "cancel": 12, "transfer": 25, "transfer late": 10, "alipay": 45},
}
WORKERS = 2
STAFF = 2


@dataclass(frozen=True, slots=True)
class House:
    """How many of whom a database bears. visits: how often each client comes.

    at_once: shoppers served side by side by one process; servers take a hundred
    connections by default.
    """

    clients: int
    processes: int
    at_once: int
    visits: int


HOUSES = {
    "sqlite": House(clients=24, processes=8, at_once=1, visits=4),
    "postgresql": House(clients=200, processes=4, at_once=12, visits=1),
    "mariadb": House(clients=200, processes=4, at_once=12, visits=1),
}


@dataclass(slots=True)
class Proof:
    """A proof under way. channel_port, door_port: 0 without a payment channel.

    trades: those that the channel must not forget.
    """

    what: str
    house: House
    folder: Path
    channel_port: int = 0
    door_port: int = 0
    members: Sequence[UUID] = ()
    books: Books = field(default_factory=Books)
    trades: set[str] = field(default_factory=set)

    @property
    def log(self) -> Path:
        """Where everybody's words go."""
        return self.folder / "prove.log"

    def role(self, name: str, call: "partial[None]") -> Role:
        """Return somebody who will play a part."""
        return Role(name, call=logged(call, self.log))

    def ask(self, call: Callable[[], Answer]) -> Answer:
        """Return what a function answers in a fork that is connected to the database."""

        def answer() -> Answer:
            connecting.connect()
            return call()

        return casting.ask(answer, self.log)


def main(arguments: list[str]) -> int:
    """Run a proof some times against the database of the environment; 1 if a run fails."""
    parser = argparse.ArgumentParser(prog="proving")
    parser.add_argument("what", choices=list(MOODS))
    parser.add_argument("database", choices=list(HOUSES))
    parser.add_argument("runs", type=int)
    parser.add_argument("seed", type=int)
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(os.environ["JISHI_DATA"])
    proof = Proof(options.what, HOUSES[options.database], folder)
    if options.what == "money":
        proof.channel_port = int(os.environ[channel.PORT])
        proof.door_port = int(os.environ[channel.DOOR])
    proof.members = proof.ask(partial(shop.build, proof.house.clients))
    failed = 0
    for number in range(1, options.runs + 1):
        started = time.monotonic()
        told, faults = run(proof, number, options.seed + number - 1)
        state = "holds" if not faults else "FAILED"
        where = f"{options.what} {options.database:<10} run {number:>2}"
        print(f"{where}: {state} in {time.monotonic() - started:.0f} s; {told}", flush=True)
        failed += _complain(faults, proof.log)
    return int(bool(failed + _complain(_end(proof, options.runs + 1), proof.log)))


def run(proof: Proof, number: int, seed: int) -> tuple[str, list[str]]:
    """Race, kill, settle and judge on a new stage; return what happened and what is wrong.

    seed: of every choice that shoppers and the killer make; how they meet differs.
    """
    stage = proof.ask(partial(shop.set_stage, number))
    provider = _new_channel(proof, number)
    cast = _cast(proof, stage, seed)
    stands = Cast(others=[provider.role] if provider else [])
    with casting.on_stage(stands):
        if provider is not None:
            assert providers.wait([provider], lambda: False), "the channel comes up"
        with casting.on_stage(cast):
            faults = cast.kill_until_over(Random(seed))
        # The channel goes on telling until it is heard.
        doors = Cast(others=_doors(proof))
        with casting.on_stage(doors):
            judge = partial(_settle_and_judge, proof, stage, provider)
            outcomes, verdict = proof.ask(judge)
    proof.books = verdict.books
    proof.trades = proof.ask(partial(judging.unfinished_trades, verdict.books))
    faults += [one for one in outcomes if one.startswith(shoppers.UNEXPECTED)]
    counts = [(count, name) for name, count in cast.killed.most_common()]
    told = ", ".join(f"{count} {name}" for count, name in counts)
    facts = [*verdict.facts.items(), *outcomes.most_common(7)]
    figures = ", ".join(f"{count} {name}" for name, count in facts)
    return f"seed {seed}; killed {told}; {figures}", faults + verdict.faults


def _settle_and_judge(
    proof: Proof, stage: Stage, provider: Provider | None
) -> tuple[Counter[str], Verdict]:
    settling.settle(stage, provider)
    visits = [visit for path in _memories(proof, stage) for visit in Browsers(path).visits()]
    verdict = judging.judge(stage, proof.books, visits)
    if provider is not None:
        verdict.faults += judging.judge_channel(visits, channel.trades(provider))
    return Counter(str(visit.get("outcome", "")) for visit in visits), verdict


def _end(proof: Proof, number: int) -> list[str]:
    """Wait for the refunds whose senders were killed last; return what the books have wrong."""

    def finish() -> Books:
        settling.send_refunds()
        return judging.close(proof.books)

    provider = _new_channel(proof, number)
    deadline = time.monotonic() + REFUNDS_WITHIN_S
    with casting.on_stage(Cast(others=[provider.role] if provider else [])):
        while proof.books.unfinished and time.monotonic() < deadline:
            time.sleep(1)
            proof.books = proof.ask(finish)
    faults = [f"group {one}: a refund has not arrived" for one in proof.books.unfinished]
    return faults + proof.ask(partial(judging.judge_books, proof.books))


def _cast(proof: Proof, stage: Stage, seed: int) -> Cast:
    house = proof.house
    shares = [
        shoppers.Share(
            stage=stage,
            seed=seed,
            members=proof.members[index :: house.processes],
            visits=house.visits,
            at_once=house.at_once,
            moods=MOODS[proof.what],
            memory=path,
        )
        for index, path in enumerate(_memories(proof, stage))
    ]
    return Cast(
        awaited=[proof.role("web", partial(shoppers.serve, share)) for share in shares],
        others=[
            *(proof.role("workers", partial(_work, f"worker {n}")) for n in range(WORKERS)),
            *(proof.role("staff", partial(staff.work, stage)) for _ in range(STAFF)),
            *_doors(proof),
        ],
    )


def _work(name: str) -> None:
    """Be a worker and scheduler; its name outlives it, as in a cluster."""
    worker.run_forever(stop=threading.Event(), holder=name)


def _memories(proof: Proof, stage: Stage) -> list[Path]:
    names = (f"browsers-{stage.number}-{index}" for index in range(proof.house.processes))
    return [proof.folder / name for name in names]


def _doors(proof: Proof) -> list[Role]:
    call = partial(channel.answer_at, proof.door_port)
    return [proof.role("webhooks", call)] if proof.door_port else []


def _new_channel(proof: Proof, number: int) -> Provider | None:
    if not proof.channel_port:
        return None
    return channel.simulator(proof.folder, number, proof.channel_port, proof.trades)


def _complain(faults: Sequence[str], log: Path) -> int:
    for fault in faults[:10]:
        print(f"    {fault}")
    if faults:
        print(f"    The last words:\n{casting.tail(log)}", flush=True)
    return int(bool(faults))
