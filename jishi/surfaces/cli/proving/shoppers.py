"""One web process and the shoppers it serves; the next one goes on where it was killed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connections

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.cli.proving import buying, connecting
from jishi.surfaces.cli.proving.browsers import Browsers
from jishi.surfaces.cli.proving.shop import Stage

UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Share:
    """The shoppers of one process. at_once: how many it serves side by side.

    visits: how often each comes. memory: the file of their browsers.
    """

    stage: Stage
    seed: int
    members: Sequence[UUID]
    visits: int
    at_once: int
    moods: dict[str, int]
    memory: Path


def serve(share: Share) -> None:
    """Serve every visit that has not ended yet."""
    browsers = Browsers(share.memory)
    with ThreadPoolExecutor(share.at_once) as crowd:
        for member in share.members:
            crowd.submit(_come, share, member, browsers)


def _come(share: Share, member: UUID, browsers: Browsers) -> None:
    for number in range(share.visits):
        name = f"{member}.{number}"
        if "outcome" not in browsers.recall(name):
            place = share.members.index(member)
            chance = Random(f"{share.seed}.{share.memory.name}.{place}.{number}")
            visit = buying.visit_of(name, member, chance, browsers)
            visit.note(outcome=_outcome(visit, share))
    connections.close_all()


def _outcome(visit: buying.Visit, share: Share) -> str:
    try:
        connecting.connect()
        return buying.buy(visit, share.stage, share.moods)
    except JishiError as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001  whatever it is, the proof has failed
        return f"{UNEXPECTED} {type(error).__name__}: {error}"[:300]
