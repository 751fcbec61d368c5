"""Correlations of many groups in one pass, and one correlation pooled within them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.correlation import METHOD as PEARSON
from estimation.quantile import normal_quantile
from estimation.rank_correlation import METHOD as SPEARMAN
from estimation.rank_correlation import midranks
from interview import Estimate, Finding, InputError, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kind = Literal["pearson", "spearman"]
METHOD_WITHIN = "correlation.pooled_within"
FEWEST = 4


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GroupedCorrelation:
    """``r`` of each group (not-a-number where a side does not vary), its ``n`` and limits.

    ``low`` and ``high`` are not-a-number where n is below 4 or r is 1 or -1.
    """

    r: Floats
    n: Ints
    low: Floats
    high: Floats
    kind: Kind

    def finding(self, group: int) -> Finding:
        """The finding of one group, refused by name where there is none."""
        n, r = int(self.n[group]), float(self.r[group])
        if n < FEWEST:
            return Withheld(code="correlation.too_few", n=n)
        if math.isnan(r):
            return Withheld(code="correlation.constant", n=n)
        if math.isnan(float(self.low[group])):
            return Withheld(code="correlation.perfect", n=n)
        method = PEARSON if self.kind == "pearson" else SPEARMAN
        low, high = float(self.low[group]), float(self.high[group])
        return Estimate(value=r, low=low, high=high, n=n, method=method)

    def p_values(self) -> list[float | None]:
        """Two-sided p that each correlation is zero, by ``t = r sqrt((n - 2) / (1 - r^2))``."""
        return [
            correlation_p(float(r), int(n)) if np.isfinite(low) else None
            for r, n, low in zip(self.r, self.n, self.low, strict=True)
        ]


def grouped_correlation(
    x: ArrayLike, y: ArrayLike, codes: Ints, size: int, *, kind: Kind = "pearson",
    level: float = 0.95,
) -> GroupedCorrelation:  # fmt: skip
    """Pearson's or Spearman's correlation within each of ``size`` groups, all at once.

    Formula: both variables less their group's mean; ``r = sum(a b) / sqrt(sum(a^2) sum(b^2))`` by
    group; limits by Fisher's z or Bonett and Wright's. One pass however many groups there are.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.not_finite``.

    Examples
    --------
    >>> found = grouped_correlation([1, 2, 3, 4, 5, 1], [2, 1, 4, 3, 5, 2],
    ...                             np.array([0, 0, 0, 0, 0, 1]), 2)
    >>> round(found.finding(0).value, 3), found.finding(1)
    (0.8, Withheld(code='correlation.too_few', n=1))
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 1 or not a.shape == b.shape == codes.shape:
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape}, {b.shape} and {codes.shape} are not pairs with a group each",
            "give three rows of equal length",
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise InputError(
            "estimation.not_finite",
            "a pair holds something that is no number",
            "drop those pairs and report how many",
        )
    if kind == "spearman":
        a, b = midranks(a, codes), midranks(b, codes)
    n = np.bincount(codes, minlength=size)
    saa, largest_a = _squares(a, codes, n)
    sbb, largest_b = _squares(b, codes, n)
    ca, cb = _centred(a, codes, n), _centred(b, codes, n)
    sab = np.bincount(codes, weights=ca * cb, minlength=size)
    # a constant column keeps rounding dust after centring: compare with its own size
    dust = 1e-24 * np.maximum(n, 1)
    varies = (saa > dust * largest_a**2) & (sbb > dust * largest_b**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.where(varies, sab / np.sqrt(saa * sbb), np.nan)
        known = varies & (n >= FEWEST) & (np.abs(r) < 1 - 1e-12)
        spread = 1 + r * r / 2 if kind == "spearman" else 1.0
        half = normal_quantile(0.5 + level / 2) * np.sqrt(spread / np.maximum(n - 3, 1))
        z = np.arctanh(np.where(known, r, 0.0))
        low = np.where(known, np.tanh(z - half), np.nan)
        high = np.where(known, np.tanh(z + half), np.nan)
    return GroupedCorrelation(r=np.clip(r, -1, 1), n=n, low=low, high=high, kind=kind)


def within_correlation(x: ArrayLike, y: ArrayLike, codes: Ints, *, level: float = 0.95) -> Finding:
    """The correlation inside groups, with every difference between groups taken out.

    Formula: ``r = corr(x - mean of the group, y - mean of the group)`` with ``N - k - 1`` degrees
    of freedom for k groups, so that Fisher's z has the standard error ``1 / sqrt(N - k - 2)``
    (Snedecor and Cochran 1989, 10.6). Assumes one correlation for all groups.

    Examples
    --------
    >>> found = within_correlation([1, 2, 3, 11, 12, 13.], [1, 3, 2, 1, 3, 2.],
    ...                            np.array([0, 0, 0, 1, 1, 1]))
    >>> round(found.value, 2), found.n
    (0.5, 6)
    """
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    n = np.bincount(codes) if codes.size else np.zeros(0, dtype=np.int64)
    total, groups = int(a.size), int((n > 0).sum())
    if total - groups - 2 < 1:
        return Withheld(code="correlation.too_few", n=total)
    saa, largest_a = _squares(a, codes, n)
    sbb, largest_b = _squares(b, codes, n)
    aa, bb = float(saa.sum()), float(sbb.sum())
    dust = 1e-24 * total
    if aa <= dust * float(largest_a.max()) ** 2 or bb <= dust * float(largest_b.max()) ** 2:
        return Withheld(code="correlation.constant", n=total)
    r = float(_centred(a, codes, n) @ _centred(b, codes, n)) / math.sqrt(aa * bb)
    if abs(r) >= 1 - 1e-12:
        return Withheld(code="correlation.perfect", n=total)
    half = normal_quantile(0.5 + level / 2) / math.sqrt(total - groups - 2)
    z = math.atanh(r)
    low, high = math.tanh(z - half), math.tanh(z + half)
    return Estimate(value=r, low=low, high=high, n=total, method=METHOD_WITHIN)


def correlation_p(r: float, n: int) -> float | None:
    """Two-sided p that a correlation of ``n`` pairs is zero; None below 4 pairs.

    Examples
    --------
    >>> round(correlation_p(0.3, 50), 4)
    0.0343
    """
    if n < FEWEST:
        return None
    if abs(r) >= 1 - 1e-12:
        return 0.0
    from scipy.special import stdtr

    return float(2 * stdtr(n - 2, -abs(r) * math.sqrt((n - 2) / (1 - r * r))))


def _centred(v: Floats, codes: Ints, n: Ints) -> Floats:
    mean = np.bincount(codes, weights=v, minlength=n.size) / np.maximum(n, 1)
    return np.asarray(v - mean[codes])


def _squares(v: Floats, codes: Ints, n: Ints) -> tuple[Floats, Floats]:
    """Sum of squares around the mean by group, and the largest size of a value."""
    centred = _centred(v, codes, n)
    largest = np.zeros(n.size)
    np.maximum.at(largest, codes, np.abs(v))
    squares = np.bincount(codes, weights=centred**2, minlength=n.size).astype(np.float64)
    return squares, np.maximum(largest, 1e-300)
