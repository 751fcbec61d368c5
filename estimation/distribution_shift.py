"""Do two samples come from one distribution? For numbers, kinds and many measures together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.auc import auc
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
METHOD_AUC = "shift.classifier_auc"
METHOD_CRAMER = "shift.cramer_v"
EARLY, ENOUGH = 99, 10
MOST = 2000
"""Cases of each side that a classifier is tried on, drawn at random where there are more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StabilityIndex:
    """The population stability index, how large chance alone makes it, and whether it is more.

    ``critical`` is its 95 % point if nothing had changed; ``alarm`` needs that and .10. ``alarm``
    and ``p_value`` are judged with half a case added to every bin, which keeps their size.
    """

    value: float
    critical: float
    p_value: float
    bins: int
    alarm: bool


def stability_of_counts(expected: ArrayLike, actual: ArrayLike) -> StabilityIndex:
    """The population stability index of two rows of counts over the same bins.

    Formula: ``sum (a - e) ln(a / e)`` over shares, half a case standing in an empty bin. If nothing
    changed it is about ``(1/n + 1/m)`` times chi-square with bins - 1 degrees of freedom (Yurdakul
    2018), so that the usual limits of .10 and .25 are exceeded by chance in small samples.

    Raises
    ------
    InputError
        ``estimation.counts``.

    Examples
    --------
    >>> found = stability_of_counts([20] * 5, [10, 15, 20, 25, 30])
    >>> round(found.value, 4), found.alarm
    (0.1354, False)
    """
    e, a = np.asarray(expected, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    if e.ndim != 1 or e.shape != a.shape or e.size < 2 or (e < 0).any() or (a < 0).any():
        raise InputError(
            "estimation.counts",
            f"{e.size} and {a.size} counts are not two rows over the same bins",
            "give the same bins for both, two at least, with counts of 0 or more",
        )
    n, m = float(e.sum()), float(a.sum())
    if n == 0 or m == 0:
        raise InputError(
            "estimation.counts", "one of the samples is empty", "give cases on both sides"
        )
    # thin bins make the index heavier-tailed than chi-square: judged with half a case in each
    even_e, even_a = (e + 0.5) / (n + e.size / 2), (a + 0.5) / (m + a.size / 2)
    judged = float(((even_a - even_e) * np.log(even_a / even_e)).sum())
    e, a = np.where(e == 0, 0.5, e), np.where(a == 0, 0.5, a)
    e, a = e / e.sum(), a / a.sum()
    value = float(((a - e) * np.log(a / e)).sum())
    critical = stability_limit(e.size, int(n), int(m))
    from scipy.special import chdtrc

    return StabilityIndex(
        value=value,
        critical=critical,
        p_value=float(chdtrc(e.size - 1, judged / (1 / n + 1 / m))),
        bins=int(e.size),
        alarm=judged > critical and value > 0.10,
    )


def stability_limit(bins: int, n: int, m: int, *, level: float = 0.95) -> float:
    """What the index stays below in ``level`` of all cases when nothing has changed.

    Examples
    --------
    >>> [round(stability_limit(10, n, m), 3) for n, m in ((50, 50), (200, 500), (1000, 1000))]
    [0.677, 0.118, 0.034]
    """
    from scipy.special import chdtri

    return (1 / n + 1 / m) * float(chdtri(bins - 1, 1 - level))


def stability_index(reference: ArrayLike, current: ArrayLike, *, bins: int = 10) -> StabilityIndex:
    """The population stability index over bins that hold equal shares of the reference.

    Ties never fall into two bins, so that there may be fewer bins than asked for.

    Examples
    --------
    >>> found = stability_index(np.arange(100.0), np.arange(100.0) + 40)
    >>> found.bins, found.alarm
    (10, True)
    """
    x, y = np.asarray(reference, dtype=np.float64), np.asarray(current, dtype=np.float64)
    edges = np.unique(np.quantile(x, np.linspace(0, 1, bins + 1)[1:-1]))
    count = edges.size + 1
    e = np.bincount(np.searchsorted(edges, x, side="left"), minlength=count)
    a = np.bincount(np.searchsorted(edges, y, side="left"), minlength=count)
    used = (e + a) > 0
    if int(used.sum()) < 2:
        # every value alike on both sides
        return StabilityIndex(value=0.0, critical=0.0, p_value=1.0, bins=1, alarm=False)
    return stability_of_counts(e[used], a[used])


def kolmogorov_smirnov(
    reference: ArrayLike, current: ArrayLike, *, replicates: int = 999, seed: int = 2026
) -> tuple[float, float]:
    """The largest distance between two distribution functions, and its p.

    Exact or asymptotic p of `scipy.stats.ks_2samp` where hardly any values are tied; with many ties
    (whole-number scores) that p is too large, and one by permuting the two samples takes its place;
    permuting stops after 99 draws when ten of them lie as far apart.

    Examples
    --------
    >>> d, p = kolmogorov_smirnov([1, 2, 2, 3, 3, 4], [4, 4, 5, 5, 6, 6])
    >>> round(d, 3), p < 0.05
    (0.833, True)
    """
    x, y = np.asarray(reference, dtype=np.float64), np.asarray(current, dtype=np.float64)
    both = np.concatenate([x, y])
    if np.unique(both).size > 0.9 * both.size:
        from scipy.stats import ks_2samp

        found = ks_2samp(x, y)
        return float(found.statistic), float(found.pvalue)
    # permuting tied values is drawing how many of each distinct one fall to the first sample
    distinct, place = np.unique(both, return_inverse=True)
    of_all = np.bincount(place, minlength=distinct.size)
    first = np.bincount(place[: x.size], minlength=distinct.size)
    value = float(_distance(first[None, :], of_all, x.size, y.size)[0])
    rng = np.random.default_rng(seed)
    above = done = 0
    # ten early draws as far apart settle that nothing is there (Besag and Clifford 1991)
    for block in (min(EARLY, replicates), replicates - min(EARLY, replicates)):
        drawn = rng.multivariate_hypergeometric(of_all, x.size, size=block, method="marginals")
        above += int((_distance(drawn, of_all, x.size, y.size) >= value - 1e-12).sum())
        done += block
        if above >= ENOUGH or done == replicates:
            break
    return value, (above + 1) / (done + 1)


def _distance(first: NDArray[np.int64], of_all: NDArray[np.int64], n: int, m: int) -> Floats:
    return np.asarray(
        np.abs(np.cumsum(first, axis=1) / n - np.cumsum(of_all - first, axis=1) / m).max(axis=1)
    )


def kinds_shift(expected: ArrayLike, actual: ArrayLike) -> tuple[Finding, float | None]:
    """How far the mix of kinds has moved: Cramer's V with its interval, and chi-square's p.

    Formula: ``V = sqrt(chi2 / (n min(r - 1, c - 1)))``, here two rows, so ``sqrt(chi2 / n)``;
    limits by inverting the noncentral chi-square, added to by its degrees of freedom (Smithson
    2003).

    Examples
    --------
    >>> v, p = kinds_shift([50, 50], [30, 70])
    >>> round(v.value, 3), round(p, 4)
    (0.204, 0.0039)
    """
    table = np.array([np.asarray(expected, float), np.asarray(actual, float)])
    table = table[:, table.sum(axis=0) > 0]
    n = float(table.sum())
    if table.shape[1] < 2 or (table.sum(axis=1) == 0).any():
        return Withheld(code="shift.one_kind", n=int(n)), None
    fitted = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    chi2, df = float(((table - fitted) ** 2 / fitted).sum()), table.shape[1] - 1
    from scipy.optimize import brentq
    from scipy.special import chdtrc
    from scipy.stats import ncx2

    def limit(tail: float) -> float:
        def off(nc: float) -> float:
            return float(ncx2.cdf(chi2, df, max(nc, 1e-12))) - tail

        if off(0.0) <= 0:
            return 0.0
        top = chi2 + 10 * math.sqrt(chi2 + df) + 20
        return float(brentq(off, 0.0, top))

    value = math.sqrt(chi2 / n)
    low, high = (math.sqrt(limit(tail) / n) for tail in (0.975, 0.025))
    found = Estimate(
        value=value, low=min(low, value), high=min(max(high, value), 1.0), n=int(n),
        method=METHOD_CRAMER,
    )  # fmt: skip
    return found, float(chdtrc(df, chi2))


def classifier_shift(
    reference: ArrayLike,
    current: ArrayLike,
    *,
    folds: int = 5,
    replicates: int = 499,
    seed: int = 2026,
) -> tuple[Finding, float | None]:
    """Can a classifier tell new cases from old ones? Its area under the curve, and a permutation p.

    Formula: a linear discriminant with a small ridge on standardised measures and their squares,
    scored on left-out folds; p from permuting old and new (Lopez-Paz and Oquab 2017). .5 means that
    they cannot be told apart; it sees shifts of many measures together that no single one shows.
    The interval is DeLong's.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> found, p = classifier_shift(rng.normal(size=(100, 3)), rng.normal(size=(100, 3)) + 0.6)
    >>> found.value > 0.6, p < 0.01
    (True, True)
    """
    old = np.atleast_2d(np.asarray(reference, dtype=np.float64))
    new = np.atleast_2d(np.asarray(current, dtype=np.float64))
    rng = np.random.default_rng(seed)
    # more people than this change the answer no longer, only the time it takes
    old, new = (
        side if side.shape[0] <= MOST else side[rng.permutation(side.shape[0])[:MOST]]
        for side in (old, new)
    )
    x = np.vstack([old, new])
    n = x.shape[0]
    if min(old.shape[0], new.shape[0]) < 2 * folds:
        return Withheld(code="sample.too_few", n=n), None
    spread = x.std(axis=0)
    z = (x - x.mean(axis=0))[:, spread > 0] / spread[spread > 0]
    if z.shape[1] == 0:
        return Withheld(code="score.constant", n=n), None
    squares = z**2 - (z**2).mean(axis=0)
    design = np.column_stack([np.ones(n), z, squares])
    truth = np.r_[np.zeros(old.shape[0]), np.ones(new.shape[0])]
    fold = rng.permutation(n) % folds
    asked = np.column_stack([truth, *(rng.permutation(truth) for _ in range(replicates))])
    scores = np.empty_like(asked)
    penalty = np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    for i in range(folds):
        test = fold == i
        a = design[~test]
        scores[test] = design[test] @ np.linalg.solve(a.T @ a + penalty, a.T @ asked[~test])
        # folds have thresholds of their own; only the order within one counts
        scores[test] -= scores[test].mean(axis=0)
    found = auc(scores[:, 0], truth)
    if isinstance(found, Withheld):
        return found, None
    areas = _areas(scores, asked)
    p = (1 + int((areas[1:] >= areas[0] - 1e-12).sum())) / (replicates + 1)
    estimate = Estimate(value=found.value, low=found.low, high=found.high, n=n, method=METHOD_AUC)
    return estimate, p


def _areas(scores: Floats, truth: Floats) -> Floats:
    """The area under the curve of each column; ties are too rare here to matter."""
    ranks = np.argsort(np.argsort(scores, axis=0), axis=0) + 1.0
    m = truth.sum(axis=0)
    n = truth.shape[0] - m
    return np.asarray(((ranks * truth).sum(axis=0) - m * (m + 1) / 2) / (m * n))
