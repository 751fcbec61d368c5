"""Two-by-two tables pooled over strata: one ratio for all, and whether one ratio fits all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld

Counts = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Strata:
    """``a`` of ``n1`` against ``c`` of ``n2`` in each stratum; build it with `strata`."""

    a: Counts
    n1: Counts
    c: Counts
    n2: Counts

    @property
    def n(self) -> int:
        """Everybody in every stratum."""
        return int(self.n1.sum() + self.n2.sum())


def strata(a: ArrayLike, n1: ArrayLike, c: ArrayLike, n2: ArrayLike) -> Strata:
    """Check the four counts of every stratum.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``, ``estimation.counts``.

    Examples
    --------
    >>> strata([1], [5], [4], [12]).n
    17
    """
    parts = [np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in (a, n1, c, n2)]
    if len({p.shape for p in parts}) != 1 or parts[0].ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{[p.size for p in parts]} counts are not one of each per stratum",
            "give four rows of equal length",
        )
    k1, m1, k2, m2 = parts
    wrong = (k1 < 0) | (k1 > m1) | (k2 < 0) | (k2 > m2)
    if wrong.any():
        i = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "estimation.counts",
            f"{k1[i]:g} of {m1[i]:g} and {k2[i]:g} of {m2[i]:g} are not shares",
            "successes must be 0 to the size of the group",
            stratum=i,
        )
    return Strata(a=k1, n1=m1, c=k2, n2=m2)


def common_odds_ratio(table: Strata, *, level: float = 0.95) -> Finding:
    """Mantel and Haenszel's odds ratio with the interval of Robins, Breslow and Greenland (1986).

    Formula: ``R / S`` with ``R = sum(a d / T)``, ``S = sum(b c / T)``; the variance of its
    logarithm is ``sum(P R_i) / 2R^2 + sum(P S_i + Q R_i) / 2RS + sum(Q S_i) / 2S^2`` with
    ``P = (a + d) / T``, ``Q = (b + c) / T``. Right for many small strata as for few large ones.

    Returns
    -------
    Estimate or Withheld
        ``ratio.no_reference`` when no stratum has anything to divide by, ``ratio.none_selected``
        when the ratio is 0 and its logarithm does not exist.

    Examples
    --------
    >>> found = common_odds_ratio(strata([56, 61, 73, 71], [96, 118, 144, 126],
    ...                                  [69, 257, 65, 48], [146, 558, 144, 96]))
    >>> round(found.value, 10)
    1.3174848702
    """
    a, b, c, d, total = _cells(table)
    r, s = a * d / total, b * c / total
    up, down = float(r.sum()), float(s.sum())
    if down == 0:
        return Withheld(code="ratio.no_reference", n=table.n)
    if up == 0:
        return Withheld(code="ratio.none_selected", n=table.n)
    p, q = (a + d) / total, (b + c) / total
    variance = float(
        (p * r).sum() / (2 * up * up)
        + (p * s + q * r).sum() / (2 * up * down)
        + (q * s).sum() / (2 * down * down)
    )
    return _log_interval(up / down, variance, table.n, level, method="odds_ratio.mantel_haenszel")


def common_ratio(table: Strata, *, level: float = 0.95) -> Finding:
    """Mantel and Haenszel's ratio of shares: the impact ratio with every stratum held apart.

    Formula: ``sum(a n2 / T) / sum(c n1 / T)``; the variance of its logarithm is
    ``sum((n1 n2 (a + c) - a c T) / T^2)`` over the product of the two sums (Greenland and Robins
    1985).

    Returns
    -------
    Estimate or Withheld
        ``ratio.no_reference``, ``ratio.none_selected`` as above.

    Examples
    --------
    >>> common_ratio(strata([12, 24], [40, 80], [48, 24], [80, 40])).value
    0.5
    """
    total = table.n1 + table.n2
    up = float((table.a * table.n2 / total).sum())
    down = float((table.c * table.n1 / total).sum())
    if down == 0:
        return Withheld(code="ratio.no_reference", n=table.n)
    if up == 0:
        return Withheld(code="ratio.none_selected", n=table.n)
    parts = table.n1 * table.n2 * (table.a + table.c) - table.a * table.c * total
    variance = float((parts / total**2).sum()) / (up * down)
    return _log_interval(up / down, variance, table.n, level, method="ratio.mantel_haenszel")


def cochran_mantel_haenszel(
    table: Strata, *, correction: bool = False
) -> tuple[float, float] | None:
    """Chi-square (one degree of freedom) and p that no stratum shows a difference.

    Formula: ``(|sum(a - E)| - cc)^2 / sum V`` with ``V = n1 n2 m (T - m) / (T^2 (T - 1))``;
    ``cc`` is 1/2 with the continuity correction, 0 without. Without it the test lets fewer
    marginal cases pass. None when nothing varies.

    Examples
    --------
    >>> chi2, p = cochran_mantel_haenszel(strata([56, 61, 73, 71], [96, 118, 144, 126],
    ...     [69, 257, 65, 48], [146, 558, 144, 96]))
    >>> round(chi2, 6), round(p, 7)
    (5.320928, 0.0210708)
    """
    total = table.n1 + table.n2
    chosen = table.a + table.c
    variance = float(
        (
            table.n1 * table.n2 * chosen * (total - chosen) / (total**2 * np.maximum(total - 1, 1))
        ).sum()
    )
    if variance == 0:
        return None
    off = abs(float((table.a - table.n1 * chosen / total).sum()))
    chi2 = max(off - (0.5 if correction else 0.0), 0.0) ** 2 / variance
    return chi2, math.erfc(math.sqrt(chi2 / 2))


def breslow_day(table: Strata, *, tarone: bool = True) -> tuple[float, float, int] | None:
    """Chi-square, p and degrees of freedom that one odds ratio fits every stratum.

    Formula: ``sum((a - e)^2 / v)`` where ``e`` is the count that Mantel and Haenszel's ratio
    implies in the stratum and ``1/v`` the sum of the reciprocals of its four cells (Breslow and
    Day 1980), less Tarone's ``(sum(a - e))^2 / sum v`` (1985). None with fewer than two strata.

    Examples
    --------
    >>> chi2, p, df = breslow_day(strata([56, 61, 73, 71], [96, 118, 144, 126],
    ...     [69, 257, 65, 48], [146, 558, 144, 96]))
    >>> round(chi2, 6), round(p, 5), df
    (0.529486, 0.91237, 3)
    """
    pooled = common_odds_ratio(table)
    if table.a.size < 2 or isinstance(pooled, Withheld):
        return None
    cells = expected_counts(table, pooled.value)
    if (cells <= 0).any():
        return None
    v = 1 / (1 / cells).sum(axis=0)
    off = table.a - cells[0]
    chi2 = float((off * off / v).sum())
    if tarone:
        chi2 -= float(off.sum()) ** 2 / float(v.sum())
    from scipy.special import chdtrc

    df = int(table.a.size) - 1
    return max(chi2, 0.0), float(chdtrc(df, max(chi2, 0.0))), df


def expected_counts(table: Strata, odds_ratio: float) -> Counts:
    """The four cells of every stratum that its margins and one odds ratio imply.

    Formula: ``e (n2 - m + e) = psi (n1 - e) (m - e)``, the root within the possible range.

    Returns
    -------
    array, shape (4, strata)
        First group selected and not, second group selected and not.

    Examples
    --------
    >>> expected_counts(strata([2], [4], [6], [12]), 1.0).ravel().tolist()
    [2.0, 2.0, 6.0, 6.0]
    """
    n1, n2, chosen = table.n1, table.n2, table.a + table.c
    qa = 1 - odds_ratio
    qb = n2 - chosen + odds_ratio * (n1 + chosen)
    qc = -odds_ratio * n1 * chosen
    if abs(qa) < 1e-12:
        e = -qc / qb
    else:
        e = (-qb + np.sqrt(np.maximum(qb * qb - 4 * qa * qc, 0.0))) / (2 * qa)
    return np.stack([e, n1 - e, chosen - e, n2 - chosen + e])


def _cells(table: Strata) -> tuple[Counts, Counts, Counts, Counts, Counts]:
    return (
        table.a,
        table.n1 - table.a,
        table.c,
        table.n2 - table.c,
        table.n1 + table.n2,
    )


def _log_interval(value: float, variance: float, n: int, level: float, method: str) -> Finding:
    half = normal_quantile(0.5 + level / 2) * math.sqrt(max(variance, 0.0))
    return Estimate(
        value=value, low=value * math.exp(-half), high=value * math.exp(half), n=n, method=method
    )
