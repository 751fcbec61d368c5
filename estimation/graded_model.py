"""The graded response model by marginal maximum likelihood: curves, fit and errors, as arrays.

``P(X >= k | theta) = 1 / (1 + exp(-(a theta + d_k)))`` with d falling in k; ability is standard
normal and integrated out over a grid (Samejima 1969; Bock and Aitkin 1981). With two categories it
is the two-parameter logistic model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GRID = np.linspace(-6.0, 6.0, 61)
_MASS = np.exp(-(GRID**2) / 2)
MASS = _MASS / _MASS.sum()
TINY = 1e-12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class GradedFit:
    """``slopes[j]`` and falling ``intercepts[j]`` of each item, with ``covariance`` of all of them
    in the order slope, intercepts, item after item."""

    slopes: Floats
    intercepts: tuple[Floats, ...]
    covariance: Floats
    log_likelihood: float
    converged: bool


def fit_graded(responses: Ints) -> GradedFit:
    """Fit ordered responses 0, 1, 2, ... of each item, -1 where there is none.

    The marginal likelihood is climbed directly with its exact gradient; errors come from the cross-
    products of each person's gradient. Every category below an item's highest must occur.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> theta = rng.normal(size=(2000, 1))
    >>> chance = 1 / (1 + np.exp(-(1.5 * theta + np.array([1.0, 0.0, -1.0, 0.5]))))
    >>> found = fit_graded((rng.random(chance.shape) < chance).astype(np.int64))
    >>> bool(np.abs(found.slopes - 1.5).max() < .35), found.converged
    (True, True)
    """
    from scipy.optimize import minimize

    patterns, count = np.unique(responses, axis=0, return_counts=True)
    tops = responses.max(axis=0)
    start = []
    for j, top in enumerate(tops.tolist()):
        known = responses[:, j][responses[:, j] >= 0]
        reach = np.array([(known >= k).mean() for k in range(1, top + 1)])
        d = np.log(reach / (1 - reach)) * 1.2
        start.append(np.concatenate([[1.0], _pack(d)]))

    def negative(free: Floats) -> tuple[float, Floats]:
        value, gradient, _ = _climb(free, patterns, count, tops, each=False)
        return -value, -gradient

    best = minimize(
        negative, np.concatenate(start), jac=True, method="L-BFGS-B",
        options={"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-5},
    )  # fmt: skip
    value, _, scores = _climb(best.x, patterns, count, tops, each=True)
    information = (scores * count[:, None]).T @ scores
    covariance = np.asarray(np.linalg.pinv(information), dtype=np.float64)
    slopes, intercepts = _unpack_all(best.x, tops)
    if slopes.sum() < 0:
        # the mirror image fits as well: high ability should mean high scores
        slopes = -slopes
        places = np.cumsum([0, *(tops[:-1] + 1)])
        covariance[places, :] *= -1
        covariance[:, places] *= -1
    return GradedFit(
        slopes=slopes, intercepts=tuple(intercepts), covariance=covariance,
        log_likelihood=float(value), converged=bool(best.success),
    )  # fmt: skip


def category_chances(slope: float, intercepts: Floats, theta: Floats) -> tuple[Floats, Floats]:
    """Chance of each category at each ability (categories x abilities), and its slope there."""
    reach = 1 / (1 + np.exp(-(slope * theta[None, :] + intercepts[:, None])))
    edge = np.ones((1, theta.size))
    whole = np.vstack([edge, reach, 0 * edge])
    rate = np.vstack([0 * edge, reach * (1 - reach), 0 * edge])
    return np.maximum(whole[:-1] - whole[1:], TINY), slope * (rate[:-1] - rate[1:])


def item_information(slope: float, intercepts: Floats, theta: Floats) -> Floats:
    """Fisher's information of one item: ``sum_k (P*'_k - P*'_(k+1))^2 / P_k``."""
    chance, rate = category_chances(slope, intercepts, theta)
    return np.asarray((rate**2 / chance).sum(axis=0))


