"""Correlations of several measures with one outcome when people come in groups, and their gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import t_quantile
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
METHOD = "correlation.group_bootstrap"
METHOD_DIFFERENCE = "correlation.group_bootstrap_paired"
FEWEST_PEOPLE = 10
FEWEST_GROUPS = 8
"""With fewer groups drawn again and again nobody can say how much they differ."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ClusteredCorrelations:
    """``r`` of each measure (not-a-number where it does not vary) and its replicates.

    ``draws`` is (replicates, measures): the same groups drawn for every measure, so that two
    measures are compared on the same people. ``n`` people in ``groups`` groups.
    """

    r: Floats
    draws: Floats
    n: int
    groups: int

    def finding(self, measure: int, *, level: float = 0.95) -> Finding:
        """One correlation: ``tanh(atanh r +- t se)``, the error from the drawn groups."""
        refusal = self._refusal(measure)
        if refusal is not None:
            return refusal
        z = float(np.arctanh(self.r[measure]))
        drawn = np.clip(self.draws[:, measure], -1 + 1e-12, 1 - 1e-12)
        error = float(np.arctanh(drawn).std(ddof=1))
        half = t_quantile(0.5 + level / 2, self.groups - 1) * error
        return Estimate(
            value=float(self.r[measure]),
            low=float(np.tanh(z - half)),
            high=float(np.tanh(z + half)),
            n=self.n,
            method=METHOD,
        )

    def difference(self, first: int, second: int, *, level: float = 0.95) -> Finding:
        """The first correlation less the second, on the same people."""
        refusal = self._refusal(first) or self._refusal(second)
        if refusal is not None:
            return refusal
        value = float(self.r[first] - self.r[second])
        error = float((self.draws[:, first] - self.draws[:, second]).std(ddof=1))
        half = t_quantile(0.5 + level / 2, self.groups - 1) * error
        return Estimate(
            value=value, low=value - half, high=value + half, n=self.n, method=METHOD_DIFFERENCE
        )

    def _refusal(self, measure: int) -> Withheld | None:
        if self.n < FEWEST_PEOPLE:
            return Withheld(code="correlation.too_few", n=self.n)
        if self.groups < FEWEST_GROUPS:
            return Withheld(code="correlation.too_few_groups", n=self.groups)
        if not np.isfinite(self.r[measure]) or not np.isfinite(self.draws[:, measure]).all():
            return Withheld(code="correlation.constant", n=self.n)
        if abs(float(self.r[measure])) >= 1 - 1e-12:
            return Withheld(code="correlation.perfect", n=self.n)
        return None


def clustered_correlations(
    x: ArrayLike,
    y: ArrayLike,
    groups: Ints,
    *,
    cells: Ints | None = None,
    replicates: int = 2000,
    seed: int = 2026,
) -> ClusteredCorrelations:
    """How each column of ``x`` goes with ``y``, whole groups of people drawn with replacement.

    Formula: both less the mean of their cell; ``r`` over everybody; for every replicate as many
    groups are drawn as there are and the sums of squares and products of the drawn ones added up.
    The spread of the replicates is the standard error, in Fisher's z for a correlation and plain
    for a difference, with t quantiles for ``groups - 1`` degrees of freedom (Cameron, Gelbach and
    Miller 2008 on why whole groups). Cell means are not computed anew in each replicate.

    Parameters
    ----------
    x : array, shape (n, k)
        One column per measure.
    y : array, shape (n,)
    groups : array of int, shape (n,)
        People of one group share what one could mistake for validity: an opening, its panel.
    cells : array of int, shape (n,), optional
        Differences between cells are taken out (role, fold); one cell by default.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> y = rng.normal(size=400)
    >>> x = np.column_stack([y + rng.normal(size=400), rng.normal(size=400)])
    >>> found = clustered_correlations(x, y, np.arange(400) // 10)
    >>> gap = found.difference(0, 1)
    >>> found.groups, gap.low > 0.4, gap.high < 1.0
    (40, True, True)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 2 or b.ndim != 1 or not a.shape[0] == b.size == groups.size:
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape}, {b.shape} and {groups.shape} are not rows of the same people",
            "give one row of measures, one outcome and one group per person",
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise InputError(
            "estimation.not_finite",
            "a measure or an outcome is no number",
            "drop those people and report how many",
        )
    n, k = a.shape
    if n == 0:
        return ClusteredCorrelations(
            r=np.full(k, np.nan), draws=np.full((1, k), np.nan), n=0, groups=0
        )
    cell = np.zeros(n, dtype=np.int64) if cells is None else cells
    codes = np.unique(groups, return_inverse=True)[1].ravel()
    size = int(codes.max()) + 1
    a = np.column_stack([_centred(a[:, j], cell) for j in range(k)]) if k else a
    b = _centred(b, cell)
    sums = np.column_stack(
        [np.bincount(codes, weights=v, minlength=size) for v in (*(a * a).T, *(a.T * b), b * b)]
    )
    rng = np.random.default_rng(seed)
    times = rng.multinomial(size, np.full(size, 1 / size), size=replicates)
    return ClusteredCorrelations(
        r=_from(sums.sum(axis=0)[None, :], k)[0],
        draws=_from(times.astype(np.float64) @ sums, k),
        n=n,
        groups=size,
    )


def _from(sums: Floats, k: int) -> Floats:
    """Correlations from sums of squares of x, products, and squares of y."""
    xx, xy, yy = sums[:, :k], sums[:, k : 2 * k], sums[:, -1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        r = xy / np.sqrt(xx * yy)
    # rounding dust of a constant column is no spread
    return np.where((xx > 1e-18) & (yy > 1e-18), np.clip(r, -1, 1), np.nan)


def _centred(v: Floats, cell: Ints) -> Floats:
    codes = np.unique(cell, return_inverse=True)[1].ravel()
    mean = np.bincount(codes, weights=v) / np.bincount(codes)
    return np.asarray(v - mean[codes])
