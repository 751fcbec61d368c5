"""The ratio of two shares, with an interval that works for small tables."""

from __future__ import annotations

import math
from typing import Literal

from estimation.counts import checked_counts
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

RatioMethod = Literal["score", "katz"]
LARGEST = 1e6


def ratio(
    a: int, n1: int, c: int, n2: int, *, level: float = 0.95, method: RatioMethod = "score"
) -> Finding:
    """The share ``a / n1`` divided by the share ``c / n2``.

    Parameters
    ----------
    a, n1 : int
        Selected and all of the group in question.
    c, n2 : int
        Selected and all of the group it is compared with.
    method : str
        ``score`` inverts the score test (Miettinen and Nurminen 1985) and also works when nobody
        was selected; ``katz`` is
        ``exp(ln R +- z sqrt(1/a - 1/n1 + 1/c - 1/n2))`` (Katz 1978), the one printed in most
        reports, undefined at zero.

    Returns
    -------
    Estimate or Withheld
        ``ratio.no_reference`` when nobody of the second group was selected (nothing to divide
        by), ``sample.empty`` when a group has no people, ``ratio.none_selected`` for ``katz`` when
        ``a`` is 0.

    Examples
    --------
    >>> found = ratio(48, 80, 12, 40, method="katz")
    >>> found.value, round(1 / found.high, 3), round(1 / found.low, 3)
    (2.0, 0.301, 0.829)
    >>> found = ratio(12, 40, 48, 80)
    >>> round(found.low, 3), round(found.high, 3)
    (0.293, 0.795)
    """
    for k, n in ((a, n1), (c, n2)):
        checked_counts(k, n)
    if n1 == 0 or n2 == 0:
        return Withheld(code="sample.empty", n=n1 + n2)
    if c == 0:
        return Withheld(code="ratio.no_reference", n=n1 + n2)
    value = (a / n1) / (c / n2)
    z = normal_quantile(0.5 + level / 2)
    if method == "katz":
        if a == 0:
            return Withheld(code="ratio.none_selected", n=n1 + n2)
        half = z * math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2)
        low, high = value * math.exp(-half), value * math.exp(half)
    else:
        low, high = _score_limits(a, n1, c, n2, z)
    return Estimate(
        value=value,
        low=min(low, value),
        high=max(high, value),
        n=n1 + n2,
        method=f"ratio.{method}",
    )


def _score_limits(a: int, n1: int, c: int, n2: int, z: float) -> tuple[float, float]:
    from scipy.optimize import brentq

    value = (a / n1) / (c / n2)

    def beyond(log_ratio: float) -> float:
        return _score(math.exp(log_ratio), a, n1, c, n2) - z * z

    def limit(step: float) -> float:
        """Walk away from the estimate until the test refuses, then find the edge."""
        near = math.log(value) if value > 0 else math.log(1 / (4.0 * (n1 + n2)))
        if beyond(near) > 0:
            # only with a == 0: the whole interval lies left of the starting point
            return 0.0
        far = near
        while beyond(far) <= 0:
            near, far = far, far + step
            if abs(far) > math.log(LARGEST):
                return 0.0 if step < 0 else math.exp(far)
        return math.exp(float(brentq(beyond, near, far, xtol=1e-12)))

    low = 0.0 if a == 0 else limit(-0.5)
    return low, limit(0.5)


def _score(phi: float, a: int, n1: int, c: int, n2: int) -> float:
    """The squared score statistic of "the ratio is phi", with the shares it would imply."""
    total = n1 + n2
    # the restricted estimate of the second share: root of a quadratic (Koopman 1984)
    qa = total * phi
    qb = -(n1 * phi + a + n2 + c * phi)
    qc = a + c
    p2 = (-qb - math.sqrt(max(qb * qb - 4 * qa * qc, 0.0))) / (2 * qa)
    p2 = min(max(p2, 0.0), 1.0, 1.0 / phi)
    p1 = phi * p2
    variance = max(p1 * (1 - p1), 0.0) / n1 + phi * phi * p2 * (1 - p2) / n2
    variance *= total / max(total - 1, 1)
    difference = a / n1 - phi * c / n2
    if variance < 1e-15:
        # on the edge of what is possible: equal shares fit exactly, others not at all
        return 0.0 if abs(difference) < 1e-9 else math.inf
    return difference * difference / variance
