"""Is one correlation larger than another? For two samples, or two predictors of one outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass

from estimation.correlation import correlation_interval
from interview import Estimate, Finding, InputError, Withheld

METHOD_INDEPENDENT = "compare.fisher_z_zou"
METHOD_DEPENDENT = "compare.williams_zou"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """First less second with its interval, the test's statistic, its df (None for z) and p."""

    difference: Finding
    statistic: float | None
    df: int | None
    p_value: float | None


def independent_correlations(
    r1: float, n1: int, r2: float, n2: int, *, level: float = 0.95
) -> Comparison:
    """Two correlations from two samples of different people.

    Formula: ``z = (atanh r1 - atanh r2) / sqrt(1/(n1-3) + 1/(n2-3))`` (Fisher 1921); the interval
    of ``r1 - r2`` is Zou's (2007), ``d - sqrt((r1 - l1)^2 + (u2 - r2)^2)`` from the limits of
    each and the mirror image above.

    Raises
    ------
    InputError
        ``correlation.not_a_correlation``.

    Examples
    --------
    >>> found = independent_correlations(0.4, 30, 0.6, 30)
    >>> round(abs(found.statistic), 2), round(found.p_value, 2)
    (0.99, 0.32)
    """
    _check(r1, r2)
    first = correlation_interval(r1, n1, level=level)
    second = correlation_interval(r2, n2, level=level)
    if isinstance(first, Withheld):
        return _nothing(first.code, n1 + n2)
    if isinstance(second, Withheld):
        return _nothing(second.code, n1 + n2)
    z = (math.atanh(r1) - math.atanh(r2)) / math.sqrt(1 / (n1 - 3) + 1 / (n2 - 3))
    return Comparison(
        difference=_zou(first, second, 0.0, n1 + n2, METHOD_INDEPENDENT),
        statistic=z,
        df=None,
        p_value=math.erfc(abs(z) / math.sqrt(2)),
    )


def dependent_correlations(
    r12: float, r13: float, r23: float, n: int, *, level: float = 0.95
) -> Comparison:
    """Two predictors (2 and 3) of one outcome (1), all three measured on the same people.

    Formula: Williams' ``t = (r12 - r13) sqrt((n-1)(1 + r23) / (2 (n-1)/(n-3) |R| + m^2
    (1 - r23)^3))`` with ``|R| = 1 - r12^2 - r13^2 - r23^2 + 2 r12 r13 r23`` and ``m`` the mean of
    both, n - 3 degrees of freedom (Williams 1959; Steiger 1980); interval after Zou (2007).

    Raises
    ------
    InputError
        ``correlation.not_a_correlation``; ``correlation.impossible`` when three such correlations
        cannot stand together.

    Examples
    --------
    >>> found = dependent_correlations(0.4, 0.5, 0.1, 103)
    >>> round(found.statistic, 2), found.df
    (-0.89, 100)
    """
    _check(r12, r13, r23)
    determinant = 1 - r12**2 - r13**2 - r23**2 + 2 * r12 * r13 * r23
    if determinant < -1e-9:
        raise InputError(
            "correlation.impossible",
            f"correlations {r12:.3f}, {r13:.3f} and {r23:.3f} cannot be those of three measures",
            "compute all three from the same people",
        )
    first = correlation_interval(r12, n, level=level)
    second = correlation_interval(r13, n, level=level)
    if isinstance(first, Withheld):
        return _nothing(first.code, n)
    if isinstance(second, Withheld):
        return _nothing(second.code, n)
    mean = (r12 + r13) / 2
    below = 2 * (n - 1) / (n - 3) * max(determinant, 0.0) + mean**2 * (1 - r23) ** 3
    if below <= 1e-12:
        # the two predictors are one and the same
        return _nothing("correlation.perfect", n)
    from scipy.special import stdtr

    t = (r12 - r13) * math.sqrt((n - 1) * (1 + r23) / below)
    shared = (
        (r23 - r12 * r13 / 2) * (1 - r12**2 - r13**2 - r23**2) + r23**3
    ) / ((1 - r12**2) * (1 - r13**2))  # fmt: skip
    return Comparison(
        difference=_zou(first, second, shared, n, METHOD_DEPENDENT),
        statistic=t,
        df=n - 3,
        p_value=float(2 * stdtr(n - 3, -abs(t))),
    )


def _zou(first: Estimate, second: Estimate, shared: float, n: int, method: str) -> Estimate:
    value = first.value - second.value
    down1, up1 = first.value - first.low, first.high - first.value
    down2, up2 = second.value - second.low, second.high - second.value
    down = math.sqrt(max(down1**2 + up2**2 - 2 * shared * down1 * up2, 0.0))
    up = math.sqrt(max(up1**2 + down2**2 - 2 * shared * up1 * down2, 0.0))
    return Estimate(value=value, low=value - down, high=value + up, n=n, method=method)


def _nothing(code: str, n: int) -> Comparison:
    return Comparison(difference=Withheld(code=code, n=n), statistic=None, df=None, p_value=None)


def _check(*values: float) -> None:
    for r in values:
        if not -1 <= r <= 1:
            raise InputError(
                "correlation.not_a_correlation",
                f"{r} is no correlation",
                "correlations lie between -1 and 1",
                value=r,
            )
