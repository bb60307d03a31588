"""What roles may do with loyalty."""

from jishi.foundation.platform.permissions import declare

EDIT = declare("loyalty.edit", "Set levels of members and what they are given.")
"""The house itself uses it for what is earned."""
