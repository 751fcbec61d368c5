"""What a reliability means in use: longer scales, and the band around one person's score."""

from __future__ import annotations

import math

from estimation.quantile import normal_quantile
from interview import Estimate, Finding, InputError, Withheld


def spearman_brown(reliability: float, times: float) -> float:
    """Reliability of a measure made ``times`` as long, or of the mean of so many raters.

    Formula: ``k r / (1 + (k - 1) r)`` (Spearman 1910; Brown 1910).

    Raises
    ------
    InputError
        ``reliability.not_a_share`` where the formula has no value.

    Examples
    --------
    >>> round(spearman_brown(0.29, 4), 2)
    0.62
    """
    below = 1 + (times - 1) * reliability
    if not reliability <= 1 or times <= 0 or below <= 0:
        raise _impossible(reliability)
    return times * reliability / below


def times_as_long(reliability: float, wanted: float) -> float:
    """How many times as long a measure must be, or how many raters it takes, for ``wanted``.

    Formula: ``R (1 - r) / (r (1 - R))``.

    Raises
    ------
    InputError
        ``reliability.not_a_share`` unless both lie between 0 and 1: no length makes a measure
        reliable that measures nothing.

    Examples
    --------
    >>> round(times_as_long(0.29, 0.80), 1)
    9.8
    """
    for value in (reliability, wanted):
        if not 0 < value < 1:
            raise _impossible(value)
    return wanted * (1 - reliability) / (reliability * (1 - wanted))


def error_of_measurement(sd: float, reliability: float) -> float:
    """Standard error of one person's score: ``sd sqrt(1 - reliability)``.

    A negative reliability gives an error larger than the spread: the scale tells nobody apart.

    Examples
    --------
    >>> round(error_of_measurement(1.060, 0.761), 3)
    0.518
    """
    if not reliability <= 1 or sd < 0:
        raise _impossible(reliability)
    return sd * math.sqrt(1 - reliability)


def score_band(score: float, *, sd: float, reliability: float, level: float = 0.95) -> Finding:
    """One person's score and the band that would hold it if the same person came again.

    Formula: ``score +- z sd sqrt(1 - reliability)``.

    Examples
    --------
    >>> found = score_band(6.0, sd=1.5, reliability=0.75)
    >>> round(found.low, 2), round(found.high, 2)
    (4.53, 7.47)
    """
    half = normal_quantile(0.5 + level / 2) * error_of_measurement(sd, reliability)
    if not math.isfinite(score + half):
        return Withheld(code="reliability.undefined")
    return Estimate(value=score, low=score - half, high=score + half, n=1, method="score.sem")


def smallest_real_difference(sd: float, reliability: float, *, level: float = 0.95) -> float:
    """How far two people's scores must lie apart before they differ: ``z sqrt(2) SEM``.

    Examples
    --------
    >>> round(smallest_real_difference(1.5, 0.75), 2)
    2.08
    """
    z = normal_quantile(0.5 + level / 2)
    return z * math.sqrt(2) * error_of_measurement(sd, reliability)


def _impossible(value: float) -> InputError:
    return InputError(
        "reliability.not_a_share",
        f"nothing follows from a reliability of {value:g}",
        "a reliability above 0 and below 1 is needed",
        value=value,
    )
