"""The administrative divisions of China, read once from the list beside this file.

The list is plain text, so that an edition can be compared with the next. A line is a
province (`44 广东省`) or a city with its districts (`4403 深圳市 03罗湖区 04福田区`), each
district with the digits that follow the city's.

Source: Ministry of Civil Affairs, county-level divisions as of September 2026 (GB/T 2260);
townships of the four cities without districts, and four districts of 大兴安岭, from the
statistical division codes of 2023. Taiwan's counties carry codes usual in trade, since
the standard stops at the province.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from jishi.parties.accounts.rules.regions import Regions
from jishi.parties.accounts.types import Region

EDITION = "2026-09"

FORMER_NAMES = (
    ("渝北区", "500157"),
    ("江北区", "500157"),
)
"""Names that people still write → the code of the division they became part of."""


@cache
def regions() -> Regions:
    """Return the divisions; the list is read at the first call."""
    listing = resources.files(__package__).joinpath("regions.txt").read_text(encoding="utf-8")
    return Regions(_read(listing), FORMER_NAMES)


def _read(listing: str) -> Iterator[Region]:
    for line in listing.splitlines():
        code, name, *districts = line.split(" ")
        yield Region(code, name)
        for district in districts:
            size = 2 if not district[2].isdigit() else 5
            yield Region(code + district[:size], district[size:])
