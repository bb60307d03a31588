"""What a role can be given in this room."""

from jishi.foundation.platform import permissions

EDIT = permissions.declare("markets.edit", "Set up markets: currency, countries and languages.")
