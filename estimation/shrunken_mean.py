"""A mean of few values whose spread is shrunk to a stated one, so that one value is not certain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from estimation.quantile import t_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "mean.shrunken_spread"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """A standard deviation in the unit of the values, and the degrees of freedom behind it."""

    sd: float
    df: float


def shrunken_spread(
    sum_of_squares: float, df: float, *, stated_sd: float, prior_df: float
) -> Spread:
    """The observed spread pulled towards a stated one, as if that rested on ``prior_df`` values.

    Formula: ``sd^2 = (prior_df * stated_sd^2 + sum_of_squares) / (prior_df + df)``, the scaled
    inverse chi-square prior for a variance (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6).

    Raises
    ------
    InputError
        ``estimation.no_spread`` when there is neither a prior nor an observed degree of freedom.

    Examples
    --------
    >>> shrunken_spread(0.0, 0, stated_sd=1.5, prior_df=10)
    Spread(sd=1.5, df=10)
    """
    if prior_df + df <= 0:
        raise InputError(
            "estimation.no_spread",
            "a spread of one value without a prior is unknown",
            "state prior_df above 0 or give at least two values",
        )
    variance = (prior_df * stated_sd**2 + sum_of_squares) / (prior_df + df)
    return Spread(sd=math.sqrt(variance), df=prior_df + df)


def shrunken_mean(
    values: Sequence[float],
    *,
    stated_sd: float,
    prior_df: float = 10.0,
    weights: Sequence[float] | None = None,
    spread: Spread | None = None,
    limits: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Finding:
    """A weighted mean and its t interval, with the spread shrunk to the stated one.

    Formula: mean ``m = sum(w x) / sum(w)``; standard error ``sd * sqrt(sum(w^2)) / sum(w)``;
    interval ``m +- t(level, df) * se``, clipped to ``limits``. The spread is `shrunken_spread` of
    the squared deviations from m (weights scaled to mean 1) unless one is handed in, pooled from
    elsewhere. Assumes values drawn independently with equal spread.

    Parameters
    ----------
    values : sequence of float
        All finite.
    stated_sd : float
        The spread between values that is believed before any is seen; same unit as the values.
    prior_df : float
        How many values' worth that belief counts; 0 gives the classical t interval.
    weights : sequence of float, optional
        Not negative, not all zero; all 1 by default.
    spread : Spread, optional
        Used instead of the deviations of these values.
    limits : tuple of float, optional
        The ends of the scale; value and interval are clipped to them.
    level : float
        Confidence, 0.95 for 95 %.

    Returns
    -------
    Estimate or Withheld
        ``sample.empty`` without values.

    Raises
    ------
    InputError
        ``estimation.not_finite``, ``estimation.weights``, ``estimation.no_spread``.

    Examples
    --------
    >>> found = shrunken_mean([6.0, 8.0], stated_sd=1.5, limits=(0, 10))
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (7.0, 4.68, 9.32)
    """
    n = len(values)
    if n == 0:
        return Withheld(code="sample.empty")
    w = [1.0] * n if weights is None else list(weights)
    total = sum(w)
    if len(w) != n or min(w) < 0 or not (total > 0 and math.isfinite(total)):
        raise InputError(
            "estimation.weights",
            f"weights {w[:10]} do not fit {n} values",
            "give one weight of 0 or more per value, at least one above 0",
        )
    if not all(math.isfinite(x) for x in values):
        raise InputError(
            "estimation.not_finite",
            f"values {list(values)[:10]} hold something that is no number",
            "drop it and report it as missing",
        )
    mean = sum(a * x for a, x in zip(w, values, strict=True)) / total
    if spread is None:
        squares = sum(a * (x - mean) ** 2 for a, x in zip(w, values, strict=True)) * n / total
        spread = shrunken_spread(squares, n - 1, stated_sd=stated_sd, prior_df=prior_df)
    error = spread.sd * math.sqrt(sum(a * a for a in w)) / total
    half = t_quantile(0.5 + level / 2, spread.df) * error
    low, high = mean - half, mean + half
    if limits is not None:
        bottom, top = limits
        mean, low, high = (min(max(x, bottom), top) for x in (mean, low, high))
    return Estimate(value=mean, low=low, high=high, n=n, method=METHOD)
