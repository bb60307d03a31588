"""How good a ranking is, against grades given by people."""

import math
from collections.abc import Hashable, Mapping, Sequence


def ndcg(ranked: Sequence[Hashable], grades: Mapping[Hashable, int], *, depth: int = 10) -> float:
    """Return the normalized discounted cumulative gain of a ranking, 0 to 1.

    Gain 2^grade − 1, discount log2; what was not graded counts as 0.

    grades: 0 (useless) to 3 (exactly it); at least one above 0.
    Source: Burges et al., "Learning to rank using gradient descent", 2005.
    """
    gained = _discounted([grades.get(item, 0) for item in ranked[:depth]])
    return gained / _discounted(sorted(grades.values(), reverse=True)[:depth])


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))
