"""What loyalty may refuse."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound


class BadLevel(InvalidInput):
    """A level does not build on the one below it: it needs more growth and gives no less.

    `field` says what does not fit, `level` which one.
    """

    code = "loyalty.bad_level"


class LevelInUse(Conflict):
    """Members have this level; `count` of them. The lowest level always stays."""

    code = "loyalty.level_in_use"


class LevelNotFound(NotFound):
    """No level has this code."""

    code = "loyalty.level_not_found"


class LevelExists(Conflict):
    """Another level has this code."""

    code = "loyalty.level_exists"


class BadAdjustment(InvalidInput):
    """Staff give or take at most `limit` at once, not nothing, and say why."""

    code = "loyalty.bad_adjustment"


class SignInNeeded(InvalidInput):
    """Only members sign in."""

    code = "loyalty.sign_in_needed"


class CannotMakeUp(Conflict):
    """The day is signed, lies too far back, or no card is left this month."""

    code = "loyalty.cannot_make_up"
