"""The house's own dictionary of synonyms."""

from pathlib import Path

from jishi.insight.search.rules.synonyms import SynonymBook


def load_synonyms() -> SynonymBook:
    """Read the bilingual dictionary that comes with the house."""
    lines = (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return SynonymBook.parse(lines)
