"""What a table of this size can show at all: people needed, and the smallest ratio detectable."""

from __future__ import annotations

import math

from estimation import normal_quantile
from interview import InputError


def people_needed(
    rate: float, other: float, *, power: float = 0.80, alpha: float = 0.05, share: float = 0.5
) -> float:
    """How many people per group (of the first group) show that two rates differ.

    Formula: ``(z_(1-alpha/2) + z_power)^2 (1 + r) / (r h^2)`` with Cohen's ``h``, the difference of
    the ``2 asin sqrt(rate)``, and ``r`` the size of the second group against the first
    (``share / (1 - share)`` reversed); two-sided. Not rounded: round up to count people.

    Parameters
    ----------
    rate, other : float
        The two rates, each above 0 and below 1.
    share : float
        The first group's share of both; .5 for equal groups.

    Raises
    ------
    InputError
        ``power.rates`` when a rate is not between 0 and 1 or both are equal.

    Examples
    --------
    >>> round(people_needed(0.50, 0.40)), round(people_needed(0.25, 0.20))
    (387, 1092)
    """
    if not (0 < rate < 1 and 0 < other < 1 and rate != other and 0 < share < 1):
        raise InputError(
            "power.rates",
            f"rates of {rate:g} and {other:g} cannot be told apart by any number of people",
            "give two different rates between 0 and 1",
            rate=rate,
            other=other,
        )
    h = 2 * (math.asin(math.sqrt(rate)) - math.asin(math.sqrt(other)))
    times = (1 - share) / share
    return (_needed_sum(power, alpha) / h) ** 2 * (1 + 1 / times)


def smallest_ratio(
    rate: float, n: int, n_reference: int, *, power: float = 0.80, alpha: float = 0.05
) -> float | None:
    """The impact ratio nearest to 1 that groups of these sizes would show.

    Formula: the lower rate whose ``h`` to the reference's ``rate`` is
    ``(z_(1-alpha/2) + z_power) sqrt(1/n + 1/n_reference)``, divided by ``rate``. None when even a
    group of which nobody is selected would not be noticed: then a clean table means nothing.

    Examples
    --------
    >>> round(smallest_ratio(0.50, 387, 387), 3), smallest_ratio(0.10, 10, 30)
    (0.8, None)
    """
    if not 0 < rate <= 1 or n < 1 or n_reference < 1:
        raise InputError(
            "power.rates",
            f"a rate of {rate:g} with {n} and {n_reference} people has no smallest ratio",
            "give a reference rate above 0 and groups with people",
            rate=rate,
            other=rate,
        )
    h = _needed_sum(power, alpha) * math.sqrt(1 / n + 1 / n_reference)
    angle = math.asin(math.sqrt(rate)) - h / 2
    return math.sin(angle) ** 2 / rate if angle > 0 else None


def power_of(rate: float, other: float, n: int, n_other: int, *, alpha: float = 0.05) -> float:
    """The chance that groups of these sizes show the difference between two rates.

    Examples
    --------
    >>> round(power_of(0.50, 0.40, 387, 387), 2)
    0.8
    """
    if not (0 <= rate <= 1 and 0 <= other <= 1) or n < 1 or n_other < 1:
        raise InputError(
            "power.rates",
            f"rates of {rate:g} and {other:g} with {n} and {n_other} people make no test",
            "give rates between 0 and 1 and groups with people",
            rate=rate,
            other=other,
        )
    h = 2 * abs(math.asin(math.sqrt(rate)) - math.asin(math.sqrt(other)))
    far = h / math.sqrt(1 / n + 1 / n_other)
    z = normal_quantile(1 - alpha / 2)
    return _above(z - far) + _above(z + far)


def _needed_sum(power: float, alpha: float) -> float:
    return normal_quantile(1 - alpha / 2) + normal_quantile(power)


def _above(z: float) -> float:
    return math.erfc(z / math.sqrt(2)) / 2
