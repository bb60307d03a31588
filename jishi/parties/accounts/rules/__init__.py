"""Decisions of the room, without clock, tables or network."""

from jishi.parties.accounts.rules.addresses import complete_address
from jishi.parties.accounts.rules.pasted import parse_address
from jishi.parties.accounts.rules.regions import Regions, match_region

__all__ = ["Regions", "complete_address", "match_region", "parse_address"]
