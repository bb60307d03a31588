"""What community refuses, and why."""

from jishi.foundation.kernel.errors import LimitExceeded


class TooManyFavorites(LimitExceeded):
    """Nobody keeps more than `limit` favorites or shops."""

    code = "community.too_many_favorites"
