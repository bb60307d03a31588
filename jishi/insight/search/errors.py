"""What search refuses."""

from jishi.foundation.kernel.errors import Unavailable


class IndexBusy(Unavailable):
    """Another process is writing to the index; try again."""

    code = "search.index_busy"
