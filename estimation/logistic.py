"""Logistic regression by Newton's method, and how much of a yes or no it explains."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
STEPS = 60
FARTHEST = 30.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LogisticFit:
    """Coefficients, their covariance (inverse information) and the log likelihood."""

    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    n: int

    def probabilities(self, x: Floats) -> Floats:
        """The fitted chance of a yes for each row."""
        return _expit(x @ self.coefficients)


def logistic(x: ArrayLike, y: ArrayLike, *, ridge: float = 0.0) -> LogisticFit | None:
    """Maximum likelihood (or with ``ridge`` penalised) logistic regression.

    Formula: Newton steps ``b + (X'WX + P)^-1 (X'(y - p) - P b)`` with ``W = p (1 - p)`` and
    ``P = ridge`` on every column but the first, which is the column of ones. A step that lowers the
    likelihood is halved.

    Returns
    -------
    LogisticFit or None
        None when the groups are separated perfectly, columns are collinear or ``y`` is constant
        (without ridge no finite solution exists).

    Examples
    --------
    >>> import numpy as np
    >>> x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    >>> logistic(x, [0, 0, 1, 0, 1, 1]).coefficients.round(4).tolist()
    [-0.6931, 1.3863]
    """
    a, t = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    n, k = a.shape
    if n <= k or t.min(initial=1.0) == t.max(initial=0.0):
        return None
    penalty = np.full(k, ridge)
    penalty[0] = 0.0
    b = np.zeros(k)
    b[0] = math.log(t.mean() / (1 - t.mean()))
    eta = a @ b
    value = _log_likelihood(eta, t) - 0.5 * float(penalty @ (b * b))
    for _ in range(STEPS):
        p = _expit(eta)
        w = p * (1 - p)
        information = (a * w[:, None]).T @ a + np.diag(penalty)
        try:
            step = np.linalg.solve(information, a.T @ (t - p) - penalty * b)
        except np.linalg.LinAlgError:
            return None
        size = 1.0
        while True:
            trial = b + size * step
            eta = a @ trial
            new = _log_likelihood(eta, t) - 0.5 * float(penalty @ (trial * trial))
            if new >= value - 1e-12 or size < 1e-4:
                break
            size /= 2
        b, gain, value = trial, new - value, new
        if gain < 1e-10 * (abs(value) + 1):
            break
    if ridge == 0 and np.abs(eta).max() > FARTHEST:
        return None
    p = _expit(eta)
    information = (a * (p * (1 - p))[:, None]).T @ a + np.diag(penalty)
    if np.linalg.cond(information) > 1e14:
        return None
    return LogisticFit(
        coefficients=b,
        covariance=np.asarray(np.linalg.inv(information), dtype=np.float64),
        log_likelihood=_log_likelihood(eta, t),
        n=n,
    )


def nagelkerke(log_likelihood: float, nothing: float, n: int) -> float:
    """Share explained: ``(1 - exp(2 (l0 - l1) / n)) / (1 - exp(2 l0 / n))`` (Nagelkerke 1991).

    Examples
    --------
    >>> nagelkerke(-50.0, -50.0, 100)
    0.0
    """
    most = 1 - math.exp(2 * nothing / n)
    return (1 - math.exp(2 * (nothing - log_likelihood) / n)) / most if most > 0 else 0.0


def _expit(eta: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(eta, -700, 700))))


def _log_likelihood(eta: Floats, y: Floats) -> float:
    return float((y * eta - np.logaddexp(0.0, eta)).sum())
