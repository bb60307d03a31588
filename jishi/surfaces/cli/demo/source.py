"""Read the town's content files, which lie beside the code as TOML."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jishi.surfaces.cli.demo.types import Text

DATA = files("jishi.surfaces.cli.demo") / "data"

# A row of `products` in a goods file, in this order; extras may be missing.
COLUMNS = (
    "key",
    "name_zh",
    "name_en",
    "subtitle_zh",
    "subtitle_en",
    "fact_zh",
    "fact_en",
    "yuan",
    "look",
)


@cache
def read(name: str) -> dict[str, Any]:
    """Return the parsed file `data/<name>.toml`; decimals stay exact."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


@cache
def families() -> tuple[dict[str, Any], ...]:
    """Return all product families, in file order, with their rows as plain mappings."""
    names = sorted(item.name for item in (DATA / "goods").iterdir() if item.name.endswith(".toml"))
    found = []
    for name in names:
        for family in read(f"goods/{name.removesuffix('.toml')}")["family"]:
            rows = tuple(_row(family, cells) for cells in family["products"])
            found.append({**family, "rows": rows})
    return tuple(found)


@cache
def rows() -> dict[str, dict[str, Any]]:
    """Return every product row by key."""
    return {row["key"]: row for family in families() for row in family["rows"]}


def text(table: dict[str, Any], prefix: str = "") -> Text:
    """Return the words of `zh` and `en`, or of `<prefix>zh` and `<prefix>en`."""
    return Text(table[f"{prefix}zh"].strip(), table[f"{prefix}en"].strip())


def _row(family: dict[str, Any], cells: list[Any]) -> dict[str, Any]:
    """Merge a product over its family: what the row does not say, the family does."""
    extras = cells[len(COLUMNS)] if len(cells) > len(COLUMNS) else {}
    inherited = {key: value for key, value in family.items() if key not in {"products", "reviews"}}
    row = {
        **inherited,
        **dict(zip(COLUMNS, cells, strict=False)),
        **extras,
        "family": family["key"],
    }
    row["attributes"] = {**family.get("attributes", {}), **extras.get("attributes", {})}
    return row
