"""Intervals for what has no formula: draw the table again, group by group, many times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interview import Estimate, Finding, InputError, Withheld

METHOD = "bootstrap.stratified"
Draws = NDArray[np.float64]


def bootstrap_rates(
    selected: ArrayLike,
    n: ArrayLike,
    statistic: Callable[[Draws], Draws],
    *,
    replicates: int = 2000,
    level: float = 0.95,
    seed: int = 2026,
) -> Finding:
    """A number made from the rates of several groups, with its percentile interval.

    Drawing ``n`` people with replacement within a group and counting the selected ones is the
    same as one binomial draw, so a million people cost no more than a hundred, and a small group
    is never missing from a replicate (it can be when rows are drawn without regard to groups).

    Parameters
    ----------
    selected, n : array, shape (groups,) or any shape
        Selected and all people of each cell.
    statistic : callable
        Takes rates of shape ``(replicates, *shape)`` and gives one number per replicate;
        not-a-number where it has none.

    Returns
    -------
    Estimate or Withheld
        ``sample.empty`` when a cell has no people, ``bootstrap.undefined`` when the statistic has
        no value on the table itself or on more than one replicate in twenty.

    Examples
    --------
    >>> found = bootstrap_rates([48, 12], [80, 40], lambda r: r[:, 1] / r[:, 0])
    >>> found.value, 0.25 < found.low < 0.35, 0.75 < found.high < 0.85
    (0.5, True, True)
    """
    k, size = np.asarray(selected, dtype=np.int64), np.asarray(n, dtype=np.int64)
    if k.shape != size.shape or (k < 0).any() or (k > size).any():
        raise InputError(
            "estimation.counts",
            f"{k.tolist()} of {size.tolist()} are not shares",
            "give one count of selected people per group, at most the group's size",
        )
    total = int(size.sum())
    if size.size == 0 or (size == 0).any():
        return Withheld(code="sample.empty", n=total)
    rates = k / size
    rng = np.random.default_rng(seed)
    drawn = rng.binomial(size, rates, size=(replicates, *size.shape)) / size
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.asarray(statistic(rates[None, ...]), dtype=np.float64).reshape(-1)[0])
        found = np.asarray(statistic(drawn), dtype=np.float64).reshape(-1)
    return percentile_interval(value, found, n=total, level=level, method=METHOD)


def percentile_interval(
    value: float, draws: Draws, *, n: int, level: float = 0.95, method: str = METHOD
) -> Finding:
    """The value with the limits that hold the middle ``level`` of its replicates.

    Examples
    --------
    >>> found = percentile_interval(5.0, np.arange(11.0), n=30, level=0.8)
    >>> round(found.low, 6), round(found.high, 6)
    (1.0, 9.0)
    """
    kept = draws[np.isfinite(draws)]
    if not np.isfinite(value) or kept.size < 0.95 * draws.size or kept.size == 0:
        return Withheld(code="bootstrap.undefined", n=n)
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(
        value=value, low=min(float(low), value), high=max(float(high), value), n=n, method=method
    )
