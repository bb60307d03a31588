"""One process full of shoppers: `python -m jishi.surfaces.cli.proving.shoppers`.

Reads what to race for from the standard input, and prints how often what happened.
"""

import json
import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from jishi.surfaces.cli import start

ROUNDS = 6
CONNECTIONS = 20
"""Shoppers of one process that are served at once: servers take a hundred by default."""


def main() -> int:
    """Run shoppers side by side and print the tally; 1 if anything unexpected happened."""
    plan = json.loads(sys.stdin.read())
    start.start()
    tally: Counter[str] = Counter()
    lock = threading.Lock()
    with ThreadPoolExecutor(max_workers=CONNECTIONS) as crowd:
        for seed, member in enumerate(plan["members"]):
            crowd.submit(_shop, plan, member, seed, tally, lock)
    print(json.dumps(tally))
    return int(any(name.startswith("unexpected") for name in tally))


def _shop(
    plan: dict[str, list[str]], member: str, seed: int, tally: Counter[str], lock: threading.Lock
) -> None:
    from django.db import connections

    from jishi.foundation.kernel.errors import JishiError
    from jishi.surfaces.cli.proving import buying

    chance = random.Random(f"{member}{seed}")
    for _ in range(ROUNDS):
        try:
            outcome = buying.buy(plan, UUID(member), chance)
        except JishiError as refusal:
            outcome = refusal.code
        except Exception as error:  # noqa: BLE001  whatever it is, the proof has failed
            outcome = f"unexpected {type(error).__name__}: {error}"[:200]
        with lock:
            tally[outcome] += 1
    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
