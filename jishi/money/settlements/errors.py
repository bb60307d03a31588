"""What settlements may refuse."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput


class BadSale(InvalidInput):
    """An amount, a quantity or a rate of a sold line is out of bounds."""

    code = "settlements.bad_sale"


class OverReversed(Conflict):
    """More is taken back than was sold: units, money or freight."""

    code = "settlements.over_reversed"
