"""Pages of results: cursors for machines, numbers for people."""

import base64
import json
from dataclasses import dataclass
from typing import Generic, TypeVar

from jishi.foundation.kernel.errors import InvalidInput

Item = TypeVar("Item")

DEFAULT_LIMIT = 24
MAX_LIMIT = 200


class BadCursor(InvalidInput):
    """The paging cursor is not one that was handed out."""

    code = "jishi.bad_cursor"


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a longer list.

    items: in the list's stable order.
    next_cursor: opaque; absent on the last page.
    total: number of all items where it is cheap to know, else None.
    """

    items: tuple[Item, ...]
    next_cursor: str | None = None
    total: int | None = None


def encode_cursor(*keys: str | int | None) -> str:
    """Spell the sort keys of a page's last item as an opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, size: int) -> tuple[str | int | None, ...]:
    """Read the sort keys back.

    size: how many keys the list sorts by.
    Raises: BadCursor if it is malformed.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeDecodeError) as error:
        raise BadCursor(field="cursor") from error
    known = isinstance(keys, list) and len(keys) == size
    if not known or not all(key is None or isinstance(key, str | int) for key in keys):
        raise BadCursor(field="cursor")
    return tuple(keys)


def clamp_limit(limit: int | None) -> int:
    """Return a page size within bounds."""
    return max(1, min(limit or DEFAULT_LIMIT, MAX_LIMIT))
