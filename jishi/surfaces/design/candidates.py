"""Warehouses from which an order could be sent, in words."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jishi.foundation.kernel.text import localized
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import Candidate, Hours, Source
from jishi.surfaces.design import formats, hours
from jishi.trade.orders.types import OrderView


def of_order(order: OrderView) -> list[tuple[str, str]]:
    """Return the places as choices: what is missing there, how far it is, what it costs.

    Units held for the order where they lie count as being there.
    """
    found = inventory_queries.list_candidates(
        merchant_id=order.merchant_id,
        held=[
            Source(line.variant_id, source.location_id, source.quantity)
            for line in order.lines
            for source in line.sources
        ],
        region_codes=order.address.region_codes() if order.address else (),
    )
    return [(str(one.location.location_id), _words(one)) for one in found]


def _words(one: Candidate) -> str:
    words = "en" if (get_language() or "").startswith("en") else "zh-hans"
    parts = [localized(one.location.name, words)]
    if one.is_planned:
        parts.append(_("planned now"))
    if one.missing:
        count = {"count": one.missing}
        parts.append(ngettext("%(count)s unit short", "%(count)s units short", one.missing) % count)
    else:
        parts.append(_("has everything"))
    if one.distance_km is not None:
        parts.append(_("about %(count)s km") % {"count": one.distance_km})
    if one.location.hours != Hours():
        parts.append(hours.leaves(one.leaves_on))
    if one.cost_minor:
        parts.append(_("counts %(amount)s") % {"amount": formats.money(one.cost_minor, "CNY")})
    return " · ".join(parts)
