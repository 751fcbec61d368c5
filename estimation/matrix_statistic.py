"""A number made from a covariance matrix, with the interval that the matrix's own error gives."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
STEP = 1e-4


def reliability_interval(
    statistic: Callable[[Floats], float],
    covariance: Floats,
    n: int,
    *,
    method: str,
    level: float = 0.95,
) -> Finding:
    """A reliability (at most 1) as a function of a covariance matrix, and its delta interval.

    Formula: with ``G`` the derivative of the statistic by each cell, taken numerically,
    ``var = 2 tr(G S G S) / (n - 1)``, the variance under normal scores (Browne 1984). The interval
    is symmetric in ``log(1 - reliability)`` and so never above 1; below 0 it may go.

    Returns
    -------
    Estimate or Withheld
        ``reliability.too_few`` below 5 people, ``reliability.undefined`` where the statistic has
        no value or is 1.

    Examples
    --------
    >>> alpha = lambda s: 1.5 * (1 - np.trace(s) / s.sum())
    >>> found = reliability_interval(alpha, np.eye(3) * .5 + .5, 100, method="alpha.delta")
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.75, 0.65, 0.82)
    """
    if n < 5:
        return Withheld(code="reliability.too_few", n=n)
    s = np.asarray(covariance, dtype=np.float64)
    k = s.shape[0]
    value = float(statistic(s))
    if not math.isfinite(value) or value >= 1 - 1e-12:
        return Withheld(code="reliability.undefined", n=n)
    g = np.zeros((k, k))
    size = np.sqrt(np.maximum(np.diag(s), 1e-300))
    for i in range(k):
        for j in range(i, k):
            change = np.zeros((k, k))
            change[i, j] = change[j, i] = STEP * size[i] * size[j]
            slope = (statistic(s + change) - statistic(s - change)) / (2 * change[i, j])
            # a cell off the diagonal moves together with its mirror image: half the slope each
            g[i, j] = g[j, i] = slope if i == j else slope / 2
    gs = g @ s
    error = math.sqrt(max(2 * float((gs * gs.T).sum()), 0.0) / (n - 1))
    half = normal_quantile(0.5 + level / 2) * error / (1 - value)
    low, high = 1 - (1 - value) * math.exp(half), 1 - (1 - value) * math.exp(-half)
    if not math.isfinite(low):
        return Withheld(code="reliability.undefined", n=n)
    return Estimate(value=value, low=low, high=high, n=n, method=method)
