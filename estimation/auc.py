"""How well a number tells two groups apart: the area under the curve, with DeLong's interval."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "auc.delong"
FEWEST = 2


def auc(scores: ArrayLike, positive: ArrayLike, *, level: float = 0.95) -> Finding:
    """The chance that a random member of the group scores higher than a random other person.

    Formula: with midranks ``R`` over all and ``R1``, ``R0`` within each group,
    ``(sum R over the group / m - (m + 1) / 2) / n``; its variance is
    ``var((R - R1) / n) / m + var(1 - (R - R0) / m) / n`` (DeLong 1988, by ranks as in Sun and Xu
    2014). Ties count half. Assumes independent people.

    Returns
    -------
    Estimate or Withheld
        ``sample.too_few`` when either group has fewer than two people.

    Examples
    --------
    >>> found = auc([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])
    >>> round(found.value, 4)
    0.8889
    """
    s, y = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    if s.shape != y.shape or s.ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{s.shape} and {y.shape} are not pairs",
            "give two rows of equal length",
        )
    m, n = int(y.sum()), int((~y).sum())
    if m < FEWEST or n < FEWEST:
        return Withheld(code="sample.too_few", n=m + n)
    from scipy.stats import rankdata

    everyone = rankdata(s)
    inside = (everyone[y] - rankdata(s[y])) / n
    outside = 1 - (everyone[~y] - rankdata(s[~y])) / m
    value = float(inside.mean())
    error = math.sqrt(float(inside.var(ddof=1)) / m + float(outside.var(ddof=1)) / n)
    half = normal_quantile(0.5 + level / 2) * error
    return Estimate(
        value=value,
        low=max(value - half, 0.0),
        high=min(value + half, 1.0),
        n=m + n,
        method=METHOD,
    )
