"""Do the questions of a scale hang together? Cronbach's alpha with Feldt's interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.item_scores import ItemScores, item_scores
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
METHOD = "alpha.feldt"
FEWEST = 5
MOST_ITEMS = 200
"""A scale of more questions is no scale; its covariances would be a matrix of empty cells."""


def cronbach_alpha(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    level: float = 0.95,
) -> Finding:
    """Internal consistency of the sum of several questions.

    Formula: ``alpha = k / (k - 1) (1 - tr C / sum C)`` with the covariances C of the k questions
    (Cronbach 1951); limits ``1 - (1 - alpha) F`` at n - 1 and (n - 1)(k - 1) degrees of freedom
    (Feldt 1965). A negative value is shown as it is: some questions run against the others.

    Where not everybody was asked everything, each covariance comes from those asked both, n is the
    smallest number of them, and the matrix must still be one that real scores can have.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per person with ``items`` as columns, or one row per answer with the columns
        ``person``, ``item`` and ``score``.

    Returns
    -------
    Estimate or Withheld
        ``reliability.one_item``, ``reliability.many_items``, ``reliability.too_few`` (below 5
        people), ``reliability.never_together`` (two questions nobody was asked both),
        ``reliability.not_a_covariance`` and ``reliability.constant``.

    Raises
    ------
    InputError
        As `item_scores`.

    Examples
    --------
    >>> people = pd.DataFrame({"q1": [5, 6, 7, 8, 4], "q2": [4, 6, 8, 7, 5], "q3": [6, 6, 7, 9, 3]})
    >>> found = cronbach_alpha(people, items=["q1", "q2", "q3"])
    >>> round(found.value, 3), round(found.low, 2), found.n
    (0.899, 0.49, 5)
    """
    return alpha_of(item_scores(frame, items=items, person=person, item=item, score=score), level)


def alpha_of(scores: ItemScores, level: float = 0.95) -> Finding:
    """The same for answers already read."""
    covariance, n = scale_covariance(scores)
    if isinstance(covariance, Withheld):
        return covariance
    total = float(covariance.sum())
    # items that cancel to nothing leave dust, not a sum
    if not total > 1e-12 * float(np.abs(covariance).sum()):
        return Withheld(code="reliability.constant", n=n)
    return feldt(alpha_from(covariance), n=n, items=covariance.shape[0], level=level)


def alpha_from(covariance: Floats) -> float:
    """Alpha of a covariance matrix."""
    k = int(covariance.shape[0])
    return k / (k - 1) * (1 - float(np.trace(covariance)) / float(covariance.sum()))


def feldt(alpha: float, *, n: int, items: int, level: float = 0.95) -> Finding:
    """Feldt's interval around an alpha of ``items`` questions and ``n`` people.

    Examples
    --------
    >>> found = feldt(0.843, n=30, items=7)
    >>> round(found.low, 2), round(found.high, 2)
    (0.74, 0.92)
    """
    if n < FEWEST:
        return Withheld(code="reliability.too_few", n=n)
    from scipy.stats import f

    df1, df2 = n - 1, (n - 1) * (items - 1)
    high = 1 - (1 - alpha) * float(f.ppf((1 - level) / 2, df1, df2))
    low = 1 - (1 - alpha) * float(f.ppf((1 + level) / 2, df1, df2))
    return Estimate(value=alpha, low=low, high=high, n=n, method=METHOD)


def scale_covariance(scores: ItemScores) -> tuple[Floats | Withheld, int]:
    """Covariances of the items from whoever answered both, and the smallest number of such people.

    Withheld in place of the matrix where it cannot be had, with the codes of `cronbach_alpha`.
    """
    k = len(scores.items)
    if k < 2:
        return Withheld(code="reliability.one_item", n=scores.people), scores.people
    if k > MOST_ITEMS:
        return Withheld(code="reliability.many_items", n=scores.people), scores.people
    table = scores.wide()
    there = ~np.isnan(table)
    seen = there.astype(np.float64)
    pairs = seen.T @ seen
    n = int(pairs.min())
    if n == 0:
        return Withheld(code="reliability.never_together", n=scores.people), 0
    if n < FEWEST:
        return Withheld(code="reliability.too_few", n=n), n
    # any constant may be taken off; near the mean the products lose no digits
    centre = np.nanmean(table, axis=0)
    z = np.where(there, table - centre, 0.0)
    sums = z.T @ seen
    covariance = (z.T @ z - sums * sums.T / pairs) / (pairs - 1)
    if not scores.complete:
        values = np.linalg.eigvalsh(covariance)
        if values[0] < -1e-8 * max(float(values[-1]), 1e-300):
            return Withheld(code="reliability.not_a_covariance", n=n), n
    return covariance, n
