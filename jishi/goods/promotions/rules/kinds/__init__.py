"""The kinds of activities: each is one file, listed here."""

from typing import Any

import msgspec

from jishi.foundation.kernel import shapes
from jishi.goods.promotions.errors import BadActivity
from jishi.goods.promotions.rules.kinds import (
    bundle,
    flash_sale,
    full_reduction,
    limited_price,
    member_price,
    nth_unit,
    pick_price,
    quantity_discount,
)
from jishi.goods.promotions.types import Kind, Settings

__all__ = ["KINDS", "Kind", "kind_of", "settings_of"]

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        limited_price.KIND,
        flash_sale.KIND,
        full_reduction.KIND,
        quantity_discount.KIND,
        nth_unit.KIND,
        pick_price.KIND,
        bundle.KIND,
        member_price.KIND,
    )
}
"""Kinds by code, in the order in which people choose from them."""

_READERS = {kind.code: shapes.reader(kind.settings) for kind in KINDS.values()}


def kind_of(code: str) -> Kind:
    """Return a kind.

    Raises: BadActivity if there is none of that code.
    """
    if code not in KINDS:
        raise BadActivity(field="kind")
    return KINDS[code]


def settings_of(kind: Kind, values: Settings) -> Any:
    """Read plain values in the shape of a kind.

    Raises: BadActivity naming the setting at fault.
    """
    try:
        return _READERS[kind.code](dict(values))
    except msgspec.ValidationError as error:
        # The message ends in a path such as `$.tiers[0].off_minor`.
        path = str(error).rpartition("`$.")[2].rstrip("`") if "`$." in str(error) else ""
        raise BadActivity(field="settings", setting=path.split("[")[0].split(".")[0]) from error
