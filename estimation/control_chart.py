"""Has a level moved? An exponentially weighted mean and a cumulative sum with their limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interview import InputError

Series = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Chart:
    """A monitored series: the statistic, its limits at each point, and where it lies beyond."""

    values: Series
    low: Series
    high: Series
    signals: NDArray[np.bool_]


def ewma(
    values: ArrayLike,
    *,
    mean: float,
    sd: float | ArrayLike,
    weight: float = 0.1,
    width: float = 2.7,
) -> Chart:
    """The exponentially weighted moving average and its limits.

    Formula: ``z_i = weight x_i + (1 - weight) z_(i-1)``, ``z_0 = mean``; the variance follows as
    ``weight^2 sd_i^2 + (1 - weight)^2 var_(i-1)``, which for one ``sd`` is the usual
    ``sd^2 weight / (2 - weight) (1 - (1 - weight)^(2 i))``; limits at ``width`` of its roots
    (Roberts 1959; Lucas and Saccucci 1990). Slow to see a jump, quick to see a small lasting shift.

    Raises
    ------
    InputError
        ``estimation.not_finite``, ``control.weight``.

    Examples
    --------
    >>> chart = ewma([52.0, 47.0, 53.0], mean=50, sd=2.0539, weight=0.3, width=3)
    >>> chart.values.round(2).tolist(), chart.signals.any().item()
    ([50.6, 49.52, 50.56], False)
    """
    x = _finite(values)
    if not 0 < weight <= 1:
        raise InputError(
            "control.weight",
            f"a weight of {weight:g} makes no average",
            "give a weight above 0 and at most 1",
            weight=weight,
        )
    spread = np.broadcast_to(np.asarray(sd, dtype=np.float64), x.shape)
    z, variance = np.empty(x.size), np.empty(x.size)
    level, var = float(mean), 0.0
    for i in range(x.size):
        level = weight * x[i] + (1 - weight) * level
        var = weight**2 * spread[i] ** 2 + (1 - weight) ** 2 * var
        z[i], variance[i] = level, var
    half = width * np.sqrt(variance)
    return Chart(values=z, low=mean - half, high=mean + half, signals=(np.abs(z - mean) > half))


def cusum(
    values: ArrayLike, *, mean: float, sd: float, slack: float = 0.5, limit: float = 5.0
) -> tuple[Chart, Chart]:
    """The upper and the lower cumulative sum of how far values lie from their mean.

    Formula: ``C+ = max(0, x - (mean + slack sd) + C+)`` and the mirror image downwards; a signal
    where a sum passes ``limit sd`` (Page 1954).

    Examples
    --------
    >>> up, down = cusum([10.0, 12.0, 13.0], mean=10, sd=1)
    >>> up.values.tolist(), down.values.tolist()
    ([0.0, 1.5, 4.0], [0.0, 0.0, 0.0])
    """
    x = _finite(values)
    charts = []
    for sign in (1.0, -1.0):
        held, total = np.empty(x.size), 0.0
        for i in range(x.size):
            total = max(0.0, sign * (x[i] - mean) - slack * sd + total)
            held[i] = total
        top = np.full(x.size, limit * sd)
        charts.append(Chart(values=held, low=np.zeros(x.size), high=top, signals=held > top))
    return charts[0], charts[1]


def _finite(values: ArrayLike) -> Series:
    x = np.asarray(values, dtype=np.float64)
    if not np.isfinite(x).all():
        raise InputError(
            "estimation.not_finite",
            f"{int((~np.isfinite(x)).sum())} of {x.size} values are no numbers",
            "drop those periods and report how many",
        )
    return x
