"""Rows of one person become those of another, a set at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

BATCH = 500
"""How many rows one statement names, for databases that count parameters."""


def move_rows(
    model: type[Model],
    field: str,
    *,
    gone_id: UUID,
    kept_id: UUID,
    unique: Sequence[str] = (),
) -> int:
    """Give the rows of one person to another; return how many changed hands.

    field: that names the person. unique: the columns that, with the person, make a row
    unique; where both have one, the kept person's stays and the other is deleted. Doing it
    again changes nothing.
    """
    rows: Any = model._default_manager
    theirs = rows.filter(**{field: gone_id})
    if unique:
        known = set(rows.filter(**{field: kept_id}).values_list(*unique))
        given = theirs.values_list("pk", *unique)
        doubled = [pk for pk, *columns in given if tuple(columns) in known]
        for start in range(0, len(doubled), BATCH):
            rows.filter(pk__in=doubled[start : start + BATCH]).delete()
    return int(theirs.update(**{field: kept_id}))
