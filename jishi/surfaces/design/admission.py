"""The permission matrix: who is let in at every address, declared surface by surface.

Nothing is let in that is not declared here: a test walks all addresses, knocks in every role
with things of one's own and of others, and compares; `bin/jishi docs` prints the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jishi.foundation.kernel.registry import Registry


class Gate(StrEnum):
    """The kinds of doors."""

    OPEN = "open"
    HOLDER = "holder"
    MEMBER = "member"
    SHOP = "shop"
    PLATFORM = "platform"
    PLACE = "place"
    BUYER_OR_STAFF = "buyer_or_staff"
    STAFF = "staff"
    SIGNED = "signed"
    MACHINE = "machine"


MEANINGS: Mapping[Gate, str] = {
    Gate.OPEN: "anybody",
    Gate.HOLDER: "who holds the cart, order or link: by cookie, key, signed link or account",
    Gate.MEMBER: "who is signed in, for their own records only",
    Gate.SHOP: "the shop's staff and the platform's overseers, with the permission over that shop",
    Gate.PLATFORM: "the platform's staff, with the permission over everything",
    Gate.PLACE: "who holds the permission over the goods or the warehouse",
    Gate.BUYER_OR_STAFF: "the buyer, and who holds the permission over the order's shop",
    Gate.STAFF: "who holds the permission over the shop or warehouse of the record",
    Gate.SIGNED: "the provider whose signature is genuine",
    Gate.MACHINE: "programs on this machine, and whoever knows their token",
}


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in at one address. name: `surface:page`. permission: empty for none."""

    name: str
    gate: Gate
    permission: str = ""


ADMISSIONS: Registry[Admission] = Registry("admission")


def declare(surface: str, gate: Gate, pages: Mapping[str, str]) -> None:
    """Declare addresses of a surface that have one kind of door.

    pages: permission → names of addresses, parted by blanks.
    """
    for permission, names in pages.items():
        for page in names.split():
            name = f"{surface}:{page}"
            ADMISSIONS.add(name, Admission(name, gate, permission))
