"""`bin/jishi export products FILE --merchant CODE`: what `import` reads back unchanged."""

import argparse
import sys
from pathlib import Path

from jishi.surfaces.cli import start


def run(arguments: list[str]) -> int:
    """Write a shop's products to JSONL, CSV or XLSX."""
    parser = argparse.ArgumentParser(prog="bin/jishi export")
    parser.add_argument("what", choices=["products"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--merchant", default="imports", help="code of the shop")
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    start.start()
    from jishi.parties.merchants import queries as merchants_queries
    from jishi.surfaces.cli.imports import exporting

    merchant = merchants_queries.get_merchant(options.merchant)
    try:
        count = exporting.write(options.file, merchant.id)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{count} products written to {options.file}")
    return 0
