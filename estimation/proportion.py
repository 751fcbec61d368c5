"""A share of a count, with Wilson's interval, which stays inside 0 to 1 and works for few."""

from __future__ import annotations

import math

from estimation.counts import checked_counts
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

METHOD = "proportion.wilson"


def proportion(successes: int, n: int, *, level: float = 0.95) -> Finding:
    """The share of ``n`` that succeeded, and Wilson's score interval.

    Formula: centre ``(p + z^2/2n) / (1 + z^2/n)``, half width
    ``z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n)`` (Wilson 1927; Newcombe 1998, method 3).

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
    >>> found = proportion(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    checked_counts(successes, n)
    if n == 0:
        return Withheld(code="sample.empty")
    p = successes / n
    z = normal_quantile(0.5 + level / 2)
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    # at 0 and n one limit equals p; rounding must not push it past
    low = 0.0 if successes == 0 else min(max(centre - half, 0.0), p)
    high = 1.0 if successes == n else max(min(centre + half, 1.0), p)
    return Estimate(value=p, low=low, high=high, n=n, method=METHOD)
