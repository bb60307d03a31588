"""What loyalty may refuse."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput


class BadLevel(InvalidInput):
    """A level has no name, a rate out of bounds, or the threshold of another."""

    code = "loyalty.bad_level"


class LevelInUse(Conflict):
    """Members have this level; `count` of them. The lowest level always stays."""

    code = "loyalty.level_in_use"


class SignInNeeded(InvalidInput):
    """Only members sign in."""

    code = "loyalty.sign_in_needed"


class CannotMakeUp(Conflict):
    """The day is signed, lies too far back, or no card is left this month."""

    code = "loyalty.cannot_make_up"
