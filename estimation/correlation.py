"""Pearson's correlation with Fisher's interval, refused where it would mean nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "correlation.fisher_z"
FEWEST = 4


def correlation(
    x: Sequence[float] | ArrayLike, y: Sequence[float] | ArrayLike, *, level: float = 0.95
) -> Finding:
    """Pearson's r between two measures of the same people, with Fisher's z interval.

    Parameters
    ----------
    x, y : sequence of float, shape (n,)
        Pairs; drop missing ones first, so that the number and its interval share one n.
    level : float
        Confidence, 0.95 for 95 %.

    Returns
    -------
    Estimate or Withheld
        ``correlation.too_few`` below 4 pairs, ``correlation.constant`` when one side does not
        vary, ``correlation.perfect`` when r is 1 or -1 and no interval exists.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``.

    Examples
    --------
    >>> found = correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    >>> round(found.value, 3), found.n
    (0.8, 5)
    """
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape} and {b.shape} are not pairs",
            "give two rows of equal length",
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        bad = int((~(np.isfinite(a) & np.isfinite(b))).sum())
        raise InputError(
            "estimation.not_finite",
            f"{bad} of {a.size} pairs hold something that is no number",
            "drop those pairs and report how many",
        )
    n = int(a.size)
    if n < FEWEST:
        return Withheld(code="correlation.too_few", n=n)
    a, b = a - a.mean(), b - b.mean()
    spread_a, spread_b = float(np.sqrt(a @ a)), float(np.sqrt(b @ b))
    # a constant column keeps rounding dust after centring: compare with its own size
    dust = 1e-12 * math.sqrt(n)
    if spread_a <= dust * _size(x) or spread_b <= dust * _size(y):
        return Withheld(code="correlation.constant", n=n)
    return correlation_interval(float(a @ b) / (spread_a * spread_b), n, level=level)


def correlation_interval(r: float, n: int, *, level: float = 0.95) -> Finding:
    """Fisher's interval around a correlation already computed from ``n`` pairs.

    Formula: ``z = atanh(r)``, standard error ``1 / sqrt(n - 3)``, limits ``tanh(z +- q se)``.

    Examples
    --------
    >>> found = correlation_interval(0.3, 50)
    >>> round(found.low, 2), round(found.high, 2)
    (0.02, 0.53)
    """
    if n < FEWEST:
        return Withheld(code="correlation.too_few", n=n)
    if abs(r) >= 1.0 - 1e-12:
        return Withheld(code="correlation.perfect", n=n)
    half = normal_quantile(0.5 + level / 2) / math.sqrt(n - 3)
    z = math.atanh(r)
    low, high = math.tanh(z - half), math.tanh(z + half)
    return Estimate(value=r, low=low, high=high, n=n, method=METHOD)


def _size(values: Sequence[float] | ArrayLike) -> float:
    return float(np.abs(np.asarray(values, dtype=float)).max()) or 1.0
