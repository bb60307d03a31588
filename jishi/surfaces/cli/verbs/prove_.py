"""`bin/jishi prove stock|money`: race, kill, and add up."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

from jishi.surfaces.cli import start
from jishi.surfaces.cli.proving import arena as arenas

CLIENTS = {"sqlite": 24, "postgresql": 200, "mariadb": 200}
PROCESSES = {"sqlite": 4, "postgresql": 4, "mariadb": 4}
KILL_EVERY_S = (0.4, 1.5)


def run(arguments: list[str]) -> int:
    """Prove it on one or all databases; 0 only if every run holds."""
    parser = argparse.ArgumentParser(prog="bin/jishi prove")
    parser.add_argument("what", choices=["stock", "money"])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--database", choices=list(CLIENTS))
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.stage:
        return _inside(options.stage, options.what)
    failed = 0
    for database in [options.database] if options.database else list(CLIENTS):
        for number in range(1, options.runs + 1):
            failed += _one_run(database, options.what, number)
    print("prove: everything holds" if not failed else f"prove: {failed} runs failed")
    return int(bool(failed))


def _one_run(database: str, what: str, number: int) -> int:
    started = time.monotonic()
    with arenas.opened(database) as arena:
        stage = _ask(arena, what, f"build:{CLIENTS[database]}")
        tally, killed = _race(arena, stage, PROCESSES[database], number)
        verdict = _ask(arena, what, f"judge:{json.dumps(stage)}")
    faults = verdict["faults"] + [name for name in tally if name.startswith("unexpected")]
    seconds = time.monotonic() - started
    state = "holds" if not faults else "FAILED"
    counts = ", ".join(f"{count} {name}" for name, count in tally.most_common(6))
    print(
        f"{what} {database:<10} run {number:>2}: {state} in {seconds:.0f} s; "
        f"{killed} workers killed; {counts}",
        flush=True,
    )
    for fault in faults[:10]:
        print(f"    {fault}")
    return int(bool(faults))


def _race(
    arena: arenas.Arena, stage: dict[str, list[str]], processes: int, seed: int
) -> tuple[Counter[str], int]:
    """Let shoppers buy while workers live and die; return what happened."""
    chance = random.Random(seed)
    shares = [stage["members"][index::processes] for index in range(processes)]
    racing = [_start_shoppers(arena, stage | {"members": share}) for share in shares]
    workers = [_start_worker(arena) for _ in range(2)]
    killed = 0
    while any(process.poll() is None for process in racing):
        time.sleep(chance.uniform(*KILL_EVERY_S))
        index = chance.randrange(len(workers))
        os.kill(workers[index].pid, signal.SIGKILL)
        workers[index].wait()
        workers[index] = _start_worker(arena)
        killed += 1
    for worker in workers:
        worker.kill()
        worker.wait()
    tally: Counter[str] = Counter()
    for process in racing:
        assert process.stdout is not None, "asked for an answer"
        tally.update(json.loads(process.stdout.read() or b"{}"))
    return tally, killed


def _start_shoppers(arena: arenas.Arena, plan: dict[str, list[str]]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "jishi.surfaces.cli.proving.shoppers"],
        env=arena.settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None, "asked for a pipe"
    process.stdin.write(json.dumps(plan).encode())
    process.stdin.close()
    return process


def _start_worker(arena: arenas.Arena) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "jishi.surfaces.cli", "serve", "scheduler"],
        env=arena.settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _ask(arena: arenas.Arena, what: str, stage: str) -> dict[str, list[str]]:
    """Have a process of the arena build the shop or judge the outcome."""
    answer = subprocess.run(
        [sys.executable, "-m", "jishi.surfaces.cli", "prove", what, "--stage", stage],
        env=arena.settings,
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, list[str]] = json.loads(answer.stdout.splitlines()[-1])
    return result


def _inside(stage: str, what: str) -> int:
    """Build or judge, in a process that has the arena's settings."""
    from uuid import UUID

    task, _, rest = stage.partition(":")
    start.start()
    from jishi.surfaces.cli.proving import judging, shop

    if task == "build":
        built = shop.build(int(rest))
        answer = {
            "variants": [str(one) for one in built.variants],
            "coupon": [str(built.coupon)],
            "members": [str(one) for one in built.members],
        }
    else:
        told = json.loads(rest)
        built = shop.Stage(
            tuple(UUID(one) for one in told["variants"]),
            UUID(told["coupon"][0]),
            tuple(UUID(one) for one in told["members"]),
        )
        judging.settle()
        faults = judging.judge_stock(built) if what == "stock" else judging.judge_money()
        answer = {"faults": faults}
    print(json.dumps(answer))
    return 0
