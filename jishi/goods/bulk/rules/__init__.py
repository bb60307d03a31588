"""Decisions of the room: how a file is read, and what a job may do."""

from jishi.goods.bulk.rules.columns import check, recognize, renamed, targets_of
from jishi.goods.bulk.rules.drafting import Known, draft_of, own_axis, word_of
from jishi.goods.bulk.rules.grouping import chunks, products
from jishi.goods.bulk.rules.mapping import entry_of, is_table
from jishi.goods.bulk.rules.states import JOB
from jishi.goods.bulk.rules.words import attribute_code, brand_code, brand_index, brand_names

AT_ONCE = 100
"""Changes of up to so many products are made while the person waits."""

MAX_ROWS = 50_000
MAX_TABLE_BYTES = 20 * 1024 * 1024
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
MAX_OPEN_JOBS = 20
KEEP_DAYS = 30
"""Files and rows of jobs are kept so long."""

STALLED_S = 90
"""A job that moved no row for so long lost its worker."""

__all__ = [
    "AT_ONCE",
    "JOB",
    "KEEP_DAYS",
    "MAX_ARCHIVE_BYTES",
    "MAX_OPEN_JOBS",
    "MAX_ROWS",
    "MAX_TABLE_BYTES",
    "STALLED_S",
    "Known",
    "attribute_code",
    "brand_code",
    "brand_index",
    "brand_names",
    "check",
    "chunks",
    "draft_of",
    "entry_of",
    "is_table",
    "own_axis",
    "products",
    "recognize",
    "renamed",
    "targets_of",
    "word_of",
]
