"""Facets: counts of what a list can be narrowed by."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from jishi.insight.search.types import AttributeFacet, FacetValue, PriceBucket

ATTRIBUTE_SEPARATOR = "\x1f"
LADDER_MINOR = tuple(step * 10**power for power in range(2, 9) for step in (1, 2, 5))
"""Price limits to count by, in minor units: 1, 2, 5, 10, 20, 50 … of the main unit."""

_PRICE_BUCKETS = 5
_ATTRIBUTES = 20


def attribute_term(code: str, value: str) -> str:
    """Return an attribute and its value as one term."""
    return f"{code}{ATTRIBUTE_SEPARATOR}{value}"


def values(counts: Iterable[tuple[str, int]], selected: Collection[str]) -> tuple[FacetValue, ...]:
    """Return values most frequent first; selected ones are listed even if nothing has them."""
    found = dict.fromkeys(selected, 0) | dict(counts)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(value, count, value in selected) for value, count in ordered)


def attributes(
    counts: Iterable[tuple[str, int]], selected: Mapping[str, Sequence[str]]
) -> tuple[AttributeFacet, ...]:
    """Group attribute terms by code: selected ones first, then those that most products have."""
    by_code: dict[str, dict[str, int]] = {code: {} for code, chosen in selected.items() if chosen}
    for term, count in counts:
        code, _, value = term.partition(ATTRIBUTE_SEPARATOR)
        by_code.setdefault(code, {})[value] = count
    ordered = sorted(
        by_code, key=lambda code: (not selected.get(code), -sum(by_code[code].values()), code)
    )
    return tuple(
        AttributeFacet(code, values(by_code[code].items(), selected.get(code, ())))
        for code in ordered[:_ATTRIBUTES]
    )


def price_buckets(counts: Sequence[int]) -> tuple[PriceBucket, ...]:
    """Merge counts between the rungs of the price ladder into at most five buckets of like size.

    counts: below the first rung, between rungs, and from the last rung on.
    """
    limits = (0, *LADDER_MINOR, None)
    wanted = max(1, -(-sum(counts) // _PRICE_BUCKETS))
    buckets: list[PriceBucket] = []
    lower, gathered = 0, 0
    for rung, count in enumerate(counts):
        gathered += count
        rest = sum(counts[rung + 1 :])
        if gathered >= wanted or (gathered and not rest):
            upper = limits[rung + 1] if rest else None
            buckets.append(PriceBucket(lower, upper, gathered))
            lower, gathered = limits[rung + 1] or 0, 0
        if not rest:
            break
    return tuple(buckets)
