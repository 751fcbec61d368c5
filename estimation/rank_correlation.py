"""Spearman's correlation with Bonett and Wright's interval, and midranks within groups."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.correlation import correlation
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

METHOD = "correlation.bonett_wright"
Floats = NDArray[np.float64]


def rank_correlation(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Finding:
    """Spearman's rank correlation of two measures of the same people.

    Formula: Pearson's r of the midranks; with ``z = atanh(r)`` the limits are
    ``tanh(z +- q sqrt((1 + r^2 / 2) / (n - 3)))`` (Bonett and Wright 2000). Ties share their mean
    rank. Asks only that the relation be monotone; the interval holds for correlations up to .9.

    Returns
    -------
    Estimate or Withheld
        ``correlation.too_few``, ``correlation.constant``, ``correlation.perfect`` as for Pearson.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``.

    Examples
    --------
    >>> found = rank_correlation([1, 2, 3, 4, 5, 60], [2, 1, 4, 3, 5, 6])
    >>> round(found.value, 4), round(found.low, 3), round(found.high, 3)
    (0.8857, 0.066, 0.992)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    one = np.zeros(a.size, dtype=np.int64)
    if a.ndim == 1 and a.shape == b.shape and np.isfinite(a).all() and np.isfinite(b).all():
        a, b = midranks(a, one), midranks(b, one)
    plain = correlation(a, b, level=level)
    if isinstance(plain, Withheld):
        return plain
    low, high = rank_limits(plain.value, plain.n, level=level)
    return Estimate(value=plain.value, low=low, high=high, n=plain.n, method=METHOD)


def rank_limits(r: float, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Bonett and Wright's limits around a rank correlation of ``n`` pairs, n above 3.

    Examples
    --------
    >>> low, high = rank_limits(0.5, 40)
    >>> round(low, 3), round(high, 3)
    (0.205, 0.712)
    """
    half = normal_quantile(0.5 + level / 2) * math.sqrt((1 + r * r / 2) / (n - 3))
    z = math.atanh(r)
    return math.tanh(z - half), math.tanh(z + half)


def midranks(values: Floats, codes: NDArray[np.int64]) -> Floats:
    """Ranks from 1 within each group, equal values sharing their mean rank.

    Examples
    --------
    >>> midranks(np.array([5.0, 5, 1, 9]), np.array([0, 0, 0, 1])).tolist()
    [2.5, 2.5, 1.0, 1.0]
    """
    n = values.size
    if n == 0:
        return np.empty(0)
    order = np.lexsort((values, codes))
    v, g = values[order], codes[order]
    new_group = np.r_[True, g[1:] != g[:-1]]
    new_run = new_group | np.r_[True, v[1:] != v[:-1]]
    starts = np.flatnonzero(new_run)
    lengths = np.diff(np.r_[starts, n])
    run = np.cumsum(new_run) - 1
    offset = np.flatnonzero(new_group)[np.cumsum(new_group) - 1]
    ranks = np.empty(n)
    ranks[order] = (starts + (lengths - 1) / 2)[run] - offset + 1
    return ranks
