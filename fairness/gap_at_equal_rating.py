"""The gap that is left between two groups whom people rated alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimation import Sample, normal_quantile, standardised_gap
from fairness.group_scores import GroupScores
from interview import Estimate, Finding, Withheld

METHOD = "gap.equal_rating_hc3"
MATCHED = "gap.matched_rating"
Values = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matched:
    """``gap`` at equal rating (a straight line for all groups) and ``matched`` (level by level).

    ``overall`` is the gap without regard to the rating, ``rating_gap`` the gap of the ratings
    themselves, ``slope`` the points of score per point of rating, ``levels`` how many levels of the
    rating hold people of both groups.
    """

    gap: Finding
    matched: Finding
    overall: Finding
    rating_gap: Finding
    p_value: float | None
    slope: float | None
    levels: int


def gap_at_equal_rating(
    scores: GroupScores, ratings: GroupScores, group: int, reference: int, *, level: float = 0.95
) -> Matched:
    """``score ~ group + rating`` for one group against the reference, both by number.

    Formula: least squares with a mean of its own for each of the two groups and one slope, which
    is ``(y1 - y2) - b (x1 - x2)`` with ``b`` the slope pooled within the groups; standard error HC3
    (MacKinnon and White 1985); divided by the pooled standard deviation of the score within the
    groups, whose own error is small beside it and left out.

    Examples
    --------
    >>> import pandas as pd
    >>> from fairness.group_scores import group_scores
    >>> people = pd.DataFrame({"sex": ["f", "m"] * 6,
    ...                        "rating": [4, 5, 6, 6, 7, 7, 5, 5, 6, 8, 7, 4],
    ...                        "score": [4, 6, 6, 7, 7, 8, 5, 6, 5, 9, 7, 5]})
    >>> scores, ratings = (group_scores(people, "sex", name)[0] for name in ("score", "rating"))
    >>> found = gap_at_equal_rating(scores, ratings, 0, 1)
    >>> found.gap.high < 0, round(found.slope, 2)
    (True, 0.99)
    """
    mine, theirs = scores.codes == group, scores.codes == reference
    y1, x1 = scores.values[mine], ratings.values[mine]
    y2, x2 = scores.values[theirs], ratings.values[theirs]
    n1, n2 = int(y1.size), int(y2.size)
    if n1 < 2 or n2 < 2:
        nothing = Withheld(code="sample.too_few", n=n1 + n2)
        return Matched(
            gap=nothing,
            matched=nothing,
            overall=nothing,
            rating_gap=nothing,
            p_value=None,
            slope=None,
            levels=0,
        )
    first, second = _sample(y1), _sample(y2)
    overall = standardised_gap(first, second, level=level)
    rating_gap = standardised_gap(_sample(x1), _sample(x2), level=level)
    z = normal_quantile(0.5 + level / 2)
    spread = math.sqrt(
        ((n1 - 1) * first.sd**2 + (n2 - 1) * second.sd**2) / (n1 + n2 - 2)
    )  # fmt: skip
    matched, levels = _by_level(y1, x1, y2, x2, spread, z)
    fitted = _line(y1, x1, y2, x2)
    if isinstance(overall, Withheld) or fitted is None or n1 + n2 < 5:
        code = overall.code if isinstance(overall, Withheld) else "rating.constant"
        gap: Finding = Withheld(code=code, n=n1 + n2)
        p, slope = None, None
    else:
        value, error, slope = fitted
        half = z * error
        gap = Estimate(
            value=value / spread,
            low=(value - half) / spread,
            high=(value + half) / spread,
            n=n1 + n2,
            method=METHOD,
        )
        p = math.erfc(abs(value) / error / math.sqrt(2)) if error > 0 else None
    return Matched(
        gap=gap,
        matched=matched,
        overall=overall,
        rating_gap=rating_gap,
        p_value=p,
        slope=slope,
        levels=levels,
    )


def _sample(values: Values) -> Sample:
    return Sample(n=int(values.size), mean=float(values.mean()), sd=float(values.std(ddof=1)))


def _line(y1: Values, x1: Values, y2: Values, x2: Values) -> tuple[float, float, float] | None:
    """Gap at equal rating, its HC3 standard error, and the slope."""
    u1, u2 = x1 - x1.mean(), x2 - x2.mean()
    squares = float(u1 @ u1 + u2 @ u2)
    if squares <= 1e-12 * max(float(np.abs(x1).max()), float(np.abs(x2).max()), 1e-300) ** 2:
        return None
    v1, v2 = y1 - y1.mean(), y2 - y2.mean()
    slope = float(u1 @ v1 + u2 @ v2) / squares
    apart = float(x1.mean() - x2.mean())
    gap = float(y1.mean() - y2.mean()) - slope * apart
    variance = 0.0
    for u, v, sign in ((u1, v1, 1.0), (u2, v2, -1.0)):
        weight = sign / u.size - apart * u / squares
        leverage = 1 / u.size + u * u / squares
        # a person whom the line passes through exactly has no residual left to speak of
        free = np.maximum(1 - leverage, 1e-9)
        variance += float(((weight * (v - slope * u) / free) ** 2).sum())
    return gap, math.sqrt(variance), slope


def _by_level(
    y1: Values, x1: Values, y2: Values, x2: Values, spread: float, z: float
) -> tuple[Finding, int]:
    """The mean gap inside each whole level of the rating, weighted ``n1 n2 / (n1 + n2)``."""
    n = int(y1.size + y2.size)
    marks, place = np.unique(np.rint(np.concatenate([x1, x2])), return_inverse=True)
    k1, k2 = place[: y1.size], place[y1.size :]
    size = marks.size
    m1, m2 = np.bincount(k1, minlength=size), np.bincount(k2, minlength=size)
    both = (m1 > 0) & (m2 > 0)
    if not both.any() or spread <= 0:
        return Withheld(code="rating.no_overlap", n=n), 0
    s1, s2 = (
        np.bincount(k1, weights=y1, minlength=size),
        np.bincount(k2, weights=y2, minlength=size),
    )
    w = np.where(both, m1 * m2 / np.maximum(m1 + m2, 1), 0.0)
    gaps = np.where(both, s1 / np.maximum(m1, 1) - s2 / np.maximum(m2, 1), 0.0)
    value = float((w * gaps).sum() / w.sum())
    rest1, rest2 = y1 - (s1 / np.maximum(m1, 1))[k1], y2 - (s2 / np.maximum(m2, 1))[k2]
    free = float((m1[both] + m2[both]).sum() - 2 * both.sum())
    if free < 1:
        return Withheld(code="rating.no_overlap", n=n), int(both.sum())
    squares = float((rest1[both[k1]] ** 2).sum() + (rest2[both[k2]] ** 2).sum())
    half = z * math.sqrt(squares / free / w.sum())
    low, high = (value - half) / spread, (value + half) / spread
    return Estimate(value=value / spread, low=low, high=high, n=n, method=MATCHED), int(both.sum())
