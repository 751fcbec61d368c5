"""The difference of two shares, with Newcombe's interval."""

from __future__ import annotations

import math

from estimation.proportion import proportion
from interview import Estimate, Finding, Withheld

METHOD = "difference.newcombe"


def difference(a: int, n1: int, c: int, n2: int, *, level: float = 0.95) -> Finding:
    """The share ``a / n1`` minus the share ``c / n2``.

    Formula: with Wilson limits ``l1, u1, l2, u2`` of the two shares, the limits are
    ``d - sqrt((p1 - l1)^2 + (u2 - p2)^2)`` and ``d + sqrt((u1 - p1)^2 + (p2 - l2)^2)`` (Newcombe
    1998, method 10). Assumes two independent samples.

    Returns
    -------
    Estimate or Withheld
        ``sample.empty`` when one group has no people.

    Raises
    ------
    InputError
        ``estimation.counts`` when the successes are below 0 or above n.

    Examples
    --------
    >>> found = difference(56, 70, 48, 80)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    first, second = proportion(a, n1, level=level), proportion(c, n2, level=level)
    if isinstance(first, Withheld) or isinstance(second, Withheld):
        return Withheld(code="sample.empty", n=n1 + n2)
    value = first.value - second.value
    down = math.hypot(first.value - first.low, second.high - second.value)
    up = math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(value=value, low=value - down, high=value + up, n=n1 + n2, method=METHOD)
