"""What a role can be given in this room."""

from jishi.foundation.platform import permissions

EDIT = permissions.declare(
    "catalog.edit", "Edit products and the shop's own categories.", for_merchants=True
)
REVIEW = permissions.declare("catalog.review", "Approve, reject and block products of merchants.")
STRUCTURE = permissions.declare(
    "catalog.structure", "Edit categories, brands, attributes and commission rates."
)
