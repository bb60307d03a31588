"""What orders refuse, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, LimitExceeded, NotFound


class OrderNotFound(NotFound):
    """No such order, or not for this actor."""

    code = "orders.not_found"


class NotCancelable(Conflict):
    """The order has been paid or shipped; ask for a refund instead."""

    code = "orders.not_cancelable"


class AlreadyShipped(Conflict):
    """What was to be changed has left the warehouse."""

    code = "orders.already_shipped"


class NothingShipped(Conflict):
    """Receipt cannot be confirmed before everything was shipped."""

    code = "orders.nothing_shipped"


class AftersaleOpen(Conflict):
    """An open after-sale case must end first."""

    code = "orders.aftersale_open"


class BadReturnQuantity(InvalidInput):
    """More units than the line still has."""

    code = "orders.bad_return_quantity"


class BadPriceChange(InvalidInput):
    """The reduction is negative or larger than what is to be paid for goods."""

    code = "orders.bad_price_change"


class LocationLocked(Conflict):
    """Somebody decided where the order is sent from, and locked it there."""

    code = "orders.location_locked"


class TooManyLookups(LimitExceeded):
    """Guest look-ups from one place are limited."""

    code = "orders.too_many_lookups"
