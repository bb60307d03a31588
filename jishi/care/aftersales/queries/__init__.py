"""Reads of after-sale cases; each in a fixed number of statements."""

from jishi.care.aftersales.queries.cases import (
    count_open,
    count_queues,
    find_case_id,
    get_case,
    get_case_for,
    is_case,
    list_cases,
    list_moves,
)
from jishi.care.aftersales.queries.eligibility import (
    list_eligible_lines,
    list_terms,
    quote_refund,
)

__all__ = [
    "count_open",
    "count_queues",
    "find_case_id",
    "get_case",
    "get_case_for",
    "is_case",
    "list_cases",
    "list_eligible_lines",
    "list_moves",
    "list_terms",
    "quote_refund",
]
