"""Translations: catalogues of text compiled beside themselves, without gettext installed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form; return how many."""
    compiled = 0
    for source in sorted(ROOT.glob("**/locale*/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file)
        with target.open("wb") as file:
            write_mo(file, catalog)
        compiled += 1
    return compiled
