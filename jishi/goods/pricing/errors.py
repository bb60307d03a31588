"""What pricing may refuse."""

from jishi.foundation.kernel.errors import InvalidInput, NotFound


class BadPrice(InvalidInput):
    """The amount cannot be a price; `field` tells which one is at fault."""

    code = "pricing.bad_price"


class VariantNotFound(NotFound):
    """A variant does not exist or belongs to another merchant."""

    code = "pricing.variant_not_found"


class DuplicatePrice(InvalidInput):
    """A variant was given two prices for one market."""

    code = "pricing.duplicate_price"
