"""What a weighted sum of measures correlates with, from the measures' own correlations."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interview import InputError

Floats = NDArray[np.float64]


def composite_validity(weights: ArrayLike, validities: ArrayLike, correlations: ArrayLike) -> float:
    """The correlation of a weighted sum with an outcome: ``w'r / sqrt(w'R w)``.

    ``weights`` apply to standardised measures, ``validities`` are their correlations with the
    outcome and ``correlations`` those among them (Nunnally 1978, 5).

    Raises
    ------
    InputError
        ``composite.bad_matrix`` when the numbers do not fit together.

    Examples
    --------
    >>> round(composite_validity([1, 1], [0.3, 0.3], [[1, 0.5], [0.5, 1]]), 4)
    0.3464
    """
    w, r, m = _read(weights, validities, correlations)
    return float(w @ r / math.sqrt(float(w @ m @ w)))


def composite_gap(weights: ArrayLike, gaps: ArrayLike, correlations: ArrayLike) -> float:
    """The standardised difference of two groups on a weighted sum: ``w'd / sqrt(w'R w)``.

    Examples
    --------
    >>> round(composite_gap([1, 1], [1.0, 0.2], [[1, 0.2], [0.2, 1]]), 3)
    0.775
    """
    return composite_validity(weights, gaps, correlations)


def best_weights(validities: ArrayLike, correlations: ArrayLike) -> Floats:
    """The weights of standardised measures that predict best: ``R^-1 r``.

    Examples
    --------
    >>> best_weights([0.3, 0.3], [[1, 0.5], [0.5, 1]]).round(3).tolist()
    [0.2, 0.2]
    """
    _, r, m = _read(np.ones(np.size(validities)), validities, correlations)
    return np.asarray(np.linalg.solve(m, r), dtype=np.float64)


def adjusted_r2(r2: float, n: int, k: int) -> float:
    """The share explained in the population, after Ezekiel: ``1 - (1 - R2)(n - 1)/(n - k - 1)``.

    Below zero where there is less than chance alone would give; it is not clipped.

    Examples
    --------
    >>> round(adjusted_r2(0.0272, 700, 3), 4)
    0.023
    """
    if n <= k + 1:
        raise InputError(
            "composite.too_few",
            f"{n} people cannot be adjusted for {k} measures",
            f"give at least {k + 2} people",
            n=n,
            needed=k + 2,
        )
    return 1 - (1 - r2) * (n - 1) / (n - k - 1)


def cross_validity(r2: float, n: int, k: int) -> float:
    """The squared validity that fitted weights have in new people (Browne 1975).

    Formula: ``((n - k - 3) p^4 + p^2) / ((n - 2 k - 2) p^2 + k)`` with ``p^2`` from `adjusted_r2`;
    0 where nothing is left.

    Examples
    --------
    >>> round(cross_validity(0.20, 100, 4), 3)
    0.144
    """
    rho2 = max(adjusted_r2(r2, n, k), 0.0)
    below = (n - 2 * k - 2) * rho2 + k
    return max(((n - k - 3) * rho2**2 + rho2) / below, 0.0) if below > 0 else 0.0


def _read(
    weights: ArrayLike, values: ArrayLike, correlations: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    w = np.asarray(weights, dtype=np.float64)
    r = np.asarray(values, dtype=np.float64)
    m = np.asarray(correlations, dtype=np.float64)
    fits = w.ndim == 1 and w.shape == r.shape and m.shape == (w.size, w.size)
    if not fits or not np.allclose(m, m.T) or float(np.linalg.eigvalsh(m).min()) < -1e-8:
        raise InputError(
            "composite.bad_matrix",
            "weights, validities and correlations do not fit together",
            "give one weight and one validity per measure and a symmetric table of correlations "
            "computed from the same people",
        )
    if float(w @ m @ w) <= 0:
        raise InputError(
            "composite.bad_matrix",
            "these weights make a sum that does not vary",
            "give at least one weight other than zero",
        )
    return w, r, m