def expected_abilities(fit: GradedFit, responses: Ints) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each person's ability given the answers."""
    logs = np.zeros((len(responses), GRID.size))
    for j, d in enumerate(fit.intercepts):
        chance, _ = category_chances(float(fit.slopes[j]), d, GRID)
        seen = responses[:, j] >= 0
        logs[seen] += np.log(chance)[responses[seen, j]]
    weight = np.exp(logs - logs.max(axis=1, keepdims=True)) * MASS
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ GRID
    return mean, np.sqrt(np.maximum(weight @ GRID**2 - mean**2, 0.0))


def _climb(
    free: Floats, patterns: Ints, count: Ints, tops: Ints, *, each: bool
) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its gradient in the free parameters, or each pattern's in slope and d."""
    slopes, intercepts = _unpack_all(free, tops)
    logs = np.zeros((len(patterns), GRID.size))
    chances = []
    for j, d in enumerate(intercepts):
        chance, _ = category_chances(float(slopes[j]), d, GRID)
        chances.append(chance)
        seen = patterns[:, j] >= 0
        logs[seen] += np.log(chance)[patterns[seen, j]]
    peak = logs.max(axis=1, keepdims=True)
    weight = np.exp(logs - peak) * MASS
    total = weight.sum(axis=1)
    value = float(count @ (np.log(total) + peak[:, 0]))
    weight /= total[:, None]
    gradient, scores, at = np.zeros(free.size), np.zeros((len(patterns), free.size * each)), 0
    for j, d in enumerate(intercepts):
        top = int(tops[j])
        reach = 1 / (1 + np.exp(-(slopes[j] * GRID[None, :] + d[:, None])))
        rate = reach * (1 - reach)
        seen = patterns[:, j] >= 0
        chosen = patterns[seen, j]
        # derivative of log P_k by d_1 .. d_top: rate_k at k, -rate_(k+1) at k + 1
        slope_by_d = np.zeros((top + 1, top, GRID.size))
        for k in range(top + 1):
            if k > 0:
                slope_by_d[k, k - 1] = rate[k - 1] / chances[j][k]
            if k < top:
                slope_by_d[k, k] = -rate[k] / chances[j][k]
        slope_by_a = slope_by_d.sum(axis=1) * GRID
        if each:
            w = weight[seen]
            scores[seen, at] = (w * slope_by_a[chosen]).sum(axis=1)
            for k in range(top):
                scores[seen, at + 1 + k] = (w * slope_by_d[chosen, k]).sum(axis=1)
        else:
            expected = np.zeros((top + 1, GRID.size))
            np.add.at(expected, chosen, weight[seen] * count[seen][:, None])
            by_d = np.einsum("kq,kdq->d", expected, slope_by_d)
            gradient[at] = float((expected * slope_by_a).sum())
            # d_k = d_1 - sum of exp(gaps): a gap moves every later one
            gradient[at + 1] = by_d.sum()
            later = np.cumsum(by_d[::-1])[::-1][1:]
            gradient[at + 2 : at + 1 + top] = -np.exp(free[at + 2 : at + 1 + top]) * later
        at += top + 1
    return value, gradient, scores


def _pack(d: Floats) -> Floats:
    gaps = np.maximum(d[:-1] - d[1:], 0.05)
    return np.concatenate([d[:1], np.log(gaps)])


def _unpack_all(free: Floats, tops: Ints) -> tuple[Floats, list[Floats]]:
    slopes, intercepts, at = [], [], 0
    for top in tops.tolist():
        slopes.append(free[at])
        gaps = np.exp(free[at + 2 : at + 1 + top])
        intercepts.append(free[at + 1] - np.concatenate([[0.0], np.cumsum(gaps)]))
        at += top + 1
    return np.array(slopes), intercepts
