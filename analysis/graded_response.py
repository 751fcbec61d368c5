"""Which questions tell people apart, and at which level of ability? The graded response model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.item_scores import item_scores
from estimation.graded_model import GradedFit, expected_abilities, fit_graded, item_information
from estimation.quantile import normal_quantile
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEWEST_PEOPLE, FEWEST_ITEMS, FEWEST_IN_CATEGORY, MOST_CATEGORIES = 300, 3, 10, 5
DRAWS = 100


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ItemCurve:
    """One question's curve.

    ``discrimination`` is the slope a; ``thresholds`` are the abilities at which half reach the next
    category; ``intercepts`` d = -a b as other programs print them. ``categories`` are the lowest
    score of each category. ``n`` people answered.
    """

    item: str
    discrimination: Finding
    thresholds: tuple[Finding, ...]
    intercepts: tuple[float, ...]
    categories: tuple[float, ...]
    n: int

    def information(self, theta: ArrayLike) -> Floats:
        """How much the question tells at each ability; 1 over the error's square.

        Withheld slopes tell nothing.
        """
        at = np.atleast_1d(np.asarray(theta, dtype=np.float64))
        if not isinstance(self.discrimination, Estimate):
            return np.zeros(at.size)
        return item_information(self.discrimination.value, np.array(self.intercepts), at)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GradedResponse:
    """The fitted model.

    ``factors`` counts the dimensions that stand out from chance (parallel analysis); the model
    assumes one. ``first_to_second`` is the ratio of the two largest eigenvalues. ``abilities`` and
    ``errors`` are of the people in the order of the table (or of first appearance).
    """

    items: tuple[ItemCurve, ...]
    people: int
    log_likelihood: float
    aic: float
    factors: int
    first_to_second: float
    abilities: Floats
    errors: Floats

    @property
    def one_dimension(self) -> bool:
        """Whether one ability is enough to describe the answers."""
        return self.factors <= 1

    def information(self, theta: ArrayLike) -> Floats:
        """What all questions together tell at each ability."""
        at = np.atleast_1d(np.asarray(theta, dtype=np.float64))
        return np.asarray(sum((one.information(at) for one in self.items), np.zeros(at.size)))


def graded_response(
    frame: pd.DataFrame,
    *,
    items: Sequence[str] = (),
    person: str = "",
    item: str = "",
    score: str = "",
    fewest_people: int = FEWEST_PEOPLE,
    most_categories: int = MOST_CATEGORIES,
    fewest_in_category: int = FEWEST_IN_CATEGORY,
    level: float = 0.95,
    seed: int = 2026,
) -> GradedResponse | Withheld:
    """Fit Samejima's graded response model to scored answers of one competency.

    Formula: ``P(X >= k | theta) = 1 / (1 + exp(-a (theta - b_k)))``, ability standard normal,
    marginal maximum likelihood. Scores are first put into ordered categories of at least 10 people
    (`ordered_categories`). Unanswered questions are left out of a person's likelihood. Limits by
    the delta method from the cross-products of gradients.

    Returns
    -------
    GradedResponse or Withheld
        ``irt.too_few`` below 300 people, where slopes are not yet stable; ``irt.three_items``;
        ``irt.one_category`` when a question has no two categories; ``irt.not_converged``.

    Raises
    ------
    InputError
        As `item_scores`.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> theta = rng.normal(size=600)
    >>> people = pd.DataFrame({f"q{i}": np.clip(np.round(5 + 2 * theta + 2 * rng.normal(size=600)),
    ...                        0, 10) for i in range(4)})
    >>> found = graded_response(people, items=["q0", "q1", "q2", "q3"])
    >>> found.one_dimension, abs(np.corrcoef(found.abilities, theta)[0, 1]) > .85
    (True, np.True_)
    """
    scores = item_scores(frame, items=items, person=person, item=item, score=score)
    table = scores.wide()
    answered = int((~np.isnan(table)).any(axis=1).sum())
    if len(scores.items) < FEWEST_ITEMS:
        return Withheld(code="irt.three_items", n=answered)
    if answered < fewest_people:
        return Withheld(code="irt.too_few", n=answered)
    responses = np.full(table.shape, -1, dtype=np.int64)
    edges = []
    for j in range(table.shape[1]):
        responses[:, j], starts = ordered_categories(
            table[:, j], most=most_categories, fewest=fewest_in_category
        )
        if len(starts) < 2:
            return Withheld(code="irt.one_category", n=answered)
        edges.append(starts)
    fit = fit_graded(responses)
    if not fit.converged:
        return Withheld(code="irt.not_converged", n=answered)
    factors, ratio = _dimensions(table, seed)
    abilities, errors = expected_abilities(fit, responses)
    free = sum(len(starts) for starts in edges)
    return GradedResponse(
        items=_curves(scores.items, fit, edges, responses, level),
        people=answered,
        log_likelihood=fit.log_likelihood,
        aic=2 * free - 2 * fit.log_likelihood,
        factors=factors,
        first_to_second=ratio,
        abilities=abilities,
        errors=errors,
    )


def ordered_categories(
    scores: ArrayLike, *, most: int = MOST_CATEGORIES, fewest: int = FEWEST_IN_CATEGORY
) -> tuple[Ints, tuple[float, ...]]:
    """Scores as categories 0, 1, 2, ... and the lowest score of each; -1 where there is none.

    Whole points are joined with the smaller neighbour, the smallest first, until each holds at
    least ``fewest`` people and there are at most ``most``.

    Examples
    --------
    >>> codes, starts = ordered_categories([1.0] * 2 + [4.0] * 12 + [6.0] * 15 + [9.0] * 11)
    >>> np.bincount(codes).tolist(), starts
    ([14, 15, 11], (1.0, 6.0, 9.0))
    """
    x = np.asarray(scores, dtype=np.float64)
    known = ~np.isnan(x)
    whole = np.floor(x[known] + 0.5)
    starts, count = (part.tolist() for part in np.unique(whole, return_counts=True))
    while len(starts) > 1 and (min(count) < fewest or len(starts) > most):
        i = count.index(min(count))
        left = i > 0 and (i == len(count) - 1 or count[i - 1] <= count[i + 1])
        first = i - 1 if left else i
        count[first] += count.pop(first + 1)
        starts.pop(first + 1)
    codes = np.full(x.size, -1, dtype=np.int64)
    codes[known] = np.searchsorted(np.array(starts[1:]), whole, side="right")
    return codes, tuple(float(s) for s in starts)


def _curves(
    names: Sequence[str],
    fit: GradedFit,
    edges: list[tuple[float, ...]],
    responses: Ints,
    level: float,
) -> tuple[ItemCurve, ...]:
    z, at, made = normal_quantile(0.5 + level / 2), 0, []
    for j, name in enumerate(names):
        a, d = float(fit.slopes[j]), fit.intercepts[j]
        n = int((responses[:, j] >= 0).sum())
        block = fit.covariance[at : at + 1 + d.size, at : at + 1 + d.size]
        thresholds = []
        for k in range(d.size):
            # b = -d / a: by a it moves d / a^2, by d -1 / a
            slope = np.zeros(1 + d.size)
            slope[0], slope[1 + k] = d[k] / a**2, -1 / a
            thresholds.append(_finding(-float(d[k]) / a, float(slope @ block @ slope), n, z))
        made.append(
            ItemCurve(
                item=name,
                discrimination=_finding(a, float(block[0, 0]), n, z),
                thresholds=tuple(thresholds),
                intercepts=tuple(d.tolist()),
                categories=edges[j],
                n=n,
            )
        )
        at += 1 + d.size
    return tuple(made)


def _finding(value: float, variance: float, n: int, z: float) -> Finding:
    half = z * max(variance, 0.0) ** 0.5
    if not np.isfinite(value + half):
        return Withheld(code="irt.not_converged", n=n)
    return Estimate(value=value, low=value - half, high=value + half, n=n, method="irt.graded_mml")


def _dimensions(table: Floats, seed: int) -> tuple[int, float]:
    """Horn's (1965) parallel analysis at the 95 % point, and the ratio of the first eigenvalues."""
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    n, k = filled.shape
    values = np.linalg.eigvalsh(np.corrcoef(filled.T))[::-1]
    rng = np.random.default_rng(seed)
    chance = np.empty((DRAWS, k))
    for i in range(DRAWS):
        chance[i] = np.linalg.eigvalsh(np.corrcoef(rng.standard_normal((n, k)).T))[::-1]
    beyond = values > np.quantile(chance, 0.95, axis=0)
    factors = int(np.argmin(beyond)) if not beyond.all() else k
    return factors, float(values[0] / max(values[1], 1e-12))
