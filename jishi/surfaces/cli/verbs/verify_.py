"""`bin/jishi verify`: re-derive the books, the stock and the audit chain, and compare."""

import argparse
from pathlib import Path

from jishi.surfaces.cli import start


def run(arguments: list[str]) -> int:
    """Print every discrepancy; 0 only if there is none."""
    parser = argparse.ArgumentParser(prog="bin/jishi verify")
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    start.start()
    from jishi.foundation.platform import audit
    from jishi.goods.inventory import queries as inventory_queries
    from jishi.goods.promotions import queries as promotions_queries
    from jishi.money.ledger import queries as ledger_queries

    while audit.seal(holder="verify"):
        pass
    sealed, broken_at = audit.verify()
    faults = [f"ledger: {one}" for one in ledger_queries.prove()]
    faults += [f"stock: {one}" for one in inventory_queries.prove()]
    faults += [f"coupon {one}: counters differ from claims" for one in promotions_queries.prove()]
    if broken_at is not None:
        faults.append(f"audit: the chain breaks at entry {broken_at}")
    for fault in faults:
        print(fault)
    print(f"{sealed} audit entries hold; {len(faults)} discrepancies")
    return int(bool(faults))
