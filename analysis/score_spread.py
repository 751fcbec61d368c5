"""How scores are spread: quartiles and a histogram, with those who have no score counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interview import InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreSpread:
    """A distribution of scores (0 to 10).

    ``counts[i]`` people scored in ``[edges[i], edges[i+1])``, the last bin closed; ``withheld``
    have no score. ``n`` plus ``withheld`` is everybody. Quartiles are None when n is 0.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    n: int
    withheld: int
    quartiles: tuple[float, float, float] | None


def score_spread(scores: Sequence[float | None], *, bins: int = 20) -> ScoreSpread:
    """Summarise scores without losing the people who have none.

    Quartiles by linear interpolation (definition 7 of Hyndman and Fan 1996).

    Raises
    ------
    InputError
        ``score.out_of_range`` when a score lies outside 0 to 10.

    Examples
    --------
    >>> score_spread([2.0, 4.0, 6.0, None], bins=2).counts
    (2, 1)
    """
    known = np.array([s for s in scores if s is not None], dtype=float)
    outside = known[(known < 0) | (known > 10) | ~np.isfinite(known)]
    if outside.size:
        raise InputError(
            "score.out_of_range",
            f"a score is {outside[0]}",
            "scores run from 0 to 10",
            score=float(outside[0]),
        )
    counts, edges = np.histogram(known, bins=bins, range=(0.0, 10.0))
    low, middle, high = np.percentile(known, [25, 50, 75]) if known.size else (0.0, 0.0, 0.0)
    return ScoreSpread(
        edges=tuple(float(e) for e in edges),
        counts=tuple(int(c) for c in counts),
        n=int(known.size),
        withheld=len(scores) - int(known.size),
        quartiles=(float(low), float(middle), float(high)) if known.size else None,
    )
