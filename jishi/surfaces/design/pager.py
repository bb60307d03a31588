"""Page numbers with gaps, for `design/pagination.html`."""

from dataclasses import dataclass

EDGE = 1
"""How many pages are shown at either end."""

NEAR = 2
"""How many pages are shown on either side of the current one."""


@dataclass(frozen=True, slots=True)
class Pager:
    """The page numbers to show. around: numbers in order, None where some are left out."""

    current: int
    previous: int | None
    next: int | None
    around: tuple[int | None, ...]


def paginate(current: int, total: int, size: int) -> Pager | None:
    """Return the numbers to show for a list of `total` items; None if it fits one page."""
    last = -(-total // size)
    if last <= 1:
        return None
    current = max(1, min(current, last))
    return Pager(
        current,
        current - 1 if current > 1 else None,
        current + 1 if current < last else None,
        _with_gaps(current, last),
    )


def _with_gaps(current: int, last: int) -> tuple[int | None, ...]:
    shown = {
        number
        for number in range(1, last + 1)
        if number <= EDGE or number > last - EDGE or abs(number - current) <= NEAR
    }
    line: list[int | None] = []
    for number in sorted(shown):
        if line and number - (line[-1] or 0) == 2:
            line.append(number - 1)
        elif line and number - (line[-1] or 0) > 2:
            line.append(None)
        line.append(number)
    return tuple(line)
