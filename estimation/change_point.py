"""When did a level change? The best single break in a series of known precision, dated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interview import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangePoint:
    """The break stands before place ``at``; it may stand anywhere from ``low`` to ``high``.

    ``before`` and ``after`` are the levels with their standard errors; ``p_value`` says how often
    the best of all breaks is as large when there is none.
    """

    at: int
    low: int
    high: int
    before: float
    before_se: float
    after: float
    after_se: float
    p_value: float


def change_point(
    values: ArrayLike,
    variances: ArrayLike,
    *,
    smallest_share: float = 0.10,
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = 2026,
) -> ChangePoint | None:
    """The single break that explains a series best, its p and the places it may stand at.

    Formula: for a break before place s the statistic is ``(m1 - m2)^2 / (1/W1 + 1/W2)`` with
    weights ``1 / v`` on both sides, maximised over s with at least ``smallest_share`` of all weight
    on each side; p by drawing the series again without a break. The dating interval inverts the
    likelihood ratio test place by place (after Siegmund 1988): a place stays when the best
    statistic exceeds its own by no more than happens in ``level`` of the series drawn with a break
    there, of the size that the values show there. Sizes at the best place are too large, being the
    largest of many, and would date too narrowly. Assumes independent, nearly normal values.

    Returns
    -------
    ChangePoint or None
        None when there are fewer than four values or no place leaves enough on both sides.

    Examples
    --------
    >>> found = change_point([0.5, 0.4, 0.6, 0.5, 0.1, 0.0, 0.1, 0.05], [0.01] * 8)
    >>> found.at, found.low <= 4 <= found.high, found.p_value < 0.01
    (4, True, True)
    """
    y, v = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if y.shape != v.shape or y.ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{y.shape} values and {v.shape} variances are not pairs",
            "give one variance per value",
        )
    if y.size < 4:
        return None
    w = 1 / v
    left = np.cumsum(w)[:-1]
    share = left / w.sum()
    allowed = np.flatnonzero((share >= smallest_share) & (share <= 1 - smallest_share))
    if not allowed.size:
        return None
    found = _statistics(y[None, :], w)[0]
    best = int(allowed[np.argmax(found[allowed])])
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((replicates, y.size)) * np.sqrt(v)
    top = _statistics(noise, w)[:, allowed].max(axis=1)
    p = (1 + int((top >= found[best] - 1e-12).sum())) / (replicates + 1)
    before, after = _levels(y, w, best)
    # each place is asked by itself: were the break there, how far would the best fall short?
    kept = [
        place
        for place in allowed.tolist()
        if found[best] - found[place] <= _reach(y, w, place, noise, allowed, level)
    ]
    near = np.array(kept if best in kept else [*kept, best])
    return ChangePoint(
        at=best + 1,
        low=int(near.min()) + 1,
        high=int(near.max()) + 1,
        before=before,
        before_se=1 / math.sqrt(float(left[best])),
        after=after,
        after_se=1 / math.sqrt(float(w.sum() - left[best])),
        p_value=p,
    )


def _reach(
    y: Floats, w: Floats, place: int, noise: Floats, allowed: NDArray[np.intp], level: float
) -> float:
    """By how much the best statistic exceeds that of a true break here in ``level`` of draws."""
    before, after = _levels(y, w, place)
    step = np.where(np.arange(y.size) <= place, before, after)
    drawn = _statistics(step + noise, w)
    short = drawn[:, allowed].max(axis=1) - drawn[:, place]
    return float(np.quantile(short, level))


def _statistics(y: Floats, w: Floats) -> Floats:
    """The statistic of a break after each place but the last, one row per series."""
    left, total = np.cumsum(w)[:-1], float(w.sum())
    sums = np.cumsum(y * w, axis=1)
    first = sums[:, :-1] / left
    second = (sums[:, -1:] - sums[:, :-1]) / (total - left)
    return np.asarray((first - second) ** 2 / (1 / left + 1 / (total - left)))


def _levels(y: Floats, w: Floats, best: int) -> tuple[float, float]:
    one, two = slice(0, best + 1), slice(best + 1, None)
    return float(np.average(y[one], weights=w[one])), float(np.average(y[two], weights=w[two]))
