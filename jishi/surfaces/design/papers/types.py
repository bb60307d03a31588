"""What a paper says, apart from how it is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a small heading, an address for instance."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks beside each other."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page.

    widths: shares of the page's width, summing to 1. right: places of flush-right columns.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts below a table, the total set off."""

    rows: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    after: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Barcode:
    """A number as Code 128, for a scanner; ASCII only."""

    value: str


Part = Block | Columns | Table | Sums | Barcode


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document; it begins on a page of its own.

    issuer: whose paper it is. facts: named values beside the title. note: small print.
    """

    title: str
    issuer: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    note: str = ""
