"""What operators may set in this room."""

from jishi.foundation.platform import preferences

REVIEW_REQUIRED = preferences.declare(
    "catalog.review_required",
    default=True,
    help="Whether products and changes of their key fields wait for approval.",
)

TRUSTED_MERCHANTS = preferences.declare(
    "catalog.trusted_merchants",
    default=list[str](),
    help="Ids of merchants whose products need no approval.",
)

DELIST_SOLD_OUT = preferences.declare(
    "catalog.delist_sold_out",
    default=False,
    help="Whether products go off sale when they sell out, and come back with their stock.",
    per_merchant=True,
)

RETURN_DAYS = preferences.declare(
    "catalog.return_days",
    default=7,
    help="Days to return without a reason where no category says otherwise.",
    check=preferences.between(0, 90),
)
