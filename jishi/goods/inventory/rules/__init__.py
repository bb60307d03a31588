"""Decisions of stock: where goods come from, on which day they leave, what is held. Pure."""

from jishi.goods.inventory.rules.days import (
    HORIZON,
    days_until,
    leaving_day,
    leaving_days,
    ready_at,
)
from jishi.goods.inventory.rules.sources import (
    ANYWHERE,
    RESERVATION,
    Held,
    after_giving_back,
    after_shipping,
    available,
    came_back,
    choose_sources,
    ran_low,
    rank_sites,
    region_rank,
    require_positive,
    sending_cost,
)

__all__ = [
    "ANYWHERE",
    "HORIZON",
    "RESERVATION",
    "Held",
    "after_giving_back",
    "after_shipping",
    "available",
    "came_back",
    "choose_sources",
    "days_until",
    "leaving_day",
    "leaving_days",
    "ran_low",
    "rank_sites",
    "ready_at",
    "region_rank",
    "require_positive",
    "sending_cost",
]
