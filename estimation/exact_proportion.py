"""A share with Clopper and Pearson's interval, which never covers less than it says."""

from __future__ import annotations

from estimation.counts import checked_counts
from interview import Estimate, Finding, Withheld

METHOD = "proportion.clopper_pearson"


def exact_proportion(successes: int, n: int, *, level: float = 0.95) -> Finding:
    """The share of ``n`` that succeeded, with the exact interval.

    Formula: the ``alpha / 2`` quantile of Beta(k, n - k + 1) and the ``1 - alpha / 2`` quantile of
    Beta(k + 1, n - k) (Clopper and Pearson 1934). It covers at least its level, usually more.

    Returns
    -------
    Estimate or Withheld
        ``sample.empty`` when n is 0.

    Raises
    ------
    InputError
        ``estimation.counts`` when the successes are below 0 or above n.

    Examples
    --------
    >>> found = exact_proportion(0, 20)
    >>> found.low, round(found.high, 4)
    (0.0, 0.1684)
    """
    checked_counts(successes, n)
    if n == 0:
        return Withheld(code="sample.empty")
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return Estimate(value=successes / n, low=low, high=high, n=n, method=METHOD)
