"""Where an address lies in the eyes of a tariff: the most specific region wins."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from jishi.foundation.kernel.addresses import Address


class Regional(Protocol):
    """Something said about regions; no codes at all means everywhere."""

    @property
    def region_codes(self) -> tuple[str, ...]:
        """Division codes or countries."""


Entry = TypeVar("Entry", bound=Regional)


def places_of(address: Address) -> tuple[str, ...]:
    """Return the codes of an address from its street or district up to its country."""
    return (*address.region_codes(), address.country)


def most_specific(entries: Sequence[Entry], places: Sequence[str]) -> tuple[Entry, ...]:
    """Return the entries that name the most specific of the places.

    Entries without codes hold everywhere and come last.
    places: codes from the most specific to the country.
    """
    for place in places:
        found = tuple(entry for entry in entries if place in entry.region_codes)
        if found:
            return found
    return tuple(entry for entry in entries if not entry.region_codes)
