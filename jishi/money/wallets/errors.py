"""What wallets may refuse."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class BadAmount(InvalidInput):
    """An amount is not positive, too large, or not of the purse's unit."""

    code = "wallets.bad_amount"


class NotEnoughValue(Conflict):
    """The purse has less to spend than is asked for."""

    code = "wallets.not_enough_value"


class OverReturned(Conflict):
    """More is given back than was captured."""

    code = "wallets.over_returned"


class HoldChanged(Conflict):
    """The payment already holds another amount of this purse."""

    code = "wallets.hold_changed"


class ReasonNeeded(InvalidInput):
    """Staff give or take value with a reason."""

    code = "wallets.reason_needed"


class PurseNotFound(NotFound):
    """There is no such purse."""

    code = "wallets.purse_not_found"
