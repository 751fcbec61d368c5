"""Reliability of a scale from its common factors: omega, and how much of it one factor carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cronbach_alpha import scale_covariance
from analysis.item_scores import item_scores
from estimation.factor_analysis import general_loadings, minres
from estimation.matrix_statistic import reliability_interval
from interview import Finding, InputError, Withheld

Floats = NDArray[np.float64]
FEWEST_ITEMS = 3
METHOD_ONE_FACTOR = "omega.one_factor"
METHOD_TOTAL = "omega.total"
METHOD_HIERARCHICAL = "omega.hierarchical"


@dataclass(frozen=True, kw_only=True, slots=True)
class Omega:
    """Three answers to how much of a scale's variance is common.

    ``one_factor`` is (sum of loadings)^2 over itself and the unique variances; ``total`` is
    1 - unique variances over all variance, by as many factors as were asked for; ``hierarchical``
    is the share of all variance that one factor above the groups carries. They agree where one
    factor holds and all load the same way; where some questions run against the others
    ``one_factor`` falls to nothing while ``total`` shows that they still share something.
    """

    one_factor: Finding
    total: Finding
    hierarchical: Finding


def omega(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    groups: int = 1,
    level: float = 0.95,
) -> Omega:
    """McDonald's omega of several questions, each counted in its own standard deviation.

    Formula: with minimum residual loadings ``l`` and unique variances ``u2`` of the correlation
    matrix R, ``(sum l)^2 / ((sum l)^2 + sum u2)``, ``1 - sum u2 / sum R`` and, after Schmid and
    Leiman with three or more ``groups``, ``(sum g)^2 / sum R`` (McDonald 1999; Zinbarg, Revelle,
    Yovel and Li 2005). Intervals by the delta method under normal scores.

    Parameters
    ----------
    groups : int
        Factors below the general one; 1 leaves ``hierarchical`` out.

    Returns
    -------
    Omega
        Withheld with the codes of `cronbach_alpha`, with ``omega.three_items`` below three, and
        ``omega.three_groups`` for the hierarchical one below three groups.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> g = rng.normal(size=400)
    >>> people = pd.DataFrame({f"q{i}": .8 * g + .6 * rng.normal(size=400) for i in range(4)})
    >>> found = omega(people, items=["q0", "q1", "q2", "q3"])
    >>> abs(found.one_factor.value - 10.24 / (10.24 + 4 * .36)) < .03
    True
    """
    scores = item_scores(frame, items=items, person=person, item=item, score=score)
    covariance, n = scale_covariance(scores)
    if isinstance(covariance, Withheld):
        return Omega(one_factor=covariance, total=covariance, hierarchical=covariance)
    return omega_of_matrix(covariance, n, groups=groups, level=level)


def omega_of_matrix(matrix: Floats, n: int, *, groups: int = 1, level: float = 0.95) -> Omega:
    """The same from a covariance or correlation matrix and the number of people behind it.

    Raises
    ------
    InputError
        ``factors.too_many`` when a third of the questions cannot carry each group.
    """
    s = np.asarray(matrix, dtype=np.float64)
    k = s.shape[0]
    if k < FEWEST_ITEMS:
        return _nothing("omega.three_items", n)
    if groups > 1 and groups > k // 2:
        raise InputError(
            "factors.too_many",
            f"{groups} factors of {k} items",
            f"ask for 1 to {k // 2} factors",
            factors=groups,
            items=k,
        )
    if (np.diag(s) <= 0).any():
        return _nothing("reliability.constant", n)

    def found(statistic: Callable[[Floats], Floats], method: str) -> Finding:
        return reliability_interval(
            lambda c: statistic(correlations(c)), s, n, method=method, level=level
        )

    return Omega(
        one_factor=found(_one_factor, METHOD_ONE_FACTOR),
        total=found(lambda r: _total(r, groups), METHOD_TOTAL),
        hierarchical=found(lambda r: _hierarchical(r, groups), METHOD_HIERARCHICAL)
        if groups >= 3
        else Withheld(code="omega.three_groups", n=n),
    )


def correlations(covariance: Floats) -> Floats:
    """The correlation matrix of a covariance matrix, or of each in a stack."""
    sd = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    return np.asarray(covariance / (sd[..., :, None] * sd[..., None, :]))


def _one_factor(r: Floats) -> Floats:
    found = minres(r)
    together = found.loadings.sum(axis=(-2, -1)) ** 2
    return np.asarray(together / (together + found.unique.sum(axis=-1)))


def _total(r: Floats, groups: int) -> Floats:
    return np.asarray(1 - minres(r, factors=groups).unique.sum(axis=-1) / r.sum(axis=(-2, -1)))


def _hierarchical(r: Floats, groups: int) -> Floats:
    general, _ = general_loadings(r, groups=groups)
    return np.asarray(general.sum(axis=-1) ** 2 / r.sum(axis=(-2, -1)))


def _nothing(code: str, n: int) -> Omega:
    refusal = Withheld(code=code, n=n)
    return Omega(one_factor=refusal, total=refusal, hierarchical=refusal)
