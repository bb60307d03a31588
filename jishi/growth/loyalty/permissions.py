"""What roles may do with loyalty."""

from jishi.foundation.platform.permissions import declare

VIEW = declare("loyalty.view", "See levels, points and growth of members.")
ADJUST = declare("loyalty.adjust", "Give and take points and growth, with a reason.")
EDIT = declare("loyalty.edit", "Set levels of members and what they are given.")
"""The house itself uses it for what is earned."""
