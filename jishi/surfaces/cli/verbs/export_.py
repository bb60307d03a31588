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
    from jishi.goods.bulk import services as bulk
    from jishi.goods.bulk.types import FileFormat
    from jishi.goods.catalog.types import ProductFilter
    from jishi.parties.merchants import queries as merchants_queries

    try:
        kind = FileFormat(options.file.suffix.removeprefix("."))
    except ValueError:
        print(f"{options.file.name}: neither .jsonl, .csv nor .xlsx", file=sys.stderr)
        return 2
    merchant = merchants_queries.get_merchant(options.merchant)
    wanted = ProductFilter(merchant_ids=frozenset({merchant.id}))
    count = bulk.write_table(options.file, kind, wanted)
    print(f"{count} products written to {options.file}")
    return 0
