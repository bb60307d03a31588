"""What the warehouse refuses, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class TaskNotFound(NotFound):
    """There is no such task, or not for this actor."""

    code = "warehouse.task_not_found"


class WrongItem(InvalidInput):
    """The scanned goods do not belong to this parcel. `scanned` is the code."""

    code = "warehouse.wrong_item"


class TooMany(Conflict):
    """More units were scanned or missed than are left to pick; `left` says how many are."""

    code = "warehouse.too_many"


class BadQuantity(InvalidInput):
    """A quantity must be a positive number of units."""

    code = "warehouse.bad_quantity"


class NotAccountedFor(Conflict):
    """Some units were neither scanned nor missed; `left` says how many."""

    code = "warehouse.not_accounted_for"


class WeightOff(Conflict):
    """The parcel is heavier or lighter than its goods; weigh again or confirm.

    expected_g, weight_g, tolerance_g: in grams.
    """

    code = "warehouse.weight_off"


class BadWeight(InvalidInput):
    """A weight lies between one gram and one ton."""

    code = "warehouse.bad_weight"


class TooManyRows(InvalidInput):
    """The batch has more rows than are taken at once."""

    code = "warehouse.too_many_rows"


class AmbiguousNumber(InvalidInput):
    """The order has several parcels that have not left; name the parcel."""

    code = "warehouse.ambiguous_number"


class NothingToShip(NotFound):
    """No parcel that may still leave has this number."""

    code = "warehouse.nothing_to_ship"


class RepeatedRow(InvalidInput):
    """The parcel already stands in an earlier row."""

    code = "warehouse.repeated_row"


class AlreadyReceived(Conflict):
    """These goods were taken in before."""

    code = "warehouse.already_received"


class BadReturn(InvalidInput):
    """The returned quantities do not fit what was sent back."""

    code = "warehouse.bad_return"
