"""What the cart refuses, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, LimitExceeded, NotFound


class CartNotFound(NotFound):
    """No such cart, or not for this actor."""

    code = "cart.not_found"


class LineNotFound(NotFound):
    """The cart has no such line."""

    code = "cart.line_not_found"


class BadQuantity(InvalidInput):
    """The quantity is not a whole number from 1 to the limit."""

    code = "cart.bad_quantity"


class NotSellable(Conflict):
    """The article cannot be bought at the moment."""

    code = "cart.not_sellable"


class NotEnoughStock(Conflict):
    """Fewer units are available than asked for."""

    code = "cart.not_enough_stock"


class CartFull(LimitExceeded):
    """The cart holds as many different articles as it can."""

    code = "cart.full"


class NothingToShare(InvalidInput):
    """No line of the cart is selected."""

    code = "cart.nothing_to_share"


class ShareNotFound(NotFound):
    """No cart is shared by this link, or no longer."""

    code = "cart.share_not_found"
