"""Reads: jobs and their rows, and products as files spell them."""

from jishi.goods.bulk.queries.exporting import count_products, flat, records
from jishi.goods.bulk.queries.files import (
    count_rows,
    find_result_file,
    in_chunks,
    read_products,
    targets_of,
)
from jishi.goods.bulk.queries.jobs import get_job, list_jobs, list_rows

__all__ = [
    "count_products",
    "count_rows",
    "find_result_file",
    "flat",
    "get_job",
    "in_chunks",
    "list_jobs",
    "list_rows",
    "read_products",
    "records",
    "targets_of",
]
