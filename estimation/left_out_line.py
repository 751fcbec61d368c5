"""A straight line that is asked about each case without having seen it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import t_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LeftOutLine:
    """What a straight line of y on x expects of each case when that case is left out.

    ``expected``, ``half_width`` (of the prediction interval) and ``distance`` (in standard errors
    of the prediction) have one value per case; ``p_values`` are two-sided. ``new_expected`` and
    ``new_half_width`` belong to x values without a y.
    """

    expected: Floats
    half_width: Floats
    distance: Floats
    p_values: Floats
    slope: Estimate
    r: float
    new_expected: Floats
    new_half_width: Floats


def left_out_line(
    x: ArrayLike, y: ArrayLike, new: ArrayLike = (), *, level: float = 0.95
) -> LeftOutLine | Withheld:
    """Each case beside the prediction interval of all the others.

    Formula: with leverage ``h``, residual ``e`` and ``s(i)`` of the fit without case i the
    expectation is ``y - e / (1 - h)``, its interval ``+- t(n - 3) s(i) / sqrt(1 - h)`` (Cook and
    Weisberg 1982). New cases: ``a + b x +- t(n - 2) s sqrt(1 + 1/n + (x - xm)^2 / Sxx)``. Assumes a
    straight line, like spread along it, nearly normal errors and independent cases.

    Returns
    -------
    LeftOutLine or Withheld
        ``sample.too_few`` below 5 cases, ``score.constant`` or ``outcome.constant`` when x or y do
        not vary.

    Examples
    --------
    >>> found = left_out_line([1, 2, 3, 4, 5, 6], [1.1, 1.9, 3.2, 3.8, 5.1, 9.0])
    >>> round(float(found.expected[5]), 2), bool(found.p_values[5] < 0.01)
    (5.99, True)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    n = int(a.size)
    if n < 5:
        return Withheld(code="sample.too_few", n=n)
    if np.ptp(a) <= 1e-12 * max(float(np.abs(a).max()), 1e-300):
        return Withheld(code="score.constant", n=n)
    if np.ptp(b) <= 1e-12 * max(float(np.abs(b).max()), 1e-300):
        return Withheld(code="outcome.constant", n=n)
    centre, mean = float(a.mean()), float(b.mean())
    sxx, syy = float(((a - centre) ** 2).sum()), float(((b - mean) ** 2).sum())
    slope = float(((a - centre) * (b - mean)).sum()) / sxx
    e = b - mean - slope * (a - centre)
    sse = float((e**2).sum())
    h = np.minimum(1 / n + (a - centre) ** 2 / sxx, 1 - 1e-12)
    # where all points lie on one line rounding is all that is left: no case is far from it
    floor = 1e-18 * syy
    without = np.sqrt(np.maximum(sse - e**2 / (1 - h), floor) / (n - 3))
    error = without / np.sqrt(1 - h)
    expected = b - e / (1 - h)
    distance = (b - expected) / error
    from scipy.special import stdtr

    s, t = math.sqrt(sse / (n - 2)), t_quantile(0.5 + level / 2, n - 2)
    ahead = np.asarray(new, dtype=np.float64)
    wide = t * s * np.sqrt(1 + 1 / n + (ahead - centre) ** 2 / sxx)
    half = t * s / math.sqrt(sxx)
    return LeftOutLine(
        expected=expected,
        half_width=t_quantile(0.5 + level / 2, n - 3) * error,
        distance=distance,
        p_values=np.asarray(2 * stdtr(n - 3, -np.abs(distance))),
        slope=Estimate(
            value=slope, low=slope - half, high=slope + half, n=n, method="least_squares.slope"
        ),
        r=float(np.clip(slope * math.sqrt(sxx / syy), -1, 1)),
        new_expected=mean + slope * (ahead - centre),
        new_half_width=wide,
    )


def mean_off_line(
    x: ArrayLike, y: ArrayLike, inside: NDArray[np.bool_], *, level: float = 0.95
) -> tuple[Finding, float | None, float | None]:
    """The mean y of the cases inside, less what the line of all others expects of their mean x.

    Formula: the variance is ``s^2 (1/m + 1/k + (xm - xk)^2 / Sxx)`` with ``m`` cases inside and
    ``k`` others, from whom ``s`` and ``Sxx`` come; Student's t with ``k - 2`` degrees of freedom.

    Returns
    -------
    (Finding, expected mean or None, p or None)
        ``sample.too_few`` with nobody inside or fewer than 5 others, ``score.constant`` when x does
        not vary among the others.

    Examples
    --------
    >>> inside = np.arange(12) >= 10
    >>> gap, expected, p = mean_off_line(range(12), [*range(5), *range(4, 9), 14, 15], inside)
    >>> gap.low > 0, p < 0.05
    (True, True)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    m, k = int(inside.sum()), int((~inside).sum())
    if m == 0 or k < 5:
        return Withheld(code="sample.too_few", n=m + k), None, None
    other, rest = a[~inside], b[~inside]
    sxx = float(((other - other.mean()) ** 2).sum())
    if sxx <= 1e-18 * max(float((other**2).sum()), 1e-300):
        return Withheld(code="score.constant", n=k), None, None
    slope = float(((other - other.mean()) * (rest - rest.mean())).sum()) / sxx
    residual = rest - rest.mean() - slope * (other - other.mean())
    s2 = float((residual**2).sum()) / (k - 2)
    away = float(a[inside].mean() - other.mean())
    expected = float(rest.mean()) + slope * away
    error = math.sqrt(s2 * (1 / m + 1 / k + away**2 / sxx))
    gap = float(b[inside].mean()) - expected
    half = t_quantile(0.5 + level / 2, k - 2) * error
    found = Estimate(value=gap, low=gap - half, high=gap + half, n=m, method="line.left_out_mean")
    if error <= 0:
        return found, expected, None
    from scipy.special import stdtr

    return found, expected, float(2 * stdtr(k - 2, -abs(gap) / error))
