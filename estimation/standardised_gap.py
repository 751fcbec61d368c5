"""How far two means lie apart: in standard deviations (Hedges' g) and in their own unit (Welch)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "gap.hedges_g"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """What is left of a group's values: how many, their mean and standard deviation (n - 1)."""

    n: int
    mean: float
    sd: float


def standardised_gap(first: Sample, second: Sample, *, level: float = 0.95) -> Finding:
    """How many pooled standard deviations the first mean lies above the second.

    Formula: ``g = J (m1 - m2) / s`` with the pooled ``s`` and ``J = 1 - 3 / (4 df - 1)``,
    ``df = n1 + n2 - 2`` (Hedges 1981). The variance of ``g / J`` is
    ``(s1^2 / n1 + s2^2 / n2) / s^2 + d^2 / (2 (n1 + n2))``, which is the usual
    ``1 / n1 + 1 / n2 + d^2 / (2 (n1 + n2))`` when the spreads are equal and stays honest when they
    are not. Assumes independent values; nearly normal ones when groups are small.

    Returns
    -------
    Estimate or Withheld
        ``sample.too_few`` when a group has fewer than two values, ``score.constant`` when no value
        differs from its group's mean.

    Examples
    --------
    >>> found = standardised_gap(Sample(n=50, mean=103, sd=5.5), Sample(n=50, mean=100, sd=4.5))
    >>> round(found.value, 4)
    0.5924
    """
    n1, n2 = first.n, second.n
    for group in (first, second):
        if group.n and not (math.isfinite(group.mean) and (group.n < 2 or group.sd >= 0)):
            raise InputError(
                "estimation.not_finite",
                f"a mean of {group.mean} with spread {group.sd} is no sample",
                "drop the values that are no numbers and report how many",
            )
    if n1 < 2 or n2 < 2:
        return Withheld(code="sample.too_few", n=n1 + n2)
    df = n1 + n2 - 2
    pooled = math.sqrt(((n1 - 1) * first.sd**2 + (n2 - 1) * second.sd**2) / df)
    # a constant column keeps rounding dust: compare it with the size of its values
    if pooled <= 1e-12 * max(abs(first.mean), abs(second.mean), 1e-300):
        return Withheld(code="score.constant", n=n1 + n2)
    d = (first.mean - second.mean) / pooled
    small = 1 - 3 / (4 * df - 1)
    spread = (first.sd**2 / n1 + second.sd**2 / n2) / pooled**2 + d * d / (2 * (n1 + n2))
    half = normal_quantile(0.5 + level / 2) * small * math.sqrt(spread)
    g = small * d
    return Estimate(value=g, low=g - half, high=g + half, n=n1 + n2, method=METHOD)


def mean_difference(first: Sample, second: Sample, *, level: float = 0.95) -> Finding:
    """The first mean minus the second in the unit of the values, with Welch's interval.

    Formula: ``m1 - m2 +- t(df) sqrt(s1^2 / n1 + s2^2 / n2)`` with Satterthwaite's ``df`` (Welch
    1947); the spreads need not be equal.

    Examples
    --------
    >>> found = mean_difference(Sample(n=10, mean=5.0, sd=1.0), Sample(n=10, mean=4.0, sd=1.0))
    >>> round(found.low, 2), round(found.high, 2)
    (0.06, 1.94)
    """
    from estimation.quantile import t_quantile

    if first.n < 2 or second.n < 2:
        return Withheld(code="sample.too_few", n=first.n + second.n)
    value = first.mean - second.mean
    error, df = _welch(first, second)
    half = t_quantile(0.5 + level / 2, df) * error if error > 0 else 0.0
    n = first.n + second.n
    return Estimate(value=value, low=value - half, high=value + half, n=n, method="gap.welch")


def welch_p(first: Sample, second: Sample) -> float | None:
    """Two-sided p of Welch's t test; None where nothing varies or a group has one value.

    Examples
    --------
    >>> round(welch_p(Sample(n=10, mean=5.0, sd=1.0), Sample(n=10, mean=4.0, sd=1.0)), 4)
    0.0382
    """
    if first.n < 2 or second.n < 2:
        return None
    error, df = _welch(first, second)
    if error <= 1e-12 * max(abs(first.mean), abs(second.mean), 1e-300):
        return None
    from scipy.special import stdtr

    return float(min(1.0, 2 * stdtr(df, -abs(first.mean - second.mean) / error)))


def _welch(first: Sample, second: Sample) -> tuple[float, float]:
    v1, v2 = first.sd**2 / first.n, second.sd**2 / second.n
    if v1 + v2 == 0:
        return 0.0, float(first.n + second.n - 2)
    df = (v1 + v2) ** 2 / (v1**2 / (first.n - 1) + v2**2 / (second.n - 1))
    return math.sqrt(v1 + v2), df
