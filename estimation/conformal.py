"""Intervals for one new case that hold the coverage they claim, whatever the errors look like."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interview import InputError

Floats = NDArray[np.float64]


def cross_conformal(
    residuals: ArrayLike,
    folds: NDArray[np.int64],
    predictions: ArrayLike,
    *,
    level: float = 0.90,
) -> tuple[Floats, Floats]:
    """CV+ intervals of new cases from the errors made on left-out folds.

    Formula: with ``R_i = |y_i - mu_(-k(i))(x_i)|`` the limits for a new x are the ``floor(alpha (n
    + 1))`` smallest of ``mu_(-k(i))(x) - R_i`` and the ``ceil((1 - alpha)(n + 1))`` smallest of
    ``mu_(-k(i))(x) + R_i`` (Barber, Candes, Ramdas and Tibshirani 2021). Coverage is about
    ``level`` and never much below ``2 level - 1``, for any model and any distribution of errors, as
    long as cases are exchangeable.

    Parameters
    ----------
    residuals, folds : array, shape (n,)
        Absolute errors on the left-out fold, and which fold that was (0 to K - 1).
    predictions : array, shape (K, cases)
        What the model fitted without each fold says of each new case.

    Raises
    ------
    InputError
        ``conformal.too_few`` when no finite interval of that level exists.

    Examples
    --------
    >>> low, high = cross_conformal(np.ones(19), np.zeros(19, dtype=int), [[3.0]])
    >>> low.tolist(), high.tolist()
    ([2.0], [4.0])
    """
    r, mu = np.abs(np.asarray(residuals, dtype=np.float64)), np.asarray(predictions, np.float64)
    n = r.size
    needed = math.ceil(1 / (1 - level) - 1e-9) - 1
    if n < needed or math.ceil(level * (n + 1) - 1e-9) > n:
        raise InputError(
            "conformal.too_few",
            f"{n} people with an outcome give no interval at {level:.0%}",
            f"wait for {needed}, or ask for a lower level",
            n=n,
            needed=needed,
        )
    rank = math.ceil(level * (n + 1) - 1e-9)
    low, high = np.empty(mu.shape[1]), np.empty(mu.shape[1])
    step = max(1, int(4e6) // n)
    for start in range(0, mu.shape[1], step):
        part = mu[:, start : start + step][folds]
        below = np.partition(part - r[:, None], n - rank, axis=0)[n - rank]
        above = np.partition(part + r[:, None], rank - 1, axis=0)[rank - 1]
        low[start : start + step], high[start : start + step] = below, above
    return low, high
