"""How to weigh several scores: alike, unless unseen people show that fitted weights do better."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.complete_people import CompletePeople, complete_people
from estimation.composite import adjusted_r2, cross_validity
from estimation.correlation import correlation_interval
from estimation.cross_validation import corrected_interval, repeated_folds
from interview import Estimate, Finding, Withheld

Floats = NDArray[np.float64]
Rule = Literal["unit", "ridge", "nnls", "ols"]
FOLDS = 5
ENOUGH: Mapping[Rule, int] = {"unit": 4, "ridge": 100, "nnls": 100, "ols": 300}
"""People with whom a rule may be tried at all: fitted weights lose to equal ones below."""
PENALTIES = np.logspace(-2, 4, 25)


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightRule:
    """One way to weigh. ``weights`` are of standardised scores, their sizes adding up to 1.

    ``validity`` is among unseen people; ``gain`` is that less the one of equal weights, with a 90 %
    interval; ``offered`` only where its lower limit is above zero (equal weights always are).
    """

    rule: Rule
    weights: tuple[tuple[str, float], ...]
    validity: Finding
    gain: Finding
    offered: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CompositeWeights:
    """Every rule tried, and the one to use: equal weights or the offered one that gains most.

    ``r2`` is what fitted weights explain of those they were fitted on, ``adjusted_r2`` of the
    population, ``unseen_r2`` of new people by Browne's formula: how much of it is borrowed.
    """

    rules: tuple[WeightRule, ...]
    chosen: Rule
    n: int
    needed: int
    r2: float | None
    adjusted_r2: float | None
    unseen_r2: float | None
    excluded: Mapping[str, int]

    def rule(self, name: Rule) -> WeightRule:
        """The rule of this name."""
        return next(rule for rule in self.rules if rule.rule == name)


def composite_weights(
    frame: pd.DataFrame,
    *,
    scores: Sequence[str],
    outcome: str,
    requisition: str | None = None,
    role: str | None = None,
    person: str | None = None,
    repeats: int = 10,
    seed: int = 2026,
) -> CompositeWeights | Withheld:
    """Equal, regularised and fitted weights, compared on people they were not fitted on.

    Formula: scores standardised by the training people; ``unit`` adds them up; ``ridge`` shrinks
    towards equal weights, minimising ``|y - Z w|^2 + a |w - c 1|^2`` with the common slope ``c``
    and ``a`` by generalised cross-validation; ``nnls`` fits weights of 0 or more; ``ols`` fits
    freely. Each is judged by its correlation with the outcome in five folds, ten times, whole
    requisitions on one side; the gain over equal weights is paired by fold, with the 90 % interval
    of Nadeau and Bengio. Below about 150 people fitted weights are usually worse than equal ones.

    Returns
    -------
    CompositeWeights or Withheld
        ``outcome.none_yet``, ``correlation.too_few``, ``outcome.constant``, ``score.constant``.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> x = rng.normal(size=(600, 3))
    >>> people = pd.DataFrame(x, columns=["a", "b", "c"])
    >>> people["y"] = 0.5 * x[:, 0] - 0.4 * x[:, 2] + rng.normal(size=600)
    >>> found = composite_weights(people, scores=["a", "b", "c"], outcome="y")
    >>> found.chosen != "unit", found.rule("nnls").weights[2][1]
    (True, 0.0)
    """
    people = complete_people(
        frame, scores=scores, outcome=outcome, requisition=requisition, role=role, person=person
    )
    n, k = people.n, len(scores)
    if n == 0:
        return Withheld(code="outcome.none_yet")
    if n < ENOUGH["unit"]:
        return Withheld(code="correlation.too_few", n=n)
    if _flat(people.y):
        return Withheld(code="outcome.constant", n=n)
    if any(_flat(people.x[:, j]) for j in range(k)):
        return Withheld(code="score.constant", n=n)
    unseen = _unseen(people, repeats, seed)
    rules: list[WeightRule] = []
    for rule, fit in FITS.items():
        if n < ENOUGH[rule]:
            why = Withheld(code="weights.too_few", n=n)
            rules.append(WeightRule(rule=rule, weights=(), validity=why, gain=why, offered=False))
            continue
        rules.append(_judged(rule, fit, people, scores, unseen))
    best = max(
        (r for r in rules if r.offered and r.rule != "unit" and isinstance(r.gain, Estimate)),
        key=lambda r: r.gain.value if isinstance(r.gain, Estimate) else 0.0,
        default=None,
    )
    r2 = adjusted = new = None
    if n > k + 2:
        r2 = _r2(people)
        adjusted, new = adjusted_r2(r2, n, k), cross_validity(r2, n, k)
    return CompositeWeights(
        rules=tuple(rules),
        chosen="unit" if best is None else best.rule,
        n=n,
        needed=ENOUGH["ridge"],
        r2=r2,
        adjusted_r2=adjusted,
        unseen_r2=new,
        excluded=people.excluded,
    )


def unit_weights(z: Floats, y: Floats) -> Floats:
    """Equal weights of standardised scores."""
    return np.ones(z.shape[1])


def ridge_weights(z: Floats, y: Floats) -> Floats:
    """Weights pulled towards equal ones as much as generalised cross-validation asks for."""
    total = z.sum(axis=1)
    common = float(total @ y) / max(float(total @ total), 1e-300)
    left = y - common * total
    u, d, vt = np.linalg.svd(z, full_matrices=False)
    along = u.T @ left
    shrink = d**2 / (d**2 + PENALTIES[:, None])
    fitted = (1 - shrink) * along
    rest = float(left @ left) - float(along @ along)
    rss = rest + (fitted**2).sum(axis=1)
    # one more degree of freedom for the common slope
    score = rss / np.maximum(y.size - 1 - shrink.sum(axis=1), 1e-9) ** 2
    best = shrink[int(np.argmin(score))]
    return np.asarray(common + vt.T @ (best / np.maximum(d, 1e-300) * along))


def nonnegative_weights(z: Floats, y: Floats) -> Floats:
    """Least squares with no weight below zero."""
    from scipy.optimize import nnls

    found = np.asarray(nnls(z, y)[0], dtype=np.float64)
    # nothing helps: no weights would make no score at all
    return found if found.any() else np.ones(z.shape[1])


def fitted_weights(z: Floats, y: Floats) -> Floats:
    """Plain least squares."""
    return np.asarray(np.linalg.lstsq(z, y, rcond=None)[0], dtype=np.float64)


Fit = Callable[[Floats, Floats], Floats]
FITS: Mapping[Rule, Fit] = {
    "unit": unit_weights,
    "ridge": ridge_weights,
    "nnls": nonnegative_weights,
    "ols": fitted_weights,
}


def _judged(
    rule: Rule,
    fit: Fit,
    people: CompletePeople,
    scores: Sequence[str],
    unseen: Callable[[Fit], Floats] | None,
) -> WeightRule:
    mean, sd = people.x.mean(axis=0), people.x.std(axis=0)
    w = fit((people.x - mean) / sd, people.y - people.y.mean())
    w = w / max(float(np.abs(w).sum()), 1e-300)
    if unseen is None:
        validity: Finding = Withheld(code="folds.too_few_people", n=people.n)
        gain: Finding = validity
    else:
        own = unseen(fit)
        r = float(np.nanmean(own)) if np.isfinite(own).any() else 0.0
        validity = correlation_interval(r, people.n)
        gain = corrected_interval(
            own - unseen(unit_weights), test_over_train=1 / (FOLDS - 1), n=people.n, level=0.90
        )
    offered = rule == "unit" or (isinstance(gain, Estimate) and gain.low > 0)
    return WeightRule(
        rule=rule,
        weights=tuple((name, float(v)) for name, v in zip(scores, w, strict=True)),
        validity=validity,
        gain=gain,
        offered=offered,
    )


def _unseen(people: CompletePeople, repeats: int, seed: int) -> Callable[[Fit], Floats] | None:
    """Correlations in each left-out fold for one way of fitting; None when nobody can be spared."""
    units = people.n if people.groups is None else int(np.unique(people.groups).size)
    if units < FOLDS or people.n < 6 * FOLDS:
        return None
    folds = repeated_folds(people.n, groups=people.groups, folds=FOLDS, repeats=repeats, seed=seed)
    held: dict[Fit, Floats] = {}

    def correlations(fit: Fit) -> Floats:
        if fit not in held:
            held[fit] = np.array(
                [_fold(people, row == fold, fit) for row in folds for fold in range(FOLDS)]
            )
        return held[fit]

    return correlations


def _fold(people: CompletePeople, test: NDArray[np.bool_], fit: Fit) -> float:
    x, y = people.x[~test], people.y[~test]
    mean, sd = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
    w = fit((x - mean) / sd, y - y.mean())
    a = ((people.x[test] - mean) / sd) @ w
    b = people.y[test]
    a, b = a - a.mean(), b - b.mean()
    below = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / below if below > 1e-12 else float("nan")


def _r2(people: CompletePeople) -> float:
    x = people.x - people.x.mean(axis=0)
    y = people.y - people.y.mean()
    b = np.linalg.lstsq(x, y, rcond=None)[0]
    off = y - x @ b
    return 1 - float(off @ off) / float(y @ y)


def _flat(v: Floats) -> bool:
    return bool(np.ptp(v) <= 1e-12 * max(float(np.abs(v).max()), 1e-300))
