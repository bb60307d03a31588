"""What the shop's pages keep for a moment; see `foundation.platform.copies`."""

from jishi.foundation.platform.copies import Copies, Kept, forget_all

__all__ = ["Copies", "Kept", "forget_all"]
