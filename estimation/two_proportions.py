"""Do two shares differ by more than chance? Exactly, for any size of table."""

from __future__ import annotations

import math

import numpy as np

from estimation.counts import checked_counts

# probabilities this close to the observed table's count as equal: the sums run in floating point
_TIE = 1e-7


def pooled_z(a: int, n1: int, c: int, n2: int) -> float | None:
    """The two-standard-deviation test: how many standard errors apart two shares are.

    Formula: ``(a/n1 - c/n2) / sqrt(p (1-p) (1/n1 + 1/n2))`` with ``p = (a+c)/(n1+n2)``. None
    where nobody or everybody was selected, so that there is nothing to compare.

    Examples
    --------
    >>> round(pooled_z(10, 20, 0, 20), 4)
    3.6515
    """
    _checked(a, n1, c, n2)
    if n1 == 0 or n2 == 0:
        return None
    p = (a + c) / (n1 + n2)
    if p in (0.0, 1.0):
        return None
    return (a / n1 - c / n2) / math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2))


def fisher_exact(a: int, n1: int, c: int, n2: int) -> float:
    """Two-sided p of Fisher's exact test: ``a`` of ``n1`` against ``c`` of ``n2``.

    Adds the probability of every table with the same margins that is no likelier than the
    observed one. Assumes both margins given; conservative for small tables.

    Examples
    --------
    >>> round(fisher_exact(78, 83, 87, 99), 3)
    0.204
    """
    below, ties = _tails(a, n1, c, n2)
    return min(below + ties, 1.0)


def fisher_mid_p(a: int, n1: int, c: int, n2: int) -> float:
    """Lancaster's mid-p: as Fisher's test, with the equally likely tables counted half.

    Less conservative; its size can exceed the nominal one slightly in very small tables.
    Source: Lancaster 1961.

    Examples
    --------
    >>> fisher_mid_p(78, 83, 87, 99) < fisher_exact(78, 83, 87, 99)
    True
    """
    below, ties = _tails(a, n1, c, n2)
    return min(below + ties / 2, 1.0)


def fewest_expected(a: int, n1: int, c: int, n2: int) -> float:
    """The smallest expected count of the two-by-two table; below 5 an exact test is called for.

    Examples
    --------
    >>> fewest_expected(1, 5, 4, 12)
    1.4705882352941178
    """
    _checked(a, n1, c, n2)
    total = n1 + n2
    if total == 0:
        return 0.0
    chosen = a + c
    return min(n1, n2) * min(chosen, total - chosen) / total


def _tails(a: int, n1: int, c: int, n2: int) -> tuple[float, float]:
    """Probability of the less likely tables, and of those as likely as the observed one."""
    from scipy.special import gammaln

    _checked(a, n1, c, n2)
    chosen = a + c
    low, high = max(0, chosen - n2), min(n1, chosen)
    if low == high:
        return 0.0, 1.0
    k = np.arange(low, high + 1, dtype=np.float64)
    log_p = -(gammaln(k + 1) + gammaln(n1 - k + 1) + gammaln(chosen - k + 1))
    log_p -= gammaln(n2 - chosen + k + 1)
    log_p -= log_p.max()
    p = np.exp(log_p)
    p /= p.sum()
    here = p[a - low]
    tie = np.abs(p - here) <= _TIE * here
    return float(p[(p < here) & ~tie].sum()), float(p[tie].sum())


def _checked(a: int, n1: int, c: int, n2: int) -> None:
    for k, n in ((a, n1), (c, n2)):
        checked_counts(k, n)
