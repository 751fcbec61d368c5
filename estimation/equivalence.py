"""Is a difference small enough not to matter? Shown, not assumed from a large p."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from estimation.quantile import t_quantile
from interview import Estimate, Finding, InputError, Withheld

METHOD = "equivalence.tost_paired"
FEWEST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Equivalence:
    """The mean difference with its 90 % interval, the margin, and the larger one-sided p.

    ``shown`` is true when the whole interval lies inside the margin, which is the same as
    ``p_value < alpha``.
    """

    difference: Finding
    margin: float
    p_value: float | None
    shown: bool


def paired_equivalence(
    differences: ArrayLike, *, margin: float, alpha: float = 0.05
) -> Equivalence:
    """Two one-sided tests that the mean of paired differences lies within ``-margin .. margin``.

    Formula: ``t = (mean +- margin) / (sd / sqrt(n))``, n - 1 degrees of freedom; the interval has
    level ``1 - 2 alpha`` (Schuirmann 1987). Assumes independent pairs.

    Returns
    -------
    Equivalence
        With ``difference`` withheld as ``sample.too_few`` below 4 pairs.

    Raises
    ------
    InputError
        ``equivalence.margin`` when the margin is not above 0; ``estimation.not_finite``.

    Examples
    --------
    >>> found = paired_equivalence([0.01, -0.02, 0.02, 0.0, -0.01, 0.01], margin=0.1)
    >>> found.shown
    True
    """
    d = np.asarray(differences, dtype=np.float64)
    if not margin > 0:
        raise InputError(
            "equivalence.margin",
            f"a margin of {margin} leaves no room for any difference",
            "give the largest difference that does not matter, above 0",
            margin=margin,
        )
    if not np.isfinite(d).all():
        raise InputError(
            "estimation.not_finite",
            f"{int((~np.isfinite(d)).sum())} of {d.size} differences are no numbers",
            "drop those pairs and report how many",
        )
    n = int(d.size)
    if n < FEWEST:
        return Equivalence(
            difference=Withheld(code="sample.too_few", n=n),
            margin=margin,
            p_value=None,
            shown=False,
        )
    mean, error = float(d.mean()), float(d.std(ddof=1)) / math.sqrt(n)
    half = t_quantile(1 - alpha, n - 1) * error
    found = Estimate(value=mean, low=mean - half, high=mean + half, n=n, method=METHOD)
    if error == 0.0:
        p = 0.0 if abs(mean) < margin else 1.0
    else:
        from scipy.special import stdtr

        p = float(
            max(stdtr(n - 1, -(mean + margin) / error), stdtr(n - 1, (mean - margin) / error))
        )
    return Equivalence(difference=found, margin=margin, p_value=p, shown=p < alpha)
