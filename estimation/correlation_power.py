"""How many people a study of a correlation needs, and how large chance alone makes one."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from estimation.quantile import normal_quantile, t_quantile
from interview import InputError


def correlation_power(r: float, n: int | float, *, alpha: float = 0.05) -> float:
    """The chance that a true correlation ``r`` is told from none among ``n`` people.

    Formula: with ``c`` the critical r of the two-sided t test and
    ``z = atanh(r) + r / (2 (n - 1))``, the power is
    ``Phi((z - atanh c) sqrt(n - 3)) + Phi((-z - atanh c) sqrt(n - 3))`` (Cohen 1988).

    Examples
    --------
    >>> round(correlation_power(0.5, 20), 3)
    0.638
    """
    t = t_quantile(1 - alpha / 2, n - 2)
    critical = math.atanh(math.sqrt(t * t / (t * t + n - 2)))
    z = math.atanh(abs(r)) + abs(r) / (2 * (n - 1))
    root = math.sqrt(n - 3)
    return _phi((z - critical) * root) + _phi((-z - critical) * root)


@lru_cache(maxsize=1024)
def people_needed(r: float, *, power: float = 0.80, alpha: float = 0.05) -> int:
    """The fewest people with whom a true correlation ``r`` is told from none.

    Raises
    ------
    InputError
        ``correlation.not_a_correlation`` when r is 0 or not between -1 and 1.

    Examples
    --------
    >>> [people_needed(r) for r in (0.10, 0.20, 0.30)]
    [782, 194, 85]
    """
    if not 0 < abs(r) < 1:
        raise InputError(
            "correlation.not_a_correlation",
            f"no number of people tells a correlation of {r:g} from none",
            "give one other than 0, between -1 and 1",
            value=r,
        )
    low, high = 4, 8
    while correlation_power(r, high, alpha=alpha) < power:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if correlation_power(r, middle, alpha=alpha) < power:
            low = middle + 1
        else:
            high = middle
    return low


def people_to_separate(
    larger: float, smaller: float, *, power: float = 0.80, alpha: float = 0.05
) -> int:
    """People needed to show, one-sided, that a true correlation exceeds a stated smaller one.

    Formula: ``3 + ((q_(1 - alpha) + q_power) / (atanh larger - atanh smaller))^2``.

    Examples
    --------
    >>> people_to_separate(0.30, 0.10), people_to_separate(0.70, 0.30, power=0.90)
    (145, 31)
    """
    gap = math.atanh(larger) - math.atanh(smaller)
    if gap <= 0:
        raise InputError(
            "correlation.not_a_correlation",
            f"{larger:g} does not exceed {smaller:g}",
            "give the larger correlation first",
            value=larger,
        )
    wanted = normal_quantile(1 - alpha) + normal_quantile(power)
    return math.ceil(3 + (wanted / gap) ** 2)


@lru_cache(maxsize=1024)
def largest_by_chance(tests: int, n: int) -> float:
    """The largest correlation, in size, to be expected among ``tests`` that are all truly zero.

    Formula: ``integral of 1 - F(r)^tests`` with F the distribution of ``|r|`` for ``n`` people.
    Assumes independent tests.

    Examples
    --------
    >>> [round(largest_by_chance(40, n), 2) for n in (20, 30, 60)]
    [0.53, 0.44, 0.31]
    """
    from scipy.special import stdtr

    r = np.linspace(0, 1, 4001)[:-1]
    t = r * np.sqrt((n - 2) / (1 - r * r))
    below = 2 * np.asarray(stdtr(n - 2, t)) - 1
    return float(np.trapezoid(1 - below**tests, r))


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))
