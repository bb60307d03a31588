"""Reads of stock. Each takes a fixed number of statements, however long the list."""

from jishi.goods.inventory.queries.keys import (
    count_card_keys,
    is_revealed,
    list_card_keys,
    list_delivered_keys,
)
from jishi.goods.inventory.queries.levels import (
    is_waiting,
    list_levels,
    list_movements,
    list_reservations,
    list_stock,
)
from jishi.goods.inventory.queries.places import (
    get_location,
    get_locations,
    infos_of,
    leaving_day,
    list_locations,
    location_info,
    ready_at,
    require_locations,
)
from jishi.goods.inventory.queries.planning import (
    available,
    available_of_product,
    available_on,
    list_candidates,
    plan,
    plan_from,
    plan_with,
    read_shelves,
    read_supplies,
)
from jishi.goods.inventory.queries.proofs import (
    prove,
    sum_movements,
    sum_reservations,
)

__all__ = [
    "available",
    "available_of_product",
    "available_on",
    "count_card_keys",
    "get_location",
    "get_locations",
    "infos_of",
    "is_revealed",
    "is_waiting",
    "leaving_day",
    "list_candidates",
    "list_card_keys",
    "list_delivered_keys",
    "list_levels",
    "list_locations",
    "list_movements",
    "list_reservations",
    "list_stock",
    "location_info",
    "plan",
    "plan_from",
    "plan_with",
    "prove",
    "read_shelves",
    "read_supplies",
    "ready_at",
    "require_locations",
    "sum_movements",
    "sum_reservations",
]
