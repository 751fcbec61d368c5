"""How far do two measures of the same people lie apart, and does it depend on the size?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimation.least_squares import least_squares
from estimation.quantile import normal_quantile, t_quantile
from interview import Estimate, Finding, InputError, Withheld

FEWEST = 5
METHOD_BIAS = "difference.paired_t"
METHOD_LIMIT = "agreement.limit"


@dataclass(frozen=True, kw_only=True, slots=True)
class BlandAltman:
    """First less second: ``bias``, ``sd`` of the differences, and limits that hold 95 % of them.

    ``slope`` is how the difference grows with the mean of both: not 0 when one of them spreads
    people out more. ``left_out`` pairs lack a value.
    """

    bias: Finding
    sd: float | None
    lower: Finding
    upper: Finding
    slope: Finding
    n: int
    left_out: int


def bland_altman(first: ArrayLike, second: ArrayLike, *, level: float = 0.95) -> BlandAltman:
    """Limits of agreement of two measures in the same unit.

    Formula: ``bias +- z sd`` of the differences; the bias has a t interval, each limit the
    approximate standard error ``sd sqrt(1/n + z^2 / (2 (n - 1)))`` (Bland and Altman 1986, 1999).
    The slope is of difference on mean, with HC3 errors.

    Returns
    -------
    BlandAltman
        Findings withheld with ``agreement.too_few`` below 5 pairs, the slope also with
        ``regression.collinear`` where the means do not vary.

    Raises
    ------
    InputError
        ``estimation.unequal_lengths``.

    Examples
    --------
    >>> found = bland_altman([5, 6, 7, 8, 9, 10], [4, 6, 6, 8, 8, 9])
    >>> round(found.bias.value, 3), round(found.sd, 3), round(found.upper.value, 3)
    (0.667, 0.516, 1.679)
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise InputError(
            "estimation.unequal_lengths",
            f"{a.shape} and {b.shape} are not pairs",
            "give two rows of equal length",
        )
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    n, left_out = int(a.size), int((~both).sum())
    if n < FEWEST:
        refusal = Withheld(code="agreement.too_few", n=n)
        return BlandAltman(
            bias=refusal, sd=None, lower=refusal, upper=refusal, slope=refusal, n=n,
            left_out=left_out,
        )  # fmt: skip
    apart, middle = a - b, (a + b) / 2
    bias, sd = float(apart.mean()), float(apart.std(ddof=1))
    z, t = normal_quantile(0.5 + level / 2), t_quantile(0.5 + level / 2, n - 1)
    edge = t * sd * (1 / n + z**2 / (2 * (n - 1))) ** 0.5

    def finding(value: float, half: float, method: str) -> Estimate:
        return Estimate(value=value, low=value - half, high=value + half, n=n, method=method)

    fit = least_squares(np.column_stack([np.ones(n), middle - middle.mean()]), apart)
    return BlandAltman(
        bias=finding(bias, t * sd / n**0.5, METHOD_BIAS),
        sd=sd,
        lower=finding(bias - z * sd, edge, METHOD_LIMIT),
        upper=finding(bias + z * sd, edge, METHOD_LIMIT),
        slope=Withheld(code="regression.collinear", n=n) if fit is None else fit.coefficient(1),
        n=n,
        left_out=left_out,
    )
