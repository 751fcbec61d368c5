"""A number made from a covariance matrix, with the interval that the matrix's own error gives."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
STEP = 1e-3


def reliability_interval(
    statistic: Callable[[Floats], Floats],
    covariance: Floats,
    n: int,
    *,
    method: str,
    level: float = 0.95,
) -> Finding:
    """A reliability (at most 1) as a function of a covariance matrix, and its delta interval.

    ``statistic`` takes a stack of matrices and gives a number for each, the first being the matrix
    itself and the others moved a little from it.

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
    >>> def alpha(s):
    ...     return 1.5 * (1 - np.trace(s, axis1=1, axis2=2) / s.sum(axis=(1, 2)))
    >>> found = reliability_interval(alpha, np.eye(3) * .5 + .5, 100, method="alpha.delta")
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
    (0.75, 0.65, 0.82)
    """
    if n < 5:
        return Withheld(code="reliability.too_few", n=n)
    s = np.asarray(covariance, dtype=np.float64)
    k = s.shape[0]
    size = np.sqrt(np.maximum(np.diag(s), 1e-300))
    rows, columns = np.triu_indices(k)
    many = rows.size
    step = STEP * size[rows] * size[columns]
    change = np.zeros((many, k, k))
    change[np.arange(many), rows, columns] = step
    change[np.arange(many), columns, rows] = step
    found = np.asarray(statistic(np.concatenate([s[None], s + change, s - change])))
    value = float(found[0])
    if not math.isfinite(value) or value >= 1 - 1e-12:
        return Withheld(code="reliability.undefined", n=n)
    slope = (found[1 : many + 1] - found[many + 1 :]) / (2 * step)
    g = np.zeros((k, k))
    # a cell off the diagonal moves together with its mirror image: half the slope each
    g[rows, columns] = g[columns, rows] = np.where(rows == columns, slope, slope / 2)
    gs = g @ s
    error = math.sqrt(max(2 * float((gs * gs.T).sum()), 0.0) / (n - 1))
    half = normal_quantile(0.5 + level / 2) * error / (1 - value)
    low, high = 1 - (1 - value) * math.exp(half), 1 - (1 - value) * math.exp(-half)
    if not math.isfinite(low):
        return Withheld(code="reliability.undefined", n=n)
    return Estimate(value=value, low=low, high=high, n=n, method=method)
