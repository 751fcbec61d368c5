"""A straight line through many columns, with errors that hold when spreads differ."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import t_quantile
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
METHOD = "regression.hc3"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LinearFit:
    """Coefficients with their covariance; ``df`` are the residual degrees of freedom.

    ``rss`` is the residual sum of squares and ``tss`` that around the mean, so that nested fits can
    be compared by `nested_f`.
    """

    coefficients: Floats
    covariance: Floats
    residuals: Floats
    rss: float
    tss: float
    df: int
    n: int

    @property
    def r2(self) -> float:
        """Share of the variance explained; 0 when nothing varies."""
        return 1.0 - self.rss / self.tss if self.tss > 0 else 0.0

    @property
    def residual_sd(self) -> float:
        """Standard deviation of what is left."""
        return math.sqrt(self.rss / self.df)

    def coefficient(self, index: int, *, scale: float = 1.0, level: float = 0.95) -> Finding:
        """One coefficient times ``scale`` with its t interval."""
        value = float(self.coefficients[index]) * scale
        error = math.sqrt(max(float(self.covariance[index, index]), 0.0)) * abs(scale)
        half = t_quantile(0.5 + level / 2, self.df) * error
        if not math.isfinite(value + half):
            return Withheld(code="regression.collinear", n=self.n)
        return Estimate(value=value, low=value - half, high=value + half, n=self.n, method=METHOD)

    def p_value(self, index: int) -> float | None:
        """Two-sided p of one coefficient; None when its error is zero."""
        variance = float(self.covariance[index, index])
        if variance <= 0:
            return None
        from scipy.special import stdtr

        return float(2 * stdtr(self.df, -abs(float(self.coefficients[index])) / variance**0.5))


def least_squares(
    x: ArrayLike,
    y: ArrayLike,
    *,
    robust: bool = True,
    absorbed: NDArray[np.int64] | None = None,
) -> LinearFit | None:
    """Ordinary least squares of ``y`` on the columns of ``x`` (give the column of ones yourself).

    Formula: ``b = (X'X)^-1 X'y``. The covariance is HC3, ``(X'X)^-1 X' diag(e_i^2 / (1 - h_i)^2) X
    (X'X)^-1`` (MacKinnon and White 1985), which needs no equal spreads, or the classical
    ``s^2 (X'X)^-1`` with ``robust`` False. ``absorbed`` is the stratum of each row where stratum
    means were taken out of every column beforehand (`centred`): they cost degrees of freedom and
    have leverage of their own, so that the result is that of one dummy column per stratum. Assumes
    independent rows.

    Returns
    -------
    LinearFit or None
        None when the columns are collinear or there are no degrees of freedom left.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``.

    Examples
    --------
    >>> fit = least_squares([[1, 0], [1, 1], [1, 2], [1, 3]], [1.0, 3.0, 4.9, 7.1], robust=False)
    >>> fit.coefficients.round(2).tolist(), fit.df
    ([0.97, 2.02], 2)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 2 or b.shape != (a.shape[0],):
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape} and {b.shape} do not belong together",
            "give one row of x per value of y",
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise InputError(
            "estimation.not_finite",
            "a row holds something that is no number",
            "drop those rows and report how many",
        )
    n, k = a.shape
    sizes = np.bincount(absorbed) if absorbed is not None else np.zeros(0, dtype=np.int64)
    df = n - k - int((sizes > 0).sum())
    if df < 1:
        return None
    q, r = np.linalg.qr(a)
    size = np.sqrt((a * a).sum(axis=0))
    if k == 0 or (np.abs(np.diag(r)) <= 1e-9 * np.maximum(size, 1e-300)).any():
        return None
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ b)
    residuals = b - a @ coefficients
    rss = float(residuals @ residuals)
    if robust:
        leverage = (q * q).sum(axis=1)
        if absorbed is not None:
            leverage = leverage + 1 / sizes[absorbed]
        weighted = q * (residuals / np.maximum(1 - leverage, 1e-9))[:, None]
        middle = weighted.T @ weighted
        covariance = inverse @ middle @ inverse.T
    else:
        covariance = rss / df * (inverse @ inverse.T)
    centred = b - b.mean()
    return LinearFit(
        coefficients=coefficients,
        covariance=covariance,
        residuals=residuals,
        rss=rss,
        tss=float(centred @ centred),
        df=df,
        n=n,
    )


def nested_f(smaller: LinearFit, larger: LinearFit) -> tuple[float, float] | None:
    """F and p that the columns which only the larger fit has add nothing.

    Formula: ``((rss0 - rss1) / q) / (rss1 / df1)`` with ``q`` columns more. None when the larger
    fit leaves nothing over.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.column_stack([np.ones(6), [0, 1, 2, 3, 4, 5.]])
    >>> y = [0.1, 1.2, 1.8, 3.1, 4.2, 4.9]
    >>> f, p = nested_f(least_squares(x[:, :1], y), least_squares(x, y))
    >>> f > 400, p < 0.001
    (True, True)
    """
    q = smaller.df - larger.df
    if q < 1 or larger.rss <= 0:
        return None
    from scipy.special import fdtrc

    f = max((smaller.rss - larger.rss) / q / (larger.rss / larger.df), 0.0)
    return f, float(fdtrc(q, larger.df, f))


def centred(values: ArrayLike, strata: NDArray[np.int64] | None) -> Floats:
    """Each column less its mean within the row's stratum (less its mean where there are none).

    Examples
    --------
    >>> import numpy as np
    >>> centred([1.0, 3.0, 10.0, 12.0], np.array([0, 0, 1, 1])).tolist()
    [-1.0, 1.0, -1.0, 1.0]
    """
    v = np.asarray(values, dtype=np.float64)
    if strata is None:
        return np.asarray(v - v.mean(axis=0))
    n = np.maximum(np.bincount(strata), 1)
    if v.ndim == 1:
        return np.asarray(v - (np.bincount(strata, weights=v) / n)[strata])
    return np.column_stack([centred(v[:, j], strata) for j in range(v.shape[1])])
