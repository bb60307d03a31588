"""`bin/jishi import products FILE`: XLSX, CSV or JSONL into a shop, with a report."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from jishi.surfaces.cli import start

SHOWN = 20


def run(arguments: list[str]) -> int:
    """Import products; 0 if every row was taken. Refused rows are listed with their line.

    Running it again after an interruption goes on where it stopped.
    """
    parser = argparse.ArgumentParser(prog="bin/jishi import")
    parser.add_argument("what", choices=["products"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen")
    parser.add_argument("--merchant", help="code of the shop; made if it does not exist")
    parser.add_argument("--category", default="imported", help="where rows without one go")
    parser.add_argument("--locale", default="en", help="language of texts without one")
    parser.add_argument("--market", default="us", help="market of prices without one")
    parser.add_argument("--stock", type=int, default=100, help="first stock of new products")
    parser.add_argument("--data", type=Path, help="data folder, as of `up`")
    options = parser.parse_args(arguments)
    start.use_data(options.data)
    start.start()
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from jishi.foundation.kernel.actors import Actor
    from jishi.goods.bulk import queries as bulk_queries
    from jishi.goods.bulk.errors import BadTable
    from jishi.goods.bulk.types import Form
    from jishi.goods.markets import queries as markets_queries
    from jishi.surfaces.cli import imports_target
    from jishi.surfaces.cli.imports import running
    from jishi.surfaces.cli.verbs import setup_

    if not options.file.exists():
        print(f"{options.file} does not exist", file=sys.stderr)
        return 2
    setup_.prepare()
    merchant_id: UUID = imports_target.merchant(options.merchant)
    target = running.Target(
        actor=Actor.system("import"),
        merchant_id=merchant_id,
        location_id=imports_target.location(merchant_id),
        form=Form(
            locale=options.locale,
            market=options.market,
            currency=markets_queries.get_market(options.market).currency,
            category=options.category,
            stock=options.stock,
        ),
    )
    resume = Path(settings.DATA) / f"import-{options.file.name}.json"
    try:
        total = bulk_queries.count_rows(options.file)
        summary = running.run(
            options.file,
            target,
            is_trial=options.dry_run,
            resume_file=resume,
            progress=lambda done: _show_progress(done, total),
        )
    except BadTable:
        print(f"{options.file.name}: no sound .jsonl, .csv or .xlsx", file=sys.stderr)
        return 2
    print(file=sys.stderr)
    _report(summary, is_trial=options.dry_run)
    if not options.dry_run:
        imports_target.index()
    return int(bool(summary.refusals))


def _show_progress(done: int, total: int) -> None:
    width = 40
    filled = width * done // max(total, 1)
    bar = "#" * filled + "." * (width - filled)
    print(f"\r[{bar}] {done}/{total}", end="", file=sys.stderr, flush=True)


def _report(summary: object, *, is_trial: bool) -> None:
    from jishi.surfaces.cli.imports.running import Summary

    assert isinstance(summary, Summary), "made by the import"
    rate = summary.rows / summary.seconds if summary.seconds else 0
    would = "would be " if is_trial else ""
    print(
        f"{summary.rows} rows in {summary.seconds:.1f} s ({rate:.0f}/s): "
        f"{summary.created} {would}created, {summary.changed} {would}changed, "
        f"{summary.same} the same, {len(summary.refusals)} refused"
    )
    for refusal in summary.refusals[:SHOWN]:
        print(f"  line {refusal.line} {refusal.code}: {refusal.reason}")
    if len(summary.refusals) > SHOWN:
        print(f"  … and {len(summary.refusals) - SHOWN} more")
    for warning in summary.warnings[:SHOWN]:
        print(f"  line {warning.line} {warning.code}: left out: {warning.reason}")
    if len(summary.warnings) > SHOWN:
        print(f"  … and {len(summary.warnings) - SHOWN} more pictures were left out")
