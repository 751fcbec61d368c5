"""Testing a rule on people it has not seen, over and over, with an interval that knows of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import t_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "cross_validation.corrected_t"
Ints = NDArray[np.int64]


def repeated_folds(
    n: int, *, groups: Ints | None = None, folds: int = 5, repeats: int = 10, seed: int = 2026
) -> Ints:
    """The fold of every row in every repeat, shape (repeats, n); a group is never split.

    Without groups rows are dealt out evenly. With groups whole groups are dealt, the largest first
    and each to the fold that is smallest so far, among equals at random.

    Raises
    ------
    InputError
        ``folds.too_few`` when there are fewer rows or groups than folds.

    Examples
    --------
    >>> repeated_folds(6, groups=np.array([0, 0, 1, 1, 2, 2]), folds=3, repeats=2).shape
    (2, 6)
    """
    units = n if groups is None else int(np.unique(groups).size)
    if folds < 2 or units < folds:
        raise InputError(
            "folds.too_few",
            f"{units} people or requisitions cannot be split {folds} times",
            f"give at least {folds}, or split less often",
            units=units,
            folds=folds,
        )
    rng = np.random.default_rng(seed)
    made = np.empty((repeats, n), dtype=np.int64)
    for i in range(repeats):
        if groups is None:
            made[i, rng.permutation(n)] = np.arange(n) % folds
            continue
        _, code, size = np.unique(groups, return_inverse=True, return_counts=True)
        order = rng.permutation(size.size)
        # sizes blurred a little, so that repeats deal differently when all groups are alike
        order = order[np.argsort(-size[order] * rng.uniform(0.8, 1.2, size.size), kind="stable")]
        load, place = np.zeros(folds), np.empty(size.size, dtype=np.int64)
        for group in order:
            place[group] = int(np.argmin(load + rng.uniform(0, 1e-6, folds)))
            load[place[group]] += size[group]
        made[i] = place[code]
    return made


def corrected_interval(
    values: ArrayLike, *, test_over_train: float, n: int, level: float = 0.95
) -> Finding:
    """The mean over folds and repeats with an interval that allows for shared training people.

    Formula: ``mean +- t(J - 1) sqrt((1 / J + n_test / n_train) s^2)`` over J values (Nadeau and
    Bengio 2003; Bouckaert and Frank 2004 for repeats). Plain standard errors of repeated
    cross-validation are far too small, because the same people train again and again.

    Examples
    --------
    >>> found = corrected_interval([0.02, 0.04, 0.03, 0.03, 0.05], test_over_train=0.25, n=100)
    >>> round(found.value, 3), round(found.low, 4)
    (0.034, 0.0128)
    """
    v = np.asarray(values, dtype=np.float64)
    v = v[np.isfinite(v)]
    if v.size < 2:
        return Withheld(code="sample.too_few", n=n)
    mean, spread = float(v.mean()), float(v.var(ddof=1))
    error = math.sqrt((1 / v.size + test_over_train) * spread)
    half = t_quantile(0.5 + level / 2, v.size - 1) * error
    return Estimate(value=mean, low=mean - half, high=mean + half, n=n, method=METHOD)
