"""What stock may refuse, and why."""

from collections.abc import Sequence
from typing import ClassVar

from jishi.foundation.kernel.errors import Conflict, InvalidInput
from jishi.goods.inventory.types import Shortage


class OutOfStock(Conflict):
    """Some variants cannot be served; `shortages` lists every one of them.

    params: variant_id and available of the first, count of all.
    """

    code: ClassVar[str] = "inventory.out_of_stock"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = tuple(shortages)
        first = self.shortages[0]
        super().__init__(
            variant_id=str(first.variant_id),
            available=max(0, first.available),
            count=len(self.shortages),
        )


class NotReserved(Conflict):
    """The owner holds nothing that this could be done to."""

    code = "inventory.not_reserved"


class AlreadyAllocated(Conflict):
    """The owner's stock is paid for already and cannot be planned anew."""

    code = "inventory.already_allocated"


class NotAllocated(Conflict):
    """More was asked to leave or to be given back than is allocated there."""

    code = "inventory.not_allocated"


class StockHeld(Conflict):
    """The count is below what is reserved and allocated; settle those first."""

    code = "inventory.stock_held"


class BadQuantity(InvalidInput):
    """A quantity must be a positive number of units, or a count not negative."""

    code = "inventory.bad_quantity"


class BadLocation(InvalidInput):
    """The location's code, name or regions are not acceptable."""

    code = "inventory.bad_location"


class LocationCodeTaken(Conflict):
    """Another location has this code."""

    code = "inventory.location_code_taken"


class LocationInUse(Conflict):
    """The location still holds stock for buyers and cannot be closed."""

    code = "inventory.location_in_use"


class NoDayLeft(Conflict):
    """The location can take no more parcels on any of the coming days."""

    code = "inventory.no_day_left"


class NoCardKeys(Conflict):
    """Too few card keys are left for this line."""

    code = "inventory.no_card_keys"


class BadCardKey(InvalidInput):
    """A card key is empty or too long."""

    code = "inventory.bad_card_key"
